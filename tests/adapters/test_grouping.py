"""Rows repaired document by document: nothing but garbled text changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnfix
from vnfix.adapters.grouping import documents, fix_rows
from vnfix.config import Config
from vnfix.errors import UsageError
from vnfix.model import Safety
from vnfix.streaming import repair_rows

if TYPE_CHECKING:
    from pathlib import Path

HEALTHY = (
    "Kế hoạch cải cách hành chính của tỉnh năm 2025",
    "\ufeffỦy ban nhân dân các huyện, thị xã, thành phố;\r\n\r\nSở Tài chính\r\n",
    "\x0cGiám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.\u2028",
    "hoà / hòa",
    "",
    " \n\t",
    "2025",
    "\ud800\0",
)
GARBLED = (
    "Cii c6ch hinh chinh tinh Kh6nh Hda ndm 2020",
    "nhiém vu trong tAm nham cai thién\r\ncua Ủy ban nhân dân tinh",
    "UY BAN NHAN DAN\nTINH PHU YEN\n",
)
OTHERS = (None, math.nan, 7, b"Cii c6ch")
ROWS = st.lists(st.sampled_from(HEALTHY + GARBLED + OTHERS), max_size=8)
KEYS = st.sampled_from(["a", "b", 1, None, math.nan])


def test_rows_of_a_document_are_repaired_together() -> None:
    alone = fix_rows(["Cii c6ch", "hinh chinh"])
    assert alone[0] == "Cii c6ch", "two words say too little"
    assert fix_rows(["Cii c6ch", "hinh chinh"], ["a", "a"]) == ["Cải cách", "hành chính"]


def test_one_row_is_repaired_as_a_text() -> None:
    for text in HEALTHY + GARBLED:
        assert fix_rows([text]) == [vnfix.fix_text(text)]


def test_a_document_is_repaired_as_its_text(root: Path) -> None:
    lines = (root / "corpus" / "letter" / "garbled.txt").read_text("utf-8").splitlines()
    assert fix_rows(lines, ["letter"] * len(lines)) == vnfix.fix_text("\n".join(lines)).splitlines()


@settings(max_examples=40)
@given(ROWS, st.data())
def test_laws(rows: list[object], data: st.DataObject) -> None:
    groups = [data.draw(KEYS) for _ in rows]
    fixed = fix_rows(rows, groups)
    assert len(fixed) == len(rows)
    for before, after in zip(rows, fixed, strict=True):
        if before in GARBLED:
            assert len(str(after).splitlines()) == len(str(before).splitlines())
            assert str(after).endswith("\n") == str(before).endswith("\n")
        else:
            assert after is before or after == before


@settings(max_examples=15)
@given(st.lists(st.sampled_from(GARBLED), min_size=1, max_size=4), st.permutations([0, 1, 2]))
def test_order_of_documents_does_not_matter(rows: list[str], order: list[int]) -> None:
    texts = [row for _ in order for row in rows]
    groups = [key for key in order for _ in rows]
    assert fix_rows(texts, groups) == fix_rows(rows, [0] * len(rows)) * 3


@given(st.lists(st.tuples(st.sampled_from(["x", None, 3]), KEYS)))
def test_documents_hold_each_text_once(rows: list[tuple[object, object]]) -> None:
    found = documents([text for text, _ in rows], [key for _, key in rows])
    texts = [k for k, (text, _) in enumerate(rows) if text == "x"]
    assert sorted(k for members in found for k in members) == texts
    for members in found:
        assert members == sorted(members)
        keys = {rows[k][1] for k in members}
        assert len(keys) == 1
        assert len(members) == 1 or keys <= {"a", "b", 1}


def test_corrections_stand_in_their_row() -> None:
    texts = [*HEALTHY[:2], *GARBLED]
    for text, row in zip(texts, repair_rows(texts, Config()), strict=True):
        assert row.original == text
        assert all(text[c.start : c.end] == c.before for c in row.corrections)
        assert vnfix.apply_corrections(text, row.corrections) == row.text
        assert bool(row.corrections) == (text in GARBLED)


def test_options_count() -> None:
    careful = repair_rows(GARBLED, Config(auto_only=True))
    assert all(c.safety is Safety.AUTO for row in careful for c in row.corrections)
    assert [row.text for row in careful] != [row.text for row in repair_rows(GARBLED, Config())]


@pytest.mark.parametrize("groups", [[], ["a"], ["a", "b", "c"]])
def test_as_many_groups_as_rows(groups: list[str]) -> None:
    with pytest.raises(UsageError, match="2 rows"):
        fix_rows(["a", "b"], groups)


def test_unhashable_group_is_an_error_of_vnfix() -> None:
    with pytest.raises(UsageError, match=r"\['x'\]"):
        fix_rows(["a"], [["x"]])  # type: ignore[list-item]
