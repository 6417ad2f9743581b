# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The invisible text of a page: every word on the baseline and within the width of its box.

Plain Python that Cython compiles with the types of `layer.pxd`: a page has some 500 words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.document import LINE_ENDS
from vnfix.model import Box
from vnfix.pdf.write.content import font_names
from vnfix.pdf.write.glyphless import ADVANCE
from vnfix.pdf.write.rewrite import Layers, free_name, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pikepdf import Object, Page

    from vnfix.formats.placing import Placed
    from vnfix.model import Word
    from vnfix.pdf.write.content import Content, Show
    from vnfix.pdf.write.glyphless import Glyphless

CELL = 12.0  # side of the cells in which the baselines are looked up, in points
MIDDLE = 0.35  # height of a line's middle above its baseline, in font sizes
NEAR = 1.0  # a word's middle is at most so far from that of its old text, in font sizes
MOST_STEPS = 1000  # along one baseline
SMALLEST = 0.1  # font size and width of a word, in points
# Between words there is such a gap at least, in font sizes, for poppler joins what stands closer;
# a word keeps that share of its room.
GAP, NARROWEST = 0.2, 0.6
WIDE = 1.5  # a gap that may end a line for a reader, in font sizes
# Beyond these a word begins a line of its own: distances in font sizes, and ratio of sizes.
OFF_LINE, STEP_BACK, OTHER_SIZE = 0.5, 0.5, 1.15
ALONG = math.cos(math.radians(2))  # of the angle between two words of a line, at least
# Copies that are C numbers where this is compiled.
_CELL, _MIDDLE, _NEAR, _MOST_STEPS, _SMALLEST = CELL, MIDDLE, NEAR, MOST_STEPS, SMALLEST
_GAP, _NARROWEST, _WIDE, _ADVANCE, _ALONG = GAP, NARROWEST, WIDE, ADVANCE, ALONG
_OFF_LINE, _STEP_BACK, _OTHER_SIZE, _SAME_SIZE = OFF_LINE, STEP_BACK, OTHER_SIZE, 1 / OTHER_SIZE
_FAR = 1_000_000  # cells from the origin; what lies beyond counts as there
_ROW = 4_000_000  # between the keys of two columns of cells
_INF = math.inf
_LARGEST = 1e15  # hundredths that are exact
_DOUBT = 1e-6  # so near to a half, the decimals of a number tell which way it is rounded
_ENDS = frozenset(LINE_ENDS)


class Baseline(NamedTuple):
    """Where old text ran: origin, direction (a unit vector), length, font size, marked content."""

    x: float
    y: float
    ux: float
    uy: float
    length: float
    size: float
    mcid: int | None


class Laid:
    """A word on its baseline.

    Attributes:
        text: the word.
        line: number of its line in the text.
        mcid: the marked content that it belongs to.
        place: where it begins and how long it is, in user space of the page.

    """

    def __init__(self, text: str, line: int, place: Baseline) -> None:
        """Keep the values."""
        self.text, self.line = text, line
        self.x, self.y, self.ux, self.uy, self.length, self.size, self.mcid = place

    @property
    def place(self) -> Baseline:
        """Where the word lies."""
        return Baseline(self.x, self.y, self.ux, self.uy, self.length, self.size, self.mcid)


