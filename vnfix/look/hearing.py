"""What the second reading says at the places of some lines: cut, read, brought to the places."""

from __future__ import annotations

import multiprocessing
import os
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from vnfix.look.evidence import Heard, is_alike
from vnfix.look.matching import Span, matches
from vnfix.look.pictures import PagePictures
from vnfix.model import union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.alternatives.places import Spot
    from vnfix.decode.groups import Group
    from vnfix.look.pictures import Crop
    from vnfix.look.tesseract import SecondWord, Tesseract
    from vnfix.model import Document, Word

Offsets = tuple[int, int]
"""Where a place begins and ends in the text."""

DEBRIS = "_"
"""What the engine makes of the white at a line's ends."""
STEEPEST = 0.1
"""Lines are skewed by less; more is an error of their boxes."""
FEWEST = 3
"""Words that tell the slope of a line."""
PROCESSES = 4
"""Pages that are read at once at most; in a worker of a folder run it is one."""
MOST = 0.5
"""Of the places of a page, so many must look alike in both readings."""
Pair = tuple[Offsets, Heard, "Group"]
NOWHERE = Span(-2.0, -1.0)


class Row(NamedTuple):
    """A line that is to be read again: its places and its words with their boxes."""

    spots: Sequence[Spot]
    words: Sequence[Word]

    @property
    def page(self) -> int:
        """The page that it stands on."""
        return self.words[0].page


def listen(
    source: bytes, engine: Tesseract, rows: Sequence[Row], seconds: float
) -> dict[Offsets, Heard]:
    """Return what is read at the places of some lines.

    Args:
        source: the PDF.
        engine: what reads the lines.
        rows: the lines, page by page.
        seconds: limit for each page.

    Raises:
        UnreadableError: the pages cannot be shown.

    """
    pages = [list(page) for _, page in groupby(rows, key=lambda row: row.page)]
    work = partial(_page, source, engine, seconds)
    with ThreadPoolExecutor(processes()) as pool:
        return {place: heard for found in pool.map(work, pages) for place, heard in found}


def processes() -> int:
    """Return how many pages are read at once."""
    inside = multiprocessing.parent_process() is not None
    return 1 if inside else max(1, min(PROCESSES, os.cpu_count() or 1))


def _page(
    source: bytes, engine: Tesseract, seconds: float, rows: Sequence[Row]
) -> list[tuple[Offsets, Heard]]:
    with PagePictures(source) as pages:
        crops = [_cut(pages, row.words) for row in rows]
    read = engine.read([crop.image for crop in crops], seconds) or ()
    found = [
        pair
        for row, crop, second in zip(rows, crops, read, strict=False)
        for pair in paired(row, crop, second)
    ]
    return [(span, heard) for span, heard, _ in found] if is_same_page(found) else []


def is_same_page(found: Sequence[Pair]) -> bool:
    """Whether most of what was read looks like the first reading.

    It does not where the picture is another one, or lies elsewhere than its text.
    """
    alike = sum(is_alike(heard, (group.before, group.after)) for _, heard, group in found)
    return alike >= MOST * len(found)


def words_of(document: Document, line: int) -> list[Word]:
    """Return the words of a line with their boxes."""
    start, end = document.lines[line].start, document.lines[line].end
    first = bisect_left(document.words, start, key=lambda w: w.start)
    last = bisect_left(document.words, end, key=lambda w: w.start)
    return list(document.words[first:last])


def _cut(pages: PagePictures, words: Sequence[Word]) -> Crop:
    return pages.cut(words[0].page, union(w.box for w in words), slope_of(words))


def slope_of(words: Sequence[Word]) -> float:
    """Return the slope of a line of words by least squares, 0 where it cannot be told."""
    if len(words) < FEWEST:
        return 0.0
    middles = [((w.box.x0 + w.box.x1) / 2, (w.box.y0 + w.box.y1) / 2) for w in words]
    x0 = sum(x for x, _ in middles) / len(middles)
    y0 = sum(y for _, y in middles) / len(middles)
    wide = sum((x - x0) ** 2 for x, _ in middles)
    slope = sum((x - x0) * (y - y0) for x, y in middles) / wide if wide else 0.0
    return slope if abs(slope) < STEEPEST else 0.0


def paired(row: Row, crop: Crop, second: Sequence[SecondWord]) -> Iterator[Pair]:
    """Yield what the second reading says of each place of a line, where that is plain."""
    said = without_debris(second)
    spans = [_span(spot, row.words) for spot in row.spots]
    for m in matches(spans, [Span(crop.place(w.x0), crop.place(w.x1)) for w in said]):
        places, heard = [row.spots[k] for k in m.places], [said[k] for k in m.words]
        if len(places) == 1 and heard:
            yield _of(places[0], heard)
        elif len(places) == len(heard):
            yield from (_of(p, [w]) for p, w in zip(places, heard, strict=True))


def without_debris(words: Sequence[SecondWord]) -> list[SecondWord]:
    """Return the words of a line without what the engine makes of the white at its ends."""
    cleaned = (w._replace(text=w.text.strip(DEBRIS)) for w in words)
    return [w for w in cleaned if w.text]


def _of(spot: Spot, words: Sequence[SecondWord]) -> Pair:
    g = spot.group
    return (g.start, g.end), heard_in(words), g


def heard_in(words: Sequence[SecondWord]) -> Heard:
    """Return what words say together."""
    return Heard(" ".join(w.text for w in words), min(w.confidence for w in words))


def _span(spot: Spot, words: Sequence[Word]) -> Span:
    """Return where a place stands in its line; nowhere, if its words have no boxes."""
    boxes = [w.box for w in words if w.start < spot.group.end and w.end > spot.group.start]
    if not boxes:
        return NOWHERE
    around = union(boxes)
    return Span(around.x0, around.x1)
