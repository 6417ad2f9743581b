"""Where words stand on the pages of a document: values only, made by readers, used by writers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Box(NamedTuple):
    """A rectangle on a page as it is shown: units of the page, origin at its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document that has geometry.

    Attributes:
        number: 1-based.
        width: as shown, that is after rotation.
        height: as shown.
        unit: "pt" (1/72 inch, PDF) or "px" (pixels of the OCR engine's picture).
        rotation: degrees clockwise by which the page is turned to be shown (0, 90, 180, 270).

    """

    number: int
    width: float
    height: float
    unit: str = "pt"
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without blanks and where it stands on its page.

    Attributes:
        start: offset in the document's text.
        end: offset just past the word.
        page: 1-based number of its page.
        box: where it stands.
        font: key of the font object, as in `LostGlyph`; "" where there is none.
        hidden: drawn invisibly, as the text layer of a scan is (text rendering mode 3).

    """

    start: int
    end: int
    page: int
    box: Box
    font: str = ""
    hidden: bool = False


def share(box: Box, weights: Sequence[float]) -> list[Box]:
    """Return `box` cut from left to right, in proportion to the weights.

    >>> [(part.x0, part.x1) for part in share(Box(0, 0, 30, 8), [1, 2])]
    [(0.0, 10.0), (10.0, 30)]
    """
    ends = list(accumulate(weights, initial=0.0))
    width = box.x1 - box.x0
    cuts = [min(box.x0 + width * e / ends[-1], box.x1) for e in ends[:-1]]
    return [Box(a, box.y0, b, box.y1) for a, b in pairwise([*cuts, box.x1])]


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around boxes, of which there must be one at least."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))
