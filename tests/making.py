"""Values for tests, made from little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.model import Document, Line

if TYPE_CHECKING:
    from collections.abc import Sequence


def document(lines: Sequence[str]) -> Document:
    """Return a document of these lines on one page, each ended by a line feed."""
    out, offset = [], 0
    for number, text in enumerate(lines, 1):
        out.append(Line(number, 1, offset, text))
        offset += len(text) + 1
    return Document("".join(f"{text}\n" for text in lines), tuple(out))
