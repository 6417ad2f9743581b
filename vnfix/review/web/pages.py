"""The texts of a store's documents for the page: lines, and boxes as shares of the page."""

from __future__ import annotations

import asyncio
import json
from bisect import bisect_right
from collections import OrderedDict, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.document import make_document
from vnfix.errors import UsageError
from vnfix.model import Box, Word
from vnfix.review.records import STANDS, stored_document
from vnfix.review.store import unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from concurrent.futures import Executor

    from vnfix.model import Line
    from vnfix.review.store import Store

    Json = dict[str, Any]

NEAR = 0.03
"""How far from a word a click may be, as a share of the page's height."""
ROOM, BEFORE, BEHIND = 0.6, 0.3, 0.6
"""How much of a box's height its outline takes in at most, and how much of the blank before and
behind it: a line begins where it is printed, and goes wrong towards its end."""
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

    def lines(self, document: int) -> tuple[Line, ...]:
        """Return all lines of a document."""
        return self._lines(document)

    def line_at(self, document: int, start: int) -> Line:
        """Return the line that an offset is in."""
        lines = self._lines(document)
        if not lines:
            raise UsageError("The document has no text.", key="no-text")
        return lines[max(bisect_right(lines, start, key=lambda line: line.start) - 1, 0)]

    def repaired(
        self, document: int, lines: Collection[int] = ()
    ) -> dict[int, tuple[str, list[tuple[int, int]]]]:
        """Return the lines that are changed as they stand now, by their numbers; no added ones.

        Args:
            document: its number.
            lines: numbers of the lines to look at; empty means all.

        Returns:
            The text, and pairs (offset in it, offset in the document as read) from which on both
            run alike.

        """
        wanted = "AND line IN (SELECT value FROM json_each(?))" if lines else ""
        rows = self._store.rows(
            "SELECT line, start, \"end\", CASE WHEN status = 'proposed' THEN after ELSE decided END"
            f" FROM corrections WHERE document = ? AND box = '' AND {STANDS} {wanted}"
            " ORDER BY start",
            (document, *([json.dumps(list(lines))] if lines else [])),
        )
        found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for number, start, end, after in rows:
            found[number].append((start, end, unpack(after)))
        known = self._lines(document)
        return {number: _repaired(known[number - 1], made) for number, made in found.items()}

    def around(self, document: int, number: int, distance: int) -> Json:
        """Return the lines of the same page near a line, by `above` and `below`.

        Each is a pair: as it stands now, and as it was read.
        """
        lines = self._lines(document)
        page = lines[number - 1].page
        above = lines[max(number - 1 - distance, 0) : number - 1]
        below = lines[number : number + distance]
        now = self.repaired(document, [line.number for line in (*above, *below)])

        def both(found: Iterable[Line]) -> list[tuple[str, str]]:
            here = [line for line in found if line.page == page]
            return [(now[n.number][0] if n.number in now else n.text, n.text) for n in here]

        return {"above": both(above), "below": both(below)}

    def words(self, document: int, line: Line) -> list[Word]:
        """Return the words of a line with their boxes; none where there is no picture."""
        if not self.has_pictures(document):
            return []
        _, _, words = self._boxes(document, line.page)
        return [
            Word(int(start), int(end), line.page, Box(*box))
            for start, end, *box in words
            if line.start <= start < line.end
        ]

    def has_pictures(self, document: int) -> bool:
        """Whether a document has pages to show."""
        return Path(stored_document(self._store, document).path).suffix.lower() == ".pdf"

    def offset_at(self, document: int, page: int, point: tuple[float, float]) -> int | None:
        """Return the offset of the word at, or nearest to, a point of a page; None if none is near.

        Args:
            document: its number.
            page: 1-based.
            point: from the left and the top, as shares of the page.

        """
        width, height, words = self._boxes(document, page)
        x, y = point[0] * width, point[1] * height

        def distance(w: list[float]) -> float:
            across = max(w[2] - x, 0.0, x - w[4])
            return across + 2.0 * max(w[3] - y, 0.0, y - w[5])

        near = min(words, key=distance, default=None)
        return int(near[0]) if near and distance(near) <= NEAR * height else None

    def picture(
        self, document: int, line: Line, span: tuple[int, int], box: Box | None = None
    ) -> Json | None:
        """Return where a span and its line stand on the picture of their page.

        Boxes are left, top, width and height, as shares of the page; None where there is none.
        The whole is None for a document without pictures. An added line stands in its own `box`.
        """
        if not self.has_pictures(document):
            return None
        width, height, words = self._boxes(document, line.page)
        here = [w for w in words if w[0] < line.end and w[1] > line.start]

        def shown(part: tuple[int, int]) -> list[float] | None:
            if box:
                return _share(list(box), (width, height))
            found = _union(words, part)
            return _share(_roomy(found, here), (width, height)) if found else None

        return {
            "document": document,
            "page": line.page,
            "ratio": height / width,
            "line": shown((line.start, line.end)),
            "word": shown(span),
        }

    def _read_lines(self, document: int) -> tuple[Line, ...]:
        rows = self._store.rows("SELECT text FROM documents WHERE id = ?", (document,))
        if not rows:
            raise UsageError(f"There is no document {document}.", key="gone")
        return tuple(make_document(unpack(rows[0][0])).lines)

    def _read_boxes(self, document: int, page: int) -> tuple[float, float, list[list[float]]]:
        rows = self._store.rows(
            "SELECT width, height, words FROM pages WHERE document = ? AND number = ?",
            (document, page),
        )
        if not rows:
            return 1.0, 1.414, []  # DIN A4; the picture knows better
        width, height, words = rows[0]
        return width, height, json.loads(words)


