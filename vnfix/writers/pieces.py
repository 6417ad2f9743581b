"""A line in pieces: what stays, and what is corrected; for all who show a repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.apply import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.model import Correction, Document, Line


def corrected_lines(
    document: Document, corrections: Iterable[Correction]
) -> Iterator[tuple[Line, list[Correction]]]:
    """Yield every line with its corrections, in the order of the text."""
    rows = in_order(corrections)
    k = 0
    for line in document.lines:
        here = []
        while k < len(rows) and rows[k].end <= line.end:
            here.append(rows[k])
            k += 1
        yield line, here


def pieces(line: Line, corrections: Sequence[Correction]) -> Iterator[str | Correction]:
    """Yield a line in order: its corrections, and the text that stays between them.

    >>> from vnfix.model import Line, Safety, Correction
    >>> c = Correction(3, 7, "c6ch", "cách", "decode", 0.9, Safety.AUTO)
    >>> [p if isinstance(p, str) else p.after for p in pieces(Line(1, 1, 0, "co c6ch."), [c])]
    ['co ', 'cách', '.']

    """
    at = line.start
    for c in corrections:
        if c.start > at:
            yield line.text[at - line.start : c.start - line.start]
        yield c
        at = c.end
    if at < line.end:
        yield line.text[at - line.start :]
