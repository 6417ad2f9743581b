"""Lists of persons and places as a text: what stands in its lines, the same always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.train.gazetteer import LISTS, PERSONS, Gazetteer, persons, places

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "level\tcode\tfull_name\tname\tparent\n"
BEFORE = """\
province\t1\tTỉnh Hòa Sơn\tHòa Sơn\t
district\t2\tHuyện Bến Gạo\tBến Gạo\t1
commune\t3\tXã Đồi Chè\tĐồi Chè\t2
commune\t4\tPhường 7\t7\t2
"""
AFTER = """\
province\t1\tTỉnh Hòa Sơn\tHòa Sơn\t
commune\t9\tPhường Cầu Tre\tCầu Tre\t1
"""
PARTS = """\
surname\tPhạm\t5
middle\tThị\t90
middle\tVăn\t90
middle\tKx\t90
given\tPhương\t40
given\tTrúc\t2
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder of lists of the right form, with invented rows."""
    texts = (HEAD + BEFORE, HEAD + AFTER, "surname\tn\tm\nPhạm\t6\t\nMua\t0\t0\n", "p\n" + PARTS)
    for name, text in zip(LISTS, texts, strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_each_place_stands_before_those_that_hold_it(lists: Path) -> None:
    assert list(places(lists)) == [
        "tỉnh Hòa Sơn",
        "huyện Bến Gạo, tỉnh Hòa Sơn",
        "xã Đồi Chè, huyện Bến Gạo, tỉnh Hòa Sơn",
        "tỉnh Hòa Sơn",
        "phường Cầu Tre, tỉnh Hòa Sơn",
    ]


def test_persons_have_their_parts_in_order_and_rare_surnames_come(lists: Path) -> None:
    lines = list(persons(lists))
    assert len(lines) == PERSONS
    text = " ".join(lines)
    assert "ông Phạm Văn Phương" in text
    assert "Mua Văn Phương" in text
    assert "Trúc" not in text, "found in too few names"
    assert "Kx" not in text, "no syllable"


def test_women_and_men_are_called_so(lists: Path) -> None:
    for line in persons(lists):
        assert not ("ông" in line and "Thị" in line)
        assert not ("bà " in line and "Văn" in line)


def test_same_lists_same_lines_and_facts(lists: Path) -> None:
    one, two = Gazetteer(lists, 2), Gazetteer(lists, 2)
    assert list(one.paragraphs()) == list(two.paragraphs())
    assert one.facts() == two.facts()
    before = one.facts()
    (lists / LISTS[2]).write_text("surname\tn\nBùi\t1\n", "utf-8")
    assert one.facts() != before
