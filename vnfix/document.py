"""A text and its lines, which all stages work on."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from vnfix.errors import NotTextError
from vnfix.model import Document, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vnfix.model import Correction

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


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


def split_lines(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a text: those of `str.splitlines()`.

    A byte order mark at the very beginning belongs to no line, so that no stage takes it for a
    letter. A form feed ends its line and starts the next page.

    >>> [(line.page, line.start, line.text) for line in split_lines("a\r\nb\f\nc")]
    [(1, 0, 'a'), (1, 3, 'b'), (2, 5, ''), (2, 6, 'c')]
    """
    start, page = (len(BOM) if text.startswith(BOM) else 0), 1
    lines = []
    whole = text[start:]
    pairs = zip(whole.splitlines(keepends=True), whole.splitlines(), strict=True)
    for number, (raw, content) in enumerate(pairs, 1):
        lines.append(Line(number, page, start, content))
        page += raw[-1] == "\f"
        start += len(raw)
    return tuple(lines)


def lines_of(document: Document, corrections: Iterable[Correction]) -> list[Line]:
    """Return the line of each correction."""
    starts = array("q", (line.start for line in document.lines))
    return [document.lines[max(bisect_right(starts, c.start) - 1, 0)] for c in corrections]
