"""The builder of the gate's table."""

from __future__ import annotations

from array import array
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vnfix.detectors.chain import GARBLED, states
from vnfix.detectors.ocr import CHANGE
from vnfix.detectors.weights import gate, line_score, load_gate
from vnfix.train.gate import build, weigh
from vnfix.train.sources import read_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vnfix.detectors.weights import Gate


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
def test_building_again_gives_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    build(shared, tmp_path / "gate.tsv")
    shipped = files("vnfix.detectors").joinpath("gate.tsv").read_bytes()
    assert (tmp_path / "gate.tsv").read_bytes() == shipped


def scores_of(document: Sequence[str], weights: Gate) -> tuple[array[float], array[float]]:
    found = [line_score(line.split(), weights) for line in document]
    return array("d", [g for g, _ in found]), array("d", [f for _, f in found])


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("engine", ["styles/tess_deu", "styles/tess_spa", "styles/ocrad"])
def test_lines_of_an_engine_left_out_are_found(shared: Path, tmp_path: Path, engine: str) -> None:
    """96 % of the lines at least, with a table that has not seen the engine."""
    build(shared, tmp_path / "gate.tsv", [engine])
    weights = load_gate((tmp_path / "gate.tsv").read_text("utf-8"))
    by_document: dict[str, list[str]] = {}
    for pair in read_pairs(shared / f"{engine}.tsv"):
        by_document.setdefault(pair.document, []).append(pair.seen)
    lines = sum(map(len, by_document.values()))
    seen = sum(
        states(*scores_of(document, weights), CHANGE).count(GARBLED)
        for document in by_document.values()
    )
    assert seen > 0.96 * lines


def test_counted_words_are_sorted_and_counted_once() -> None:
    rows = files("vnfix.train").joinpath("code_words.tsv").read_text("utf-8").splitlines()
    words = [row.split("\t")[0] for row in rows if not row.startswith("#")]
    assert words == sorted(set(words))
