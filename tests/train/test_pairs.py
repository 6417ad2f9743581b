"""Pairs of lines: the forms of their tables, errors that speak, and the words that are paired."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import DataError
from vnfix.train.sources import LinePair, align, read_pairs, word_pairs

if TYPE_CHECKING:
    from pathlib import Path

LINE = LinePair("a.pdf", "tr6ng cdy", "trồng cây")


def write(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in rows), "utf-8", newline="\n")
    return path


@pytest.mark.parametrize(
    "rows",
    [
        ("pdf\tpage\tlevel\ttruth\tocr", "a.pdf\t1\tL1\ttrồng cây\ttr6ng cdy"),
        ("a.pdf\t1\tL1\ttrồng cây\ttr6ng cdy",),
        ("document\tgarbled\tgold", "a.pdf\ttr6ng cdy\ttrồng cây"),
        ("gold\tdocument\tgarbled\tnote", "trồng cây\ta.pdf\ttr6ng cdy\t-", ""),
    ],
    ids=["named columns", "five columns without names", "other names", "any order, blank line"],
)
def test_forms_of_tables(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert list(read_pairs(write(tmp_path / "x.tsv", *rows))) == [LINE]


def test_only_certain_lines_count_and_the_file_names_the_document(tmp_path: Path) -> None:
    rows = ["line\tgarbled\tgold\tflag", "1\tcdy\tcây\tok", "2\tcdy\tcấy\tunsure", "3\tx\t\tnoise"]
    found = list(read_pairs(write(tmp_path / "007.tsv", *rows)))
    assert found == [LinePair("007", "cdy", "cây")]


def test_left_out_documents_are_absent(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", "document\tgarbled\tgold", "a\tcdy\tcây", "b/c.pdf\thoc\thọc")
    assert [p.document for p in read_pairs(path, ["b/c.pdf"])] == ["a"]
    assert list(read_pairs(path, ["a", "b/c.pdf"])) == []


def test_lines_are_read_in_nfc(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tsv", unicodedata.normalize("NFD", "garbled\tgold\ncdy é\tcây ế"))
    assert list(read_pairs(path)) == [LinePair("x", "cdy é", "cây ế")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no columns of pairs"),
        (b"wrong\tright\na\tb\n", "no columns of pairs"),
        (b"garbled\tgold\nonly one\n", "a row of 1 columns"),
        ("garbled\tgold\nx\tcây\n".encode("utf-16"), "cannot be read"),
    ],
)
def test_bad_tables_are_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(data)
    with pytest.raises(DataError, match=said) as caught:
        list(read_pairs(path))
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list(read_pairs(tmp_path / "none.tsv"))


def test_words_are_paired_without_the_marks_around_them() -> None:
    pair = LinePair("", "tr6ng cdy. (n[m 2O31)", "trồng cây, (năm 2031)")
    assert list(word_pairs(pair)) == [("tr6ng", "trồng"), ("cdy", "cây"), ("n[m", "năm")]


def test_a_word_read_in_pieces_keeps_its_blank() -> None:
    assert ("duo. c", "được") in list(word_pairs(LinePair("", "da duo. c giao", "đã được giao")))


def test_groups_hold_all_tokens_in_order() -> None:
    seen, meant = ["co", "quan", "nhdnu6c"], ["cơ", "quan", "nhà", "nước"]
    groups = list(align(seen, meant))
    assert [t for g, _ in groups for t in g] == seen
    assert [t for _, g in groups for t in g] == meant
    assert (["nhdnu6c"], ["nhà", "nước"]) in groups
