"""Words with lost glyphs, and what stands around them: the cipher solver's view of a text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import regex

from vnfix.glyphs.statistics import BORDER, JOINER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.glyphs.statistics import Statistics
    from vnfix.model import LostGlyph

# Inside of the solver the k-th symbol is one character, of the last private-use plane.
FIRST_SYMBOL = 0x100000
SYMBOL = regex.compile(f"[{chr(FIRST_SYMBOL)}-\U0010fffd]")
# A word, or marks that stand alone; symbols count as letters.
RUN = regex.compile(f"[\\p{{L}}\\p{{M}}{chr(FIRST_SYMBOL)}-\U0010fffd]+")
# What stands before the first word of a sentence, of a heading or of an item.
OPENING = regex.compile(r'[.:;!?…"“\d•*+]\p{Pe}?\s*$|\n\s*[-–(]\s*$')


class Case(Enum):
    """What the surroundings say of a lost letter's case."""

    LOWER = "lower"
    UPPER = "upper"
    TITLE = "title"
    OPENING = "opening"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Run:
    """One word with lost glyphs.

    Attributes:
        pattern: the word in lower case, each lost glyph a symbol character.
        cases: what is known of the case of each symbol, in order.

    """

    pattern: str
    cases: tuple[Case, ...]

    @property
    def symbols(self) -> list[int]:
        """Numbers of the symbols, in order."""
        return [ord(c) - FIRST_SYMBOL for c in SYMBOL.findall(self.pattern)]


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words with lost glyphs between two words that are known.

    Attributes:
        left: number of the word before, in the statistics.
        runs: the words with lost glyphs.
        right: number of the word after.

    """

    left: int
    runs: tuple[Run, ...]
    right: int


@dataclass(frozen=True, slots=True)
class CipherText:
    """A text as the solver sees it.

    Attributes:
        keys: font key and glyph number of each symbol.
        segments: the segments in the order of the text.
        places: for each segment and run, the indices of its symbols among the markers.

    """

    keys: tuple[tuple[str, int], ...]
    segments: tuple[Segment, ...]
    places: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the encoded text: lower case and as it stands, with its place."""

    text: str
    start: int
    end: int
    joined: bool


def cipher_text(text: str, markers: Sequence[LostGlyph], statistics: Statistics) -> CipherText:
    """Encode the markers as symbols and collect the words that hold them."""
    numbers: dict[tuple[str, int], int] = {}
    for m in markers:
        numbers.setdefault((m.font, m.glyph), len(numbers))
    encoded = _encode(text, markers, numbers)
    words = _words(encoded)
    segments, places, marker = [], [], 0
    k = 0
    while k < len(words):
        stop = k
        while stop < len(words) and SYMBOL.search(words[stop].text) and _same(words, k, stop):
            stop += 1
        if stop == k:
            k += 1
            continue
        runs = tuple(_run(encoded, words, j) for j in range(k, stop))
        left = _number(words, k - 1, statistics) if words[k].joined else BORDER
        right = BORDER
        if stop < len(words) and words[stop].joined:
            right = _number(words, stop, statistics)
        segments.append(Segment(left, runs, right))
        where = []
        for run in runs:
            where.append(tuple(range(marker, marker + len(run.cases))))
            marker += len(run.cases)
        places.append(tuple(where))
        k = stop
    return CipherText(tuple(numbers), tuple(segments), tuple(places))


def _same(words: Sequence[_Word], first: int, k: int) -> bool:
    return k == first or words[k].joined


def _encode(
    text: str, markers: Sequence[LostGlyph], numbers: dict[tuple[str, int], int]
) -> str:
    """Return the text with one symbol character for each marker, and no other such character."""
    pieces, end = [], 0
    for m in markers:
        pieces.append(text[end : m.start])
        pieces.append(chr(FIRST_SYMBOL + numbers[m.font, m.glyph]))
        end = m.end
    pieces.append(text[end:])
    return unicodedata.normalize("NFC", "".join(pieces))


def _words(encoded: str) -> list[_Word]:
    """Return the words; `joined` says that only blanks and hyphens divide it from the last."""
    words: list[_Word] = []
    end = 0
    for m in RUN.finditer(encoded):
        joined = bool(words) and bool(JOINER.fullmatch(encoded, end, m.start()))
        words.append(_Word(m.group(), m.start(), m.end(), joined))
        end = m.end()
    return words


def _number(words: Sequence[_Word], k: int, statistics: Statistics) -> int:
    text = words[k].text
    return statistics.word_number(text.lower()) if not SYMBOL.search(text) else BORDER


def _run(encoded: str, words: Sequence[_Word], k: int) -> Run:
    word = words[k].text
    cases = []
    for m in SYMBOL.finditer(word):
        others = SYMBOL.sub("", word[1:] if m.start() else word)
        cases.append(_case(encoded, words, k, (m.start(), others)))
    return Run(word.lower(), tuple(cases))


def _case(encoded: str, words: Sequence[_Word], k: int, place: tuple[int, str]) -> Case:
    """Read a letter's case off its word; off the neighbours if that says nothing."""
    position, others = place
    if any(c.isupper() for c in others) or _in_capitals(words, k):
        return Case.UPPER
    if position or (not others and encoded[words[k].end : words[k].end + 1] == ")"):
        return Case.LOWER
    gap = encoded[words[k - 1].end if k else 0 : words[k].start]
    if OPENING.search(gap) or not k:
        return Case.OPENING
    return Case.UNKNOWN if "\n" in gap else Case.TITLE


def _in_capitals(words: Sequence[_Word], k: int) -> bool:
    """Whether the nearest words that have several known letters are all in capitals."""
    near = [SYMBOL.sub("", w.text) for w in (*words[max(0, k - 1) : k], *words[k + 1 : k + 2])]
    near = [w for w in near if len(w) > 1]
    own = SYMBOL.sub("", words[k].text)
    if any(c.islower() for c in own):
        return False
    return bool(near) and all(w.isupper() for w in near)
