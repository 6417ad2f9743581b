"""Tokens of a line, non-destructive, and the units that the language model counts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = pattern(r"\S+")
LONG_LINE = 1000  # the tokens of shorter ones are remembered: each stage asks for them
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
    return _found(line) if len(line) > LONG_LINE else iter(_remembered(line))


def _found(line: str) -> Iterator[Token]:
    # What Python splits at is four separators of data more.
    more = "\x1c" in line or "\x1d" in line or "\x1e" in line or "\x1f" in line
    words = TOKEN.findall(line) if more else line.split()
    composed = unicodedata.is_normalized("NFC", line)
    end = 0
    for word in words:
        start = line.index(word, end)
        end = start + len(word)
        yield Token(start, end, word if composed else unicodedata.normalize("NFC", word))


@lru_cache(maxsize=memory.LINES)
def _remembered(line: str) -> tuple[Token, ...]:
    return tuple(_found(line))


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
