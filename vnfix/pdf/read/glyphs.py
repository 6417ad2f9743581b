# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Glyphs of a page: where strings draw them, which stand side by side, and where a blank is.

Plain Python that Cython compiles with the types of `glyphs.pxd`: a page has some 3,000 glyphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.layout import LAParams

from vnfix.pdf.read.limits import MOST_GLYPHS, LimitError
from vnfix.pdf.read.turns import UPRIGHT, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfminer.utils import Matrix, Point, Rect

    from vnfix.pdf.read.fonts import Letter, LoadedFont

PARAMETERS = LAParams()
LONGEST_CODE = 4  # bytes
BLANK = 32  # the code that word spacing widens
RULE = "|"
# Blanks over the usual one of the line, from which on two cells are parted. Measured on the 12
# scans of `corpus/` and the data folder: 99.9 % of the blanks in prose are below both.
WIDE_AT_RULE = 1.45
WIDE = 1.6
# Widest blank in prose, over the height of the letters.
WIDEST_BLANK = 1.25
# Below this share of the height, blanks are too narrow to measure by.
NARROWEST_BLANK = 0.25
# Copies that are C numbers where this is compiled.
_OVERLAP, _REACH, _WORD = PARAMETERS.line_overlap, PARAMETERS.char_margin, PARAMETERS.word_margin
_WIDE_AT_RULE, _WIDE, _WIDEST, _NARROWEST = WIDE_AT_RULE, WIDE, WIDEST_BLANK, NARROWEST_BLANK
_MOST, _LONGEST, _BLANK = MOST_GLYPHS, LONGEST_CODE, BLANK


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


class Glyph:
    """One glyph on a page: x to the right, y upwards, origin at the corner of the MediaBox.

    `flat` is its box in the frame of its turn (`Turn.flat`); upright glyphs have none.
    """

    def __init__(  # noqa: PLR0913 - a record
        self, box: Rect, text: str, style: Style, code: int, *, lost: bool, flat: Rect | None = None
    ) -> None:
        """Keep the values."""
        self.x0, self.y0, self.x1, self.y1 = box
        self.text, self.style, self.code = text, style, code
        self.lost, self.flat = lost, flat

    @property
    def box(self) -> Rect:
        """Its box on the page."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def along(self) -> Rect:
        """Its box in the frame of its turn."""
        return self.flat or self.box


def check_glyphs(count: int) -> None:
    """Refuse a page of too many glyphs."""
    if count > _MOST:
        raise LimitError(f"a page has more than {MOST_GLYPHS} letters")


def draw(
    seq: Iterable[Any],
    loaded: LoadedFont,
    setting: tuple[float, float, float, float],
    start: Point,
    drawn: tuple[Matrix, float, float, Style],
) -> tuple[list[Glyph], Point]:
    """Return the upright glyphs of a string, and where the next one begins.

    Args:
        seq: codes as bytes, and steps back in thousandths of the size between them.
        loaded: their font.
        setting: the font's size, by how much all widths are scaled, what stands between two glyphs
            and what a blank has more.
        start: where they begin.
        drawn: from text space to the page, how far they reach down and up, and their style.

    """
    x, y = start
    size, scaling, between, blank = setting
    (a, b, c, d, e, f), low, high, style = drawn
    back = 0.001 * size * scaling
    decode, letters = loaded.font.decode, loaded.letters
    found: list[Glyph] = []
    first = True
    for part in seq:
        if isinstance(part, (int, float)):
            step = part * back
            x -= step
            first = False
        elif isinstance(part, bytes):
            check_glyphs(max(len(found), len(part) // _LONGEST))
            for code in decode(part):
                if not first:
                    x += between
                first = False
                letter = letters.get(code) or loaded.letter(code)
                step = letter[1]
                step = step * size * scaling
                left, base = x * a + y * c + e, x * b + y * d + f
                found.append(
                    _glyph(_around((a, b, c, d, left, base), low, step, high), letter, style, code)
                )
                x += step
                if code == _BLANK and blank:
                    x += blank
    return found, (x, y)


def _level(matrix: Matrix, low: float, step: float, high: float) -> Rect:
    """Do as `_around` where the line is level."""
    a, _, _, d, e, f = matrix
    x0, y0, x1, y1 = a * 0 + e, d * low + f, a * step + e, d * high + f
    if x0 <= x1 and y0 <= y1:
        return x0, y0, x1, y1
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _around(matrix: Matrix, low: float, step: float, high: float) -> Rect:
    """Return the box around what is set from (0, low) to (step, high), moved by a matrix."""
    a, b, c, d, e, f = matrix
    if not b and not c:
        return _level(matrix, low, step, high)
    xa, ya = a * 0 + c * low + e, b * 0 + d * low + f
    xb, yb = a * step + c * low + e, b * step + d * low + f
    xc, yc = a * step + c * high + e, b * step + d * high + f
    xd, yd = a * 0 + c * high + e, b * 0 + d * high + f
    return min(xa, xd, xb, xc), min(ya, yb, yc, yd), max(xa, xd, xb, xc), max(ya, yb, yc, yd)


def _glyph(box: Rect, letter: Letter, style: Style, code: int) -> Glyph:
    glyph = Glyph.__new__(Glyph)
    glyph.x0, glyph.y0, glyph.x1, glyph.y1 = box
    glyph.text, _, glyph.lost = letter
    glyph.style, glyph.code, glyph.flat = style, code, None
    return glyph


def all_upright(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether all glyphs are upright."""
    last = None
    for glyph in glyphs:
        if glyph.style is not last:
            last = glyph.style
            if last.turn != UPRIGHT:
                return False
    return True


