"""Tokens of a line, non-destructive, and the units that the language model counts."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Collection
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.packed import Packed
from vnfix.text.patterns import pattern
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOKEN = pattern(r"\S+")
BLANK = pattern(r"\s")
LONG_LINE = 1000  # the tokens of shorter ones are remembered: each stage asks for them
PART = 1 << 14
"""Characters of a line that are cut into tokens at a time, so that memory is bounded."""
# A run of letters, a number with its inner points and commas, or one other character.
UNIT = pattern(r"\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)*|[^\s]")
YEAR = pattern(r"(?:19|20)\d\d")
# How an item of a list begins: a dash, a number, `a)`, `IV.`.
ITEM = pattern(r"\s*(?:[-–+•*]\s*\S|\(?\d{1,2}(?:[.,]\d{1,2})*[.)]?\s+\S|\p{L}\d?\)|[IVXl|]+\.\s)")

BEGIN = "<s>"
UNKNOWN = "<unk>"
NUMBERS = ("<1>", "<2>", "<y>", "<n>")
# Marks that mean the same to the language model; any other mark is counted as ".".
MARKS = {m: m for m in ',.;:()-/%"+'} | {
    "–": "-",
    "—": "-",
    "−": "-",
    "“": '"',
    "”": '"',
    "‘": '"',
    "’": '"',
    "'": '"',
    "«": '"',
    "»": '"',
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "•": "-",
    "…": ".",
}


class Token(NamedTuple):
    """A run of a line without blanks.

    Attributes:
        start: offset in the line's text, in code points.
        end: offset just past the token.
        text: the token in NFC; the raw one is the slice of the line.

    """

    start: int
    end: int
    text: str


def tokens(line: str) -> Iterator[Token]:
    """Return the tokens of a line; blanks are all that Unicode calls white space.

    >>> [t.text for t in tokens("hQ th6ng  cdc")]
    ['hQ', 'th6ng', 'cdc']
    """
    if len(line) <= LONG_LINE:
        return iter(_remembered(line))
    return chain.from_iterable(_found(part, at) for at, part in parts(line))


class Tokens(Packed[Token]):
    """The tokens of a long line in 8 bytes each; what stands there is cut out when asked for."""

    __slots__ = ("_line",)

    def __init__(self, line: str) -> None:
        """Look for them."""
        starts, ends = array("I"), array("I")
        for token in tokens(line):
            starts.append(token.start)
            ends.append(token.end)
        self.columns = starts, ends
        self._line = line

    def _made(self, start: int, end: int) -> Token:
        return Token(start, end, nfc(self._line[start:end]))


def all_tokens(line: str) -> Sequence[Token]:
    """Return the tokens of a line by their numbers."""
    return Tokens(line) if len(line) > LONG_LINE else _remembered(line)


class Words(Collection[str]):
    """The words of a long line, cut out whenever they are gone through: a list weighs as much."""

    __slots__ = ("_line",)

    def __init__(self, line: str) -> None:
        """Keep the line."""
        self._line = line

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(part.split() for _, part in parts(self._line))

    def __len__(self) -> int:
        return sum(len(part.split()) for _, part in parts(self._line))

    def __contains__(self, word: object) -> bool:
        return any(word == other for other in self)


def split_words(line: str) -> Collection[str]:
    """Return what `str.split` makes of a line; a long one is cut anew each time.

    >>> split_words("hQ th6ng  cdc")
    ['hQ', 'th6ng', 'cdc']
    """
    return line.split() if len(line) <= LONG_LINE else Words(line)


def parts(line: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a line and where they begin; all but the last end before a blank."""
    start = 0
    while start < len(line):
        blank = BLANK.search(line, start + PART)
        end = blank.start() if blank else len(line)
        yield start, line[start:end]
        start = end


def _found(line: str, offset: int) -> Iterator[Token]:
    # What Python splits at is four separators of data more.
    more = "\x1c" in line or "\x1d" in line or "\x1e" in line or "\x1f" in line
    found = TOKEN.findall(line) if more else line.split()
    composed = unicodedata.is_normalized("NFC", line)
    end = 0
    for word in found:
        start = line.index(word, end)
        end = start + len(word)
        text = word if composed else nfc(word)
        yield Token(offset + start, offset + end, text)


@lru_cache(maxsize=memory.LINES)
def _remembered(line: str) -> tuple[Token, ...]:
    return tuple(_found(line, 0))


def number_class(digits: str) -> str:
    """Return the language model's class of a number: one digit, two digits, a year, another.

    >>> [number_class(x) for x in ("7", "12", "2020", "1.250")]
    ['<1>', '<2>', '<y>', '<n>']
    """
    if len(digits) <= 2:
        return NUMBERS[len(digits) - 1]
    return "<y>" if YEAR.fullmatch(digits) else "<n>"


def lm_unit(unit: str) -> str:
    """Return what the language model counts for one unit of text: lower case, classes for numbers.

    >>> [lm_unit(x) for x in ("Điều", "15", "–", "*")]
    ['điều', '<2>', '-', '.']
    """
    if unit[0].isalpha():
        return unit.lower()
    if unit[0].isdecimal():
        return number_class(unit)
    return MARKS.get(unit, ".")


def lm_units(text: str) -> list[str]:
    """Return the units of NFC text as the language model counts them.

    >>> lm_units("Số: 25/KH-UBND")
    ['số', ':', '<2>', '/', 'kh', '-', 'ubnd']
    """
    return [lm_unit(u) for u in UNIT.findall(text)]
