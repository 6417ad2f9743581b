"""The page as shown and user space."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.pdf.write.pdf_samples import scan
from vnfix.model import Box
from vnfix.pdf.write.layer import Space

BOX = Box(10, 20, 40, 30)
CROPPED = b"/MediaBox [0 0 600 800] /CropBox [100 50 700 700]"
BESIDE = b"/MediaBox [600 800 0 0] /CropBox [900 900 950 950]"


@pytest.mark.parametrize(
    ("attributes", "box", "origin", "right"),
    [
        (b"", (10, 812, 40, 822), (10, 812), (1, 0)),
        (b"/Rotate 90", (20, 10, 30, 40), (30, 10), (0, 1)),
        (b"/Rotate 180", (555, 20, 585, 30), (585, 30), (-1, 0)),
        (b"/Rotate -90", (565, 802, 575, 832), (565, 832), (0, -1)),
        (CROPPED, (110, 670, 140, 680), (110, 670), (1, 0)),
        (BESIDE, (10, 770, 40, 780), (10, 770), (1, 0)),
        (b"/Rotate 45", (10, 812, 40, 822), (10, 812), (1, 0)),
    ],
)  # fmt: skip
def test_boxes_and_baselines(
    attributes: bytes,
    box: tuple[float, ...],
    origin: tuple[float, float],
    right: tuple[float, float],
) -> None:
    with pikepdf.open(io.BytesIO(scan(attributes))) as pdf:
        space = Space(pdf.pages[0])
        assert space.to_user(BOX) == box
        line = space.baseline(BOX)
        assert ((line.x, line.y), (line.ux, line.uy)) == (origin, right)
        assert (line.length, line.size) == (30, 10)


def test_the_rotation_may_stand_above_the_page() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        pdf.Root.Pages.Rotate = 90
        assert Space(pdf.pages[0]).rotation == 90
