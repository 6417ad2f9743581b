"""Streams of texts: lazy, in order, each document by itself."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnfix
from vnfix import streaming
from vnfix.adapters.grouping import fix_rows
from vnfix.streaming import repair_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vnfix.model import Repair

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


@pytest.mark.parametrize("size", [1, 200, 1 << 20])
def test_worker_processes_give_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of one document, of some, and in this process, where all are one batch."""
    monkeypatch.setattr(streaming, "BATCH", size)
    texts = [*TEXTS, None, *TEXTS[::-1], 7, TEXTS[0]]
    groups = ["a", "a", None, "b", "b", "b", "c", "c", None, None, None]
    here = list(streaming.repairs(texts, groups, vnfix.Config()))
    there = list(streaming.repairs(texts, groups, vnfix.Config(), jobs=2))
    assert there == here
    assert [repair is None for _, repair in here] == [not isinstance(t, str) for t in texts]
    again = list(vnfix.fix_texts(texts, groups, jobs=2))
    assert again == [repair.text if repair else text for text, repair in here]


def test_worker_processes_keep_what_belongs_to_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 1)
    rows = [(text, k) for k, text in enumerate(TEXTS)]
    found = list(vnfix.pipe(rows, as_tuples=True, jobs=2))
    assert [(repair.original, k) for repair, k in found] == rows
    assert found == list(vnfix.pipe(rows, as_tuples=True))


def test_a_wrong_number_of_jobs_is_told_at_once() -> None:
    for call in (vnfix.fix_texts, vnfix.pipe):
        with pytest.raises(vnfix.UsageError, match="There cannot be -1 jobs"):
            call(TEXTS, jobs=-1)


def test_what_comes_before_too_few_groups_is_given_in_both_ways() -> None:
    for jobs in (0, 2):
        found = vnfix.fix_texts(TEXTS, ["a", "b", "c"], jobs=jobs)
        assert list(islice(found, 2)) == [vnfix.fix_text(text) for text in TEXTS[:2]]
        with pytest.raises(vnfix.UsageError, match="only 3 groups"):
            list(found)


def test_a_short_text_is_repaired_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns repeat their values; what is long, or one of several, is repaired as it comes."""
    asked: list[tuple[str, ...]] = []

    def repaired(texts: Sequence[str], config: vnfix.Config) -> list[Repair]:
        asked.append(tuple(texts))
        return repair_rows(texts, config)

    monkeypatch.setattr(streaming, "repair_rows", repaired)
    long = "Thuc hiQn t6t c6c nhiQm vu " * 10
    texts = [TEXTS[0], TEXTS[1], TEXTS[0], long, long, TEXTS[0], TEXTS[0], TEXTS[1]]
    groups = [None, None, None, None, None, "a", "a", None]
    assert list(vnfix.fix_texts(texts, groups)) == fix_rows(texts, groups)
    by_themselves = [(TEXTS[0],), (TEXTS[1],), (long,), (long,), (TEXTS[0], TEXTS[0])]
    assert asked[: len(asked) // 2] == by_themselves
    monkeypatch.setattr(streaming, "REPAIRS", 1)
    asked.clear()
    list(vnfix.fix_texts([TEXTS[0], TEXTS[1], TEXTS[0]]))
    assert len(asked) == 3


def test_what_is_no_text_comes_back() -> None:
    assert list(vnfix.fix_texts([None, TEXTS[0], 7], ["a", "a", "b"])) == [
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
    assert len(taken) == 3
    groups = (k // 2 for k in count())
    assert len(list(islice(vnfix.fix_texts(endless(), groups), 3))) == 3
    assert len(taken) == 8


def test_what_came_before_a_fault_of_the_source_is_given() -> None:
    def broken() -> Iterator[str]:
        yield from TEXTS[:2]
        raise OSError("the table is gone")

    for groups in (None, ["plan", None, None]):
        found = vnfix.fix_texts(broken(), groups)
        assert [next(found), next(found)] == [vnfix.fix_text(text) for text in TEXTS[:2]]
        with pytest.raises(OSError, match="the table is gone"):
            next(found)


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


class Missing:
    """As `pandas.NA`: whether it is unlike itself, it does not know."""

    def __ne__(self, other: object) -> Missing:  # type: ignore[override]
        return self

    def __bool__(self) -> bool:
        raise TypeError("ambiguous")

    __hash__ = object.__hash__


@pytest.mark.parametrize("gone", [None, float("nan"), Missing()])
@pytest.mark.parametrize("repaired", [vnfix.fix_texts, fix_rows])
def test_a_text_whose_group_is_missing_is_a_document_by_itself(
    gone: object, repaired: Callable[..., Iterable[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def noted(texts: Sequence[str], config: vnfix.Config) -> list[Repair]:
        asked.append(texts)
        return repair_rows(texts, config)

    monkeypatch.setattr(streaming, "repair_rows", noted)
    assert len(list(repaired(TEXTS[:3], [gone, "a", gone]))) == 3
    assert [len(texts) for texts in asked] == [1, 1, 1]
    assert streaming.document_key(gone) is None


@pytest.mark.parametrize("texts", [None, 5, "một hai", b"a"])
@pytest.mark.parametrize("call", [vnfix.fix_texts, vnfix.pipe, fix_rows])
def test_one_text_or_none_is_an_error_at_once(call: Callable[..., object], texts: object) -> None:
    """The letters of a string would be repaired one by one."""
    with pytest.raises(vnfix.NotTextError, match=r"a list") as e:
        call(texts)
    assert isinstance(e.value, TypeError)


@pytest.mark.parametrize("pair", ["ab", 5, ("a",), ("a", 1, 2)])
def test_what_is_no_pair_is_named(pair: object) -> None:
    with pytest.raises(vnfix.UsageError, match="no pair"):
        list(vnfix.pipe([pair], as_tuples=True))  # type: ignore[call-overload]


def test_wrong_calls_are_errors_of_vnfix() -> None:
    calls: tuple[Callable[..., object], ...] = (vnfix.fix_texts, vnfix.pipe, fix_rows)
    for call in calls:
        with pytest.raises(vnfix.UsageError, match="as_tuples"):
            call(TEXTS, len)
        with pytest.raises(vnfix.UsageError, match="cannot be 5"):
            call(TEXTS, 5)
        with pytest.raises(vnfix.UsageError, match="cannot be 'plan'"):
            call(TEXTS, "plan")  # four texts, four letters
    with pytest.raises(vnfix.UsageError, match="cannot be hashed"):
        list(vnfix.fix_texts(TEXTS, [[]] * 4))  # type: ignore[list-item]
    with pytest.raises(vnfix.UsageError, match="as_tuples"):
        vnfix.pipe(TEXTS, groups=str)  # type: ignore[call-overload]
    with pytest.raises(vnfix.UsageError, match="NoneType"):
        list(vnfix.pipe([None]))  # type: ignore[list-item]
    with pytest.raises(vnfix.UsageError, match="no option"):
        vnfix.fix_texts(TEXTS, colour="red")  # type: ignore[call-arg]
