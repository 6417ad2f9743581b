"""The builder of the calibration: what is right, the regression, what is counted."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.data.confidences import FILE, load_confidences
from vnfix.decode.confidence import Calibration
from vnfix.decode.signs import NAMES
from vnfix.model import Correction, Safety
from vnfix.resources import PACKAGE
from vnfix.train.calibration import (
    EACH,
    MOST_AUTO,
    PRECISION,
    Proposal,
    Reading,
    Row,
    across,
    build_confidences,
    fit,
    left,
    store,
    stored,
)
from vnfix.train.held_out import read_gold
from vnfix.train.judging import judged, right_groups

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


def correction(text: str, before: str, after: str) -> Correction:
    start = text.index(before)
    return Correction(start, start + len(before), before, after, "decode", 0.9, Safety.REVIEW)


def test_only_changes_on_lines_with_gold_are_judged() -> None:
    text = "c6c hQ\nth6ng hQp"
    made = [
        correction(text, *pair) for pair in (("c6c", "các"), ("th6ng", "thông"), ("hQp", "hộp"))
    ]
    found = list(judged(text, {1: "thông hợp"}, made))
    assert [(j.line, j.start, j.gold, j.right) for j in found] == [
        (1, 7, "thông", True),
        (1, 7, "hợp", False),
    ]
    assert [j.right for j in judged(text, {0: "các hệ"}, made)] == [True]
    assert list(judged(text, {}, made)) == []


def row(values: tuple[float, ...], right: bool, source: str = "a") -> Reading:
    return Reading(source, f"{source}.pdf", values, right, True)


def rows_by(wanted: list[float], count: int, source: str = "a", seed: int = 7) -> list[Reading]:
    """Return readings that are right as often as a regression with these weights says."""
    dice = random.Random(seed)
    rows = []
    for _ in range(count):
        values = (1.0, *(dice.uniform(-2, 2) for _ in NAMES[1:]))
        chance = 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(wanted, values, strict=True))))
        rows.append(row(values, dice.random() < chance, source))
    return rows


def test_regression_finds_the_weights_that_made_the_data() -> None:
    wanted = [0.5, 1.5, *[0.0] * (len(NAMES) - 2)]
    assert fit(rows_by(wanted, 4000)) == pytest.approx(wanted, abs=0.25)


def test_regression_bears_what_never_varies() -> None:
    values = (1.0, *[0.0] * (len(NAMES) - 1))
    weights = fit([row(values, True)] * 3 + [row(values, False)])
    assert Calibration(tuple(weights), 0.9).confidence(values) == pytest.approx(0.75, abs=0.01)
    assert all(map(math.isfinite, weights))


def test_each_source_has_the_same_say() -> None:
    values = (1.0, *[0.0] * (len(NAMES) - 1))
    rows = [row(values, True, "a")] * 990 + [row(values, False, "b")] * 10
    found = Calibration(tuple(fit(rows)), 0.9).confidence(values)
    assert found == pytest.approx(0.5, abs=0.01)


def test_auto_begins_where_sources_that_were_left_out_are_right_often_enough() -> None:
    wanted = [2.0, 4.0, *[0.0] * (len(NAMES) - 2)]
    rows = rows_by(wanted, 3000, "a", 1) + rows_by(wanted, 3000, "b", 2)
    auto, found = across(rows)
    assert 0.95 <= auto < MOST_AUTO
    assert sum(f["precision"] for f in found.values()) / 2 >= PRECISION - 1e-4
    assert all(abs(f["confidence"] - f["right"]) < 0.05 for f in found.values())


def test_auto_begins_nowhere_for_what_cannot_be_told() -> None:
    values = (1.0, *[0.0] * (len(NAMES) - 1))
    rows = [row(values, k % 2 == 0, source) for source in "ab" for k in range(50)]
    assert across(rows)[0] == MOST_AUTO


def test_what_is_left_out_is_not_there() -> None:
    rows = [Proposal(s, d, "dictionary", "AUTO", True) for s in "ab" for d in ("1", "2")]
    assert [(r.source, r.document) for r in left(rows, ["1"], ["a"])] == [("b", "2")]


def test_rows_are_read_as_they_were_stored(tmp_path: Path) -> None:
    values = tuple(float(k) / 7 for k in range(len(NAMES)))
    rows: list[Row] = [row(values, True), Proposal("a", "d", "rule:date", "REVIEW", False)]
    store(rows, tmp_path / "rows")
    assert stored(tmp_path / "rows") == rows


def test_places_are_counted_by_fixer_few_of_each_document(tmp_path: Path) -> None:
    many = [Proposal("a", "1", "rule:date", "REVIEW", k > 0) for k in range(4 * EACH)]
    one = [Proposal("b", "1", "rule:date", "REVIEW", True)]
    other = [Proposal("b", "2", "dictionary", "AUTO", True)]
    build_confidences([*many, *one, *other], PACKAGE / "rules" / FILE, tmp_path)
    rows = load_confidences(tmp_path / FILE).rows
    found = rows["rule:date", Safety.REVIEW]
    assert (found.seen, found.documents) == (EACH + 1, 1)
    assert found.right == pytest.approx(EACH * (1 - 1 / (4 * EACH)) + 1)
    assert rows["dictionary", Safety.AUTO].seen == 1
    assert rows["rule:year", Safety.REVIEW].seen == 0
    before = load_confidences(PACKAGE / "rules" / FILE).rows
    assert {k: r.assumed for k, r in rows.items()} == {k: r.assumed for k, r in before.items()}


def test_only_certain_gold_is_read(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    rows = ["line\tgarbled\tgold\tflag", "2\tc6c\tcác\tok", "3\tx\ty\tunsure", "9\thQ\thệ\tok"]
    (tmp_path / "gold" / "a.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    assert read_gold(tmp_path, "a") == {1: "các", 8: "hệ"}
