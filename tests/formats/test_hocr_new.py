"""A PDF gives an hOCR file with the repaired words at their places."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.ocr import changed, repaired
from vnfix.config import Config
from vnfix.document import split_lines
from vnfix.errors import UsageError
from vnfix.formats.hocr import encode_hocr, read_hocr
from vnfix.formats.reading import read
from vnfix.model import Box, Document, Page, Repair, Word

if TYPE_CHECKING:
    from pathlib import Path


def document(text: str, *pages: Page) -> Document:
    """Return a document whose words stand in a row, each 72 units wide."""
    words, at = [], 0
    lines = split_lines(text)
    page = {k: line.page for line in lines for k in range(line.start, line.end)}
    for k, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(start, at, page[start], Box(72 * k, 0, 72 * (k + 1), 36)))
    return Document(text, lines, reader="pdfminer", pages=pages, words=tuple(words))


def test_words_lines_paragraphs_and_pages() -> None:
    doc = document("c6pxd <a\nb\n\nc\n\f\f~ d\n", *(Page(k, 720, 360) for k in (1, 2, 3)))
    data = encode_hocr(doc, changed(doc, ("c6pxd", "cấp xã"), ("~ ", "")), b"", Config())
    ElementTree.fromstring(data)
    back = read_hocr(data, "new.hocr", Config())
    assert back.text == "cấp xã <a\nb\n\nc\n\f\fd\n\f"
    assert back.pages == tuple(Page(k, 3000, 1500, "px") for k in (1, 2, 3))
    assert back.words[1].box == Box(180, 0, 300, 150)
    assert [w.page for w in back.words] == [1, 1, 1, 1, 1, 3]
    text = data.decode()
    assert text.count("ocr_par'") == 3
    assert "scan_res 300 300" in text
    assert "x_wconf" not in text


def test_pixels_stay_pixels() -> None:
    doc = document("a", Page(1, 720, 360, "px"))
    text = encode_hocr(doc, repaired(doc, []), b"", Config()).decode()
    assert "bbox 0 0 720 360; ppageno 0'" in text


def test_a_scan_of_the_corpus(root: Path) -> None:
    doc = read(root / "corpus" / "letter" / "scan.pdf", Config())
    back = read_hocr(encode_hocr(doc, repaired(doc, []), b"", Config()), "new.hocr", Config())
    assert back.text.split() == doc.text.split()
    assert len(back.pages) == len(doc.pages)


def test_a_text_has_no_boxes() -> None:
    doc = Document("a", split_lines("a"), name="a.txt")
    with pytest.raises(UsageError) as e:
        encode_hocr(doc, Repair("a", "a", ()), b"a", Config())
    assert "a.txt" in str(e.value)
    assert ".txt" in e.value.remedy
