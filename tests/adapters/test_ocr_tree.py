"""The tree of an OCR engine's page to a document and back."""

from __future__ import annotations

import pytest

pytest.importorskip("ocrmypdf")

from ocrmypdf import BoundingBox, OcrElement

from vnfix.adapters.ocrmypdf import read_tree, write_tree
from vnfix.config import Config
from vnfix.pipeline import repair

LINES = (("Cii", "c6ch", "hinh", "chinh"), ("Kh6nh", "Hda", "ndm", "2020"))


def page(*blocks: tuple[tuple[str, ...], ...]) -> OcrElement:
    """Return a page whose words are 50 dots wide, 10 apart, its lines 30 dots."""
    top = 0
    paragraphs = []
    for block in blocks:
        lines = []
        for texts in block:
            boxes = [BoundingBox(60 * k, top, 60 * k + 50, top + 20) for k in range(len(texts))]
            words = [
                OcrElement("ocrx_word", bbox=box, text=text, confidence=0.5)
                for box, text in zip(boxes, texts, strict=True)
            ]
            box = BoundingBox(0, top, 600, top + 20)
            lines.append(OcrElement("ocr_line", bbox=box, children=words))
            top += 30
        paragraphs.append(OcrElement("ocr_par", children=lines))
    return OcrElement("ocr_page", bbox=BoundingBox(0, 0, 600, 800), children=paragraphs)


def texts(tree: OcrElement) -> list[list[str]]:
    return [[word.text for word in line.words] for line in tree.lines]


def test_reads_lines_blocks_and_boxes() -> None:
    document = read_tree(page(LINES[:1], LINES))
    assert document.text == ("Cii c6ch hinh chinh\n\nCii c6ch hinh chinh\nKh6nh Hda ndm 2020\n")
    assert [document.text[w.start : w.end] for w in document.words] == [
        *LINES[0],
        *LINES[0],
        *LINES[1],
    ]
    assert document.words[5].box == (60, 30, 110, 50)


def test_writes_words_on_their_boxes() -> None:
    tree = page(LINES)
    document = read_tree(tree)
    write_tree(tree, document, repair(document, Config()))
    assert texts(tree) == [["Cải", "cách", "hành", "chính"], ["Khánh", "Hòa", "năm", "2020"]]
    before = [w for line in page(LINES).lines for w in line.words]
    after = [w for line in tree.lines for w in line.words]
    assert [(w.bbox, w.confidence) for w in after] == [(w.bbox, w.confidence) for w in before]


def test_words_may_be_split_and_merged() -> None:
    tree = page((("Cii", "c6ch", "hinhchinh", "tinh", "Kh6nh", "H", "da"),))
    document = read_tree(tree)
    write_tree(tree, document, repair(document, Config()))
    words = tree.words
    assert " ".join(w.text for w in words).startswith("Cải cách hành chính tỉnh Khánh")
    left, right = words[2].bbox, words[3].bbox
    assert left is not None
    assert right is not None
    assert left.left == 120
    assert left.right == right.left
    assert right.right == 170


def test_healthy_lines_are_left_alone() -> None:
    tree = page((("Kế", "hoạch", "cải", "cách"), *LINES))
    line = tree.lines[0]
    words = line.children
    document = read_tree(tree)
    write_tree(tree, document, repair(document, Config()))
    assert line.children is words
    assert texts(tree)[1] == ["Cải", "cách", "hành", "chính"]


def test_pages_without_words() -> None:
    for tree in (page(), page(((),)), page((("", " "),))):
        document = read_tree(tree)
        assert document.text.strip() == ""
        assert document.words == ()
        write_tree(tree, document, repair(document, Config()))


def test_words_without_a_box_are_not_read() -> None:
    tree = page(LINES)
    tree.words[0].bbox = None
    assert read_tree(tree).text.startswith("c6ch hinh")
