"""hOCR comes back with its words repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ocr import changed, hocr
from vnfix.config import Config
from vnfix.formats.hocr import encode_hocr, read_hocr
from vnfix.model import Document, Repair

if TYPE_CHECKING:
    from pathlib import Path

BARE = "<B CLASS=ocrx_word>"


def read(markup: str) -> Document:
    return read_hocr(markup.encode(), "page.hocr", Config())


def fixed(markup: str, *changes: tuple[str, str]) -> str:
    document = read(markup)
    return encode_hocr(document, changed(document, *changes), markup.encode(), Config()).decode()


def page(line: str) -> str:
    return f"<div class='ocr_page'><span class='ocr_line' title='bbox 0 0 90 9'>{line}</span></div>"


def word(text: str, number: int, x0: int, x1: int) -> str:
    title = f"bbox {x0} 0 {x1} 9; x_wconf {number}"
    return f"<span class='ocrx_word' id='w_{number}' title='{title}'>{text}</span>"


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        # one for one: only the letters
        (word("c6ch", 1, 0, 40), ("c6ch", "cách"), word("cách", 1, 0, 40)),
        # split: a copy with the rest of the box
        (
            f"\n {word('c6pxd', 1, 0, 50)}\n",
            ("c6pxd", "cấp xã"),
            f"\n {word('cấp', 1, 0, 30)}\n {word('xã', 1, 30, 50).replace('w_1', 'w_1_2')}\n",
        ),
        # the same without white space, and with an identifier that is taken
        (
            word("ab", 1, 0, 20) + word("x", 2, 30, 40).replace("w_2", "w_1_2"),
            ("ab", "a b"),
            word("a", 1, 0, 10)
            + " "
            + word("b", 1, 10, 20).replace("w_1", "w_1_3")
            + word("x", 2, 30, 40).replace("w_2", "w_1_2"),
        ),
        # merged: the union
        (
            f"{word('duo.', 1, 0, 40)} {word('c', 2, 50, 60)} {word('x', 3, 70, 80)}",
            ("duo. c", "được"),
            f"{word('được', 1, 0, 60)} {word('x', 3, 70, 80)}",
        ),
        # debris at the beginning, in the middle
        (f" {word('~', 1, 0, 9)} {word('x', 2, 9, 20)}", ("~ ", ""), f" {word('x', 2, 9, 20)}"),
        (
            f"{word('a', 1, 0, 9)} {word('~', 2, 10, 20)} {word('b', 3, 30, 40)}",
            ("~ ", ""),
            f"{word('a', 1, 0, 9)} {word('b', 3, 30, 40)}",
        ),
        # inserted: the gap, with the neighbour's confidence
        (
            f"{word('an', 1, 0, 20)} {word('ninh', 2, 30, 70)}",
            ("an", "an và"),
            f"{word('an', 1, 0, 20)} {word('và', 1, 20, 30).replace('w_1', 'w_1_2')} "
            f"{word('ninh', 2, 30, 70)}",
        ),
        # formatting stays with the first letters; letters with boxes go
        (word("<b>c<i>6</i></b>h", 1, 0, 9), ("c6h", "cáh"), word("<b>cáh<i></i></b>", 1, 0, 9)),
        (
            word("\n<i class='ocrx_cinfo'>c</i>\n<i class='ocrx_cinfo'>6</i>\n", 1, 0, 9),
            ("c6", "có"),
            word("\ncó\n", 1, 0, 9),
        ),
        # several words in one element stay in it, text without elements too
        (word("a c6ch  b", 1, 0, 90), ("c6ch", "các h"), word("a các h b", 1, 0, 90)),
        ("c6ch <b>b c</b>\nd", ("c6ch", "cách"), "cách <b>b c</b>\nd"),
        ("a <b>b</b>\nc", ("a b c", "abc"), "abc <b></b>\n"),
        ("ab", ("ab", "a b"), "a b"),
        # no title to put a box into, no identifier, capital letters, no end tag
        (f"{BARE}ab</B>", ("ab", "a b"), f"{BARE}a</B> {BARE}b</B>"),
        (f"{BARE}ab{BARE}c", ("ab", "à"), f"{BARE}à{BARE}c"),
        # numbers with fractions keep them
        (
            "<i class='ocrx_word' title='bbox 0.5 0 20.5 9.0'>ab</i>",
            ("ab", "a b"),
            "<i class='ocrx_word' title='bbox 0.5 0 10.5 9'>a</i> "
            "<i class='ocrx_word' title='bbox 10.5 0 20.5 9'>b</i>",
        ),
    ],
)
def test_words(before: str, change: tuple[str, str], after: str) -> None:
    assert fixed(page(before), change) == page(after)


def test_structure_is_that_of_the_source(tmp_path: Path) -> None:
    """As another program reads it."""
    parser = pytest.importorskip("ocrmypdf.hocrtransform.hocr_parser")
    markup = hocr("Cii c6ch", "hinh chinh", "", "c6pxd ~ tinh")
    out = fixed(markup, ("c6ch", "cách"), ("hinh chinh", "hànhchính"), ("c6pxd ~", "cấp xã"))
    lines = []
    for name, text in (("before", markup), ("after", out)):
        (tmp_path / name).write_text(text, "utf-8")
        tree = parser.HocrParser(tmp_path / name).parse()
        lines.append([[w.text for w in line.words] for line in tree.lines])
    assert lines[1] == [["Cii", "cách"], ["hànhchính"], ["cấp", "xã", "tinh"]]
    assert len(lines[0]) == len(lines[1])


def test_two_pages_do_not_mix() -> None:
    both = page(word("ab", 1, 0, 20)) + page(word("ab", 2, 0, 20))
    assert fixed(both, ("ab", "a"), ("ab", "b")) == page(word("a", 1, 0, 20)) + page(
        word("b", 2, 0, 20)
    )


def test_rejected_corrections_leave_the_file_alone() -> None:
    markup = page(word("ab", 1, 0, 20))
    document = read(markup)
    repair = Repair(document.text, document.text, ())
    assert encode_hocr(document, repair, markup.encode(), Config()) == markup.encode()
