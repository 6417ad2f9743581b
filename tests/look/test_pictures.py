"""Pictures of pages: whole ones are shown, what PDFium cannot show is said."""

from __future__ import annotations

import pytest

from tests.pdfs import assemble, make_drawn_pdf, make_pdf
from vnfix.errors import UnreadableError
from vnfix.look.pictures import PagePictures
from vnfix.model import Box

LINE = Box(50, 50, 300, 65)


def test_a_line_of_a_whole_page_is_cut() -> None:
    with PagePictures(make_pdf([["Ke hoach"]])) as pages:
        assert pages.cut(1, LINE, 0.0).image.width > 250


def test_a_page_tree_that_names_itself_is_said() -> None:
    data = make_pdf([["Ke hoach"]]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    with PagePictures(data) as pages, pytest.raises(UnreadableError, match="Page 1 of the PDF"):
        pages.cut(1, LINE, 0.0)


def test_a_page_that_is_not_there_is_said() -> None:
    with PagePictures(make_pdf([["Ke hoach"]])) as pages, pytest.raises(UnreadableError):
        pages.cut(7, LINE, 0.0)


def scan(attributes: bytes, content: bytes, form: bytes = b"") -> bytes:
    """Return a page that is a picture: 60 x 80 pixels, one of them black."""
    pixels = bytearray(b"\xff" * 60 * 80)
    pixels[30 * 60 + 20] = 0
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 60 /Height 80 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Length 4800 >>\nstream\n" + bytes(pixels) + b"\nendstream"
    )
    resources = b"/Resources << /XObject << /Im 5 0 R /Fm 6 0 R >> >>"
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + attributes + resources + b" >>",
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
            picture,
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9999 9999] /Length %d " % len(form)
            + resources
            + b" >>\nstream\n"
            + form
            + b"\nendstream",
        ]
    )


WHOLE = b"q 60 0 0 80 0 0 cm /Im Do Q"


@pytest.mark.parametrize(
    ("data", "left", "top"),
    [
        (scan(b"/MediaBox [0 0 60 80]", WHOLE), 20, 30),
        (scan(b"/MediaBox [0 0 60 80] /CropBox [2 1 60 77]", WHOLE), 18, 27),
        (scan(b"/MediaBox [100 200 160 280]", b"q 60 0 0 80 100 200 cm /Im Do Q"), 20, 30),
        (scan(b"/MediaBox [-2 -3 60 80]", WHOLE), 22, 30),
        (scan(b"/MediaBox [7 9 67 89]", b"q 1 0 0 1 7 9 cm /Fm Do Q", WHOLE), 20, 30),
        (scan(b"/MediaBox [0 0 30 40]", b"q .5 0 0 .5 0 0 cm /Fm Do Q", WHOLE), 10, 15),
    ],
    ids=["plain", "cropped", "origin", "wider", "moved form", "smaller form"],
)
def test_a_scan_lies_where_its_page_shows_it(data: bytes, left: int, top: int) -> None:
    with PagePictures(data) as pages:
        shown = pages.page(1)
    black = shown.image.point(lambda value: 255 * (value < 128)).getbbox()
    assert black is not None
    assert (black[0] / shown.across, black[1] / shown.down) == (left, top)


def test_a_page_of_which_nothing_is_shown_is_said() -> None:
    data = make_drawn_pdf([b""], b"/CropBox [900 900 990 990]")
    with PagePictures(data) as pages, pytest.raises(UnreadableError, match="nothing of it"):
        pages.page(1)
