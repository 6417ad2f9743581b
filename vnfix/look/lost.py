"""Lines that a page shows and its text layer lacks: found, read, and where they belong.

All that the layer covers is made white on the picture of the page. Where letters may be left, the
engine looks for text. Stamps, signatures, rules, leaders and specks it takes for letters too, but
not for words, and is not sure of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vnfix.logs import logger
from vnfix.look.hearing import processes, without_debris
from vnfix.look.pictures import WHITE, PagePictures
from vnfix.look.tesseract import TEXT_LINE
from vnfix.model import Box, Correction, Safety, Second, union
from vnfix.text.fuzzy import plain_likeness
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from vnfix.look.pictures import Shown
    from vnfix.look.tesseract import FoundWord, SecondWord, Tesseract
    from vnfix.model import Document

    Read = FoundWord | SecondWord

W = TypeVar("W", "FoundWord", "SecondWord")

log = logger(__name__)
FIXER = "look"
REASON = "a line that the text layer lacks"
LEADER = re.compile(r"(?<=:)[\W_]+$")
POINTS = 72
BESIDE, AROUND = 0.6, 0.25
"""White put around each word of the layer, in heights of the word."""
INK = 0.15
"""A cell of half a line's height is darker than this where a letter stands in it; rules are not."""
LETTERS = 3
"""Letters beside each other that may be a word."""
LEAST_SURE, SURE = 0.5, 0.75
"""The engine's confidence in each word at the ends of a line, and in the line on the average."""
FEWEST = 4
"""Letters and figures of a line."""
SMALLEST, GREATEST = 0.4, 2.5
"""Height of a line's letters, in those of the page's."""
ALIKE = 0.5
"""Lines are of one row of the page, or of one column, if they have so much of the smaller one."""
APART = 4.0
"""Pieces of a row that are further apart are two lines, in heights."""
THERE, FEWEST_THERE = 80, 3
"""A line stands in the page's text if so much of it does, of 100; labels of forms stand twice."""


class Spot(NamedTuple):
    """A line of the text layer: its number among the document's (from 0) and its box."""

    line: int
    box: Box


def lost_lines(document: Document, engine: Tesseract, seconds: float) -> list[Correction]:
    """Return the lines that the pages of a scan show and its text layer lacks, sorted by place.

    Pages of drawn type are not looked at: their pictures are no text.

    Args:
        document: a PDF with its source.
        engine: what reads.
        seconds: limit for each page.

    Raises:
        UnreadableError: the pages cannot be shown.

    """
    numbers = sorted({word.page for word in document.words if word.hidden})
    work = partial(_page, document, engine, seconds)
    with ThreadPoolExecutor(processes()) as pool:
        found = list(chain.from_iterable(pool.map(work, numbers)))
    return sorted(found, key=lambda c: c.order)


def _page(document: Document, engine: Tesseract, seconds: float, page: int) -> list[Correction]:
    """Return the lost lines of a page.

    Where they stand is found on what is left of the picture; they are read from the whole one, for
    what covers their neighbours covers marks of theirs.
    """
    words = [word.box for word in document.words if word.page == page]
    high = median(box.y1 - box.y0 for box in words)
    begin = monotonic()
    with PagePictures(document.source) as pages:
        shown = pages.page(page)
        rest = uncovered(shown, words)
    if high <= 0 or not may_have_words(rest, round(high * shown.down)):
        return []
    seen = engine.search(rest, round(shown.down * POINTS), seconds) or ()
    places = joined([box for line in seen if (box := place_of(line, shown, high))])
    if not places:
        return []
    crops = [shown.cut(box, 0.0) for box in places]
    left = max(begin + seconds - monotonic(), 0.0)
    read = engine.read([crop.image for crop in crops], left, TEXT_LINE) or ()
    spots = spots_of(document, page)
    found = [
        _added(document, spots, box, Second(text_of(line), mean(line), engine.name))
        for box, line in zip(
            places, (without_ends(without_debris(line)) for line in read), strict=False
        )
        if is_text(line)
    ]
    known = document.text[document.lines[spots[0].line].start : document.lines[spots[-1].line].end]
    if lies_elsewhere([c.after for c in found], known):
        log.info("%s: the text of page %d lies beside its picture, no lines", document.name, page)
        return []
    return found


def lies_elsewhere(found: Sequence[str], text: str) -> bool:
    """Whether most of the lines that were found on a page stand in its text.

    Then its text layer lies beside the picture, and does not cover what it holds.
    """
    there = sum(plain_likeness(line, text) >= THERE for line in found)
    return there >= FEWEST_THERE and 2 * there > len(found)


def uncovered(shown: Shown, boxes: Sequence[Box]) -> Image:
    """Return the picture of a page without what stands in these boxes."""
    from PIL import ImageDraw

    image = shown.image.copy()
    draw = ImageDraw.Draw(image)
    for box in boxes:
        height = box.y1 - box.y0
        left, right = box.x0 - BESIDE * height, box.x1 + BESIDE * height
        top, bottom = box.y0 - AROUND * height, box.y1 + AROUND * height
        corners = left * shown.across, top * shown.down, right * shown.across, bottom * shown.down
        draw.rectangle(corners, fill=WHITE)
    return image


