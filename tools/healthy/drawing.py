"""PDFs of drawn text in any direction, without a font file: for tests of reading."""

from __future__ import annotations

import math
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

A4 = (595, 842)
ADVANCE = 0.5  # of the font's size; every letter is as wide
BLOCKS = (
    0x00,
    0x01,
    0x02,
    0x03,
    0x04,
    0x1E,
    0x20,
    0x21,
    0x22,
    0x25,
    0x26,
)  # of Unicode, in the font


class Shown(NamedTuple):
    """A string on a page.

    Attributes:
        x: where it begins, from the left.
        y: where its baseline begins, from below.
        text: what it says.
        angle: degrees anticlockwise.
        size: of the font.
        spacing: space after each letter.
        mirrored: seen as in a mirror.

    """

    x: float
    y: float
    text: str
    angle: float = 0
    size: float = 12
    spacing: float = 0
    mirrored: bool = False

    def operators(self) -> bytes:
        """Return it as content of a page."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        side = -1 if self.mirrored else 1
        numbers = (side * cos, side * sin, -sin, cos, self.x, self.y)
        matrix = " ".join(f"{n:.5f}" for n in numbers)
        code = self.text.encode("utf-16-be").hex()
        return f"BT /F1 {self.size} Tf {self.spacing} Tc {matrix} Tm <{code}> Tj ET".encode()


def draw(pages: Sequence[Sequence[Shown]], size: tuple[int, int] = A4) -> bytes:
    """Return a PDF with these strings on its pages."""
    from pikepdf import Array, Dictionary, Name, Pdf, Stream

    pdf = Pdf.new()
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Plain, DW=int(1000 * ADVANCE),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Plain, Flags=4, ItalicAngle=0, StemV=80,
            Ascent=800, Descent=-200, CapHeight=700, FontBBox=Array([0, -200, 1000, 800]),
        )),
    )  # fmt: skip
    font = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Plain, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=Stream(pdf, _unicode()),
    ))  # fmt: skip
    for strings in pages:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = Stream(pdf, b"\n".join(shown.operators() for shown in strings))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _unicode() -> bytes:
    ranges = "\n".join(f"<{b:02X}00> <{b:02X}FF> <{b:02X}00>" for b in BLOCKS)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(BLOCKS)} beginbfrange\n{ranges}\nendbfrange endcmap end end\n"
    ).encode()


def paragraph(lines: Sequence[str], x: float = 72, top: float = 770) -> list[Shown]:
    """Return lines set below each other."""
    return [Shown(x, top - 18 * k, line) for k, line in enumerate(lines)]


def turned(strings: Sequence[Shown], angle: int, size: tuple[int, int] = A4) -> list[Shown]:
    """Return strings of a page laid on its side, set on an upright page by a quarter turn."""
    width, height = size
    out = []
    for shown in strings:
        x, y = {
            90: (width - shown.y, shown.x),
            180: (width - shown.x, height - shown.y),
            270: (shown.y, height - shown.x),
        }[angle]
        out.append(shown._replace(x=x, y=y, angle=shown.angle + angle))
    return out
