"""What of a page becomes glyphs, and where the page lies among them."""

from __future__ import annotations

import pytest

from tests.pdfs import make_drawn_pdf, make_form_pdf
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.pdf.read.reader import extract
from vnfix.pdf.read.text import LONGEST_SIDE


def test_text_in_a_form_is_laid_out_as_the_page_is() -> None:
    """OCR programs put the text layer into a form XObject; pdfminer.six runs its lines together."""
    rows = b"BT /F1 12 Tf 3 Tr 72 700 Td (dong mot) Tj 0 -14 Td (dong hai) Tj ET"
    document = read_bytes(make_form_pdf(rows), "a.pdf", Config())
    assert [line.text for line in document.lines if line.text] == ["dong mot", "dong hai"]
    assert all(w.hidden for w in document.words)


def test_string_without_a_font_shows_nothing() -> None:
    content = b"BT 72 700 Td (nothing) Tj /F1 12 Tf 0 -20 Td (chu) Tj ET"
    assert read_bytes(make_drawn_pdf([content]), "a.pdf", Config()).text.split() == ["chu"]


def test_unknown_font_is_one_font() -> None:
    content = b"BT /F9 12 Tf 72 700 Td (a) Tj /F8 12 Tf 0 -40 Td (b) Tj ET"
    document = read_bytes(make_drawn_pdf([content]), "a.pdf", Config())
    assert {w.font for w in document.words} == {"missing"}


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        (b"/CropBox [900 900 999 999]", (595, 842)),
        (b"/CropBox [-50 -50 5000 400]", (595, 400)),
        (b"/Rotate -90", (842, 595)),
        (b"/Rotate 45", (595, 842)),
        (b"/MediaBox [0 0 9999999999 5]", (LONGEST_SIDE, 5)),
    ],
)
def test_size_of_the_page_as_it_is_shown(attributes: bytes, size: tuple[float, float]) -> None:
    content = b"BT /F1 12 Tf 72 300 Td (chu) Tj ET"
    built = extract(make_drawn_pdf([content], attributes)).built
    (page,) = built.pages
    assert (page.width, page.height) == size
    assert page.rotation in (0, 90, 180, 270)