def may_have_words(image: Image, height: int) -> bool:
    """Whether some letters may stand beside each other in a picture.

    Args:
        image: in grey.
        height: of a line, in pixels.

    """
    cells = image.reduce(max(height // 2, 1))
    dark = cells.point(lambda value: int(value < WHITE * (1 - INK))).tobytes()
    rows = (dark[k : k + cells.width] for k in range(0, len(dark), cells.width))
    return any(b"\1" * LETTERS in row for row in rows)


def place_of(words: Sequence[FoundWord], shown: Shown, high: float) -> Box | None:
    """Return where a line stands that the engine has found, None where it is no text.

    Args:
        words: of the line.
        shown: the page that it was found on.
        high: height of the page's lines, in points.

    """
    kept = without_ends(words)
    if not is_text(kept):
        return None
    around = union(word.box for word in kept)
    box = Box(
        around.x0 / shown.across,
        around.y0 / shown.down,
        around.x1 / shown.across,
        around.y1 / shown.down,
    )
    return box if SMALLEST * high <= box.y1 - box.y0 <= GREATEST * high else None


def without_ends(words: Sequence[W]) -> Sequence[W]:
    """Return the words of a line without the leaders and rules at its ends.

    The engine takes them for letters, and has no confidence in them.
    """
    told = [k for k, word in enumerate(words) if word.confidence >= LEAST_SURE]
    return words[told[0] : told[-1] + 1] if told else ()


def is_text(words: Sequence[Read]) -> bool:
    """Whether words are a line of text: sure enough, long enough, and most of them words."""
    letters = sum(c.isalnum() for w in words for c in w.text)
    if letters < FEWEST or mean(words) < SURE:
        return False
    bare = ["".join(c for c in w.text if c.isalnum()) for w in words]
    said = [word for word in bare if word]
    good = sum(is_syllable(word.lower()) or word.isdecimal() for word in said)
    return 2 * good >= len(said) and any(len(word) > 1 and word.isalpha() for word in said)


def text_of(words: Sequence[Read]) -> str:
    """Return the text of a line, without what the engine makes of the first dots of a leader."""
    return LEADER.sub("", " ".join(w.text for w in words))


def mean(words: Sequence[Read]) -> float:
    """Return the engine's confidence in a line: that in its words, on the average."""
    return sum(w.confidence for w in words) / len(words)


def joined(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes with those of one row of the page put together, from the top down."""
    lines: list[Box] = []
    for box in sorted(boxes):
        near = [k for k, line in enumerate(lines) if _goes_on(line, box)]
        if near:
            lines[near[-1]] = union((lines[near[-1]], box))
        else:
            lines.append(box)
    return sorted(lines, key=lambda box: (box.y0, box.x0))


def _goes_on(left: Box, right: Box) -> bool:
    height = min(left.y1 - left.y0, right.y1 - right.y0)
    return 0 <= right.x0 - left.x1 <= APART * height and in_row(left, right)


def in_row(a: Box, b: Box) -> bool:
    """Whether two boxes stand beside each other."""
    return _common(a.y0, a.y1, b.y0, b.y1) > ALIKE


def in_column(a: Box, b: Box) -> bool:
    """Whether two boxes stand above each other."""
    return _common(a.x0, a.x1, b.x0, b.x1) > ALIKE


def _common(a0: float, a1: float, b0: float, b1: float) -> float:
    return (min(a1, b1) - max(a0, b0)) / max(min(a1 - a0, b1 - b0), 1e-6)


def spots_of(document: Document, page: int) -> list[Spot]:
    """Return the lines of a page that have words, in the order of the text."""
    boxes: dict[int, list[Box]] = {}
    k = 0
    for word in (w for w in document.words if w.page == page):
        while document.lines[k].end < word.end:
            k += 1
        boxes.setdefault(k, []).append(word.box)
    return [Spot(line, union(found)) for line, found in boxes.items()]


def line_after(spots: Sequence[Spot], box: Box) -> int:
    """Return the number of the line that an added one is written before.

    It follows the lowest line above it in its column, or the one to its left; behind the empty line
    between two paragraphs if it is nearer to the second. Where there is none, it goes before the
    one to its right, or the highest below it. Every page has a line behind the last one, for its
    form feed is one.
    """
    above = [s for s in spots if in_column(s.box, box) and _middle(s.box) < _middle(box)]
    left = [s for s in spots if in_row(s.box, box) and s.box.x0 < box.x0]
    lowest = max(above, key=lambda s: _middle(s.box), default=None)
    before: Spot | None
    if lowest:  # the last of its row: what stands beside it comes before what is below
        row = (s for s in above if in_row(s.box, lowest.box))
        before = max(row, key=lambda s: s.line)
    else:
        before = max(left, key=lambda s: s.box.x0, default=None)
    if before is not None:
        k = bisect_right(spots, before.line, key=lambda s: s.line)
        follows = spots[k] if k < len(spots) else None
        nearer = follows and 0 < follows.box.y0 - box.y1 < box.y0 - before.box.y1
        return follows.line if follows and nearer else before.line + 1
    below = (
        [s for s in spots if in_row(s.box, box)]
        or [s for s in spots if in_column(s.box, box)]
        or [s for s in spots if _middle(s.box) >= _middle(box)]
    )
    first = min(below, key=lambda s: (_middle(s.box), s.line), default=None)
    return first.line if first else spots[-1].line + 1


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _added(document: Document, spots: Sequence[Spot], box: Box, said: Second) -> Correction:
    start = document.lines[line_after(spots, box)].start
    said = said._replace(confidence=round(said.confidence, 4))
    return Correction(
        start,
        start,
        "",
        said.text,
        FIXER,
        said.confidence,
        Safety.REVIEW,
        f"{REASON}; {said.engine}",
        box=Box(*(round(side, 2) for side in box)),
        second=said,
    )
