"""Pictures of pages."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.broken_pdfs import locked
from tests.pdfs import make_drawn_pdf, make_pdf
from vnfix.errors import UnreadableError
from vnfix.pdf.read.pdfium import MOST_PIXELS, render_page

if TYPE_CHECKING:
    from pathlib import Path

BLACK = b"0 g 100 700 200 100 re f"


def test_picture_has_the_size_of_the_page_and_shows_what_is_drawn() -> None:
    data = make_drawn_pdf([BLACK])
    picture = Image.open(io.BytesIO(render_page(data, 1, dpi=72)))
    assert picture.size == (595, 842)
    assert picture.getpixel((150, 842 - 750)) == (0, 0, 0)
    assert picture.getpixel((400, 400)) == (255, 255, 255)


def test_resolution() -> None:
    picture = Image.open(io.BytesIO(render_page(make_drawn_pdf([BLACK]), 1)))
    assert picture.width == pytest.approx(595 * 110 / 72, abs=1)


def test_turned_page_is_shown_turned() -> None:
    data = make_drawn_pdf([BLACK], b"/Rotate 90")
    assert Image.open(io.BytesIO(render_page(data, 1, dpi=72))).size == (842, 595)


def test_scan_is_shown(root: Path) -> None:
    data = (root / "corpus" / "plan" / "scan.pdf").read_bytes()
    picture = render_page(data, 2)
    assert picture[:4] in (b"\xff\xd8\xff\xe0", b"\x89PNG")
    assert len(picture) < 400_000
    assert render_page(data, 3)[:4] in (b"\xff\xd8\xff\xe0", b"\x89PNG")
    with pytest.raises(UnreadableError, match="no page"):
        render_page(data, 4)


def test_huge_page_is_shown_smaller() -> None:
    data = make_drawn_pdf([BLACK], b"/MediaBox [0 0 14400 14400]")
    picture = Image.open(io.BytesIO(render_page(data, 1, dpi=300)))
    assert 0.9 * MOST_PIXELS < picture.width * picture.height < 1.1 * MOST_PIXELS


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4 cut off", locked(make_pdf([["a"]]), user="secret")]
)
def test_file_that_cannot_be_shown(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="cannot be shown") as e:
        render_page(data, 1)
    assert "qpdf" in e.value.remedy


@pytest.mark.parametrize("page", [0, 2, -1])
def test_page_that_is_not_there(page: int) -> None:
    with pytest.raises(UnreadableError, match="no page"):
        render_page(make_drawn_pdf([BLACK]), page)


def test_threads_wait_for_each_other() -> None:
    data = make_drawn_pdf([BLACK] * 4)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda k: render_page(data, k % 4 + 1), range(16)))
    assert len(set(pictures)) == 1
