"""What the readers of hOCR and ALTO share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ocr import alto, hocr
from vnfix.config import Config
from vnfix.errors import UnreadableError, UsageError, VnfixError
from vnfix.formats.reading import read_bytes, reader_of
from vnfix.model import Box, Word

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Document

LINES = ("Cii c6ch <a>", "hinh", "", 'chinh "tinh" & x')


def read(markup: str | bytes, name: str = "page.hocr", encoding: str | None = None) -> Document:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return read_bytes(data, name, Config(encoding=encoding))


@pytest.mark.parametrize(("name", "markup"), [("a.hocr", hocr(*LINES)), ("a.xml", alto(*LINES))])
def test_lines_words_and_boxes(name: str, markup: str) -> None:
    document = read(markup, name)
    assert document.text == 'Cii c6ch <a>\nhinh\n\nchinh "tinh" & x\n\f'
    assert document.words[:2] == (
        Word(0, 3, 1, Box(0, 0, 30, 15)),
        Word(4, 8, 1, Box(40, 0, 80, 15)),
    )
    words = [document.text[w.start : w.end] for w in document.words]
    assert words == document.text.split()
    (page,) = document.pages
    assert (page.number, page.width, page.height, page.unit) == (1, 900, 800, "px")
    assert [line.text for line in document.lines][:4] == [*LINES[:2], "", LINES[3]]


def test_both_formats_of_an_engine_say_the_same(root: Path) -> None:
    """Tesseract wrote both of one picture."""
    folder = root / "tests" / "cases" / "ocr"
    first, second = (read((folder / n).read_bytes(), n) for n in ("plan.hocr", "plan.xml"))
    assert first.text == second.text
    assert (first.words, first.pages) == (second.words, second.pages)
    assert len(first.words) > 50


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.hocr", b"", "hocr"),
        ("a.html", b"<p class='ocr_page'>", "hocr"),
        ("a.HTM", b"<p class='ocr_page'>", "hocr"),
        ("-", b"<p class='ocr_page'>", "hocr"),
        ("-", "<p class='ocr_page'>".encode("utf-16"), "hocr"),
        ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- > -->\n<alto>", "alto"),
        ("a.xml", b'<!DOCTYPE alto SYSTEM "a.dtd"><a:alto xmlns:a="x">', "alto"),
        ("-", b"<alto>", "alto"),
        ("-", b"<p>", "plain"),
        ("a.txt", b"<alto>", "plain"),
    ],
)
def test_the_format_is_told_by_name_and_content(name: str, data: bytes, reader: str) -> None:
    assert reader_of(data, name) == reader


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xml", b"<p>x</p>"), ("a.xml", b"<PcGts/>"), ("a.xml", b""), ("a.xml", b"<x><alto/></x>")],
)
def test_other_markup_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UsageError) as e:
        reader_of(data, name)
    assert e.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1258", "latin-1"])
@pytest.mark.parametrize("make", [hocr, alto])
def test_encodings_marked_or_declared(encoding: str, make: object) -> None:
    assert callable(make)
    declared = encoding.removesuffix("-sig").removesuffix("-le")
    markup = make("dêàn").replace('encoding="UTF-8"', f'encoding="{declared}"')
    document = read(markup.encode(encoding), "a.hocr" if make is hocr else "a.xml")
    assert document.text == "dêàn\n\f"


def test_a_meta_of_the_head_declares_too() -> None:
    head = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=cp1252'></head>"
    markup = f"{head}<div class=ocr_page><span class=ocr_line>dêà</span></div></html>"
    assert read(markup.encode("cp1252")).text == "dêà\n\f"
    assert read(markup.replace("cp1252", "utf-16")).text == "dêà\n\f"  # no file can say that
    assert read(markup.encode("utf-8"), encoding="utf-8").text == "dêà\n\f"


@pytest.mark.parametrize(
    "data",
    [
        hocr("é").encode("latin-1"),
        hocr("é").replace("UTF-8", "klingon").encode(),
        hocr("é").replace("UTF-8", "rot13").encode(),
        hocr("é").replace("UTF-8", "undefined").encode(),
        hocr("a").replace("UTF-8", "utf-7").replace(">a<", ">+AOk-<").encode(),
    ],
    ids=["not as declared", "unknown", "no text encoding", "none", "not the same again"],
)
def test_encodings_that_cannot_be_kept_are_told(data: bytes) -> None:
    with pytest.raises(VnfixError) as e:
        read(data)
    assert isinstance(e.value, UnreadableError)
    assert e.value.remedy


def test_cells_of_one_line_are_apart() -> None:
    """The engine joins the two columns of a letterhead; the next line goes on by itself."""
    far = " " * 5  # blanks of a letter's width
    document = read(hocr(f"UBND TINH{far}CONG HOA", f"SO NOI VU{far}Doc lap", "mot hai", "ba"))
    cells = ["UBND TINH", "CONG HOA", "SO NOI VU", "Doc lap", "mot hai\nba"]
    assert document.text == "\n\n".join(cells) + "\n\f"
