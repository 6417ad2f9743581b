"""Words and their boxes: laws for all PDFs, and small pages whose boxes are known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pdfminer.high_level import extract_text

from tests.pdfs import make_drawn_pdf, make_pdf
from vnfix.config import Config
from vnfix.formats.reading import read, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Document, Word

SCANS = ["plan", "decision", "report", "letter"]


TURNED = (Counter(["Ne"]), Counter(["N", "e"]))


def check_laws(document: Document) -> None:
    """Words are sorted, disjoint, without blanks, each in one line and on its page; none lacks."""
    text = document.text
    for a, b in pairwise(document.words):
        assert a.end <= b.start
    for word in document.words:
        assert not any(c.isspace() for c in text[word.start : word.end])
        assert word.start < word.end
        page = document.pages[word.page - 1]
        assert text.count("\f", 0, word.start) == word.page - 1
        assert 0 <= word.box.x0 <= word.box.x1 <= page.width
        assert 0 <= word.box.y0 <= word.box.y1 <= page.height
    assert [p.number for p in document.pages] == list(range(1, text.count("\f") + 1))
    in_words = "".join(text[w.start : w.end] for w in document.words)
    assert in_words == "".join(text.split())


def texts(document: Document) -> dict[str, Word]:
    return {document.text[w.start : w.end]: w for w in document.words}


@pytest.mark.parametrize("name", SCANS)
def test_laws_hold_for_scans(root: Path, name: str) -> None:
    document = read(root / "corpus" / name / "scan.pdf", Config())
    check_laws(document)
    assert all(w.hidden and w.font for w in document.words)
    assert all(w.box.x0 < w.box.x1 and w.box.y0 < w.box.y1 for w in document.words)


@pytest.mark.parametrize("name", SCANS)
def test_scan_has_the_words_of_pdfminer_and_no_blank_is_doubled(root: Path, name: str) -> None:
    path = root / "corpus" / name / "scan.pdf"
    document = read(path, Config())
    ours, theirs = (Counter(t.split()) for t in (document.text, extract_text(path)))
    # One specimen has a word that runs upwards, which pdfminer.six reads letter by letter.
    assert (ours - theirs, theirs - ours) in ((Counter(), Counter()), TURNED)
    assert not any("  " in line.text.strip() for line in document.lines)


def test_prose_of_a_scan_has_the_lines_that_are_printed(root: Path) -> None:
    """A page without columns: as many lines as the sample's own record of it."""
    folder = root / "corpus" / "plan"
    printed = (folder / "garbled.txt").read_text("utf-8").split("\f")[1].split("\n")
    read_again = read(folder / "scan.pdf", Config()).text.split("\f")[1].split("\n")
    assert [" ".join(x.split()) for x in read_again if x.strip()] == [x for x in printed if x]


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["cid", "clean", "legacy"])
def test_drawn_text_has_the_lines_of_pdfminer(shared: Path, folder: str) -> None:
    path = min((shared / "pdf" / folder).glob("*.pdf"), key=lambda p: p.stat().st_size)
    document = read(path, Config())
    check_laws(document)
    lines = [line.split() for line in extract_text(path).splitlines()]
    assert [line.split() for line in document.text.splitlines()] == lines


def test_box_is_measured_from_the_top_left() -> None:
    """Helvetica's "H" is 0.722 of the size wide and begins 0.207 below the base line."""
    data = make_drawn_pdf([b"BT /F1 10 Tf 100 742 Td (H) Tj ET"])
    (word,) = read_bytes(data, "a.pdf", Config()).words
    assert word.box == pytest.approx((100, 92.07, 107.22, 102.07))
    assert (word.page, word.hidden) == (1, False)


def test_box_is_that_of_the_page_as_it_is_shown() -> None:
    content = b"BT /F1 10 Tf 100 742 Td (H) Tj ET"
    turned = read_bytes(make_drawn_pdf([content], b"/Rotate 90"), "a.pdf", Config())
    (page,) = turned.pages
    assert (page.width, page.height, page.rotation) == (842, 595, 90)
    assert turned.words[0].box == pytest.approx((739.93, 100, 749.93, 107.22))
    cropped = read_bytes(make_drawn_pdf([content], b"/CropBox [90 40 390 800]"), "a.pdf", Config())
    (page,) = cropped.pages
    assert (page.width, page.height, page.rotation) == (300, 760, 0)
    assert cropped.words[0].box == pytest.approx((10, 50.07, 17.22, 60.07))


def test_mediabox_need_not_begin_at_the_origin() -> None:
    data = make_drawn_pdf([b"BT /F1 10 Tf 0 0 Td (H) Tj ET"], b"/MediaBox [-100 -200 300 400]")
    document = read_bytes(data, "a.pdf", Config())
    assert (document.pages[0].width, document.pages[0].height) == (400, 600)
    assert document.words[0].box == pytest.approx((100, 392.07, 107.22, 402.07))


def test_invisible_text_is_told() -> None:
    data = make_drawn_pdf([b"BT /F1 10 Tf 3 Tr 100 742 Td (ham) Tj 0 Tr 0 -40 Td (rau) Tj ET"])
    words = texts(read_bytes(data, "a.pdf", Config()))
    assert words["ham"].hidden
    assert not words["rau"].hidden
    assert words["ham"].font == words["rau"].font != ""


def test_words_of_a_skewed_scan_stand_where_they_are_drawn() -> None:
    """A line that climbs one degree: each word's box is higher than the one before it."""
    words = b" ".join(
        b"1 0.0175 -0.0175 1 %d %d Tm (%s ) Tj" % (70 + 45 * k, 700 + k, b"word%d" % k)
        for k in range(6)
    )
    document = read_bytes(
        make_drawn_pdf([b"BT /F1 12 Tf 3 Tr " + words + b" ET"]), "a.pdf", Config()
    )
    check_laws(document)
    assert document.text.splitlines()[0].split() == [f"word{k}" for k in range(6)]
    tops = [w.box.y0 for w in document.words]
    assert tops == sorted(tops, reverse=True)


def test_letterhead_is_kept_apart() -> None:
    left = ["UBND TINH", "SO TU PHAP"]
    right = ["CONG HOA XA HOI", "Doc lap - Tu do"]
    rows = [(60, left), (330, right)]
    content = b"\n".join(
        b"BT /F1 12 Tf %d %d Td (%s) Tj ET" % (x, 780 - 16 * k, texts[k].encode())
        for k in range(2)
        for x, texts in rows
    )
    lines = read_bytes(make_drawn_pdf([content]), "a.pdf", Config()).text.split("\n")
    assert [line for line in lines if line.strip()][:4] == left + right


def test_page_without_text_keeps_its_place() -> None:
    document = read_bytes(make_pdf([["mot"], [], ["ba"]]), "a.pdf", Config())
    check_laws(document)
    assert [w.page for w in document.words] == [1, 3]
    assert len(document.pages) == 3
