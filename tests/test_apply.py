"""The laws of corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnfix
from vnfix.apply import apply_corrections, joining
from vnfix.errors import NotTextError, StaleError, UnreadableError, UsageError
from vnfix.model import Correction, Repair, Safety

LETTERS = "abcQ6 ếộđ́\n\r\n\f\ufeff\ud800𝔸"


def change(start: int, end: int, before: str, after: str) -> Correction:
    return Correction(start, end, before, after, "test", 0.9, Safety.AUTO)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    """Draw a text with corrections that do not overlap, in any order, and apply them."""
    text = draw(st.text(LETTERS, max_size=60))
    marks = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    corrections = []
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        after = draw(st.text(LETTERS, max_size=6))
        corrections.append(change(start, end, text[start:end], after))
    mixed = draw(st.permutations(corrections))
    return Repair(text, apply_corrections(text, mixed), tuple(mixed))


def test_no_correction_changes_nothing() -> None:
    text = "\ufeffa\r\nb\fc\ud800"
    assert apply_corrections(text, []) == text


def test_order_of_corrections_does_not_matter() -> None:
    corrections = [change(0, 1, "a", "xyz"), change(2, 3, "c", "")]
    assert apply_corrections("abc", corrections) == "xyzb"
    assert apply_corrections("abc", corrections[::-1]) == "xyzb"


def test_insertion_at_an_end_of_a_span_is_no_overlap() -> None:
    corrections = [change(0, 1, "a", "x"), change(1, 1, "", "-"), change(1, 2, "b", "y")]
    assert apply_corrections("ab", corrections) == "x-y"


@pytest.mark.parametrize(
    "spans", [[(0, 2), (1, 3)], [(0, 3), (1, 2)], [(1, 1), (1, 1)], [(0, 2), (0, 2)]]
)
def test_refuses_overlaps(spans: list[tuple[int, int]]) -> None:
    corrections = [change(a, b, "abc"[a:b], "x") for a, b in spans]
    with pytest.raises(UnreadableError, match="overlap"):
        apply_corrections("abc", corrections)


def test_refuses_a_text_that_has_changed() -> None:
    with pytest.raises(StaleError) as e:
        apply_corrections("abd", [change(2, 3, "c", "x")])
    assert "propose" in e.value.remedy


@pytest.mark.parametrize("span", [(2, 9), (-1, 0), (2, 1)])
def test_refuses_spans_outside_of_the_text(span: tuple[int, int]) -> None:
    with pytest.raises(UnreadableError) as e:
        apply_corrections("abc", [change(*span, "", "x")])
    assert "text that they were proposed for" in e.value.remedy


@pytest.mark.parametrize("text", [None, b"abc", ["a"]])
def test_refuses_what_is_no_text(text: Any) -> None:
    for corrections in ([], [change(0, 1, "a", "x")]):
        with pytest.raises(NotTextError, match="A text is needed"):
            apply_corrections(text, corrections)


@pytest.mark.parametrize("corrections", [None, 3, ["a"], {"a": 1}])
def test_refuses_what_are_no_corrections(corrections: Any) -> None:
    with pytest.raises(UsageError, match="no corrections"):
        apply_corrections("a", corrections)


@given(repairs())
def test_corrections_keep_everything_around_them(repair: Repair) -> None:
    at, out = 0, 0
    for c in repair.corrections:
        same = c.start - at
        assert repair.text[out : out + same] == repair.original[at : c.start]
        assert repair.text[out + same : out + same + len(c.after)] == c.after
        at, out = c.end, out + same + len(c.after)
    assert repair.text[out:] == repair.original[at:]


@given(repairs())
def test_offsets_map_monotonously_and_back(repair: Repair) -> None:
    forth = [repair.to_repaired(k) for k in range(len(repair.original) + 1)]
    back = [repair.to_original(k) for k in range(len(repair.text) + 1)]
    assert forth == sorted(forth)
    assert back == sorted(back)
    assert forth[-1] == len(repair.text)
    assert back[-1] == len(repair.original)
    inside = {k for c in repair.corrections for k in range(c.start, c.end)}
    for k in range(len(repair.original)):
        if k not in inside:
            assert repair.original[k] == repair.text[forth[k]]
            assert repair.to_original(forth[k]) == k


def test_a_repair_with_other_corrections_has_places_of_its_own() -> None:
    first = Repair("ab", "xyb", (change(0, 1, "a", "xy"),))
    assert first.to_repaired(1) == 2
    other = replace(first, text="axy", corrections=(change(1, 2, "b", "xy"),))
    assert [other.to_repaired(k) for k in range(3)] == [0, 1, 3]


@pytest.mark.parametrize("between", ["\u200b", "\xad\u200b", "  "])
def test_a_line_between_two_halves_of_a_line_end_stays(between: str) -> None:
    r"""`\r`, something that goes, `\n`: both lines would become one."""
    text = f"Uy ban nhan dan tinh yéu cdu cdc co quan bao cao\r{between}\nket qua"
    fixed = vnfix.fix_text(text)
    assert len(fixed.splitlines()) == len(text.splitlines()) == 3
    whole = [Correction(49, 49 + len(between), between, "", "t", 1.0, Safety.AUTO)]
    assert joining(text, whole) == whole
    assert joining(text.replace("\r", "\n"), whole) == []
    parts = [
        Correction(49 + k, 50 + k, c, "", "t", 1.0, Safety.AUTO) for k, c in enumerate(between)
    ]
    assert joining(text, parts) == parts
    assert joining(text, parts[1:]) == (parts[1:] if len(parts) == 1 else [])
