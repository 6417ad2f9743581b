"""The texts of a store's documents for the page: lines, and boxes as shares of the page."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.errors import UsageError
from vnfix.readers.plain import make_document
from vnfix.review.records import filed
from vnfix.review.store import unpack

if TYPE_CHECKING:
    from vnfix.model import Line
    from vnfix.review.records import Place
    from vnfix.review.store import Store

    Json = dict[str, Any]

KEPT = 16
"""Documents whose lines, and pages whose boxes, are kept in memory."""


class Texts:
    """Lines and boxes by document and page; read when they are asked for, for long documents."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store
        self._lines = lru_cache(KEPT)(self._read_lines)
        self._boxes = lru_cache(KEPT)(self._read_boxes)

    def line(self, document: int, number: int) -> Line:
        """Return a line by its 1-based number."""
        return self._lines(document)[number - 1]

    def around(self, document: int, number: int, distance: int) -> Json:
        """Return the lines of the same page near a line, by `above` and `below`."""
        lines = self._lines(document)
        page = lines[number - 1].page
        above = lines[max(number - 1 - distance, 0) : number - 1]
        below = lines[number : number + distance]
        return {
            "above": [line.text for line in above if line.page == page],
            "below": [line.text for line in below if line.page == page],
        }

    def picture(self, p: Place) -> Json | None:
        """Return where a correction and its line stand on the picture of their page.

        Boxes are left, top, width and height, as shares of the page; None where there is none.
        The whole is None for a document without pictures.
        """
        if Path(filed(self._store, p.document).path).suffix.lower() != ".pdf":
            return None
        line = self.line(p.document, p.line)
        width, height, words = self._boxes(p.document, p.page)
        span = (p.correction.start, p.correction.end)
        return {
            "document": p.document,
            "page": p.page,
            "ratio": height / width,
            "line": _union(words, (line.start, line.end), (width, height)),
            "word": _union(words, span, (width, height)),
        }

    def _read_lines(self, document: int) -> tuple[Line, ...]:
        rows = self._store.rows("SELECT text FROM documents WHERE id = ?", (document,))
        if not rows:
            raise UsageError(f"There is no document {document}.")
        return make_document(unpack(rows[0][0])).lines

    def _read_boxes(self, document: int, page: int) -> tuple[float, float, list[list[float]]]:
        rows = self._store.rows(
            "SELECT width, height, words FROM pages WHERE document = ? AND number = ?",
            (document, page),
        )
        if not rows:
            return 1.0, 1.414, []  # DIN A4; the picture knows better
        width, height, words = rows[0]
        return width, height, json.loads(words)


def _union(
    words: list[list[float]], span: tuple[int, int], size: tuple[float, float]
) -> list[float] | None:
    """Return the box around the words of a span, as shares of the page."""
    boxes = [w[2:] for w in words if w[0] < max(span[1], span[0] + 1) and w[1] > span[0]]
    if not boxes:
        return None
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    width, height = size
    return [x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height]
