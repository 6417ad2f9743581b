"""Where the words of a scanned line belong together, and where the next cell of a table begins.

OCR engines write a table's row as one line, and its rules as `|`. In prose all blanks of a line
are alike, for it is justified; a blank that is wider than the others parts two cells.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.readers.pdf_layout import Glyph

RULE = "|"
# Blanks over the usual one of the line, from which on two cells are parted. Measured on the 12
# scans of `corpus/` and the data folder: 99.9 % of the blanks in prose are below both.
WIDE_AT_RULE = 1.45
WIDE = 1.6
# Widest blank in prose, over the height of the letters.
WIDEST_BLANK = 1.25
# Below this share of the height, blanks are too narrow to measure by.
NARROWEST_BLANK = 0.25


def cut_cells(run: Sequence[Glyph], reach: float) -> list[list[Glyph]]:
    """Return the cells of a line.

    Args:
        run: glyphs of one line, from the left.
        reach: blanks that are wider than this many times the letters beside them part two cells
            if they are wider than the other blanks of the line.

    """
    blanks = _blanks(run)
    if not blanks:
        return [list(run)]
    usual = median(gap for _, _, gap in blanks)
    cells, begin = [], 0
    for left, right, gap in blanks:
        a, b = run[left], run[right]
        height = a.y1 - a.y0
        times = gap / max(usual, height * NARROWEST_BLANK)
        rule = RULE in (a.text, b.text) and times > WIDE_AT_RULE
        if rule or (times > WIDE and gap > reach * max(a.x1 - a.x0, b.x1 - b.x0)):
            cells.append(list(run[begin:right]))
            begin = right
    return [*cells, list(run[begin:])]


def _blanks(run: Sequence[Glyph]) -> list[tuple[int, int, float]]:
    """Return the blanks as (last glyph before, first glyph behind, width)."""
    blanks = []
    last = -1
    for k, glyph in enumerate(run):
        if glyph.text.isspace():
            continue
        if 0 <= last < k - 1:
            blanks.append((last, k, glyph.x0 - run[last].x1))
        last = k
    return blanks
