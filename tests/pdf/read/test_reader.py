"""The text layer of PDFs, and PDFs that are broken in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pdfminer
import pytest

from tests.pdfs import make_pdf
from vnfix.config import Config
from vnfix.errors import NothingToDoError, UnreadableError
from vnfix.formats.reading import read, read_bytes
from vnfix.pdf.read.reader import VERSION, read_pdf

if TYPE_CHECKING:
    from pathlib import Path

TWO_PAGES = make_pdf([["Cii c6ch hinh chinh", "tinh Kh6nh Hda"], ["Trang hai"]])


def test_reads_lines_and_pages() -> None:
    document = read_pdf(TWO_PAGES, "a.pdf", Config())
    lines = [(line.page, line.text.strip()) for line in document.lines if line.text.strip()]
    assert lines == [(1, "Cii c6ch hinh chinh"), (1, "tinh Kh6nh Hda"), (2, "Trang hai")]
    assert document.text.count("\f") == 2
    assert document.reader == "pdfminer"
    assert document.reader_version == f"{pdfminer.__version__}+{VERSION}"


def test_knows_a_pdf_by_its_bytes() -> None:
    assert read_bytes(TWO_PAGES, "-", Config()).reader == "pdfminer"


def test_pdf_without_text_needs_ocr() -> None:
    with pytest.raises(NothingToDoError, match="no text layer") as e:
        read_pdf(make_pdf([[], []]), "a scan; rm b.pdf", Config())
    assert "ocrmypdf -l vie 'a scan; rm b.pdf' OUT.pdf" in e.value.remedy


def test_encrypted_pdf_names_the_remedy() -> None:
    with pytest.raises(UnreadableError, match="encrypted") as e:
        read_pdf(make_pdf([["a"]], encrypted=True), "a.pdf", Config())
    assert "qpdf" in e.value.remedy


@pytest.mark.parametrize("size", [0, 9, 100, 400, len(TWO_PAGES) - 30])
def test_truncated_pdf_is_refused(size: int) -> None:
    with pytest.raises(UnreadableError, match="end is missing"):
        read_pdf(TWO_PAGES[:size], "a.pdf", Config())


@pytest.mark.parametrize("body", [b"", b"garbage", b"1 0 obj << /Type", b"xref\n0 1\ntrailer <<>>"])
def test_broken_pdf_is_refused(body: bytes) -> None:
    with pytest.raises((UnreadableError, NothingToDoError)):
        read_pdf(b"%PDF-1.4\n" + body + b"\n%%EOF\n", "a.pdf", Config())


@pytest.mark.parametrize("at", range(0, len(TWO_PAGES), 29))
def test_damage_anywhere_gives_no_traceback(at: int) -> None:
    damaged = TWO_PAGES[:at] + b"\xff<<(" + TWO_PAGES[at + 4 :]
    try:
        document = read_pdf(damaged, "a.pdf", Config())
    except (UnreadableError, NothingToDoError):
        return
    assert document.text.strip()


@pytest.mark.shared
def test_line_numbers_are_those_of_the_gold(shared: Path) -> None:
    """The gold of the real file counts the lines of pdfminer.six's text; its blanks are doubled."""
    folder = shared / "pdf" / "cid"
    document = read(folder / "real_hanoi_35.2024.pdf", Config())
    rows = (folder / "real_hanoi_35.2024.gold.tsv").read_text("utf-8").splitlines()
    garbled = {int(number): text.split() for number, text, *_ in (r.split("\t") for r in rows)}
    found = {line.number: line.text.split() for line in document.lines if line.number in garbled}
    assert found == garbled
