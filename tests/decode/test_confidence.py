"""Calibrated confidence: what counts for and against a reading, and its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decode import making
from vnfix.config import Config
from vnfix.decode.confidence import NAMES, Calibration, features, load_calibration, logit
from vnfix.decode.prices import Kind
from vnfix.errors import DataError
from vnfix.resources import PACKAGE, load_resources

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = load_resources(Config()).calibration
PROBABILITY = st.floats(0.0, 1.0)


def confidence(posterior: float) -> float:
    groups = [making.group("c6c", "các", [making.step("các", posterior=posterior)])]
    (values,) = features(groups)
    return SHIPPED.confidence(values)


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
    return [dict(zip(NAMES, values, strict=True)) for values in features(groups)]


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
    assert first == third
    assert all(values["one"] == 1.0 for values in (first, second))


def test_a_token_read_in_two_ways_is_doubtful() -> None:
    step = making.step("các")
    alike = named([making.group("c6c", "các", [step])] * 2)[0]["agreement"]
    ways = [making.group("c6c", after, [step]) for after in ("các", "cục")]
    assert named(ways)[0]["agreement"] < alike


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
