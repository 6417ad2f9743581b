"""The builder of the calibration: what is right, and the regression."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decode import making
from vnfix.decode.confidence import NAMES, Calibration
from vnfix.document import make_document
from vnfix.train.calibration import fit, judged, read_gold, right_groups

if TYPE_CHECKING:
    from pathlib import Path

WORDS = st.lists(st.sampled_from(["năm", "nay", "là", "tỉnh"]), max_size=5)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=3), max_size=5))
def test_all_is_right_where_the_truth_is_what_was_read(read: list[list[str]]) -> None:
    assert right_groups(read, [w for g in read for w in g]) == [True] * len(read)


@given(st.lists(WORDS, max_size=4), WORDS)
def test_there_is_a_verdict_on_every_group(read: list[list[str]], true: list[str]) -> None:
    right = right_groups(read, true)
    assert len(right) == len(read)
    words = [w for g, ok in zip(read, right, strict=True) if ok for w in g]
    assert len(words) <= len(true)


@pytest.mark.parametrize(
    ("read", "true", "right"),
    [
        ([["cấp", "xã"], ["có"]], "cấp xã có", [True, True]),
        ([["cấp", "x"], ["có"]], "cấp xã có", [False, True]),
        ([["cấp", "có"]], "cấp xã có", [False]),  # a word was lost inside
        ([["cấp"], ["có"]], "cấp xã có", [True, True]),  # lost between: not theirs
        ([["và"]], "", [False]),
        ([[], ["và"]], "và", [True, True]),
    ],
)
def test_right_groups(read: list[list[str]], true: str, right: list[bool]) -> None:
    assert right_groups(read, true.split()) == right


def test_only_changes_on_lines_with_gold_are_judged() -> None:
    document = make_document("c6c hQ\nc6c hQ")
    found = [
        making.group("c6c", "các", [making.step("các")], 0),
        making.group("hQ", "hQ", [making.step("hQ")], 4),
        making.group("c6c", "cục", [making.step("cục")], 7),
        making.group("hQ", "hệ", [making.step("hệ")], 11),
    ]
    assert [ok for _, ok in judged(document, {1: "các hệ"}, found)] == [False, True]
    assert [ok for _, ok in judged(document, {0: "các hệ"}, found)] == [True]
    assert list(judged(document, {}, found)) == []


def test_regression_finds_the_weights_that_made_the_data() -> None:
    dice = random.Random(7)
    wanted = [0.5, 1.5, *[0.0] * (len(NAMES) - 2)]
    rows = []
    for _ in range(4000):
        values = (1.0, *(dice.uniform(-2, 2) for _ in NAMES[1:]))
        chance = 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(wanted, values, strict=True))))
        rows.append((values, dice.random() < chance))
    assert fit(rows) == pytest.approx(wanted, abs=0.2)


def test_regression_bears_what_never_varies() -> None:
    values = (1.0, *[0.0] * (len(NAMES) - 1))
    weights = fit([(values, True)] * 3 + [(values, False)])
    assert Calibration(tuple(weights), 0.9).confidence(values) == pytest.approx(0.75, abs=0.01)
    assert all(map(math.isfinite, weights))


def test_only_certain_gold_is_read(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    rows = ["line\tgarbled\tgold\tflag", "2\tc6c\tcác\tok", "3\tx\ty\tunsure", "9\thQ\thệ\tok"]
    (tmp_path / "gold" / "a.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    assert read_gold(tmp_path, "a") == {1: "các", 8: "hệ"}
