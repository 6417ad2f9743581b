"""The fonts of a PDF as pdfminer.six loads them, and the glyphs that have no letter.

pdfminer.six writes `(cid:N)` for a glyph without a ToUnicode entry and forgets the font object.
Here the marker stays the same, so that the text is the same, but carries font and number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFException, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from vnfix.glyphs.embedded import EmbeddedFont
from vnfix.glyphs.shapes import ShapeBook
from vnfix.readers.pdf_fonts import legacy_name
from vnfix.readers.pdf_tounicode import parse_tounicode
from vnfix.readers.plain import LINE_ENDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfminer.pdffont import PDFFont

    from vnfix.model import LostGlyph

FROM_FONT = "the embedded font's own table"
FROM_SHAPE = "the outline's parts in the embedded fonts"
# Far more than the glyphs of any font, of which there are 65,536 at most.
MOST_CODES = 1 << 18
NO_MAP = PDFStream({}, b"")
# Where a line ends is told by the page, never by what a font maps a glyph to.
NO_LINE_ENDS = str.maketrans(dict.fromkeys(LINE_ENDS, " "))


class Letter(NamedTuple):
    """What a code of a font stands for.

    Attributes:
        text: its text; a marker if that is not known.
        width: how far it moves on, in units of the font size.
        lost: whether the text is not known.

    """

    text: str
    width: float
    lost: bool


@dataclass(frozen=True, eq=False)
class LoadedFont:
    """A font object as pdfminer.six loaded it, with what it leaves out of its own record.

    Attributes:
        key: unique in the document.
        font: the font.
        spec: its dictionary in the file.
        nameless: entries of its ToUnicode map that say nothing.
        legacy: its name where that tells a legacy encoding, else "".
        letters: the letters used so far, by code.

    """

    key: str
    font: PDFFont
    spec: Mapping[str, Any]
    nameless: Mapping[int, str] = field(default_factory=dict)
    legacy: str = ""
    letters: dict[int, Letter] = field(default_factory=dict)

    def letter(self, code: int) -> Letter:
        """Return what a code stands for."""
        known = self.letters.get(code)
        if known is None:
            known = self.letters[code] = self._letter(code)
        return known

    def _letter(self, code: int) -> Letter:
        width = self.font.char_width(code)
        try:
            text = self.font.to_unichr(code)
        except PDFUnicodeNotDefined:
            marker = self.nameless.get(code) or f"(cid:{code})"
            return Letter(marker, width, lost=True)
        return Letter(text.translate(NO_LINE_ENDS), width, lost=False)


class FontKeeper(PDFResourceManager):
    """Remembers which font object each loaded font is."""

    def __init__(self) -> None:
        """Begin with no fonts; caching keeps one record per object."""
        super().__init__(caching=True)
        self.loaded: dict[int, LoadedFont] = {}
        self._by_number: dict[object, PDFFont] = {}

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """Load a font, or return it where it is loaded; a dictionary without entries is none."""
        number = objid or ("missing" if not spec else None)
        if number in self._by_number:
            return self._by_number[number]
        font = super().get_font(objid, _bounded(spec))
        nameless = _set_map(font, spec)
        key = str(number or f"inline {len(self.loaded)}")
        # A Type 0 font is the same object as its descendant, which comes first.
        self.loaded[id(font)] = LoadedFont(key, font, spec, nameless, legacy_name(font.fontname))
        if number:
            self._by_number[number] = font
        return font


def _bounded(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a font's dictionary without what pdfminer.six would take too long over.

    The ToUnicode map is set later; a table of widths without end counts as none.
    """
    bounded = {**spec, "ToUnicode": NO_MAP} if _map_of(spec) else dict(spec)
    for name, size in (("W", 3), ("W2", 5)):
        if _codes(resolve1(spec.get(name)), size) > MOST_CODES:
            del bounded[name]
    return bounded


