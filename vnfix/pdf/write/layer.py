"""The invisible text of a page: every word on the baseline and within the width of its box."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
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


class Baseline(NamedTuple):
    """Where old text ran: origin, direction (a unit vector), length, font size, marked content."""

    x: float
    y: float
    ux: float
    uy: float
    length: float
    size: float
    mcid: int | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A word on its baseline.

    Attributes:
        text: the word.
        line: number of its line in the text.
        place: where it begins and how long it is, in user space of the page.

    """

    text: str
    line: int
    place: Baseline


class Lines:
    """The baselines of a page's old text, to look up by place."""

    def __init__(self, shows: Iterable[tuple[Show, int | None]], space: Space) -> None:
        """Take the operators that showed the text, each with its marked content."""
        self.space = space
        self.lines: list[Baseline] = []
        self.cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for show, mcid in shows:
            if line := _baseline(show, mcid):
                for cell in _cells(line):
                    self.cells[cell].append(len(self.lines))
                self.lines.append(line)

    def fit(self, box: Box, part: tuple[float, float] = (0.0, 1.0)) -> Baseline:
        """Return where a word with this box (on the page as shown) lies.

        Args:
            box: of the word, or of the old word that it is a part of.
            part: where the part begins and ends, as shares of the box.

        """
        user = self.space.to_user(box)
        x, y = (user.x0 + user.x1) / 2, (user.y0 + user.y1) / 2
        line = self._nearest(x, y) or self.space.baseline(box)
        width, height = user.x1 - user.x0, user.y1 - user.y0
        across, along = abs(line.ux), abs(line.uy)
        if across >= along:
            length = (width - line.size * along) / across
        else:
            length = (height - line.size * across) / along
        length = max(length, SMALLEST)
        start = (x - line.x) * line.ux + (y - line.y) * line.uy - length / 2 + length * part[0]
        return line._replace(
            x=line.x + line.ux * start, y=line.y + line.uy * start,
            length=length * (part[1] - part[0]),
        )  # fmt: skip

    def _nearest(self, x: float, y: float) -> Baseline | None:
        column, row, cells = math.floor(x / CELL), math.floor(y / CELL), self.cells
        near: set[int] = set()
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                if here := cells.get((i, j)):
                    near.update(here)
        found = [(_distance(self.lines[k], x, y), k) for k in near]
        best, k = min(found, default=(math.inf, 0))
        return self.lines[k] if found and best <= NEAR * self.lines[k].size else None


def write_layer(words: Sequence[Laid], font: Glyphless, name: str) -> bytes:
    """Return the operators that show words invisibly, in user space of the page.

    Args:
        words: in reading order.
        font: their font.
        name: its name in the resources of the page.

    """
    out = [b"BT\n3 Tr 0 Tc 0 Tw 0 Ts"]
    for line in _lines(words):
        out += _line(line, font, name)
    return b"\n".join([*out, b"ET\n"])


def _line(words: Sequence[Laid], font: Glyphless, name: str) -> Iterable[bytes]:
    first = words[0].place
    size = round(max(first.size, SMALLEST), 2)
    turn = numbers(first.ux, first.uy, -first.uy, first.ux, digits=6)
    yield (
        turn
        + b" "
        + numbers(first.x, first.y)
        + b" Tm /"
        + name.encode()
        + b" "
        + numbers(size)
        + b" Tf"
    )
    places = [_along(first, word.place) for word in words]
    for k, word in enumerate(words):
        x, y = places[k]
        move = numbers(x - places[k - 1][0], y - places[k - 1][1]) + b" Td " if k else b""
        step = max(places[k + 1][0] - x, SMALLEST) if k + 1 < len(words) else math.inf
        room = max(step - GAP * size, step * NARROWEST)
        length = min(word.place.length, room)
        scale = 100 * length / (ADVANCE * len(word.text) * size)
        text = font.encode(word.text, ends_line=room - length > WIDE * size)
        yield move + numbers(scale) + b" Tz " + text + b" Tj"


def _along(first: Baseline, place: Baseline) -> tuple[float, float]:
    """Return where a word begins, along the baseline of the first one and above it."""
    x, y = place.x - first.x, place.y - first.y
    return round(x * first.ux + y * first.uy, 2), round(y * first.ux - x * first.uy, 2)


