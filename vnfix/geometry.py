"""Where words stand on the pages of a document: values only, made by readers, used by writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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
