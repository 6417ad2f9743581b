"""The order of the stages, tested around a decoder that knows five words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import toy
from vnfix import pipeline
from vnfix.analysis import Analysis
from vnfix.apply import with_others, without_overlaps
from vnfix.config import Config
from vnfix.document import make_document
from vnfix.model import Candidate, Correction, Damage, Finding, Safety
from vnfix.pipeline import (
    emptying,
    proposed,
    protected_spans,
    repair,
    repair_analysed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Words = Callable[[str, int], Correction]


@pytest.fixture(autouse=True)
def _toy(toy_engine: object) -> None:
    """Use the toy decoder in all of these tests."""
    del toy_engine


def fixed(text: str, config: Config | None = None) -> str:
    return repair(make_document(text), config or Config()).text


def test_healthy_text_is_untouched() -> None:
    text = "\ufeffỦy ban nhân dân\r\n\ftỉnh\t \x85\ud800\0"
    assert fixed(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n", "\ufeff", "\f\f", "\0", "\ud800"])
def test_texts_without_words_are_untouched(text: str) -> None:
    assert fixed(text) == text


def test_lines_and_line_ends_stay() -> None:
    assert fixed("\ufeffCii\r\nc6ch \fhinh\n\nchinh") == "\ufeffCải\r\ncách \fhành\n\nchính"


def test_a_last_line_without_an_end_is_never_emptied() -> None:
    dirt = Correction(5, 6, "~", "", "decode", 0.9, Safety.REVIEW)
    word = Correction(5, 6, "~", "ở", "decode", 0.9, Safety.REVIEW)
    assert emptying(make_document("năm \n~"), [dirt]) == [dirt]
    assert emptying(make_document("năm \n~"), [word]) == []
    assert emptying(make_document("năm \n~\n"), [dirt]) == []
    assert emptying(make_document(""), []) == []


def test_auto_leaves_what_a_person_should_see() -> None:
    result = repair(make_document(toy.GARBLED), Config(auto_only=True))
    assert result.text == "Cải cách hành chính tinh"
    assert all(c.safety is Safety.AUTO for c in result.corrections)


def test_exact_candidates_win_over_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def fix(*_: object) -> list[Candidate]:
        return [
            Candidate(0, 8, "CẢI CÁCH", 0.0, "first", "", Safety.AUTO, exact=True, confidence=1.0),
            Candidate(4, 13, "khác", 0.0, "second", exact=True, confidence=1.0),
            Candidate(14, 19, "arc", 0.0, "third"),
        ]

    monkeypatch.setattr(pipeline, "FIXERS", {"fix": fix})
    result = repair(make_document(toy.GARBLED), Config())
    assert result.text == "CẢI CÁCH hành chính tỉnh"
    assert [c.fixer for c in result.corrections] == ["first", "decode", "decode", "decode"]


def looked_at(text: str, *findings: Finding, gate: bool = True) -> Analysis:
    return Analysis.of(make_document(text), Config(gate=gate), findings)


def test_arcs_go_to_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    arc = Candidate(0, 3, "Cái", 1.0, "rule:x")
    monkeypatch.setattr(pipeline, "FIXERS", {"fix": lambda _: [arc]})
    task = proposed(looked_at("Cii\nb", gate=False)).task
    assert (set(task.sick), list(task.candidates)) == ({0, 1}, [arc])


def test_gate_lets_sick_lines_through_only() -> None:
    found = Finding(1, Damage.OCR, 1.0, "t"), Finding(2, Damage.LEGACY, 1.0, "t")
    assert set(proposed(looked_at("Cii\nCii\nCii", *found)).task.sick) == {1}
    assert set(proposed(looked_at("Cii\nCii\nCii", *found, gate=False)).task.sick) == {0, 1, 2}


def test_solved_glyphs_are_not_decoded_but_their_lines_may_be_guessed_in() -> None:
    analysis = looked_at("a\nb", Finding(1, Damage.LOST_GLYPHS, 1.0, "glyphs"))
    assert (set(analysis.lines_to_decode()), analysis.lines_to_guess()) == (set(), [1])


def test_findings_are_reported() -> None:
    finding = Finding(0, Damage.FOREIGN, 1.0, "t")
    result = repair_analysed(looked_at("Hello", finding))
    assert result.findings == (finding,)
    assert result.text == "Hello"


def test_protected_words_are_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "protect.txt"
    path.write_text("hinh chinh\nCii\n", "utf-8")
    config = Config(protect=(path,))
    assert fixed("Cii c6ch (hinh chinh) hinh Cii.", config) == "Cii cách (hinh chinh) hành Cii."


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("a b", [(0, 1)]),
        ("«a», (b c).", [(0, 4), (5, 11)]),
        ("b  c b", [(0, 4)]),
        ("ab ca", []),
    ],
)
def test_protected_places(line: str, spans: list[tuple[int, int]]) -> None:
    assert sorted(protected_spans(make_document(line), ["a", "b c"])) == spans


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.booleans()), max_size=12))
def test_chosen_corrections_never_overlap(rows: list[tuple[int, int, bool]]) -> None:
    corrections = [
        Correction(
            start, start + size, "x" * size, "y" if change else "x" * size, "t", 1, Safety.AUTO
        )
        for start, size, change in rows
    ]
    chosen = without_overlaps(corrections)
    spans = [(c.start, c.end) for c in chosen]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] and a != b for a, b in pairwise(spans))
    assert all(c.before != c.after for c in chosen)
    real = [c for c in corrections if c.before != c.after]
    assert bool(chosen) == bool(real)
    assert not real or real[0] in chosen


@given(*[st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=8)] * 2)
def test_those_that_outrank_others_come_first_whichever_way(
    first: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    def made(rows: list[tuple[int, int]], after: str) -> list[Correction]:
        spans = ((start, start + size, "x" * size, after) for start, size in rows)
        return without_overlaps(Correction(*span, "t", 1, Safety.AUTO) for span in spans)

    a, b = made(first, "y"), made(others, "z")
    assert list(with_others(a, b)) == without_overlaps([*a, *b])


@given(st.lists(st.sampled_from([*toy.WORDS, "tỉnh", "6", "\ud800", "\0", "e\u0301"])), st.data())
def test_lines_stay_line_for_line(words: list[str], data: st.DataObject) -> None:
    ends = st.sampled_from([" ", "\n", "\r\n", "\f", "\u2028", "\t", "\x85"])
    text = "".join(w + data.draw(ends) for w in words)
    result = repair(make_document(text), Config())
    assert len(result.text.splitlines()) == len(text.splitlines())
    for line in make_document(text).lines:
        inside = [c for c in result.corrections if line.start <= c.start < line.end]
        assert all(c.end <= line.end for c in inside)
    assert all(text[c.start : c.end] == c.before for c in result.corrections)