class Lines:
    """The baselines of a page's old text, to look up by place."""

    def __init__(self, shows: Iterable[tuple[Show, int | None]], space: Space) -> None:
        """Take the operators that showed the text, each with its marked content."""
        self.space = space
        self.lines: list[Laid] = []
        self.cells: dict[int, list[int]] = {}
        for show, mcid in shows:
            if line := _baseline(show, mcid):
                self._add(Laid("", 0, line))

    def fit(self, box: Box, part: tuple[float, float] = (0.0, 1.0)) -> Baseline:
        """Return where a word with this box (on the page as shown) lies.

        Args:
            box: of the word, or of the old word that it is a part of.
            part: where the part begins and ends, as shares of the box.

        """
        return self.lay("", 0, box, part[0], part[1]).place

    def lay(self, text: str, number: int, box: Box, begin: float, end: float) -> Laid:
        """Lay a word of a numbered line on the part of a box from `begin` to `end`."""
        x0, y0, x1, y1 = self.space.user(box.x0, box.y0, box.x1, box.y1)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        line = self._nearest(x, y)
        if line is None:
            line = Laid("", 0, self.space.baseline(box))
        across, along = abs(line.ux), abs(line.uy)
        if across >= along:
            length = (x1 - x0 - line.size * along) / across
        else:
            length = (y1 - y0 - line.size * across) / along
        length = max(length, _SMALLEST)
        start = (x - line.x) * line.ux + (y - line.y) * line.uy - length / 2 + length * begin
        laid = _moved(line, text, number)
        laid.x = line.x + line.ux * start
        laid.y = line.y + line.uy * start
        laid.length = length * (end - begin)
        return laid

    def _add(self, line: Laid) -> None:
        """Take a baseline, and note the cells that it goes through."""
        number = len(self.lines)
        self.lines.append(line)
        keys: set[int] = set()
        if not line.uy and line.length < _CELL * _MOST_STEPS / 2:
            end = line.x + line.ux * line.length
            row = _cell(line.y)
            for column in range(_cell(min(line.x, end)), _cell(max(line.x, end)) + 1):
                keys.add(column * _ROW + row)
        else:
            steps = int(min(line.length / _CELL * 2, _MOST_STEPS - 1)) + 1
            for k in range(steps + 1):
                t = line.length * k / steps
                column = _cell(line.x + line.ux * t)
                keys.add(column * _ROW + _cell(line.y + line.uy * t))
        for key in keys:
            self.cells.setdefault(key, []).append(number)

    def _nearest(self, x: float, y: float) -> Laid | None:
        """Return the baseline that is nearest to the middle of a word, where it is near at all."""
        column, row = _cell(x), _cell(y)
        best, nearest = _INF, -1
        for i in range(column - 1, column + 2):
            for j in range(row - 1, row + 2):
                here = self.cells.get(i * _ROW + j)
                if here is None:
                    continue
                for k in here:
                    line = self.lines[k]
                    # From the middle of the line of text.
                    along = (x - line.x) * line.ux + (y - line.y) * line.uy
                    across = (y - line.y) * line.ux - (x - line.x) * line.uy - _MIDDLE * line.size
                    beyond = max(-along, along - line.length, 0.0)
                    distance = across * across + beyond * beyond
                    if distance < best or (distance == best and k < nearest):
                        best, nearest = distance, k
        if nearest < 0:
            return None
        line = self.lines[nearest]
        reach = _NEAR * line.size
        return line if best <= reach * reach else None


def _cell(place: float) -> int:
    """Return the number of the cell that a coordinate lies in."""
    return _floor(min(max(place / _CELL, -_FAR), _FAR))


def _floor(value: float) -> int:
    found = int(value)
    return found - 1 if found > value else found


def _moved(line: Laid, text: str, number: int) -> Laid:
    """Return a word at the place of another one."""
    word = Laid.__new__(Laid)
    word.text, word.line, word.mcid = text, number, line.mcid
    word.x, word.y, word.ux, word.uy = line.x, line.y, line.ux, line.uy
    word.length, word.size = line.length, line.size
    return word


def _baseline(show: Show, mcid: int | None) -> Baseline | None:
    m, state = show.matrix, show.state
    across = math.hypot(m.a, m.b)
    size = abs(state.size) * math.hypot(m.c, m.d)
    values = (m.e, m.f, across, size, show.advance)
    if not all(map(math.isfinite, values)) or not across or size < SMALLEST:
        return None
    sign = math.copysign(1.0, show.advance)
    length = abs(show.advance) * across
    return Baseline(m.e, m.f, sign * m.a / across, sign * m.b / across, length, size, mcid)


