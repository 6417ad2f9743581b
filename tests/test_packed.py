"""Corrections in flat arrays are the ones that were put in, and a repair is the same with them."""

from __future__ import annotations

import pickle
import tracemalloc
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnfix
from vnfix import packed
from vnfix.apply import apply_corrections, in_order
from vnfix.document import LINE_ENDS, LONG, Lines, over, split_lines
from vnfix.model import (
    Box,
    Candidate,
    Correction,
    Damage,
    Finding,
    Repair,
    Safety,
    Second,
    by_place,
)
from vnfix.packed import (
    Candidates,
    Corrections,
    Findings,
    Numbers,
    gathered,
    parted,
    picked,
    starts_of,
    used_up,
)

TEXTS = st.text("abc ", max_size=3)
SHARE = st.floats(0.0, 1.0)
CORRECTIONS = st.builds(
    Correction,
    st.integers(0, 1 << 30),
    st.integers(1 << 30, (1 << 30) + 9),
    TEXTS,
    TEXTS,
    TEXTS,
    SHARE,
    st.sampled_from(Safety),
    TEXTS,
    st.lists(st.tuples(TEXTS, SHARE), max_size=2).map(tuple),
    st.none() | st.just(Box(0.0, 1.0, 2.0, 3.0)),
    st.none() | st.just(Second("a", 0.5, "t")),
)
GARBLED = "Cii c6ch hinh chinh ctia tinh nim 2020 ld nhiQm q1! trgng tdm;\n" * 4


@given(st.lists(CORRECTIONS, max_size=6), st.slices(6))
def test_what_is_packed_is_a_sequence_of_the_same(found: list[Correction], part: slice) -> None:
    held = Corrections(found)
    assert list(held) == found == [held[k] for k in range(len(held))]
    assert list(starts_of(held)) == starts_of(found) == [c.start for c in found]
    assert held == found
    assert tuple(found) == held
    assert hash(held) == hash(tuple(found))
    assert held[part] == tuple(found[part])
    assert held != [*found, "x"]


def test_many_different_shares_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "FEW", 3)
    others = [(str(k), k / 100) for k in range(9)]
    found = [
        Correction(k, k + 1, "a", "b", "c", 0.5, Safety.REVIEW, "", tuple(others[k : k + 4]))
        for k in range(6)
    ]
    assert list(Corrections(found)) == found


@given(st.lists(CORRECTIONS, max_size=6))
def test_what_is_used_up_comes_in_order_and_is_let_go(found: list[Correction]) -> None:
    held = Corrections(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "AT_A_TIME", 2)
        assert list(used_up(held)) == found == list(used_up(found))
    assert len(held) == 0


@given(st.lists(st.tuples(CORRECTIONS, st.booleans()), max_size=6))
def test_packed_ones_are_parted_as_others_are(told: list[tuple[Correction, bool]]) -> None:
    found, flags = [c for c, _ in told], bytes(flag for _, flag in told)
    made, left = parted(found, flags)
    assert list(picked(found, flags)) == list(picked(Corrections(found), flags)) == by_place(made)
    packed_made, packed_left = parted(Corrections(found), flags)
    assert list(packed_made) == list(made)
    assert list(packed_left) == list(left)


def test_a_packed_repair_can_be_sent_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MANY", 1)
    repair = vnfix.fix_and_explain(GARBLED)
    assert isinstance(repair.corrections, Corrections)
    sent = pickle.loads(pickle.dumps(repair))  # as worker processes do
    assert sent == repair
    assert [sent.to_repaired(c.start) for c in sent.corrections] == [
        repair.to_repaired(c.start) for c in repair.corrections
    ]


@given(
    st.lists(
        st.builds(Finding, st.integers(0, 99), st.sampled_from(Damage), SHARE, TEXTS, TEXTS),
        max_size=6,
    )
)
def test_packed_findings_are_the_ones_that_were_put_in(found: list[Finding]) -> None:
    assert list(Findings(found)) == found
    assert Findings(found) == tuple(found)


@given(
    st.lists(
        st.builds(
            Candidate,
            st.integers(0, 9),
            st.integers(9, 19),
            TEXTS,
            SHARE,
            TEXTS,
            TEXTS,
            st.sampled_from(Safety),
            st.booleans(),
            st.none() | SHARE,
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_packed_proposals_are_the_ones_that_were_put_in(found: list[Candidate]) -> None:
    assert list(Candidates(found)) == found


@given(st.text("ab \n\r\f\v\u2028\ufeff", max_size=30))
def test_lines_of_long_texts_are_those_of_short_ones(text: str) -> None:
    lines = split_lines(text)
    packed_lines = Lines(text, lines)
    assert lines == packed_lines == split_lines(text)
    assert packed_lines[1:3] == tuple(lines[1:3])
    other = text.replace("a", "b")
    assert over(packed_lines, other) == over(lines, other) == split_lines(other)


@pytest.mark.parametrize("end", ["\r\n", *LINE_ENDS])
def test_a_long_text_has_the_lines_that_python_cuts(end: str) -> None:
    text = f"b c{end}" * (LONG // 3)
    lines = split_lines(text)
    assert isinstance(lines, Lines)
    assert [line.text for line in lines] == text.splitlines()
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert all(text[line.start : line.end] == line.text for line in lines[-9:])
    assert lines[-1].page == (len(lines) if end == "\f" else 1)


@given(st.sets(st.integers(0, 9)))
def test_numbers_are_a_set(numbers: set[int]) -> None:
    held = Numbers(10, numbers)
    assert set(held) == numbers
    assert [k in held for k in range(-12, 12)] == [k in numbers for k in range(-12, 12)]
    assert held & {1, 2, 11} == numbers & {1, 2, 11}
    assert held - {3} == numbers - {3}
    assert (list(held), len(held)) == (sorted(numbers), len(numbers))


def test_what_is_not_there_is_no_correction() -> None:
    with pytest.raises(IndexError):
        Corrections([])[0]


def many(size: int) -> list[Correction]:
    starts = accumulate([0] + [2] * (size - 1))
    return [
        Correction(k, k + 1, "a", "b", "t", k / size / 2, Safety.AUTO, "r", (("c", 0.5),))
        for k in starts
    ]


def test_many_weigh_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MANY", 10)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        held = gathered(iter(many(20_000)))
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert isinstance(held, Corrections)
    assert grown < 40 * len(held)  # 22, 12 for the other reading, and room to grow
    text = "a " * len(held)
    repair = Repair(text, apply_corrections(text, held), held)
    assert repair.corrections is held
    assert repair.text == "b " * len(held)
    assert [repair.to_repaired(k) for k in (0, 5, len(text))] == [0, 5, len(text)]


def test_packed_ones_are_sorted_where_they_are_not() -> None:
    found = many(20)[::-1]
    assert list(in_order(Corrections(found))) == found[::-1]
    assert Repair("a " * 20, "b " * 20, Corrections(found)).corrections == tuple(found[::-1])


def test_a_repair_is_the_same_with_few_and_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for least in (0.0, 0.9):
        expected = vnfix.fix_and_explain(GARBLED, min_confidence=least)
        assert isinstance(expected.corrections, tuple)
        with monkeypatch.context() as patch:
            patch.setattr(packed, "MANY", 3)
            found = vnfix.fix_and_explain(GARBLED, min_confidence=least)
        assert isinstance(found.corrections, Corrections)
        assert found == expected
