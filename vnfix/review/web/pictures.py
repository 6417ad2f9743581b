"""Pictures of pages for the browser: rendered when they are asked for, kept while they are near."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.review.records import filed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from vnfix.review.store import Store

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
        from vnfix.readers import load_bytes
        from vnfix.readers.pictures import render_page

        if self._file[0] != document:
            self._file = (document, load_bytes(filed(self._store, document).path))
        return render_page(self._file[1], page, dpi=dpi)

    def _keep(self, key: tuple[int, int, int], data: bytes) -> None:
        self._kept[key] = data
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
