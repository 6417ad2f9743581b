"""The order in which the blocks of a page are read.

This is pdfminer.six's `group_textboxes`, which joins the two nearest blocks again and again. Of
two pairs that are equally near it takes the one that lies first in memory, so that a page may
read differently each time; here it is the pair that comes first on the page. A correction file
must fit the text that is read later.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from pdfminer.layout import IndexAssigner, LTTextGroupLRTB
from pdfminer.utils import Plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.utils import Rect

    Element = LTTextBox | LTTextGroupLRTB


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
