"""Contents of pages: what they show, and whether they have to be written anew."""

from __future__ import annotations

import io

import pikepdf

from tests.pdf.write.pdf_samples import saved, scan
from vnfix.pdf.write.content import font_names, read_page, resource


def with_form(content: bytes) -> bytes:
    """Return a scan that draws a form before its own text."""
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        page = pdf.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(
            Fm=pdf.make_stream(
                content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 595, 842], Resources=pikepdf.Dictionary(Font=page.Resources.Font),
            )
        )  # fmt: skip
        page.contents_add(b"/Fm Do", prepend=True)
        return saved(pdf)


def test_shows_come_in_the_order_of_painting() -> None:
    data = with_form(b"BT /F1 9 Tf (dau) Tj ET")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = read_page(pdf.pages[0])
        shows = [(owner is content, show.hidden) for owner, show in content.all_shows()]
        assert shows == [(False, False), *[(True, True)] * 5]
        assert content.any_hidden
        assert not content.forms[0][2].any_hidden


def test_hidden_text_makes_a_page_change_only_if_it_goes() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        content = read_page(pdf.pages[0])
        assert content.changed(strip=True)
        assert not content.changed(strip=False)
        content.edits[0] = b""
        assert content.changed(strip=False)


def test_resources_by_kind_and_name() -> None:
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        resources = pdf.pages[0].Resources
        assert resource(resources, "/Font", "/F1").BaseFont == "/Helvetica"
        assert resource(resources, "/Font", "/F9") is None
        assert resource(resources, "/XObject", "/F1") is None
        assert font_names(read_page(pdf.pages[0])) == {"/F1"}