def write_layer(words: Sequence[Laid], font: Glyphless, name: str) -> bytes:
    """Return the operators that show words invisibly, in user space of the page.

    Args:
        words: in reading order.
        font: their font.
        name: its name in the resources of the page.

    """
    out = bytearray(b"BT\n3 Tr 0 Tc 0 Tw 0 Ts\n")
    low = 0
    while low < len(words):
        high = low + 1
        while high < len(words) and _goes_on(words[low], words[high - 1], words[high]):
            high += 1
        _write_line(out, words, (low, high), font, name)
        low = high
    out += b"ET\n"
    return bytes(out)


def _write_line(
    out: bytearray, words: Sequence[Laid], span: tuple[int, int], font: Glyphless, name: str
) -> None:
    low, high = span
    first = words[low]
    size = round(max(first.size, _SMALLEST), 2)
    out += numbers(first.ux, first.uy, -first.uy, first.ux, digits=6) + b" "
    out += numbers(first.x, first.y) + b" Tm /" + name.encode() + b" " + numbers(size) + b" Tf\n"
    # Along the baseline of the first word and above it, in hundredths.
    x = y = 0
    for k in range(low, high):
        word = words[k]
        step = _INF
        right, above = x, y
        if k + 1 < high:
            behind = words[k + 1]
            dx, dy = behind.x - first.x, behind.y - first.y
            right = _hundredths(dx * first.ux + dy * first.uy)
            above = _hundredths(dy * first.ux - dx * first.uy)
            step = max(right / 100.0 - x / 100.0, _SMALLEST)
        room = max(step - _GAP * size, step * _NARROWEST)
        length = min(word.length, room)
        _write_number(out, _hundredths(100 * length / (_ADVANCE * len(word.text) * size)))
        out += b" Tz "
        out += font.encode(word.text, ends_line=room - length > _WIDE * size)
        out += b" Tj\n"
        if k + 1 < high:
            _write_number(out, right - x)
            out += b" "
            _write_number(out, above - y)
            out += b" Td "
        x, y = right, above


def _hundredths(value: float) -> int:
    """Return a number rounded to hundredths, as its decimals tell."""
    scaled = value * 100
    if not abs(scaled) < _LARGEST:
        scaled = _LARGEST if scaled > 0 else -_LARGEST
    whole = _floor(scaled)
    rest = scaled - whole
    if abs(rest - 0.5) < _DOUBT:
        return round(round(value, 2) * 100)
    return whole + 1 if rest > 0.5 else whole


