"""Text of a PDF as pdfminer.six's `extract_text` gives it, and the glyphs that have no letter.

pdfminer.six writes `(cid:N)` for a glyph without a ToUnicode entry and forgets the font object.
Here the marker stays the same, so that the text is the same, but carries font and number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFException, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from vnfix.glyphs.embedded import EmbeddedFont
from vnfix.glyphs.markers import is_nameless
from vnfix.glyphs.shapes import ShapeBook
from vnfix.model import FontRun, LostGlyph
from vnfix.readers.pdf_fonts import FontConverter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfminer.pdffont import PDFFont

FROM_FONT = "the embedded font's own table"
FROM_SHAPE = "the outline's parts in the embedded fonts"


class Marker(str):
    """The text of a lost glyph, knowing where it came from."""

    font: str
    glyph: int

    def __new__(cls, text: str, font: str, glyph: int) -> Marker:
        """Make the marker `text` for a glyph of the font object `font`."""
        self = super().__new__(cls, text)
        self.font = font
        self.glyph = glyph
        return self


@dataclass(frozen=True)
class LoadedFont:
    """A font object as pdfminer.six loaded it, with what it leaves out of its own record."""

    key: str
    font: PDFFont
    spec: Mapping[str, Any]
    nameless: Mapping[int, str]


class FontKeeper(PDFResourceManager):
    """Remembers which font object each loaded font is."""

    def __init__(self) -> None:
        """Begin with no fonts; caching keeps one record per object."""
        super().__init__(caching=True)
        self.loaded: dict[int, LoadedFont] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Load a font; glyphs that ToUnicode maps to nothing count as without an entry."""
        font = super().get_font(objid, spec)
        seen = self.loaded.get(id(font))
        if seen is None:
            key = str(objid) if objid else f"inline {len(self.loaded)}"
            self.loaded[id(font)] = LoadedFont(key, font, spec, _drop_nameless(font))
        elif objid:  # a Type 0 font loads its descendant first, under no number
            self.loaded[id(font)] = replace(seen, key=str(objid), spec=spec)
        return font


class GlyphConverter(FontConverter):
    """Writes the text as its parent does and notes where the lost glyphs are."""

    def __init__(self, keeper: FontKeeper, out: io.StringIO) -> None:
        """Write to `out`, with the layout parameters of `extract_text`."""
        super().__init__(keeper, out)
        self.keeper = keeper
        self.glyphs: list[LostGlyph] = []

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:
        """Return the marker of a glyph whose text is not known."""
        loaded = self.keeper.loaded[id(font)]
        text = loaded.nameless.get(cid) or super().handle_undefined_char(font, cid)
        return Marker(text, loaded.key, cid)

    def write_text(self, text: str) -> None:
        """Write a piece of text; a lost glyph is always a piece of its own."""
        if isinstance(text, Marker):
            start = self.out.tell()
            self.glyphs.append(LostGlyph(start, start + len(text), text.font, text.glyph))
        super().write_text(text)


Extract = tuple[str, tuple[LostGlyph, ...], tuple[FontRun, ...]]


def extract(stream: io.BytesIO) -> Extract:
    """Return the text of all pages, its lost glyphs with proven letters, and its legacy fonts.

    Raises:
        Exception: whatever pdfminer.six raises on a broken or encrypted file.

    """
    out = io.StringIO()
    keeper = FontKeeper()
    device = GlyphConverter(keeper, out)
    interpreter = PDFPageInterpreter(keeper, device)
    for page in PDFPage.get_pages(stream):
        interpreter.process_page(page)
    return out.getvalue(), _name_glyphs(device.glyphs, keeper), tuple(device.fonts)


def _name_glyphs(glyphs: list[LostGlyph], keeper: FontKeeper) -> tuple[LostGlyph, ...]:
    """Ask each glyph's own font first, then the outlines of all fonts of the document."""
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


def _drop_nameless(font: PDFFont) -> dict[int, str]:
    """Take entries such as U+FFFD out of ToUnicode, and return them."""
    table = getattr(getattr(font, "unicode_map", None), "cid2unichr", None)
    if not isinstance(table, dict) or not font.is_multibyte():
        return {}
    nameless = {c: t for c, t in table.items() if isinstance(t, str) and is_nameless(t)}
    for code in nameless:
        del table[code]
    return nameless


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
