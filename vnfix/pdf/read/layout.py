"""Glyphs of a PDF page to lines in reading order, as pdfminer.six's `extract_text` orders them.

The grouping of lines into blocks is pdfminer.six's own; its objects for every glyph and every blank
are not made, for they cost most of the time. In scans, lines that it would cut or run together are
mended.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pdfminer.layout import (
    IndexAssigner,
    LTLayoutContainer,
    LTTextGroupLRTB,
    LTTextLineHorizontal,
)

from vnfix.pdf.read.glyphs import PARAMETERS, Glyph, all_upright, around, cut_cells, runs
from vnfix.pdf.read.order import CELL, joins
from vnfix.pdf.read.turns import UPRIGHT, corners

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.utils import Rect

    Arranged = tuple[list[list["TextLine"]], list["TextLine"]]
    Element = LTTextBox | LTTextGroupLRTB

# Beyond these, pdfminer.six's order of blocks takes longer than a person waits: its time grows
# with the square of the blocks, and with the area that they cover.
MOST_BLOCKS = 300
MOST_CELLS = 200_000


class TextLine(LTTextLineHorizontal):
    """A line for pdfminer.six's analysis, with the glyphs as they came."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        """Take the glyphs; the box is around all of them."""
        self.glyphs = glyphs
        self.set_bbox(around(glyphs))

    def analyze(self, laparams: LAParams) -> None:
        """Do nothing: the line is complete."""

    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        nothing = self.width <= 0 or self.height <= 0
        return nothing or "".join([g.text for g in self.glyphs]).isspace()

    def cells(self, width: float, height: float) -> float:
        """Return how many cells of the grid the line covers on a page of this size."""
        return (min(self.width, width) / CELL + 1) * (min(self.height, height) / CELL + 1)


def arrange(glyphs: Sequence[Glyph], width: float, height: float) -> Arranged:
    """Return the blocks of lines in reading order, and the lines without anything to see.

    What runs in one way is laid out by itself: first what is upright, then the other ways, those
    with most glyphs first.

    Args:
        glyphs: of one page, in the order in which they are drawn.
        width: of the page, as shown.
        height: of the page.

    """
    page = (0.0, 0.0, width, height)
    if all_upright(glyphs):
        return _arrange(glyphs, page)
    count = Counter(g.style.turn for g in glyphs)
    blocks: list[list[TextLine]] = []
    blank: list[TextLine] = []
    for turn in sorted(count, key=lambda turn: (turn != UPRIGHT, -count[turn], turn)):
        run = [g for g in glyphs if g.style.turn == turn]
        found, nothing = _arrange(run, page) if turn == UPRIGHT else _arrange_turned(run, page)
        blocks += found
        blank += nothing
    return blocks, blank


def _arrange_turned(glyphs: Sequence[Glyph], page: Rect) -> Arranged:
    """Lay out what runs in one way in a frame in which it is upright."""
    flat = [Glyph(g.along, g.text, g.style, g.code, lost=g.lost) for g in glyphs]
    drawn = {id(f): g for f, g in zip(flat, glyphs, strict=True)}
    blocks, blank = _arrange(flat, glyphs[0].style.turn.flat(corners(page)))
    for line in (line for block in (*blocks, blank) for line in block):
        line.glyphs = [drawn[id(g)] for g in line.glyphs]
    return blocks, blank


def _arrange(glyphs: Sequence[Glyph], bounds: Rect) -> Arranged:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    lines: list[TextLine] = []
    blank: list[TextLine] = []
    for line in _lines(glyphs):
        (blank if line.is_empty() else lines).append(line)
    if sum(line.cells(width, height) for line in lines) > MOST_CELLS:
        return _from_the_top(lines), blank
    page = LTLayoutContainer(bounds)
    blocks = list(page.group_textlines(PARAMETERS, lines))
    if len(blocks) > MOST_BLOCKS:
        blocks.sort(key=lambda block: (-block.y1, block.x0))
    else:
        blocks = in_reading_order(blocks, page.bbox, PARAMETERS)
    return [_lines_of(block) for block in blocks], blank


def _lines(glyphs: Sequence[Glyph]) -> Iterator[TextLine]:
    for run in runs(glyphs):
        if run[0].style.hidden:
            yield from map(TextLine, cut_cells(run, PARAMETERS.char_margin))
        else:
            yield TextLine(run)


def _lines_of(block: LTTextBox) -> list[TextLine]:
    """Return the lines of a block from the top; pieces of one line of a scan from the left.

    In a scan that is turned a little, the right piece may stand higher than the left one.
    """
    rows: list[list[TextLine]] = []
    for line in sorted(block, key=lambda line: -line.y1):
        if isinstance(line, TextLine):
            if rows and line.glyphs[0].style.hidden and _on_one_row(rows[-1][0], line):
                rows[-1].append(line)
            else:
                rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.x0)]


def _on_one_row(a: TextLine, b: TextLine) -> bool:
    shared = min(a.y1, b.y1) - max(a.y0, b.y0)
    return shared > min(a.height, b.height) / 2 and not a.is_hoverlap(b)


def _from_the_top(lines: list[TextLine]) -> list[list[TextLine]]:
    return [[line] for line in sorted(lines, key=lambda line: (-line.y1, line.x0))]


def in_reading_order(
    blocks: Sequence[LTTextBox], page: Rect, parameters: LAParams
) -> list[LTTextBox]:
    """Return the blocks in the order in which they are read.

    Args:
        blocks: in the order in which they were found.
        page: the page; what stands outside of it is near to nothing.
        parameters: `boxes_flow` says how much left and right count against above and below.

    """
    top = _join_all(blocks, page)
    if top is not None:
        top.analyze(parameters)
        IndexAssigner().run(top)
    return sorted(blocks, key=lambda block: block.index)


def _join_all(blocks: Sequence[LTTextBox], page: Rect) -> Element | None:
    elements: list[Element] = list(blocks)
    for i, j in joins([block.bbox for block in blocks], page):
        elements.append(LTTextGroupLRTB([elements[i], elements[j]]))
    return elements[-1] if elements else None
