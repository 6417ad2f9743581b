# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Which blocks of a page belong together, as pdfminer.six's `group_textboxes` joins them.

It joins the two nearest blocks again and again. Of two pairs that are equally near it takes the one
that lies first in memory, so that a page may read differently each time; here it is the pair that
comes first on the page. A correction file must fit the text that is read later.

Plain Python that Cython compiles with the types of `order.pxd`: blocks are compared with each other.
"""

from __future__ import annotations

from array import array
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.utils import Rect

CELL = 50  # side of a cell of pdfminer.six's grid
_CELL = CELL  # a C number where this is compiled


def joins(boxes: Sequence[Rect], page: Rect) -> list[tuple[int, int]]:
    """Return the pairs to join, in order; what a pair becomes has the next number.

    Args:
        boxes: of the blocks, in the order in which they were found.
        page: what stands outside of it is near to nothing.

    """
    plane = Plane(2 * len(boxes), page)
    for box in boxes:
        plane.add(box)
    heap = [
        (False, plane.waste(i, j), i, j)
        for i in range(len(boxes))
        for j in range(i + 1, len(boxes))
    ]
    heapify(heap)
    found: list[tuple[int, int]] = []
    while heap:
        looked, waste, i, j = heappop(heap)
        if not plane.both(i, j):
            continue
        if not looked and plane.others_between(i, j):
            heappush(heap, (True, waste, i, j))
            continue
        found.append((i, j))
        group = plane.join(i, j)
        for k in range(group):
            if plane.both(k, k):
                heappush(heap, (False, plane.waste(group, k), group, k))
    return found


class Plane:
    """Blocks on a page and what they became, by number.

    Attributes:
        size: how many there are.
        alive: which of them are in no other one.
        sides: left, low, right and high of each.
        cells: those of pdfminer.six's grid that each has: first and next column, first and next
            row. What has none in common is not found.
        page: the sides of the page.

    """

    def __init__(self, most: int, page: Rect) -> None:
        """Make room for so many."""
        self.size = 0
        self.alive = bytearray(most)
        self.sides: Any = array("d", bytes(32 * most))
        self.cells: Any = array("q", bytes(32 * most))
        self.left, self.low, self.right, self.high = page

    def add(self, box: Rect) -> None:
        """Place a block."""
        x0, y0, x1, y1 = box
        at = 4 * self.size
        sides = self.sides
        sides[at], sides[at + 1], sides[at + 2], sides[at + 3] = x0, y0, x1, y1
        self.alive[self.size] = 1
        self.size += 1
        self.note_cells(at, x0, y0, x1, y1)

    def note_cells(self, at: int, x0: float, y0: float, x1: float, y1: float) -> None:
        """Note which cells a box has."""
        if x1 <= self.left or self.right <= x0 or y1 <= self.low or self.high <= y0:
            return
        cells = self.cells
        cells[at] = _cell(max(self.left, x0))
        cells[at + 1] = _cell(min(self.right, x1) + _CELL)
        cells[at + 2] = _cell(max(self.low, y0))
        cells[at + 3] = _cell(min(self.high, y1) + _CELL)

    def both(self, i: int, j: int) -> bool:
        """Whether two blocks are in no other one."""
        return bool(self.alive[i] and self.alive[j])

    def waste(self, i: int, j: int) -> float:
        """Return the area of the box around two blocks less their own areas."""
        s, a, b = self.sides, 4 * i, 4 * j
        width = max(s[a + 2], s[b + 2]) - min(s[a], s[b])
        height = max(s[a + 3], s[b + 3]) - min(s[a + 1], s[b + 1])
        own = (s[a + 2] - s[a]) * (s[a + 3] - s[a + 1])
        return float(width * height - own - (s[b + 2] - s[b]) * (s[b + 3] - s[b + 1]))

    def join(self, i: int, j: int) -> int:
        """Make one of two blocks; return its number."""
        s, a, b = self.sides, 4 * i, 4 * j
        self.alive[i] = self.alive[j] = 0
        x0, y0 = min(s[a], s[b]), min(s[a + 1], s[b + 1])
        self.add((x0, y0, max(s[a + 2], s[b + 2]), max(s[a + 3], s[b + 3])))
        return self.size - 1

    def others_between(self, i: int, j: int) -> bool:
        """Whether another block lies in the box around two."""
        s, a, b = self.sides, 4 * i, 4 * j
        x0, y0 = min(s[a], s[b]), min(s[a + 1], s[b + 1])
        x1, y1 = max(s[a + 2], s[b + 2]), max(s[a + 3], s[b + 3])
        # The room behind the last block is for what the two would become.
        room, c = 4 * self.size, self.cells
        c[room] = c[room + 1] = c[room + 2] = c[room + 3] = 0
        self.note_cells(room, x0, y0, x1, y1)
        for k in range(self.size):
            at = 4 * k
            if not self.alive[k] or k in (i, j):
                continue
            if s[at + 2] <= x0 or x1 <= s[at] or s[at + 3] <= y0 or y1 <= s[at + 1]:
                continue
            if c[at] < c[room + 1] and c[room] < c[at + 1] and (
                c[at + 2] < c[room + 3] and c[room + 2] < c[at + 3]
            ):  # fmt: skip
                return True
        return False


def _cell(place: float) -> int:
    """Return the cell of a coordinate, as pdfminer.six reckons it."""
    whole = int(place)
    found = whole // _CELL
    if whole < found * _CELL:  # C rounds towards zero
        found -= 1
    return found
