"""PDFs to rewrite, repairs to make, and how three programs read the result."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
from typing import TYPE_CHECKING

import pikepdf
from pypdfium2 import PdfDocument

from tests.pdfs import make_drawn_pdf
from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.model import Correction, Repair, Safety
from vnfix.pdf.read.reader import read_pdf
from vnfix.pdf.write.writer import encode_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vnfix.model import Document

# A grey field, as the picture of a page would be, and two lines of invisible text on it.
SCAN = b"""0.8 g 50 400 400 150 re f
BT 3 Tr /F1 12 Tf 1 0 0 1 72 500 Tm (Cii ) Tj 24 0 Td (c6ch ) Tj 36 0 Td (hinh) Tj
1 0 0 1 72 480 Tm (chinh ) Tj 60 0 Td (tinh) Tj ET"""
# What makes the text of a turned page of A4 stand upright.
UPRIGHT = {
    b"/Rotate 90": b"0 1 -1 0 595 0 cm ",
    b"/Rotate 180": b"-1 0 0 -1 595 842 cm ",
    b"/Rotate 270": b"0 -1 1 0 0 842 cm ",
}
WORDS = {"Cii": "Cải", "c6ch": "cách", "hinh": "hành", "chinh": "chính", "tinh": "tỉnh"}


def scan(attributes: bytes = b"") -> bytes:
    """Return a scan of one page, whose text stands upright."""
    turn = b"".join(matrix for rotation, matrix in UPRIGHT.items() if rotation in attributes)
    return make_drawn_pdf([turn + SCAN], attributes)


def read(data: bytes) -> Document:
    """Read a PDF."""
    return read_pdf(data, "a.pdf", Config())


def repair(document: Document, words: Mapping[str, str]) -> Repair:
    """Replace these words, or runs of words, wherever they stand."""
    found = [
        Correction(m.start(), m.end(), old, new, "test", 1.0, Safety.AUTO)
        for old, new in words.items()
        for m in re.finditer(rf"(?<!\S){re.escape(old)}(?!\S)", document.text)
    ]
    found.sort(key=lambda c: c.start)
    return Repair(document.text, apply_corrections(document.text, found), tuple(found))


def rewrite(data: bytes, words: Mapping[str, str], config: Config | None = None) -> bytes:
    """Return the PDF with these pieces of text replaced."""
    document = read(data)
    return encode_pdf(document, repair(document, words), data, config or Config())


def words_by_pdfium(data: bytes) -> list[list[str]]:
    """Return the words of each page as PDFium extracts them."""
    with PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range().split() for page in pdf]


def words_by_pdfminer(data: bytes) -> list[list[str]]:
    """Return the words of each page as pdfminer.six extracts them."""
    from pdfminer.high_level import extract_text

    return [page.split() for page in extract_text(io.BytesIO(data)).split("\f")[:-1]]


def words_by_poppler(data: bytes, program: Callable[[str], str]) -> list[list[str]]:
    """Return the words of each page as poppler extracts them."""
    command = [program("pdftotext"), "-", "-"]
    run = subprocess.run(command, input=data, capture_output=True, check=True)
    return [page.split() for page in run.stdout.decode().split("\f")[:-1]]


def pixels(data: bytes, scale: float = 1.0) -> list[bytes]:
    """Return the pictures of all pages."""
    with PdfDocument(data) as pdf:
        return [bytes(page.render(scale=scale).buffer) for page in pdf]


def contents(data: bytes) -> list[bytes]:
    """Return the content streams of all pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parsed = [pikepdf.parse_content_stream(page) for page in pdf.pages]
        return [pikepdf.unparse_content_stream(instructions) for instructions in parsed]


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """Return the bytes of a PDF."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()