def around(glyphs: Sequence[Glyph]) -> Rect:
    """Return the box around glyphs, of which there must be one at least."""
    first = glyphs[0]
    x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
    for glyph in glyphs:
        x0, y0 = min(x0, glyph.x0), min(y0, glyph.y0)
        x1, y1 = max(x1, glyph.x1), max(y1, glyph.y1)
    return x0, y0, x1, y1


def runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Cut where two glyphs in a row do not stand side by side.

    The measures are those of `LTLayoutContainer.group_objects`: the distances count between the
    far edges, which matters for glyphs that overlap.
    """
    found: list[list[Glyph]] = []
    run: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and not _side_by_side(last, glyph):
            found.append(run)
            run = []
        run.append(glyph)
        last = glyph
    if run:
        found.append(run)
    return found


def _side_by_side(a: Glyph, b: Glyph) -> bool:
    if b.y0 > a.y1 or a.y0 > b.y1:
        return False
    shared = min(abs(a.y0 - b.y1), abs(a.y1 - b.y0))
    if shared <= min(a.y1 - a.y0, b.y1 - b.y0) * _OVERLAP:
        return False
    reach = max(a.x1 - a.x0, b.x1 - b.x0) * _REACH
    if a.style.hidden:  # after a narrow letter, the width would cut a scanned line
        reach = max(reach, (a.y1 - a.y0) * _WIDEST)
    if b.x0 <= a.x1 and a.x0 <= b.x1:
        return reach > 0
    return min(abs(a.x0 - b.x1), abs(a.x1 - b.x0)) < reach


def needs_blank(a: Glyph, b: Glyph) -> bool:
    """Whether a gap between two glyphs of a line is a blank that is not written."""
    end, begin, low, right, high = a.x1, b.x0, b.y0, b.x1, b.y1
    if a.flat is not None:
        _, _, end, _ = a.flat
    if b.flat is not None:
        begin, low, right, high = b.flat
    margin = _WORD * max(right - begin, high - low)
    if not end < begin - margin:
        return False
    return not (a.text[len(a.text) - 1 :].isspace() or b.text[:1].isspace())


# Where the words of a scanned line belong together, and where the next cell of a table begins.
#
# OCR engines write a table's row as one line, and its rules as `|`. In prose all blanks of a line
# are alike, for it is justified; a blank that is wider than the others parts two cells.


def cut_cells(run: list[Glyph], reach: float) -> list[list[Glyph]]:
    """Return the cells of a line.

    Args:
        run: glyphs of one line, from the left.
        reach: blanks that are wider than this many times the letters beside them part two cells
            if they are wider than the other blanks of the line.

    """
    blanks = _blanks(run)
    if not blanks:
        return [run]
    usual = _median(sorted([gap for _, _, gap in blanks]))
    cells: list[list[Glyph]] = []
    begin = 0
    for left, right, gap in blanks:
        a, b = run[left], run[right]
        height = a.y1 - a.y0
        narrow = max(usual, height * _NARROWEST)
        if not narrow:  # C would go on
            raise ZeroDivisionError("letters have no height")
        times = gap / narrow
        rule = times > _WIDE_AT_RULE and (a.text == RULE or b.text == RULE)
        if rule or (times > _WIDE and gap > reach * max(a.x1 - a.x0, b.x1 - b.x0)):
            cells.append(run[begin:right])
            begin = right
    cells.append(run[begin:])
    return cells


def _median(values: list[float]) -> float:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _blanks(run: Sequence[Glyph]) -> list[tuple[int, int, float]]:
    """Return the blanks as (last glyph before, first glyph behind, width)."""
    blanks: list[tuple[int, int, float]] = []
    last = -1
    for k in range(len(run)):
        glyph = run[k]
        if glyph.text.isspace():
            continue
        if 0 <= last < k - 1:
            before = run[last]
            blanks.append((last, k, glyph.x0 - before.x1))
        last = k
    return blanks
