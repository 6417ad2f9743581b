"""Glyphs of a PDF page to lines in reading order, as pdfminer.six's `extract_text` orders them.

The grouping of lines into blocks is pdfminer.six's own; its objects for every glyph and every blank
are not made, for they cost most of the time. In scans, lines that it would cut or run together are
mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pdfminer.layout import LAParams, LTLayoutContainer, LTTextLineHorizontal

from vnfix.readers.pdf_cells import WIDEST_BLANK, cut_cells
from vnfix.readers.pdf_order import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.layout import LTTextBox

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

    """

    font: str
    legacy: str
    hidden: bool


class Glyph(NamedTuple):
    """One glyph on a page: x to the right, y upwards, origin at the corner of the MediaBox."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    style: Style
    code: int
    lost: bool


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


def arrange(
    glyphs: Sequence[Glyph], width: float, height: float
) -> tuple[list[list[TextLine]], list[TextLine]]:
    """Return the blocks of lines in reading order, and the lines without anything to see.

    Args:
        glyphs: of one page, in the order in which they are drawn.
        width: of the page, as shown.
        height: of the page.

    """
    lines: list[TextLine] = []
    blank: list[TextLine] = []
    for line in _lines(glyphs):
        (blank if line.is_empty() else lines).append(line)
    if sum(line.cells(width, height) for line in lines) > MOST_CELLS:
        return _from_the_top(lines), blank
    page = LTLayoutContainer((0, 0, width, height))
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
    margin = PARAMETERS.word_margin * max(b.x1 - b.x0, b.y1 - b.y0)
    return a.x1 < b.x0 - margin and not (a.text[-1:].isspace() or b.text[:1].isspace())
