"""The font of invisible text: every letter is the same glyph, half an em wide, without an area.

Source: ISO 32000-1, 9.7 (composite fonts) and 9.10.3 (ToUnicode). A code is the UTF-16 unit of
its letter, so that a few lines map all of them; letters beyond the first plane and of private use,
and several letters in one, get codes of the private-use area.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pikepdf import Object, Pdf

PROGRAM = Path(__file__).with_name("glyphless.ttf")  # made by tools/glyphless.py
NAME = "GlyphLess"
ADVANCE = 0.5  # of the font size, for every glyph
PRIVATE = range(0xE000, 0xF900)
LAST_HYPHEN = "-\N{NO-BREAK SPACE}"
# All codes are drawn by glyph 1: two bytes each.
CODES = 0x10000

CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<{low}> <{high}>
endcodespacerange
{body}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
# A section of a CMap holds at most that many entries (Adobe Technical Note 5014, 4.3).
SECTION = 100


class Glyphless:
    """The font as it is used in one PDF; `finish` writes down which codes were.

    Attributes:
        font: the font object, for the resources of the pages.

    """

    def __init__(self, pdf: Pdf) -> None:
        """Add the font to `pdf`."""
        self._pdf = pdf
        self._used: set[int] = set()
        self._digits: dict[str, bytes] = {}
        self._private: dict[str, int] = {}
        self._to_unicode = pdf.make_stream(b"")
        self.font = _make_font(pdf, self._to_unicode)

    def encode(self, text: str, *, ends_line: bool = False) -> bytes:
        """Return a word and a blank as a hexadecimal string of a content stream.

        Args:
            text: the word.
            ends_line: keep its last hyphen from being taken for a syllable break: poppler and
                pdfium drop a hyphen that ends a line, but not one whose glyph has a blank too.

        """
        glyphs: Iterable[str] = text + " "
        if ends_line and text.endswith("-"):
            glyphs = (*text[:-1], LAST_HYPHEN, " ")
        return b"<" + b"".join([self._digits.get(g) or self._write(g) for g in glyphs]) + b">"

    def _write(self, glyph: str) -> bytes:
        """Return the code of a glyph that has not been used yet, as it is written."""
        code = self._code(glyph)
        self._used.add(code)
        digits = self._digits[glyph] = b"%04X" % code
        return digits

    def finish(self) -> None:
        """Write the ToUnicode map of the codes that were used."""
        pages = sorted({code >> 8 for code in self._used.difference(self._private.values())})
        ranges = [f"<{page:02X}00> <{page:02X}FF> <{page:02X}00>" for page in pages]
        single = [map_row(code, glyph, digits=4) for glyph, code in self._private.items()]
        self._to_unicode.write(cmap(sections("bfrange", ranges) + sections("bfchar", single), 4))

    def _code(self, glyph: str) -> int:
        """Return the code of a letter, or of letters that are one glyph."""
        if len(glyph) == 1 and ord(glyph) < CODES and ord(glyph) not in PRIVATE:
            return ord(glyph)
        code = PRIVATE[min(len(self._private), len(PRIVATE) - 1)]
        return self._private.setdefault(glyph, code)


def sections(kind: str, rows: list[str]) -> str:
    """Return the rows of a CMap in sections of `bfchar` or `bfrange`."""
    parts = [rows[k : k + SECTION] for k in range(0, len(rows), SECTION)]
    return "".join(
        f"{len(part)} begin{kind}\n" + "\n".join(part) + f"\nend{kind}\n" for part in parts
    )


def cmap(body: str, digits: int) -> bytes:
    """Return a ToUnicode map; codes have that many hexadecimal digits."""
    return CMAP.format(low="0" * digits, high="F" * digits, body=body).encode("ascii")


def map_row(code: int, text: str, digits: int) -> str:
    """Return the row of a CMap that gives a code its text.

    >>> map_row(7, "ả", 2)
    '<07> <1EA3>'
    """
    return f"<{code:0{digits}X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"


def _make_font(pdf: Pdf, to_unicode: Object) -> Object:
    from pikepdf import Array, Dictionary, Name, String

    program = PROGRAM.read_bytes()
    name = Name("/" + NAME)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, FontFile2=pdf.make_stream(program), Flags=5,
        FontBBox=Array([0, -200, 500, 800]), ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700,
        StemV=80,
    )  # fmt: skip
    descriptor.FontFile2.Length1 = len(program)
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDSystemInfo=system,
        FontDescriptor=pdf.make_indirect(descriptor), DW=round(1000 * ADVANCE),
        CIDToGIDMap=pdf.make_stream(b"\0\1" * CODES),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=to_unicode,
        )
    )  # fmt: skip
