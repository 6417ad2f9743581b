"""Decides which markers of a document are lost letters of Vietnamese words.

A bullet in a private-use font, or a text that speaks of `(cid:33)`, is no damage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.glyphs.candidates import matches
from vnfix.glyphs.markers import find_markers
from vnfix.glyphs.runs import FIRST_SYMBOL, RUN, SYMBOL, encode, number_symbols
from vnfix.glyphs.statistics import STATISTICS_FILE, load_statistics
from vnfix.resources import PACKAGE
from vnfix.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.glyphs.statistics import Statistics
    from vnfix.model import Document, LostGlyph
    from vnfix.resources import Resources

# Least share of Vietnamese syllables among the words around, and of words with lost glyphs that
# some Vietnamese word explains. English reaches about a quarter of either.
VIETNAMESE = 0.5
EXPLAINED = 0.6


@dataclass(frozen=True, slots=True)
class LostLetters:
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
    statistics = statistics_of(resources)
    numbers = number_symbols(markers)
    words = _words_around(encode(document.text, [replace(m, letter="") for m in markers], numbers))
    lost = {k for w in words for k in _letters_in(w)}
    fit = _fit(words, statistics)
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


def _letters_in(word: str) -> Iterator[int]:
    """Yield the symbols of a word that must be letters: those that no whole word can do without."""
    for m in SYMBOL.finditer(word):
        rest = word[: m.start()] + word[m.end() :]
        edge = m.start() == 0 or m.end() == len(word)
        if not (edge and (not rest or is_syllable(rest))):
            yield ord(m.group()) - FIRST_SYMBOL


def _fit(words: Sequence[str], statistics: Statistics) -> float:
    """Return the share of the words with lost letters that a Vietnamese syllable explains."""
    lost = {w for w in words if any(True for _ in _letters_in(w))}
    explained = sum(any(map(is_syllable, matches(w, statistics))) for w in lost)
    return explained / len(lost) if lost else 0.0


def _vietnamese(words: Sequence[str]) -> float:
    """Return the share of Vietnamese syllables among the whole words; 1 where there is none."""
    whole = [w for w in words if len(w) > 1 and not SYMBOL.search(w)]
    return sum(map(is_syllable, whole)) / len(whole) if whole else 1.0
