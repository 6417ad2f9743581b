"""Values for tests, made from little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.model import Document, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.model import Candidate


def document(lines: Sequence[str]) -> Document:
    """Return a document of these lines on one page, each ended by a line feed."""
    out, offset = [], 0
    for number, text in enumerate(lines, 1):
        out.append(Line(number, 1, offset, text))
        offset += len(text) + 1
    return Document("".join(f"{text}\n" for text in lines), tuple(out))


def repaired(doc: Document, candidates: Iterable[Candidate]) -> list[str]:
    """Return the lines of a document with exact candidates applied."""
    text = doc.text
    for c in sorted(candidates, key=lambda c: c.start, reverse=True):
        text = text[: c.start] + c.after + text[c.end :]
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")
