"""Makes `vnfix/writers/glyphless.ttf`: `python -m tools.glyphless`.

A font of two empty glyphs, half an em wide, for text that is searched and copied but never seen.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

TARGET = Path(__file__).parent.parent / "vnfix" / "writers" / "glyphless.ttf"
EM = 1000
ADVANCE = 500
NAMES = [".notdef", "blank"]
# 2026-01-01 in the seconds of TrueType, so that the file is the same whenever it is made.
MADE = 3850070400


def glyphless() -> bytes:
    """Return the font file; the same bytes each time."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({})
    builder.setupGlyf({name: Glyph() for name in NAMES})
    builder.setupHorizontalMetrics(dict.fromkeys(NAMES, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupOS2(sTypoAscender=EM, usWinAscent=EM, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=MADE, modified=MADE)
    builder.font.recalcTimestamp = False
    for table in ("OS/2", "name"):
        if table in builder.font:
            del builder.font[table]
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(glyphless())
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
