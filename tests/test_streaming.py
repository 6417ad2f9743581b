"""Streams of texts: lazy, in order, each document by itself."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnfix
from vnfix.adapters.grouping import fix_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = (
    "Cii c6ch hinh chinh tinh Kh6nh Hda ndm 2020",
    "Kế hoạch cải cách hành chính của tỉnh năm 2025",
    "nhiém vu trong tAm nham cai thién",
    "",
)


def test_texts_by_themselves_are_repaired_as_by_fix_text() -> None:
    assert list(vnfix.fix_texts(TEXTS)) == [vnfix.fix_text(text) for text in TEXTS]


def test_neighbours_do_not_matter() -> None:
    """What is remembered of earlier texts changes nothing."""
    assert list(vnfix.fix_texts(TEXTS[::-1])) == list(vnfix.fix_texts(TEXTS))[::-1]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["a", "b", None])), max_size=6))
def test_groups_that_stand_together_are_those_of_fix_rows(rows: list[tuple[str, str]]) -> None:
    rows = sorted(rows, key=lambda row: str(row[1]))
    texts, groups = [text for text, _ in rows], [group for _, group in rows]
    assert list(vnfix.fix_texts(texts, groups)) == fix_rows(texts, groups)


def test_what_is_no_text_comes_back() -> None:
    assert list(vnfix.fix_texts([None, TEXTS[0], 7], ["a", "a", "b"])) == [  # type: ignore[list-item]
        None,
        vnfix.fix_text(TEXTS[0]),
        7,
    ]


def test_streams_are_lazy() -> None:
    taken = []

    def endless() -> Iterator[str]:
        for k in count():
            taken.append(k)
            yield TEXTS[1]

    assert len(list(islice(vnfix.fix_texts(endless()), 3))) == 3
    assert len(taken) <= 4
    groups = (k // 2 for k in count())
    assert len(list(islice(vnfix.fix_texts(endless(), groups), 3))) == 3
    assert len(taken) <= 9


def test_pipe_keeps_what_belongs_to_a_text() -> None:
    rows = [
        (text, {"page": k, "source": "plan" if k < 3 else None}) for k, text in enumerate(TEXTS)
    ]
    found = list(vnfix.pipe(rows, groups=lambda row: row["source"], as_tuples=True))
    assert [row["page"] for _, row in found] == [0, 1, 2, 3]
    assert [r.original for r, _ in found] == list(TEXTS)
    assert [r.text for r, _ in found] == fix_rows(TEXTS, ["plan"] * 3 + [None])
    for repair, _ in found:
        assert vnfix.apply_corrections(repair.original, repair.corrections) == repair.text


def test_pipe_without_tuples_gives_repairs() -> None:
    assert [r.text for r in vnfix.pipe(TEXTS)] == list(vnfix.fix_texts(TEXTS))


@pytest.mark.parametrize("groups", [["a"], ["a"] * 9])
def test_as_many_groups_as_texts(groups: list[str]) -> None:
    with pytest.raises(vnfix.UsageError, match="There are only"):
        list(vnfix.fix_texts(TEXTS, groups))


def test_wrong_calls_are_errors_of_vnfix() -> None:
    with pytest.raises(vnfix.UsageError, match="cannot be hashed"):
        list(vnfix.fix_texts(TEXTS, [[]] * 4))  # type: ignore[list-item]
    with pytest.raises(vnfix.UsageError, match="as_tuples"):
        vnfix.pipe(TEXTS, groups=str)  # type: ignore[call-overload]
    with pytest.raises(vnfix.UsageError, match="NoneType"):
        list(vnfix.pipe([None]))  # type: ignore[list-item]
    with pytest.raises(vnfix.UsageError, match="no option"):
        vnfix.fix_texts(TEXTS, colour="red")  # type: ignore[call-arg]
