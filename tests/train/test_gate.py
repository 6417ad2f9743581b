"""The builder of the gate's table."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vnfix.detectors.weights import gate
from vnfix.train.gate import build, weigh

if TYPE_CHECKING:
    from pathlib import Path


def test_words_that_lost_their_accents_speak_for_damage() -> None:
    counts = {
        "healthy": {"của": 5e5, "cho": 5e5},
        "garbled": {"cua": 5e5, "cho": 5e5},
        "foreign": {"of": 5e5, "parliament": 5e5},
    }
    rows = {name: (garbled, foreign) for name, garbled, foreign in weigh(counts)}
    assert rows["cua"][0] > 3 > 0 > rows["của"][0]
    assert rows["LONG"][1] > 3 > rows["LONG"][0]


def test_shipped_table_has_every_shape_in_capitals_first() -> None:
    names = list(gate().weights)
    shapes = [n for n in names if n.isupper()]
    assert names[: len(shapes)] == shapes
    assert names[len(shapes) :] == sorted(names[len(shapes) :])
    assert {"PLAIN", "ACCENTED", "DIGIT", "BROKEN", "FOREIGN-LETTER"} <= set(shapes)


@pytest.mark.shared
@pytest.mark.slow
def test_building_again_gives_nearly_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    """Python's library differs from version to version, and with it some foreign words."""
    build(shared, tmp_path / "gate.tsv")
    built = (tmp_path / "gate.tsv").read_text("utf-8").splitlines()
    shipped = files("vnfix.detectors").joinpath("gate.tsv").read_text("utf-8").splitlines()
    assert len(set(shipped) & set(built)) > 0.7 * len(shipped)
