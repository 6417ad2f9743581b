"""The words that a pattern with lost glyphs may stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from vnfix.glyphs.runs import FIRST_SYMBOL, FREE, SYMBOL, Case, Run
from vnfix.glyphs.statistics import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vnfix.glyphs.statistics import Statistics

# A glyph beside a whole word may be a quote rather than a letter; one alone often is a bullet.
NO_LETTER, NO_LETTER_ALONE = 0.003, 0.2
# Least chance of a letter that nothing speaks for.
FLOOR = 1e-6
# Share of capitals by place; a first letter inside a sentence has that of its word.
UPPER_SHARE = {
    Case.LOWER: 0.002,
    Case.UPPER: 0.998,
    Case.SECOND: 0.05,
    Case.NAME: 0.4,
    Case.OPENING: 0.9,
    Case.UNKNOWN: 0.5,
}
SURE = 0.98


@dataclass(frozen=True, slots=True)
class Part:
    """One symbol's letter in a candidate.

    Attributes:
        symbol: number of the symbol.
        letter: the letter in lower case, "" where the glyph is none.
        capital: the letter in upper case.
        upper: share of capitals in such a place.

    """

    symbol: int
    letter: str
    capital: str
    upper: float

    def chances(self, row: Mapping[str, float]) -> tuple[float, float]:
        """Return the chances of the small letter and of the capital under a symbol's row."""
        if not self.letter:
            return row.get("", FLOOR), 0.0
        small, capital = row.get(self.letter, FLOOR), row.get(self.capital, FLOOR)
        return (1 - self.upper) * small, self.upper * capital


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one word.

    Attributes:
        word: its number in the statistics, UNKNOWN where the glyph is no letter.
        weight: its probability without context.
        factor: what speaks against it whatever the context.
        parts: the letters of its symbols, in order.

    """

    word: int
    weight: float
    factor: float
    parts: tuple[Part, ...]

    def chance(self, table: Mapping[int, Mapping[str, float]]) -> float:
        """Return the chance of its letters: a product over the symbols."""
        product = 1.0
        for part in self.parts:
            small, capital = part.chances(table[part.symbol])
            product *= small + capital
        return product


def candidates_of(run: Run, statistics: Statistics) -> list[Candidate]:
    """Return all readings of a word by listed words, and those where an edge is no letter."""
    found = [_candidate(run, w, w, statistics) for w in matches(run.pattern, statistics)]
    pattern = run.pattern
    edges = (("", pattern[1:], pattern[:1]), (pattern[:-1], "", pattern[-1:]))
    for before, after, edge in edges[: 1 if len(pattern) == 1 else 2]:
        rest = before + after
        bare = not rest or rest in statistics.number
        if SYMBOL.fullmatch(edge) and bare:
            found.append(_candidate(run, rest, None, statistics))
    return found


def matches(pattern: str, statistics: Statistics) -> Iterator[str]:
    """Yield the listed words that agree with a pattern; one symbol is one letter throughout."""
    seen: dict[str, int] = {}
    form = []
    for c in pattern:
        if not SYMBOL.fullmatch(c):
            form.append(regex.escape(c))
        elif ord(c) - FIRST_SYMBOL == FREE:
            form.append(".")
        elif c in seen:
            form.append(f"\\{seen[c]}")
        else:
            seen[c] = len(seen) + 1
            form.append("(.)")
    words = statistics.by_length.get(len(pattern), "")
    for m in regex.finditer(f"^{''.join(form)}$", words, regex.MULTILINE):
        yield m.group()


def _candidate(run: Run, word: str, letters: str | None, statistics: Statistics) -> Candidate:
    """Make a candidate; without `letters` its one symbol is no letter."""
    number = statistics.word_number(word)
    title = statistics.title[number] if number != UNKNOWN else 0.5
    title = min(max(title, 1 - SURE), SURE)
    places = [k for k, c in enumerate(run.pattern) if SYMBOL.fullmatch(c)]
    parts = []
    for k, case in zip(places, run.cases, strict=True):
        letter = letters[k] if letters is not None else ""
        upper = UPPER_SHARE.get(case, title)
        symbol = ord(run.pattern[k]) - FIRST_SYMBOL
        parts.append(Part(symbol, letter, letter.upper(), upper))
    none = NO_LETTER if word else NO_LETTER_ALONE
    factor = 1.0 if letters is not None else none
    if run.place in (Case.TITLE, Case.NAME):
        factor *= title if run.capital else 1 - title
    weight = math.exp(-statistics.unigram[number]) if word else 1.0
    return Candidate(number, factor * weight, factor, tuple(parts))
