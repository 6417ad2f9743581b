"""Small fonts and PDFs made on the spot, so that no fixture file is needed."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACUTE, GRAVE = "acutecomb", "gravecomb"


@dataclass(frozen=True)
class FontPlan:
    """What a font holds.

    Attributes:
        glyphs: names in the order of their numbers; the missing glyph comes by itself.
        parts: the parts of composites.
        characters: the cmap, glyph names by character.
        named: keep the names in `post`.

    """

    glyphs: Sequence[str]
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    characters: Mapping[str, str] = field(default_factory=dict)
    named: bool = False


def make_font(plan: FontPlan) -> bytes:
    """Return a TrueType font; the outline of a simple glyph depends on its name alone."""
    order = [".notdef", *plan.glyphs]
    outlines: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(dict.fromkeys(order))
        if name in plan.parts:
            for k, part in enumerate(plan.parts[name]):
                pen.addComponent(part, (1, 0, 0, 1, 0, 50 * k))
        else:
            _draw(pen, name)
        outlines[name] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(c): name for c, name in plan.characters.items()})
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost(keepGlyphNames=plan.named)
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _draw(pen: TTGlyphPen, name: str) -> None:
    size = 10 + sum(ord(c) * (k + 1) for k, c in enumerate(name)) % 700
    pen.moveTo((0, 0))
    pen.lineTo((size, 0))
    pen.lineTo((size, len(name) * 10))
    pen.closePath()


def make_cid_pdf(fonts: Sequence[tuple[bytes, Mapping[int, str]]], words: Sequence[bytes]) -> bytes:
    """Return a one-page PDF; font k shows words[k], two bytes a glyph, all fonts of one name.

    Args:
        fonts: the font program and the ToUnicode entries of each font.
        words: what each font shows, a line each.

    """
    count = len(fonts)
    names = b" ".join(b"/F%d %d 0 R" % (k, 5 + 4 * k) for k in range(count))
    lines = [
        b"BT /F%d 12 Tf 72 %d Td <%s> Tj ET" % (k, 700 - 40 * k, word.hex().encode())
        for k, word in enumerate(words)
    ]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << " + names + b" >> >> >>",
        _stream(b"\n".join(lines)),
    ]
    for k, (program, known) in enumerate(fonts):
        objects += _font(5 + 4 * k, program, known)
    return _file(objects)


def _font(first: int, program: bytes, known: Mapping[int, str]) -> list[bytes]:
    entries = b"".join(
        b"<%04x> <%s>\n" % (gid, text.encode("utf-16-be").hex().encode())
        for gid, text in known.items()
    )
    table = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n" % len(known)
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Same /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (first + 1, first + 3),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Same /DW 500"
        b" /CIDToGIDMap /Identity /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /AAAAAA+Same"
        b" /Flags 4 /FontBBox [0 0 700 700] /Ascent 800 /Descent -200"
        b" /FontFile2 %d 0 R >> >>" % (first + 2),
        _stream(program),
        _stream(b"begincmap\n" + table + entries + b"endbfchar\nendcmap\n"),
    ]


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
