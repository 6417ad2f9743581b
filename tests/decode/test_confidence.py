"""Calibrated confidence: what counts for and against a reading, and its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decode import making
from vnfix.config import Config
from vnfix.decode.confidence import Calibration, load_calibration
from vnfix.decode.prices import Kind
from vnfix.decode.signs import NAMES, SIGNS, Evidence, logit
from vnfix.errors import DataError
from vnfix.resources import PACKAGE, load_resources

if TYPE_CHECKING:
    from pathlib import Path

RESOURCES = load_resources(Config())
GENERAL = RESOURCES.channel.mixture({})
SHIPPED = RESOURCES.calibration
PROBABILITY = st.floats(0.0, 1.0)


def confidence(posterior: float) -> float:
    rival = [("cấc", 1.0 - posterior)]
    step = making.step("các", posterior=posterior, others=rival)
    groups = [making.group("c6c", "các", [step])]
    return SHIPPED.confidence(Evidence(groups, RESOURCES.lm, GENERAL).of(0))


@given(PROBABILITY, PROBABILITY)
def test_a_surer_posterior_is_never_less_sure(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0.0 < confidence(low) <= confidence(high) < 1.0


def test_shipped_calibration_trusts_a_sure_posterior() -> None:
    assert confidence(0.9999) > confidence(0.5) > confidence(0.01) + 0.1
    assert 0.9 < SHIPPED.auto < 1.0


@given(PROBABILITY)
def test_log_odds_are_odd_and_bounded(p: float) -> None:
    assert -9.3 < logit(p) == pytest.approx(-logit(1.0 - p), abs=1e-6)
    assert logit(p) < 9.3


def named(groups: list[Any]) -> list[dict[str, float]]:
    evidence = Evidence(groups, RESOURCES.lm, GENERAL)
    return [dict(zip(NAMES, evidence.of(k), strict=True)) for k in range(len(groups))]


def test_features_tell_trouble() -> None:
    sure, unsure = making.step("các", posterior=0.999), making.step("sở", posterior=0.4)
    kept = making.step("x%", Kind.KEPT)
    first, second, third = named(
        [
            making.group("c6c", "các", [sure]),
            making.group("sdx%", "sởx%", [unsure, kept]),
            making.group("c6c", "các", [sure]),
        ]
    )
    assert first["posterior"] == logit(0.999)
    assert second["posterior"] == first["neighbours"] == logit(0.4)
    assert second["neighbours"] == logit(0.999)
    assert (first["several"], second["several"]) == (0.0, 1.0)
    assert (first["odd"], second["odd"]) == (0.0, 1.0)
    assert {n: first[n] for n in SIGNS} == {n: third[n] for n in SIGNS}
    assert all(values["one"] == 1.0 for values in (first, second))


def test_a_token_read_in_two_ways_is_doubtful() -> None:
    step = making.step("các")
    alike = named([making.group("c6c", "các", [step])] * 2)[0]["agreement"]
    ways = [making.group("c6c", after, [step]) for after in ("các", "cục")]
    assert named(ways)[0]["agreement"] < alike


def read(*words: tuple[str, str]) -> list[dict[str, float]]:
    """Return what is known of words that were read one by one."""
    return named([making.group(seen, meant, [making.step(meant)]) for seen, meant in words])


def test_marks_are_weighed_by_what_stands_around_them() -> None:
    lost, there = read(("kiem", "kiểm"), ("fra.", "tra."), ("va", "và")), read(("Va", "Và"))
    assert lost[1]["mark out of place"] == 1.0
    assert there[0]["mark out of place"] == 0.0
    listed, phrase = (read(("x", after), ("y", "gồm"), ("z", "các")) for after in ("sau", "bao"))
    assert listed[0]["comma"] > phrase[0]["comma"]


def test_what_is_kept_of_the_letters_is_told() -> None:
    same, other = read(("co", "cơ"))[0], read(("wo", "cơ"))[0]
    assert (same["edits"], same["foreign"]) == (0.0, 0.0)
    assert (other["edits"], other["foreign"]) == (0.5, 1.0)
    assert read(("Co", "cơ"))[0]["recased"] == 1.0


def test_what_only_the_document_taught_is_dearer_by_the_general_channel() -> None:
    usual, taught = read(("c6", "có"))[0], read(("twong", "tổng"))[0]
    assert taught["learnt"] > usual["learnt"]


def test_a_document_is_known_by_its_size() -> None:
    small, large = read(("c6", "có")), read(*[("c6", "có")] * 50)
    assert small[0]["document's size"] < large[0]["document's size"]


def test_of_what_is_left_as_it_is_only_the_signs_are_told() -> None:
    groups = [
        making.group(seen, meant, [making.step(meant)]) for seen, meant in (("a", ""), 2 * ("và",))
    ]
    evidence = Evidence(groups, RESOURCES.lm, GENERAL)
    assert len(evidence.of(0)) == len(NAMES)
    assert len(evidence.of(1)) == len(SIGNS)


def test_extreme_values_stay_probabilities() -> None:
    calibration = Calibration((1e9,), 0.9)
    assert 0.0 < calibration.confidence([-1.0]) < calibration.confidence([1.0]) <= 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 99},
        {"names": ["one"]},
        {"weights": None},
        {"weights": ["x"]},
        {"auto": "much"},
    ],
)
def test_malformed_files_are_refused(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    data = json.loads((PACKAGE / "models" / "calibration.json").read_text("utf-8"))
    path.write_text(json.dumps(data), "utf-8")
    assert load_calibration(path) == SHIPPED
    path.write_text(json.dumps(data | change), "utf-8")
    with pytest.raises(DataError, match="calibration"):
        load_calibration(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"1", b"\xff\xfe", b"{}"])
def test_what_is_no_calibration_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    with pytest.raises(DataError):
        load_calibration(path)
    path.write_bytes(content)
    with pytest.raises(DataError):
        load_calibration(path)
