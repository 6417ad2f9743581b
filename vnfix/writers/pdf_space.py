"""From the page as it is shown to user space: the CropBox and the rotation undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix.geometry import Box
from vnfix.writers.pdf_layer import Baseline

if TYPE_CHECKING:
    from pikepdf import Object, Page

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
        return Baseline(x, y, ux, uy, box.x1 - box.x0, box.y1 - box.y0, None)


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
