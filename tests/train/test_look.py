"""How much a second reading is believed: fitted, and the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.look.evidence import LIKE, NAMES, Heard, Joint, is_plausible, joint_of, likeness, nothing
from vnfix.resources import PACKAGE
from vnfix.train.look import Example, fit, told

if TYPE_CHECKING:
    from pathlib import Path


def example(said: str, sure: float, right: str) -> Example:
    readings, known = ["quyền", "quyển"], [0.6, 0.3]
    heard = Heard(said, sure)
    rows = [likeness(t, p, heard) for t, p in zip(readings, known, strict=True)]
    answer = readings.index(right) if right in readings else len(readings)
    return Example(rows, nothing(0.1, heard), answer)


def lessons() -> list[Example]:
    agreed = [example("quyền", 0.9, "quyền")] * 60 + [example("quyển", 0.9, "quyển")] * 40
    return [*agreed, *([example("quyên", 0.3, "quyền")] * 10), *([example("xa", 0.2, "hạn")] * 5)]


def test_readings_that_were_heard_are_believed_and_the_fit_is_the_same_every_time() -> None:
    weights = fit(lessons())
    assert weights == fit(lessons())
    assert len(weights) == len(NAMES)
    joint = Joint(tuple(weights))
    told_so = example("quyển", 0.9, "quyển")
    first, second, none = joint.probabilities(told_so.readings, told_so.none)
    assert second > 0.9 > 0.1 > first
    assert first + second + none == pytest.approx(1.0)


def test_shipped_weights_are_sound() -> None:
    joint = joint_of(PACKAGE / "models")
    heard = Heard("quyển", 0.95)
    rows = [likeness("quyền", 0.5, heard), likeness("quyển", 0.4, heard)]
    assert len(rows[0]) == len(LIKE)
    kept, changed, _ = joint.probabilities(rows, nothing(0.1, heard))
    assert changed > kept


def test_an_office_without_scans_has_the_shipped_weights(tmp_path: Path) -> None:
    assert joint_of(tmp_path) == joint_of(PACKAGE / "models")


def test_truth_is_told_only_where_it_is_plain() -> None:
    assert told([["năm"], ["2020"]], ["năm", "2020"]) == ["năm", "2020"]
    assert told([[], ["a"]], ["a"]) == [None, "a"]


def test_only_runs_of_words_have_to_be_alike() -> None:
    assert is_plausible(Heard("xyz", 0.9), "abc", "abd")
    assert not is_plausible(Heard("xyz xyz", 0.9), "ab cd", "ăb cd")
