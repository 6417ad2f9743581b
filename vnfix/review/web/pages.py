"""The texts of a store's documents for the page: lines, and boxes as shares of the page."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.document import make_document
from vnfix.errors import UsageError
from vnfix.review.records import stored_document
from vnfix.review.store import unpack

if TYPE_CHECKING:
    from concurrent.futures import Executor

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
        if Path(stored_document(self._store, p.document).path).suffix.lower() != ".pdf":
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


# Pictures of pages for the browser: rendered when they are asked for, kept while they are near.

RESOLUTIONS = frozenset({120, 240})
"""Dots per inch that the page may ask for: reading, and looking closely."""
KEPT_BYTES = 64_000_000


def media_type(picture: bytes) -> str:
    """Return the type of a picture by its first bytes.

    >>> media_type(bytes.fromhex("ffd8ffe0"))
    'image/jpeg'
    """
    return "image/jpeg" if picture.startswith(b"\xff\xd8\xff") else "image/png"


class Pictures:
    """Renders pages on demand; the last ones are kept."""

    def __init__(self, store: Store, thread: Executor) -> None:
        """Render the documents of this store, in that one thread."""
        self._store = store
        self._thread = thread
        self._kept: OrderedDict[tuple[int, int, int], bytes] = OrderedDict()
        self._file: tuple[int, bytes] = (0, b"")

    async def picture(self, document: int, page: int, dpi: int) -> bytes:
        """Return a page as a picture, PNG or JPEG.

        Raises:
            UsageError: no such document, page or resolution.
            UnreadableError: the file cannot be read any more.

        """
        if dpi not in RESOLUTIONS:
            raise UsageError(f"Pictures have {sorted(RESOLUTIONS)} dots per inch.")
        key = (document, page, dpi)
        if key not in self._kept:
            loop = asyncio.get_running_loop()
            self._keep(key, await loop.run_in_executor(self._thread, self._render, *key))
        self._kept.move_to_end(key)
        return self._kept[key]

    def _render(self, document: int, page: int, dpi: int) -> bytes:
        from vnfix.formats.reading import load_bytes
        from vnfix.pdf.read.pdfium import render_page

        if self._file[0] != document:
            self._file = (document, load_bytes(stored_document(self._store, document).path))
        return render_page(self._file[1], page, dpi=dpi)

    def _keep(self, key: tuple[int, int, int], data: bytes) -> None:
        self._kept[key] = data
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
