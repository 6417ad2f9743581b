"""Proposes set phrases where a run of garbled tokens looks like one as a whole.

`riNu ruAxu HoA` is hopeless letter by letter and easy as a phrase. Capital headings above all need
this: their letters are taken for others of the same outline. The candidates are arcs; the decoder
weighs them against the words that it finds by itself.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.fuzzy import Limits, PhraseIndex, build_index, plain_distance
from vnfix.lexicon import EDGES
from vnfix.model import Candidate
from vnfix.sick import sick_lines
from vnfix.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.fuzzy import Match
    from vnfix.model import Document, Finding, Line
    from vnfix.resources import Resources
    from vnfix.tokens import Token

NAME = "phrases"
REASON = "A set phrase that looks like this as a whole."
LEAST_WORDS = 4
"""Shorter phrases of running text are left to the language model, which knows them as well."""

CAPITALS, RUNNING = Limits(0.16, 0.15, 1, 16), Limits(0.1, 0.3, 6, 6)
PLAIN_CAPITALS, PLAIN_RUNNING = 0.55, 0.3
# The price of an arc in nats: for each letter, for each letter that differs, for each shape.
LETTER, DIFFERS, SHAPE = 0.45, 1.9, 1.5
RIVAL = 0.1
"""A phrase further from the line than the best one by this share of its letters is dropped."""

SEEN, MOST_SEEN = 1.0, 3.0
"""Nats off the price of a phrase for each doubling of its places in the document, at most."""

_STOP = regex.compile(r"[,;:.](?=\s)|\s[-–]\s")


class Found(NamedTuple):
    """A match in its place.

    Attributes:
        match: which tokens, which phrase.
        start: offset of the phrase in the document's text.
        end: offset just past it.
        after: the text to put there.
        plain: edits between the two texts without accents.
        best: no other phrase is nearer to these tokens.

    """

    match: Match
    start: int
    end: int
    after: str
    plain: int
    best: bool = True


@dataclass(frozen=True)
class Phrases:
    """The phrases that are looked for.

    Attributes:
        texts: phrase without regard to case -> the phrase in its case.
        phrases: the same by number.
        index: finds their numbers.

    """

    texts: Mapping[str, str]
    phrases: tuple[str, ...]
    index: PhraseIndex


@lru_cache(maxsize=4)
def phrases_of(resources: Resources) -> Phrases:
    """Return the phrases worth looking for; made once for each set of resources."""
    texts: dict[str, str] = {}
    for p in resources.lexicon.phrases:
        long = p.kind != "phrases" or p.text.count(" ") + 1 >= LEAST_WORDS
        # Of a heading in capitals and the same words in small letters, the latter know their case.
        if long and (not p.text.isupper() or p.text.casefold() not in texts):
            texts[p.text.casefold()] = p.text
    phrases = tuple(texts.values())
    return Phrases(texts, phrases, build_index(phrases, resources.rulebook.classes["shape"]))


def propose(
    document: Document, findings: Sequence[Finding], resources: Resources, config: Config
) -> list[Candidate]:
    """Return the phrases that runs of tokens in the sick lines may stand for."""
    if not config.use_phrases:
        return []
    sick = sick_lines(document, findings, config)
    known = phrases_of(resources) if sick else None
    found = [f for k in sick for f in _in_line(document.lines[k], known)] if known else []
    seen = Counter(f.match.phrase for f in found if f.best)
    return [
        Candidate(f.start, f.end, f.after, _price(f, seen[f.match.phrase]), NAME, REASON)
        for f in found
    ]


def _price(found: Found, places: int) -> float:
    letters = LETTER * found.match.length
    price = letters + DIFFERS * found.plain + SHAPE * found.match.distance
    return max(0.0, price - min(MOST_SEEN, SEEN * math.log2(max(1, places))))


def _in_line(line: Line, known: Phrases) -> Iterator[Found]:
    """Yield the best phrases of one line; rivals for the same tokens that are as near, too."""
    words = list(tokens(line.text))
    if len(words) < 2:
        return
    capitals = is_capital_line(words)
    limits = CAPITALS if capitals else RUNNING
    plain_limit = PLAIN_CAPITALS if capitals else PLAIN_RUNNING
    near: dict[tuple[int, int], dict[str, Found]] = {}
    for match in known.index.search([w.text for w in words], limits):
        found = _placed(line, words, match, known)
        if found and found.plain <= plain_limit * len(found.after):
            rivals = near.setdefault((match.first, match.last), {})
            rivals[found.after.casefold()] = found
    for rivals in near.values():
        best = min(f.plain for f in rivals.values())
        for found in rivals.values():
            if found.plain <= best + RIVAL * len(found.after):
                yield found._replace(best=found.plain == best)


def _placed(line: Line, words: Sequence[Token], match: Match, known: Phrases) -> Found | None:
    """Put a match in its place; None where a phrase stands there already."""
    phrase = known.phrases[match.phrase]
    run = words[match.first : match.last + 1]
    observed = line.text[run[0].start : run[-1].end]
    head = len(observed) - len(observed.lstrip(EDGES))
    tail = len(observed.rstrip(EDGES))
    body = observed[head:tail]
    if not body or body.casefold() in known.texts:
        return None
    if len(_STOP.findall(body)) > len(_STOP.findall(phrase)):
        return None
    capitals = is_capital_line(words) or body.isupper()
    text = _in_case(phrase, body, capitals=capitals)
    start = line.start + run[0].start
    return Found(
        match,
        start,
        start + len(observed),
        observed[:head] + text + observed[tail:],
        plain_distance(body, phrase),
    )


def _in_case(phrase: str, observed: str, *, capitals: bool) -> str:
    if capitals:
        return phrase.upper()
    if phrase.isupper():
        phrase = phrase.lower()
    return phrase[0].upper() + phrase[1:] if observed[0].isupper() else phrase


def is_capital_line(words: Sequence[Token]) -> bool:
    """Whether words were in capitals before they were garbled: most have inner capitals."""
    inner = sum(any(c.isupper() for c in w.text[1:]) for w in words)
    return inner * 2 >= len(words)