def _lines(words: Sequence[Laid]) -> Iterable[list[Laid]]:
    """Cut the words where the next one does not go on in the same line."""
    line: list[Laid] = []
    for word in words:
        if line and not _goes_on(line[0], line[-1], word):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _goes_on(first: Laid, last: Laid, word: Laid) -> bool:
    a, b, c = first.place, last.place, word.place
    if first.line != word.line or a.ux * c.ux + a.uy * c.uy < ALONG:
        return False
    if not 1 / OTHER_SIZE <= c.size / a.size <= OTHER_SIZE:
        return False
    forward = (c.x - b.x) * a.ux + (c.y - b.y) * a.uy
    off = (c.y - a.y) * a.ux - (c.x - a.x) * a.uy
    return forward > -STEP_BACK * a.size and abs(off) < OFF_LINE * a.size


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


def _cells(line: Baseline) -> set[tuple[int, int]]:
    if not line.uy and line.length < CELL * MOST_STEPS / 2:
        row = math.floor(line.y / CELL)
        ends = sorted((line.x, line.x + line.ux * line.length))
        columns = range(math.floor(ends[0] / CELL), math.floor(ends[1] / CELL) + 1)
        return {(column, row) for column in columns}
    steps = min(int(line.length / CELL * 2) + 1, MOST_STEPS)
    points = (line.length * k / steps for k in range(steps + 1))
    return {
        (math.floor((line.x + line.ux * t) / CELL), math.floor((line.y + line.uy * t) / CELL))
        for t in points
    }


def _distance(line: Baseline, x: float, y: float) -> float:
    """Return the distance of a point from the middle of a line of text."""
    along = (x - line.x) * line.ux + (y - line.y) * line.uy
    across = (y - line.y) * line.ux - (x - line.x) * line.uy - MIDDLE * line.size
    beyond = max(-along, along - line.length, 0.0)
    return math.hypot(across, beyond)


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
        self.shown = media if low.x0 >= low.x1 or low.y0 >= low.y1 else low
        rotation = _rotation(page.obj)
        self.rotation = rotation if rotation in RIGHT else 0

    def to_user(self, box: Box) -> Box:
        """Return a box on the page as shown (origin top left) in user space (y upwards)."""
        x0, y0, x1, y1 = self.shown
        if self.rotation == 90:
            return Box(x0 + box.y0, y0 + box.x0, x0 + box.y1, y0 + box.x1)
        if self.rotation == 180:
            return Box(x1 - box.x1, y0 + box.y0, x1 - box.x0, y0 + box.y1)
        if self.rotation == 270:
            return Box(x1 - box.y1, y1 - box.x1, x1 - box.y0, y1 - box.x0)
        return Box(x0 + box.x0, y1 - box.y1, x0 + box.x1, y1 - box.y0)

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
        parts[word.place.mcid].append(word)
    return Layers({mcid: write_layer(part, font, name[1:]) for mcid, part in parts.items()})


def lay_words(placed: Sequence[Placed], old: Sequence[Word], text: str, lines: Lines) -> list[Laid]:
    """Return the words of one page on the baselines of its old text.

    Args:
        placed: the words in reading order, with boxes on the page as shown.
        old: the words of the document as read.
        text: the repaired text.
        lines: the baselines of the page.

    """
    line, end = 0, placed[0].start if placed else 0
    laid: list[Laid] = []
    for word in placed:
        line += any(ch in LINE_ENDS for ch in text[end : word.start])
        end = word.end
        box, part = word.box, (0.0, 1.0)
        if len(word.sources) == 1:
            # A part of an old word is cut along its baseline, whatever way that runs.
            whole = old[word.sources[0]].box
            if whole.x1 > whole.x0:
                width = whole.x1 - whole.x0
                part = (box.x0 - whole.x0) / width, (box.x1 - whole.x0) / width
                box = whole
        # A neighbour's baseline is not that of an added line.
        place = lines.space.baseline(box) if word.added else lines.fit(box, part)
        laid.append(Laid(word.text, line, place))
    return laid


def baselines(page: Page, content: Content) -> Lines:
    """Return where the invisible text of a page runs, each with the marked content it is in."""
    return Lines(_hidden(content), Space(page))


def _hidden(content: Content) -> Iterator[tuple[Show, int | None]]:
    """Yield what is hidden; in a form it belongs to no marked content of the page."""
    yield from ((show, show.mcid) for show in content.shows if show.hidden)
    for _, _, form in content.forms:
        yield from ((show, None) for _, show in form.all_shows() if show.hidden)