def _write_number(out: bytearray, hundredths: int) -> None:
    """Write a number as `numbers` does, given its hundredths."""
    left = hundredths
    if left < 0:
        out.append(45)
        left = -left
    whole, rest = left // 100, left % 100
    power = 1
    while power * 10 <= whole:
        power *= 10
    while power:
        digit = whole // power
        out.append(48 + digit)
        whole -= digit * power
        power //= 10
    if rest:
        out.append(46)
        out.append(48 + rest // 10)
        if rest % 10:
            out.append(48 + rest % 10)


def _goes_on(first: Laid, last: Laid, word: Laid) -> bool:
    """Whether a word goes on in the line that begins with the first one."""
    if first.line != word.line or first.ux * word.ux + first.uy * word.uy < _ALONG:
        return False
    if not _SAME_SIZE <= word.size / first.size <= _OTHER_SIZE:
        return False
    forward = (word.x - last.x) * first.ux + (word.y - last.y) * first.uy
    off = (word.y - first.y) * first.ux - (word.x - first.x) * first.uy
    return forward > -_STEP_BACK * first.size and abs(off) < _OFF_LINE * first.size


# From the page as it is shown to user space: the CropBox and the rotation undone.

# Displayed right as a direction of user space, by degrees of rotation.
RIGHT = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
DEEPEST = 100  # page trees are seldom deeper than 10, unless they go in a circle


class Space:
    """The shown part of a page and how it is turned."""

    def __init__(self, page: Page) -> None:
        """Read the boxes of the page as the reader does: a CropBox beside the MediaBox is none."""
        media, crop = _sorted(page.mediabox), _sorted(page.cropbox)
        low = Box(*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
        shown = media if low.x0 >= low.x1 or low.y0 >= low.y1 else low
        self.x0, self.y0, self.x1, self.y1 = shown
        rotation = _rotation(page.obj)
        self.rotation = rotation if rotation in RIGHT else 0

    def to_user(self, box: Box) -> Box:
        """Return a box on the page as shown (origin top left) in user space (y upwards)."""
        return Box(*self.user(*box))

    def user(
        self, left: float, top: float, right: float, low: float
    ) -> tuple[float, float, float, float]:
        """Return the sides of a box on the page as shown in user space."""
        if self.rotation == 90:
            return self.x0 + top, self.y0 + left, self.x0 + low, self.y0 + right
        if self.rotation == 180:
            return self.x1 - right, self.y0 + top, self.x1 - left, self.y0 + low
        if self.rotation == 270:
            return self.x1 - low, self.y1 - right, self.x1 - top, self.y1 - left
        return self.x0 + left, self.y1 - low, self.x0 + right, self.y1 - top

    def baseline(self, box: Box) -> Baseline:
        """Return the baseline of a word of which only the box is known: its lower edge."""
        user = self.to_user(box)
        ux, uy = RIGHT[self.rotation]
        x = user.x0 if ux + -uy > 0 else user.x1
        y = user.y0 if ux + uy > 0 else user.y1
        return Baseline(x, y, ux, uy, box.x1 - box.x0, max(box.y1 - box.y0, SMALLEST), None)


def _rotation(node: Object) -> int:
    """Return the rotation of a page, which may stand in the page tree above it."""
    for _ in range(DEEPEST):
        if "/Rotate" in node:
            value: Any = node.Rotate
            return value % 360 if isinstance(value, int) else 0
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _sorted(sides: object) -> Box:
    x0, y0, x1, y1 = (float(side) for side in sides)  # type: ignore[attr-defined]
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


# Pages of a scan: their invisible text out, the repaired text in, on the same places.

FONT = "VnfixHidden"


def make_layers(content: Content, words: Sequence[Laid], font: Glyphless) -> Layers:
    """Return the new invisible text of a page; its font is added to the content's.

    Args:
        content: of the page.
        words: in reading order, on their baselines.
        font: the font of the file's invisible text.

    """
    name = free_name(FONT, font_names(content))
    content.fonts[name] = font.font
    parts: defaultdict[int | None, list[Laid]] = defaultdict(list)
    for word in words:
        parts[word.mcid].append(word)
    return Layers({mcid: write_layer(part, font, name[1:]) for mcid, part in parts.items()})


def lay_words(placed: Sequence[Placed], old: Sequence[Word], text: str, lines: Lines) -> list[Laid]:
    """Return the words of one page on the baselines of its old text.

    Args:
        placed: the words in reading order, with boxes on the page as shown.
        old: the words of the document as read.
        text: the repaired text.
        lines: the baselines of the page.

    """
    number, end = 0, placed[0].start if placed else 0
    laid: list[Laid] = []
    for word in placed:
        between = text[end : word.start]
        if between != " " and not _ENDS.isdisjoint(between):
            number += 1
        end = word.end
        box = word.box
        if word.added:  # a neighbour's baseline is not that of an added line
            laid.append(Laid(word.text, number, lines.space.baseline(box)))
            continue
        begin, stop = 0.0, 1.0
        if len(word.sources) == 1:
            # A part of an old word is cut along its baseline, whatever way that runs.
            whole = old[word.sources[0]].box
            if whole is not box and whole.x1 > whole.x0:
                width = whole.x1 - whole.x0
                begin, stop = (box.x0 - whole.x0) / width, (box.x1 - whole.x0) / width
                box = whole
        laid.append(lines.lay(word.text, number, box, begin, stop))
    return laid


def baselines(page: Page, content: Content) -> Lines:
    """Return where the invisible text of a page runs, each with the marked content it is in."""
    return Lines(_hidden(content), Space(page))


def _hidden(content: Content) -> Iterator[tuple[Show, int | None]]:
    """Yield what is hidden; in a form it belongs to no marked content of the page."""
    yield from ((show, show.mcid) for show in content.shows if show.hidden)
    for _, _, form in content.forms:
        yield from ((show, None) for _, show in form.all_shows() if show.hidden)
