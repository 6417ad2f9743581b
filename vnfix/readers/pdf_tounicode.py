"""ToUnicode CMaps as pdfminer.six reads them, each only once, and never without bounds.

OCR engines write one entry for all 65,536 codes; pdfminer.six fills it code by code, for every
font object, which takes longer than reading the page.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from pdfminer.cmapdb import CMapParser, FileUnicodeMap

from vnfix.glyphs.markers import is_nameless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfminer.psparser import PSKeyword

PLANE = 1 << 16  # characters of two bytes
MOST_CODES = 4 * PLANE  # in all ranges of one CMap; fonts have 65,536 glyphs at most
LONG = 256  # codes from which on a range is filled at one go
REMEMBERED = 4  # CMaps; one of 65,536 codes takes 9 MB, and a worker reads thousands of files


@lru_cache(maxsize=REMEMBERED)
def parse_tounicode(data: bytes, *, named: bool) -> tuple[FileUnicodeMap, Mapping[int, str]]:
    """Return the map of a CMap file and those of its entries that say nothing, such as U+FFFD.

    The map is shared by all who ask: it must not be changed.

    Args:
        data: the CMap file.
        named: leave the entries that say nothing out of the map.

    """
    cmap = FileUnicodeMap()
    _Parser(cmap, io.BytesIO(data)).run()
    table = cmap.cid2unichr
    nameless = {c: t for c, t in table.items() if not t.isalnum() and is_nameless(t)}
    if named:
        for code in nameless:
            del table[code]
    return cmap, nameless


class _Parser(CMapParser):
    """Fills long ranges at one go, and leaves ranges out that are too long to be meant."""

    codes = 0
    cmap: FileUnicodeMap

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Look at the ranges before the parent fills them."""
        if token in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            operands = [obj for _, obj in self.popall()]
            simple = token is self.KEYWORD_ENDBFRANGE
            for row in zip(*[iter(operands)] * 3, strict=False):
                if self._is_possible(*row[:2]) and not (simple and self._fill(*row)):
                    self.push(*((pos, obj) for obj in row))
        super().do_keyword(pos, token)

    def _is_possible(self, first: object, last: object) -> bool:
        if isinstance(first, bytes) and isinstance(last, bytes):
            self.codes += max(0, _number(last) - _number(first) + 1)
        return self.codes <= MOST_CODES

    def _fill(self, first: object, last: object, to: object) -> bool:
        """Fill a long range of two-byte characters; tell whether it was one."""
        if not (isinstance(first, bytes) and isinstance(last, bytes) and isinstance(to, bytes)):
            return False
        low, count, begin = _number(first), _number(last) - _number(first) + 1, _number(to)
        if count < LONG or len(first) != len(last) or len(to) != 2 or begin + count > PLANE:
            return False
        texts = _characters(begin, begin + count)
        self.cmap.cid2unichr.update(zip(range(low, low + count), texts, strict=True))
        return True


def _number(code: bytes) -> int:
    return int.from_bytes(code, "big")


def _characters(begin: int, end: int) -> Iterator[str]:
    """Yield the characters from one code point to another; a lone surrogate is none."""
    return ("" if 0xD800 <= c < 0xE000 else chr(c) for c in range(begin, end))
