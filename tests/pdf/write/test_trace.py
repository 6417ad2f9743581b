"""Where each piece of the text came from."""

from __future__ import annotations

import io

import pikepdf

from tests.pdf.write.pdf_samples import read, scan
from tests.pdfs import make_drawn_pdf, make_pdf
from vnfix.pdf.write.content import read_page
from vnfix.pdf.write.drawn import code_count
from vnfix.pdf.write.tounicode import trace

TWO_COLUMNS = make_drawn_pdf(
    [b"BT /F1 9 Tf 300 700 Td (phai) Tj -250 0 Td [(tr) -20 (ai)] TJ 0 -11 Td (duoi) Tj ET"]
)


def test_reads_as_the_reader_does() -> None:
    for data in (scan(), TWO_COLUMNS, make_pdf([["mot hai", "ba"], [], ["bon"]])):
        assert trace(data).text == read(data).text


def test_every_letter_has_its_glyph() -> None:
    traced = trace(TWO_COLUMNS)
    for origin in traced.origins:
        assert traced.text[origin.start : origin.end] == origin.glyph.text
    places = {
        traced.text[o.start : o.end] + str(k): (o.show, o.place)
        for k, o in enumerate(traced.origins)
    }
    assert sorted(places.values()) == [(0, k) for k in range(4)] + [(1, k) for k in range(4)] + [
        (2, k) for k in range(4)
    ]


def test_counts_the_glyphs_as_the_content_does() -> None:
    with pikepdf.open(io.BytesIO(TWO_COLUMNS)) as pdf:
        shows = list(read_page(pdf.pages[0]).all_shows())
        counts = [code_count(content, show) for content, show in shows]
    assert trace(TWO_COLUMNS).counts == [counts] == [[4, 4, 4]]
