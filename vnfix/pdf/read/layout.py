"""Glyphs of a PDF page to lines in reading order, as pdfminer.six's `extract_text` orders them.

The grouping of lines into blocks is pdfminer.six's own; its objects for every glyph and every blank
are not made, for they cost most of the time. In scans, lines that it would cut or run together are
mended.
"""

from __future__ import annotations

from collections import Counter
from heapq import heapify, heappop, heappush
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pdfminer.layout import (
    IndexAssigner,
    LAParams,
    LTLayoutContainer,
    LTTextGroupLRTB,
    LTTextLineHorizontal,
)
from pdfminer.utils import Plane

from vnfix.pdf.read.turns import UPRIGHT, Turn, corners

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.layout import LTTextBox
    from pdfminer.utils import Rect

    Arranged = tuple[list[list["TextLine"]], list["TextLine"]]
    Element = LTTextBox | LTTextGroupLRTB

PARAMETERS = LAParams()
# Beyond these, pdfminer.six's order of blocks takes longer than a person waits: its time grows
# with the square of the blocks, and with the area that they cover.
MOST_BLOCKS = 300
MOST_CELLS = 200_000
CELL = 50  # side of a cell of pdfminer.six's grid


class Style(NamedTuple):
    """What the glyphs of a string have in common.

    Attributes:
        font: key of the font object.
        legacy: name of the font where it tells a legacy encoding, else "".
        hidden: drawn invisibly (text rendering mode 3).
        turn: which way they run.

    """

    font: str
    legacy: str
    hidden: bool
    turn: Turn = UPRIGHT


class Glyph(NamedTuple):
    """One glyph on a page: x to the right, y upwards, origin at the corner of the MediaBox.

    `flat` is its box in the frame of its turn (`Turn.flat`); upright glyphs have none.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    style: Style
    code: int
    lost: bool
    flat: Rect | None = None


class TextLine(LTTextLineHorizontal):
    """A line for pdfminer.six's analysis, with the glyphs as they came."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        """Take the glyphs; the box is around all of them."""
        self.glyphs = glyphs
        left, low, right, high = zip(*[g[:4] for g in glyphs], strict=True)
        self.set_bbox((min(left), min(low), max(right), max(high)))

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
    count = Counter(g.style.turn for g in glyphs)
    if set(count) <= {UPRIGHT}:
        return _arrange(glyphs, page)
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
    flat = [Glyph(*_flat(g), g.text, g.style, g.code, g.lost) for g in glyphs]
    drawn = {id(f): g for f, g in zip(flat, glyphs, strict=True)}
    blocks, blank = _arrange(flat, glyphs[0].style.turn.flat(corners(page)))
    for line in (line for block in (*blocks, blank) for line in block):
        line.glyphs = [drawn[id(g)] for g in line.glyphs]
    return blocks, blank


def _flat(glyph: Glyph) -> Rect:
    return glyph.flat or glyph[:4]


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
    for run in _runs(glyphs):
        if run[0].style.hidden:
            yield from map(TextLine, cut_cells(run, PARAMETERS.char_margin))
        else:
            yield TextLine(run)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut where two glyphs in a row do not stand side by side.

    The measures are those of `LTLayoutContainer.group_objects`: the distances count between the
    far edges, which matters for glyphs that overlap.
    """
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _side_by_side(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _side_by_side(a: Glyph, b: Glyph) -> bool:
    ax0, ay0, ax1, ay1 = a[:4]
    bx0, by0, bx1, by1 = b[:4]
    if by0 > ay1 or ay0 > by1:
        return False
    shared = min(abs(ay0 - by1), abs(ay1 - by0))
    if shared <= min(ay1 - ay0, by1 - by0) * PARAMETERS.line_overlap:
        return False
    reach = max(ax1 - ax0, bx1 - bx0) * PARAMETERS.char_margin
    if a.style.hidden:  # after a narrow letter, the width would cut a scanned line
        reach = max(reach, (ay1 - ay0) * WIDEST_BLANK)
    if bx0 <= ax1 and ax0 <= bx1:
        return reach > 0
    return min(abs(ax0 - bx1), abs(ax1 - bx0)) < reach


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


def needs_blank(a: Glyph, b: Glyph) -> bool:
    """Whether a gap between two glyphs of a line is a blank that is not written."""
    (_, _, end, _), (begin, low, right, high) = _flat(a), _flat(b)
    margin = PARAMETERS.word_margin * max(right - begin, high - low)
    return end < begin - margin and not (a.text[-1:].isspace() or b.text[:1].isspace())


# Where the words of a scanned line belong together, and where the next cell of a table begins.
#
# OCR engines write a table's row as one line, and its rules as `|`. In prose all blanks of a line
# are alike, for it is justified; a blank that is wider than the others parts two cells.

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


# The order in which the blocks of a page are read.
#
# This is pdfminer.six's `group_textboxes`, which joins the two nearest blocks again and again. Of
# two pairs that are equally near it takes the one that lies first in memory, so that a page may
# read differently each time; here it is the pair that comes first on the page. A correction file
# must fit the text that is read later.


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
    alive = dict.fromkeys(range(len(elements)))  # a set that keeps its order
    plane: Plane[Element] = Plane(page)
    plane.extend(elements)
    heap = [
        (False, _waste(a, b), i, j)
        for i, a in enumerate(elements)
        for j, b in enumerate(elements[i + 1 :], i + 1)
    ]
    heapify(heap)
    while heap:
        looked, waste, i, j = heappop(heap)
        if i not in alive or j not in alive:
            continue
        a, b = elements[i], elements[j]
        if not looked and _others_between(plane, a, b):
            heappush(heap, (True, waste, i, j))
            continue
        group = LTTextGroupLRTB([a, b])
        for k, element in ((i, a), (j, b)):
            plane.remove(element)
            del alive[k]
        for k in alive:
            heappush(heap, (False, _waste(group, elements[k]), len(elements), k))
        plane.add(group)
        alive[len(elements)] = None
        elements.append(group)
    return elements[-1] if elements else None


def _waste(a: Element, b: Element) -> float:
    """Return the area of the box around both less their own areas."""
    width = max(a.x1, b.x1) - min(a.x0, b.x0)
    height = max(a.y1, b.y1) - min(a.y0, b.y0)
    return width * height - a.width * a.height - b.width * b.height


def _others_between(plane: Plane[Element], a: Element, b: Element) -> bool:
    around = (min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
    return any(other is not a and other is not b for other in plane.find(around))
