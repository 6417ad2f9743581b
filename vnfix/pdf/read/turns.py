"""Which way text runs: sideways, upside down, mirrored, aslant, or from top to bottom.

A glyph that is not upright gets a second box, measured along its own line of writing, in a frame
that is turned with it. There it is laid out as upright text is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfminer.utils import Matrix, Point, Rect

QUARTER = 90
SKEW = 15.0  # degrees; a scan is seldom askew by more, and a slanting stamp seldom by less


class Turn(NamedTuple):
    """A way in which text runs.

    Attributes:
        angle: degrees anticlockwise from the right, 0 to 359; a multiple of 90 but for text aslant.
        mirrored: seen as in a mirror: the letters' tops lie to the right of the way they run.

    """

    angle: int
    mirrored: bool = False

    def flat(self, points: Iterable[Point]) -> Rect:
        """Return the box around points of the page in the frame of such text."""
        cos, sin = _cos_sin(self.angle)
        up = -1.0 if self.mirrored else 1.0
        turned = [(cos * x + sin * y, up * (cos * y - sin * x)) for x, y in points]
        xs, ys = zip(*turned, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


UPRIGHT = Turn(0)


def turn_of(matrix: Matrix, *, downwards: bool = False) -> Turn:
    """Return which way text runs.

    Args:
        matrix: from text space to the page.
        downwards: the font is written from top to bottom.

    >>> turn_of((0, 12, -12, 0, 300, 80))
    Turn(angle=90, mirrored=False)

    """
    a, b, c, d = matrix[:4]
    if not b and not c and a > 0 and d > 0 and not downwards:
        return UPRIGHT
    if not (a or b) or not all(map(math.isfinite, (a, b, c, d))):
        return UPRIGHT
    degrees = math.degrees(math.atan2(b, a))
    quarter = round(degrees / QUARTER) * QUARTER
    angle = quarter if abs(degrees - quarter) <= SKEW else round(degrees)
    mirrored = a * d - b * c < 0
    if downwards:
        angle += QUARTER if mirrored else -QUARTER
    return Turn(angle % 360, mirrored)


def corners(box: Rect) -> list[Point]:
    """Return the corners of a box."""
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _cos_sin(angle: int) -> tuple[float, float]:
    if angle % QUARTER:
        return math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[angle // QUARTER % 4]
