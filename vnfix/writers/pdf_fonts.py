"""What the codes of a font mean: ToUnicode maps read, repaired and written.

Source: ISO 32000-1, 9.10.3. A font without a map, or with one that lacks a code, falls back on
its encoding in all readers, so only what is known goes into the new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.readers.pdf_tounicode import parse_tounicode
from vnfix.writers.pdf_glyphless import cmap, map_row, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pikepdf import Object, Pdf

IDENTITY = frozenset({"/Identity-H", "/Identity-V"})


def is_mappable(font: Object) -> bool:
    """Whether the codes of a font are those that the reader reports: bytes, or CIDs as they are."""
    if font.get("/Subtype") != "/Type0":
        return True
    return str(font.get("/Encoding", "")) in IDENTITY


def repair_map(pdf: Pdf, font: Object, letters: Mapping[int, str]) -> None:
    """Give codes of a font their letters; those that its map had already stay otherwise."""
    font.ToUnicode = _make_map(pdf, font, {**_old_map(font), **letters})


def blank_copy(pdf: Pdf, font: Object, codes: Iterable[int]) -> Object:
    """Return a font that draws the same glyphs and in which these codes mean blanks."""
    from pikepdf import Dictionary

    copy = Dictionary(dict(font.items()))
    copy.ToUnicode = _make_map(pdf, font, dict.fromkeys(codes, " "))
    return pdf.make_indirect(copy)


def _old_map(font: Object) -> dict[int, str]:
    from pikepdf import Stream

    old = font.get("/ToUnicode")
    if not isinstance(old, Stream):
        return {}
    cmap_, _ = parse_tounicode(old.read_bytes(), named=False)
    return dict(cmap_.cid2unichr)


def _make_map(pdf: Pdf, font: Object, letters: Mapping[int, str]) -> Object:
    digits = 4 if font.get("/Subtype") == "/Type0" else 2
    most = 16**digits
    rows = [map_row(code, text, digits) for code, text in sorted(letters.items()) if code < most]
    return pdf.make_stream(cmap(sections("bfchar", rows), digits))
