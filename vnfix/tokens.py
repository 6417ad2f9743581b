"""Tokens of a line: runs without blanks, non-destructive."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = regex.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Token:
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
    """Yield the tokens of a line; blanks are all that Unicode calls white space.

    >>> [t.text for t in tokens("hQ th6ng  cdc")]
    ['hQ', 'th6ng', 'cdc']
    """
    for m in TOKEN.finditer(line):
        yield Token(m.start(), m.end(), unicodedata.normalize("NFC", m.group()))