def _codes(widths: object, size: int) -> int:
    """Count the codes that a table of widths fills: by `first [widths]` or by `first last width`.

    Args:
        widths: the array, or whatever stands in its place.
        size: numbers of an entry that goes from one code to another (ISO 32000-1, 9.7.4.3).

    """
    codes = 0
    row: list[Any] = []
    for item in widths if isinstance(widths, list) else ():
        value = resolve1(item)
        row = [] if isinstance(value, list) else [*row, value]
        if len(row) == size:
            first, last = row[:2]
            codes += max(0, last - first) if isinstance(first, int) and isinstance(last, int) else 0
            row = []
    return codes


def _set_map(font: PDFFont, spec: Mapping[str, Any]) -> Mapping[int, str]:
    """Give a font its ToUnicode map; return the entries that count as missing."""
    stream = _map_of(spec)
    if stream is None:
        return {}
    named = font.is_multibyte()
    font.unicode_map, nameless = parse_tounicode(stream.get_data(), named=named)  # type: ignore[attr-defined]
    return nameless if named else {}


def _map_of(spec: Mapping[str, Any]) -> PDFStream | None:
    stream = resolve1(spec.get("ToUnicode"))
    return stream if isinstance(stream, PDFStream) and stream is not NO_MAP else None


def name_glyphs(glyphs: Sequence[LostGlyph], keeper: FontKeeper) -> tuple[LostGlyph, ...]:
    """Give the glyphs the letters that the file proves.

    Each glyph's own font is asked first, then the outlines of all fonts of the document.
    """
    if not glyphs:
        return ()
    fonts = {x.key: _embedded(x) for x in keeper.loaded.values()}
    letters: dict[tuple[str, int], tuple[str, str]] = {}
    book = ShapeBook()
    for font, code in sorted({(g.font, g.glyph) for g in glyphs}):
        if letter := fonts[font].letter(code):
            letters[font, code] = (letter, FROM_FONT)
        else:
            if not book.letter:
                book.learn(fonts.values())
            letters[font, code] = (book.read(fonts[font], code), FROM_SHAPE)
    named = ((g, *letters[g.font, g.glyph]) for g in glyphs)
    return tuple(replace(g, letter=x, source=why if x else "") for g, x, why in named)


def _embedded(loaded: LoadedFont) -> EmbeddedFont:
    """Collect the font program and the tables that lead from codes to its glyphs."""
    table = getattr(getattr(loaded.font, "unicode_map", None), "cid2unichr", None)
    known = {c: t for c, t in table.items() if t} if isinstance(table, dict) else {}
    try:
        program = _program(loaded.font)
        gids, names = _gid_map(loaded.spec), _differences(loaded.spec)
    except (PDFException, AttributeError, TypeError, ValueError, IndexError):
        program, gids, names = b"", None, {}
    return EmbeddedFont(loaded.key, program, loaded.font.is_multibyte(), gids, names, known)


def _program(font: PDFFont) -> bytes:
    for name in ("FontFile2", "FontFile3"):
        stream = resolve1(font.descriptor.get(name))
        if isinstance(stream, PDFStream):
            return bytes(stream.get_data())
    return b""


def _gid_map(spec: Mapping[str, Any]) -> bytes | None:
    """Return the `CIDToGIDMap` stream of a Type 0 font, None for the identity."""
    descendants = resolve1(spec.get("DescendantFonts"))
    if not descendants:
        return None
    table = resolve1(resolve1(descendants[0]).get("CIDToGIDMap"))
    return bytes(table.get_data()) if isinstance(table, PDFStream) else None


def _differences(spec: Mapping[str, Any]) -> dict[int, str]:
    """Return the glyph names that a simple font's encoding gives to codes."""
    encoding = resolve1(spec.get("Encoding"))
    names: dict[int, str] = {}
    code = 0
    for item in resolve1(encoding.get("Differences")) or [] if isinstance(encoding, dict) else []:
        if isinstance(item, int):
            code = item
        elif isinstance(item, PSLiteral):
            names[code] = str(item.name)
            code += 1
    return names
