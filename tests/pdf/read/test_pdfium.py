"""The first look: only where it says what the full reader says."""

from __future__ import annotations

import time
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.broken_pdfs import bomb, broken_pdfs, form, locked, one_page
from tests.glyphs.making import FontPlan, make_cid_pdf, make_font
from tests.pdfs import make_drawn_pdf, make_form_pdf, make_pdf
from vnfix.pdf.read.modest import MEGABYTE, is_modest
from vnfix.pdf.read.pdfium import first_look

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"BT /F1 12 Tf 72 700 Td (Van phong) Tj 0 -20 Td (huyen) Tj ET"


def test_text_by_page_and_line() -> None:
    document = first_look(make_pdf([["Van phong", "huyen"], ["Trang hai"]]), "a.pdf")
    assert document is not None
    assert [(line.page, line.text) for line in document.lines if line.text] == [
        (1, "Van phong"),
        (1, "huyen"),
        (2, "Trang hai"),
    ]
    assert (document.reader, document.name) == ("pdfium", "a.pdf")


def test_text_in_a_form_is_seen() -> None:
    document = first_look(make_form_pdf(TEXT), "a.pdf")
    assert document is not None
    assert document.text.split() == ["Van", "phong", "huyen"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        make_pdf([["Van phong"]])[:-9],
        make_pdf([[], []]),
        make_pdf([["a"]], encrypted=True),
        locked(make_pdf([["a"]]), user=""),
        b"%PDF-1.4\nnothing\n%%EOF\n",
    ],
    ids=["empty", "cut off", "no text", "broken encryption", "encrypted", "no PDF"],
)
def test_odd_files_are_for_the_full_reader(data: bytes) -> None:
    assert first_look(data, "a.pdf") is None


@pytest.mark.parametrize("entry", [None, "\ufffd", "\ue001"])
def test_lost_glyphs_are_for_the_full_reader(entry: str | None) -> None:
    """The font's own table gives PDFium the letter; the file does not say it in its text."""
    program = make_font(FontPlan(["x", "t", "e"], characters={"x": "x", "t": "t", "é": "e"}))
    known = {1: "x", 2: "t"} | ({3: entry} if entry else {})
    assert first_look(make_cid_pdf([(program, known)], [b"\0\1\0\3\0\2"]), "a.pdf") is None
    whole = {1: "x", 2: "t", 3: "é"}
    assert first_look(make_cid_pdf([(program, whole)], [b"\0\1\0\3\0\2"]), "a.pdf") is not None


def test_modest_files() -> None:
    assert is_modest(make_drawn_pdf([TEXT] * 3))
    flate = b"/Filter /FlateDecode"
    assert is_modest(one_page(zlib.compress(TEXT * 100), stream=flate))
    assert is_modest(one_page(b"/X6 Do", more=[form(b"/X7 Do", 7), form(TEXT, 8)]))


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (bomb(100 * MEGABYTE), b"/Filter /FlateDecode"),
        (bomb(100 * MEGABYTE), b"/Filter /FlateDecode /Subtype /Image"),
        (bomb(100 * MEGABYTE), b"/Filter /Fl#61teDecode"),
        (zlib.compress(zlib.compress(TEXT)), b"/Filter [/FlateDecode /FlateDecode]"),
        (TEXT, b"/Filter /LZWDecode"),
        (zlib.compress(TEXT), b"/Filter 8 0 R"),
        (zlib.compress(b" " * 5 * MEGABYTE + TEXT), b"/Filter /FlateDecode"),
    ],
)
def test_files_that_unpack_to_too_much_are_not_modest(content: bytes, entries: bytes) -> None:
    assert not is_modest(one_page(content, stream=entries))


def test_many_streams_are_looked_at_in_no_time() -> None:
    """Each once, whatever follows it in the file; streams in each other are too much."""
    stream = b"1 0 obj<</Filter/FlateDecode>>stream\n%b\nendstream endobj\n" % zlib.compress(TEXT)
    picture = b"2 0 obj<</Filter/DCTDecode>>stream\n%b\nendstream endobj\n" % (b"\xff\xd8" * 5000)
    begun = time.process_time()
    assert is_modest((stream + picture) * 3000)
    nothing = b"\0\0\0\xff\xff" * 400  # blocks of zlib without contents
    inner = b" obj<<>>stream\n\x78\x9c"
    block = b"\0%b%b%b" % (
        len(inner).to_bytes(2, "little"),
        (~len(inner) & 0xFFFF).to_bytes(2, "little"),
        inner,
    )
    assert not is_modest(inner + (nothing + block) * 2000)
    assert time.process_time() - begun < 5


def test_broken_files_do_no_harm_to_pdfium(root: Path) -> None:
    """None of them may end the process or take long; what it says is of no account."""
    for broken in broken_pdfs(root / "corpus"):
        if broken.readable is not True:
            first_look(broken.data, broken.name)
        if "bomb" in broken.name or "forms times" in broken.name:
            assert not is_modest(broken.data)
