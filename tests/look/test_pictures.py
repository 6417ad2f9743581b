"""Pictures of pages: whole ones are shown, what PDFium cannot show is said."""

from __future__ import annotations

import pytest

from tests.pdfs import make_pdf
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
