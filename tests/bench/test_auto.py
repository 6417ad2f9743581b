"""Corrections are judged one by one, on invented lines."""

from __future__ import annotations

import pytest

from bench.auto import figures, judge, worst
from bench.data import Row, Sample, Scored
from vnfix.apply import apply_corrections
from vnfix.model import Correction, Repair, Safety

TEXT = "khong co gold\nCii c6ch hinh chinh\n\nndm 2O2l,  tinh xx"
ROWS = (
    Row(1, "Cii c6ch hinh chinh", "Cải cách hành chính"),
    Row(3, "ndm 2O2l,  tinh xx", "năm 2012, tỉnh"),
)


def correction(
    before: str, after: str, *, auto: bool = True, confidence: float = 0.95
) -> Correction:
    start = TEXT.index(before)
    safety = Safety.AUTO if auto else Safety.REVIEW
    return Correction(start, start + len(before), before, after, "test", confidence, safety)


def scored(*corrections: Correction) -> Scored:
    done = sorted(corrections, key=lambda c: c.start)

    def engine(text: str) -> Repair:
        return Repair(text, apply_corrections(text, done), tuple(done))

    return Scored.run(Sample("invented", TEXT, ROWS), engine)


def test_right_and_wrong_corrections_are_told_apart() -> None:
    document = scored(
        correction("Cii", "Cải"), correction("c6ch", "cạch"), correction("ndm", "năm")
    )
    assert [row.right for row in judge(document)] == [True, False, True]
    assert [row.gold for row in judge(document)] == ["Cải", "cách", "năm"]


def test_phrase_is_judged_as_a_whole() -> None:
    document = scored(correction("Cii c6ch hinh chinh", "Cải cách hành chỉnh"))
    assert [row.right for row in judge(document)] == [False]


def test_wrong_number_is_counted_only_where_a_digit_is_meant() -> None:
    document = scored(correction("c6ch", "cạch"), correction("2O2l", "2021"))
    assert [row.spoils_number for row in judge(document)] == [False, True]


def test_correction_behind_double_blanks_finds_its_gold() -> None:
    document = scored(correction("ndm", "năm"), correction("tinh", "tỉnh"))
    assert [row.gold for row in judge(document)] == ["năm", "tỉnh"]


def test_debris_taken_out_is_right() -> None:
    document = scored(correction("tinh", "tỉnh"), correction(" xx", "", auto=False))
    assert [row.right for row in judge(document)] == [True, True]


def test_word_taken_out_is_wrong() -> None:
    document = scored(
        correction("Cii", "Cải"), correction("c6ch ", ""), correction("hinh chinh", "hành chính")
    )
    assert [(row.gold, row.right) for row in judge(document)][1] == ("cách", False)


def test_lines_without_gold_are_not_judged() -> None:
    assert list(judge(scored(correction("khong", "không")))) == []


def test_figures() -> None:
    document = scored(
        correction("Cii", "Cải"),
        correction("c6ch", "cạch"),
        correction("hinh", "hành", auto=False, confidence=0.5),
        correction("2O2l", "2021"),
    )
    found = figures(judge(document))
    assert found["corrections"] == 4
    assert found["auto"] == 3
    assert found["precision"] == pytest.approx(1 / 3)
    assert found["coverage"] == pytest.approx(3 / 4)
    assert found["numbers_spoiled"] == 1
    assert found["calibration_error"] == pytest.approx((abs(2.85 - 1) + 0.5) / 4)


def test_coverage_counts_tokens_not_corrections() -> None:
    document = scored(
        correction("Cii c6ch hinh", "Cải cách hành"), correction("chinh", "chính", auto=False)
    )
    assert figures(judge(document))["coverage"] == pytest.approx(3 / 4)


def test_spoiled_numbers_come_first_among_the_worst() -> None:
    document = scored(correction("c6ch", "cạch", confidence=0.99), correction("2O2l", "2021"))
    assert [row["after"] for row in worst(judge(document), 5)] == ["2021", "cạch"]


def test_figures_of_nothing() -> None:
    assert figures([])["precision"] == 0.0
