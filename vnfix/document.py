"""A text and its lines, which all stages work on."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from vnfix.errors import NotTextError
from vnfix.model import Document, Line
from vnfix.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.model import Correction

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
LONG = 1 << 18
"""Characters of a text whose lines are not all kept at once, and of what is split at a time."""


def make_document(text: str, *, name: str = "", encoding: str = "") -> Document:
    """Return the document of a text that is already at hand.

    Raises:
        NotTextError: it is no text.

    """
    if not isinstance(text, str):
        raise not_text(text)
    return Document(text, split_lines(text), name=name, encoding=encoding)


def not_text(value: object) -> NotTextError:
    """Return the error about a value that is no text, which says what to call instead."""
    message = f"A text is needed, a str; this is {type(value).__name__}."
    if isinstance(value, bytes | bytearray | memoryview):
        remedy = "Decode it, or let `vnfix.fix_file(path)` find out the encoding."
    elif isinstance(value, os.PathLike):
        remedy = "Call `vnfix.fix_file(path)`."
    elif isinstance(value, list | tuple):
        remedy = "Call `vnfix.fix_texts(texts)`."
    else:
        remedy = "Leave it out, or call `vnfix.fix_texts(texts)`, which gives back what is no text."
    return NotTextError(f"{message} {remedy}", remedy)


class Lines(Packed[Line]):
    """The lines of a long text in 12 bytes each; what stands in them is cut out when asked for."""

    __slots__ = ("_text",)

    def __init__(self, text: str, lines: Iterable[Line]) -> None:
        """Keep where lines of a text stand."""
        pages, starts, ends = array("I"), array("I"), array("I")
        for line in lines:
            pages.append(line.page)
            starts.append(line.start)
            ends.append(line.end)
        self.columns = range(1, len(starts) + 1), pages, starts, ends
        self._text = text

    @property
    def starts(self) -> Sequence[int]:
        """Where they begin."""
        return self.columns[2]

    def _made(self, number: int, page: int, start: int, end: int) -> Line:
        return Line(number, page, start, self._text[start:end])


def over(lines: Sequence[Line], text: str) -> Sequence[Line]:
    """Return the lines at the same places of another text."""
    if isinstance(lines, Lines):
        return Lines(text, lines)
    return tuple(line._replace(text=text[line.start : line.end]) for line in lines)


def starts_of(lines: Sequence[Line]) -> Sequence[int]:
    """Return where lines begin."""
    if isinstance(lines, Lines):
        return lines.starts
    return [line.start for line in lines]


def split_lines(text: str) -> Sequence[Line]:
    r"""Return the lines of a text: those of `str.splitlines()`.

    A byte order mark at the very beginning belongs to no line, so that no stage takes it for a
    letter. A form feed ends its line and starts the next page.

    >>> [(line.page, line.start, line.text) for line in split_lines("a\r\nb\f\nc")]
    [(1, 0, 'a'), (1, 3, 'b'), (2, 5, ''), (2, 6, 'c')]
    """
    found = _lines(text)
    return Lines(text, found) if len(text) > LONG else tuple(found)


def _lines(text: str) -> Iterator[Line]:
    start, page = (len(BOM) if text.startswith(BOM) else 0), 1
    for number, (raw, content) in enumerate(_split(text, start), 1):
        yield Line(number, page, start, content)
        page += raw[-1] == "\f"
        start += len(raw)


def _split(text: str, start: int) -> Iterator[tuple[str, str]]:
    """Yield the lines of a text from an offset on, with their ends and without."""
    while start < len(text):
        part = text[start : text.find("\n", start + LONG) + 1 or len(text)]
        yield from zip(part.splitlines(keepends=True), part.splitlines(), strict=True)
        start += len(part)


def lines_of(document: Document, corrections: Iterable[Correction]) -> Iterator[Line]:
    """Yield the line of each correction."""
    starts, lines = starts_of(document.lines), document.lines
    return (lines[max(bisect_right(starts, c.start) - 1, 0)] for c in corrections)
