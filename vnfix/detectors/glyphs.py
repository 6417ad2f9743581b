"""Lost glyphs: letters that the fonts show and the text does not tell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from vnfix.analysis import characters
from vnfix.glyphs.lost import find_lost
from vnfix.glyphs.runs import MARKER
from vnfix.model import Damage, Finding
from vnfix.text.unicode import PLAIN

if TYPE_CHECKING:
    from vnfix.analysis import Analysis
    from vnfix.model import Document, LostGlyph

NAME = "glyphs"
MARKED = "(cid:"
# Markers named in a finding's evidence.
EXAMPLES = 3


def detect(analysis: Analysis) -> list[Finding]:
    """Report every line with lost letters; bullets and talk about markers are no damage.

    Raises:
        DataError: the solver's table is missing or damaged.

    """
    document = analysis.document
    odd = "".join(characters(analysis) - PLAIN)
    if not (document.glyphs or MARKED in document.text or MARKER.search(odd)):
        return []
    lost = find_lost(document, analysis.resources)
    starts = [line.start for line in analysis.document.lines]
    by_line: dict[int, list[LostGlyph]] = defaultdict(list)
    for glyph in lost.glyphs:
        by_line[bisect_right(starts, glyph.start) - 1].append(glyph)
    return [
        Finding(k, Damage.LOST_GLYPHS, lost.fit, NAME, _evidence(analysis.document, glyphs))
        for k, glyphs in sorted(by_line.items())
    ]


def _evidence(document: Document, glyphs: list[LostGlyph]) -> str:
    markers = dict.fromkeys(document.text[g.start : g.end] for g in glyphs)
    shown = ", ".join(m if m.startswith("(") else f"U+{ord(m[0]):04X}" for m in markers)
    fonts = sorted({g.font for g in glyphs if g.font})
    where = f" in font object {', '.join(fonts)}" if fonts else ""
    count = f"{len(glyphs)} lost letter{'s' if len(glyphs) > 1 else ''}"
    return f"{count}{where}: {', '.join(shown.split(', ')[:EXAMPLES])}"
