"""Makes `vnfix/pdf/write/glyphless.ttf`: `python -m tools.glyphless`.

A font of one glyph, half an em wide, for text that is searched and copied but never seen: a line
that goes up the diagonal of its box and back. It paints nothing, yet it has a box, without which
PDFium takes turned text for none.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TARGET = Path(__file__).parent.parent / "vnfix" / "pdf" / "write" / "glyphless.ttf"
EM = 1000
ADVANCE = 500
ASCENT, DESCENT = 800, -200
NAMES = [".notdef", "line"]
# 2026-01-01 in the seconds of TrueType, so that the file is the same whenever it is made.
MADE = 3850070400


def glyphless() -> bytes:
    """Return the font file; the same bytes each time."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({})
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((ADVANCE, ASCENT))
    pen.closePath()
    builder.setupGlyf(dict.fromkeys(NAMES, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(NAMES, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=MADE, modified=MADE)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(glyphless())
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
