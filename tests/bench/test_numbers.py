"""The numbers law: what counts, and what is right, spoiled and repaired."""

from __future__ import annotations

import pytest

from bench.data import Row, Sample, Scored
from bench.kinds import kinds_of
from bench.numbers import figures, is_right, kind, spoiled
from vnfix.model import Correction, Repair, Safety


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("12/2020/NĐ-CP,", "number"), ("450m2,", "number"), ("25%", "number"), ("1a)", "label"),
        ("đ)", "label"), ("IV.", "label"), ("(b)", "label"), ("QĐ-UBND", "code"),
        ("UBND", "code"), ("%", "unit"), ("nhà", ""), ("NHÀ", ""), ("-", ""),
    ],
)  # fmt: skip
def test_kind_of_token(token: str, expected: str) -> None:
    assert kind(token) == expected


def test_marks_around_a_number_are_not_its_own() -> None:
    assert is_right("12,", "12;")
    assert not is_right("12", "1 2")
    assert not is_right("1a)", "là)")


def scored() -> Scored:
    raw = "tang 28 ngay va 1O hd"
    gold = "tăng 28 ngày và 10 hộ"
    corrections = (
        Correction(5, 7, "28", "23", "decode", 0.5, Safety.REVIEW, ""),
        Correction(16, 18, "1O", "10", "decode", 1.0, Safety.AUTO, ""),
    )
    repair = Repair(raw, "tang 23 ngay va 10 hd", corrections)
    sample = Sample("a", raw, (Row(0, raw, gold, "L1"),))
    return Scored(sample, repair, repair.text.split("\n"))


def test_spoiled_and_repaired_numbers_are_counted_for_all_and_for_auto() -> None:
    found = figures([scored()])
    assert (found["right"], found["spoiled"], found["auto_spoiled"]) == (1, 1, 0)
    assert (found["wrong"], found["repaired"], found["auto_repaired"]) == (1, 1, 1)
    assert spoiled([scored()], 9) == [("a", "28", "28", "23", "28")]


def test_kinds_of_lines_follow_the_document() -> None:
    lines = ["SỞ NỘI VỤ", "a) Rà soát", "Nơi nhận:", "- Như trên;", "- Các phòng;"]
    assert kinds_of(lines) == ["letterhead", "item", "last", "last", "last"]
