"""Decides which markers of a document are lost letters of Vietnamese words.

A bullet in a private-use font, or a text that speaks of `(cid:33)`, is no damage.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from vnfix.glyphs.runs import FIRST_SYMBOL, RUN, SYMBOL, encode, find_markers, number_symbols
from vnfix.glyphs.statistics import STATISTICS_FILE, UNKNOWN_COST, load_statistics
from vnfix.resources import PACKAGE
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.glyphs.statistics import Statistics
    from vnfix.model import Document, LostGlyph
    from vnfix.resources import Resources

# Least share of Vietnamese syllables among the words around, and of words with lost glyphs that
# some Vietnamese word explains. English reaches about a quarter of either.
VIETNAMESE = 0.5
EXPLAINED = 0.6


class LostLetters(NamedTuple):
    """The markers of a document that stand for lost letters.

    Attributes:
        glyphs: those markers, in the order of the text.
        fit: share of the words with lost glyphs that some Vietnamese word explains.

    """

    glyphs: tuple[LostGlyph, ...] = ()
    fit: float = 0.0


def statistics_of(resources: Resources) -> Statistics:
    """Return the statistics that the solver reads with; users' models may do without their own.

    Raises:
        DataError: the table is missing or damaged.

    """
    own = resources.models / STATISTICS_FILE
    return load_statistics(own if own.exists() else PACKAGE / "models" / STATISTICS_FILE)


def find_lost(document: Document, resources: Resources) -> LostLetters:
    """Return the markers that are lost letters; none where the text around is not Vietnamese."""
    markers = find_markers(document)
    if not markers:
        return LostLetters()
    from vnfix.glyphs.cipher import matches

    statistics = statistics_of(resources)
    numbers = number_symbols(markers)
    words = _words_around(encode(document.text, [m._replace(letter="") for m in markers], numbers))
    damaged = {w: list(matches(w, statistics)) for w in set(words) if _half_known(w)}
    lost = _lost_symbols(damaged, statistics)
    damaged = {w: found for w, found in damaged.items() if lost & set(_symbols(w))}
    explained = sum(any(map(is_syllable, found)) for found in damaged.values())
    fit = explained / len(damaged) if damaged else 0.0
    if fit < EXPLAINED or _vietnamese(words) < VIETNAMESE:
        return LostLetters()
    kept = [m for m in markers if m.letter or numbers[m.font, m.glyph] in lost]
    return LostLetters(tuple(kept), fit)


def _words_around(encoded: str) -> list[str]:
    """Return the words, in lower case, of the lines with symbols and of their neighbours."""
    lines = [line for line in encoded.splitlines() if line.strip()]
    sick = [k for k, line in enumerate(lines) if SYMBOL.search(line)]
    near = sorted({j for k in sick for j in (k - 1, k, k + 1) if 0 <= j < len(lines)})
    return [w for k in near for w in RUN.findall(lines[k].lower())]


def _half_known(word: str) -> bool:
    """Whether a word has lost glyphs and letters."""
    return bool(SYMBOL.search(word)) and bool(SYMBOL.sub("", word))


def _symbols(word: str) -> list[int]:
    return [ord(c) - FIRST_SYMBOL for c in SYMBOL.findall(word)]


def _lost_symbols(damaged: Mapping[str, list[str]], statistics: Statistics) -> set[int]:
    """Return the symbols that most words need as a letter.

    One at the edge of a word may be a quote or a bullet: `*ược` needs a letter, `*nội` does not.
    """
    votes: Counter[int] = Counter()
    for word, found in damaged.items():
        best = min((statistics.unigram[statistics.number[w]] for w in found), default=UNKNOWN_COST)
        for m in SYMBOL.finditer(word):
            rest = word[: m.start()] + word[m.end() :]
            edge = m.start() == 0 or m.end() == len(word)
            needed = not edge or best < statistics.unigram[statistics.word_number(rest)]
            votes[ord(m.group()) - FIRST_SYMBOL] += 1 if needed else -1
    return {symbol for symbol, n in votes.items() if n > 0}


def _vietnamese(words: Sequence[str]) -> float:
    """Return the share of Vietnamese syllables among the whole words; 1 where there is none."""
    whole = [w for w in words if len(w) > 1 and not SYMBOL.search(w)]
    return sum(map(is_syllable, whole)) / len(whole) if whole else 1.0