def _repaired(
    line: Line, made: Sequence[tuple[int, int, str]]
) -> tuple[str, list[tuple[int, int]]]:
    """Return a line with corrections, and from which offsets on it runs like the text as read."""
    text, at, moved = "", line.start, [(0, line.start)]
    for start, end, after in made:
        if start < at:
            continue  # it waits behind another one
        text += line.text[at - line.start : start - line.start]
        moved.append((len(text), start))
        text += after
        at = end
        moved.append((len(text), end))
    return text + line.text[at - line.start :], moved


def _union(words: list[list[float]], span: tuple[int, int]) -> list[float] | None:
    """Return the box around the words of a span: left, top, right, bottom."""
    boxes = [w[2:] for w in words if w[0] < max(span[1], span[0] + 1) and w[1] > span[0]]
    if not boxes:
        return None
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return [x0, y0, x1, y1]


def _roomy(box: list[float], line: list[list[float]]) -> list[float]:
    """Return a box with room at both sides, but not as far as the neighbours in its line.

    A text layer often has the widths of another font than the print, so that its box would cut the
    word.
    """
    x0, y0, x1, y1 = box
    most = ROOM * (y1 - y0)
    left = min((BEFORE * (x0 - w[4]) for w in line if w[4] <= x0), default=most)
    right = min((BEHIND * (w[2] - x1) for w in line if w[2] >= x1), default=most)
    return [x0 - min(left, most), y0, x1 + min(right, most), y1]


def _share(box: list[float], size: tuple[float, float]) -> list[float]:
    """Return left, top, width and height of a box as shares of the page."""
    x0, y0, x1, y1 = box
    width, height = size
    x0, x1 = max(x0, 0.0), min(x1, width)
    return [x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height]


# Pictures of pages for the browser: rendered when they are asked for, kept while they are near.

RESOLUTIONS = frozenset({120, 240})
"""Dots per inch that the page may ask for: reading, and looking closely."""
CROP_DPI = 110
PAUSE = 0.02
"""Seconds between two looks whether a page is still waited for."""
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
        # A page is what somebody waits for; the pictures of a series come one by one behind it.
        self._asked = 0
        self._crops = asyncio.Lock()

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
            self._asked += 1
            try:
                self._keep(key, await loop.run_in_executor(self._thread, self._render, *key))
            finally:
                self._asked -= 1
        self._kept.move_to_end(key)
        return self._kept[key]

    async def crop(self, document: int, page: int, box: Sequence[float]) -> bytes:
        """Return a part of a page as a picture: left, top, width, height as shares of the page."""
        loop = asyncio.get_running_loop()
        part = (box[0], box[1], box[0] + box[2], box[1] + box[3])
        async with self._crops:
            while self._asked:
                await asyncio.sleep(PAUSE)
            return await loop.run_in_executor(self._thread, self._cut, document, page, part)

    def _cut(self, document: int, page: int, part: tuple[float, float, float, float]) -> bytes:
        from vnfix.pdf.read.pdfium import render_page

        return render_page(self.data(document), page, part, dpi=CROP_DPI)

    def _render(self, document: int, page: int, dpi: int) -> bytes:
        from vnfix.pdf.read.pdfium import render_page

        return render_page(self.data(document), page, dpi=dpi)

    def data(self, document: int) -> bytes:
        """Return the bytes of a document; in the thread of the pictures.

        Raises:
            UnreadableError: the file cannot be read any more.

        """
        from vnfix.formats.reading import load_bytes

        if self._file[0] != document:
            self._file = (document, load_bytes(stored_document(self._store, document).path))
        return self._file[1]

    def _keep(self, key: tuple[int, int, int], data: bytes) -> None:
        self._kept[key] = data
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
