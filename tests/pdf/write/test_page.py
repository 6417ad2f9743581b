"""Changed pages: forms and resources of their own."""

from __future__ import annotations

import io

import pikepdf

from tests.pdf.write.pdf_samples import (
    WORDS,
    pixels,
    rewrite,
    saved,
    scan,
    words_by_pdfium,
    words_by_pdfminer,
)
from tests.pdfs import make_drawn_pdf

HIDDEN = b"BT 3 Tr /F1 12 Tf 1 0 0 1 72 500 Tm (Cii c6ch) Tj ET"


def layered(content: bytes, pages: int = 1) -> bytes:
    """Return a PDF whose pages all draw the same form, after a grey field."""
    data = make_drawn_pdf([b"0.8 g 50 400 400 150 re f q 1 0 0 1 0 9 cm /Fm Do Q"] * pages)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.make_stream(content, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842])
        form.Resources = pikepdf.Dictionary(Font=pdf.pages[0].Resources.Font)
        for page in pdf.pages:
            page.Resources.XObject = pikepdf.Dictionary(Fm=form)
        return saved(pdf)


def test_a_form_of_invisible_text_goes() -> None:
    data = layered(HIDDEN)
    written = rewrite(data, WORDS)
    assert words_by_pdfium(written) == words_by_pdfminer(written) == [["Cải", "cách"]]
    assert pixels(written) == pixels(data)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert "/XObject" not in pdf.pages[0].Resources
        assert "/VnfixHidden" in pdf.pages[0].Resources.Font


def test_a_form_that_paints_stays_without_its_invisible_text() -> None:
    data = layered(HIDDEN + b" BT 0 Tr 1 0 0 1 72 440 Tm (ngay) Tj ET")
    written = rewrite(data, WORDS)
    assert sorted(words_by_pdfium(written)[0]) == ["Cải", "cách", "ngay"]
    assert pixels(written) == pixels(data)


def test_a_form_that_pages_share_stays_for_the_others() -> None:
    data = layered(HIDDEN, pages=2)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[1].contents_add(b"BT 3 Tr /F1 9 Tf 72 300 Td (tinh) Tj ET")
        data = saved(pdf)
    written = rewrite(data, {"tinh": "tỉnh"})
    assert words_by_pdfium(written) == [["Cii", "c6ch"], ["Cii", "c6ch", "tỉnh"]]


def test_a_font_that_only_the_old_text_used_goes() -> None:
    with pikepdf.open(io.BytesIO(rewrite(scan(), WORDS))) as pdf:
        assert list(pdf.pages[0].Resources.Font.keys()) == ["/VnfixHidden"]


def test_resources_may_stand_above_the_page() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        pdf.Root.Pages.Resources = pdf.pages[0].Resources
        del pdf.pages[0].obj.Resources
        data = saved(pdf)
    assert words_by_pdfium(rewrite(data, WORDS)) == [list(WORDS.values())]
