"""The new layer of a scanned page."""

from __future__ import annotations

import io

import pikepdf

from tests.pdf.write.pdf_samples import (
    WORDS,
    contents,
    read,
    repair,
    rewrite,
    saved,
    scan,
    words_by_pdfium,
)
from tests.pdfs import make_drawn_pdf
from vnfix.formats.placing import place
from vnfix.pdf.write.content import read_page
from vnfix.pdf.write.layer import baselines, lay_words

TAGGED = b"""/P <</MCID 0>> BDC BT 3 Tr /F1 12 Tf 72 500 Td (Cii c6ch) Tj ET EMC
/P <</MCID 1>> BDC BT 1 0 0 1 72 460 Tm (chinh tinh) Tj ET EMC"""


def test_words_know_their_line() -> None:
    data = scan()
    document = read(data)
    result = repair(document, WORDS | {"hinh": "hà nh"})
    placed = place(document, result)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lines = baselines(pdf.pages[0], read_page(pdf.pages[0]))
    laid = lay_words(placed, document.words, result.text, lines)
    assert [(w.text, w.line) for w in laid] == [
        ("Cải", 0), ("cách", 0), ("hà", 0), ("nh", 0), ("chính", 1), ("tỉnh", 2),
    ]  # fmt: skip
    assert {w.place.y for w in laid} == {500, 480}
    first, second = laid[2].place, laid[3].place
    assert second.x == first.x + first.length


def test_words_stay_in_their_marked_content() -> None:
    data = make_drawn_pdf([TAGGED])
    (written,) = contents(rewrite(data, {"Cii": "Cải", "tinh": "tỉnh"}))
    first, second = written.split(b"/MCID 1")
    assert b"<00431ea300690020>" in first
    assert b"<00741ec9006e00680020>" in second
    assert written.count(b"BDC") == written.count(b"EMC") == 2


def test_drawn_type_on_the_page_of_a_scan_is_repaired_as_such() -> None:
    data = make_drawn_pdf(
        [b"BT 3 Tr /F1 12 Tf 72 500 Td (Cii c6ch) Tj ET BT 0 Tr 72 300 Td (chinh) Tj ET"]
    )
    written = rewrite(data, {"Cii": "Cải", "chinh": "chính"})
    assert words_by_pdfium(written) == [["Cải", "c6ch", "chính"]]
    with pikepdf.open(io.BytesIO(written)) as pdf:
        shows = [(s.hidden, s.state.font) for _, s in read_page(pdf.pages[0]).all_shows()]
    assert (False, "/VnfixBlank") in shows or (False, "/F1") in shows


def test_a_name_that_is_taken_is_left_alone() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        fonts = pdf.pages[0].Resources.Font
        fonts.VnfixHidden = fonts.F1
        data = saved(pdf)
    with pikepdf.open(io.BytesIO(rewrite(data, WORDS))) as pdf:
        assert pdf.pages[0].Resources.Font.VnfixHidden.BaseFont == "/Helvetica"
        assert pdf.pages[0].Resources.Font.VnfixHidden1.BaseFont == "/GlyphLess"
