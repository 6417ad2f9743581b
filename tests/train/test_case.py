"""The builder of the case model: counts of case between neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.decode.case import load_case
from vnfix.decode.kernel import between
from vnfix.text.tokens import BEGIN, MARKS, NUMBERS, UNKNOWN
from vnfix.train.case import build_case

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.decode.case import CaseModel

WORDS = [UNKNOWN, BEGIN, *NUMBERS, *sorted(set(MARKS.values())), "chính", "của", "phủ", "sách"]
NUMBER = {w: k for k, w in enumerate(WORDS)}
TEXTS = [
    (["chính sách của Chính phủ, của Chính phủ"] * 20, 1),
    (["Của chính sách. Sách của chính phủ"] * 5, 2),
    (["CỦA CHÍNH PHỦ"] * 50, 1),
]
EVEN = (1.1, 1.1, 1.1)


@pytest.fixture
def model(tmp_path: Path) -> CaseModel:
    build_case(TEXTS, WORDS, tmp_path / "case.tab", {})
    return load_case(tmp_path / "case.tab")


def likeliest(model: CaseModel, word: str, near: tuple[str, str]) -> int:
    before, after = (NUMBER.get(w, -1) for w in near)
    costs = between(model.neighbours, EVEN, NUMBER[word], (before, after))
    return min(range(3), key=costs.__getitem__)


def test_case_follows_the_neighbours(model: CaseModel) -> None:
    assert likeliest(model, "chính", ("của", "phủ")) == 1
    assert likeliest(model, "chính", ("của", "sách")) == 0


def test_sentences_begin_with_a_capital(model: CaseModel) -> None:
    assert likeliest(model, "sách", (".", "")) == 1
    assert model.opener.keys() <= {NUMBER[w] for w in {BEGIN, *NUMBERS, *MARKS.values()}}
    low, title, _ = model.opener[NUMBER["."]]
    assert title < low


def test_lines_of_capitals_are_not_counted(tmp_path: Path, model: CaseModel) -> None:
    build_case(TEXTS[:2], WORDS, tmp_path / "without.tab", {})
    assert load_case(tmp_path / "without.tab").sha256 == model.sha256


def test_weights_count(tmp_path: Path) -> None:
    often = ["của chính phủ"] * 10 + ["sách chính sách"] * 300
    for weight, case in ((1, 0), (20, 1)):
        path = tmp_path / f"{weight}.tab"
        build_case([(often, 1), (["của Chính phủ"] * 2, weight)], WORDS, path, {})
        assert likeliest(load_case(path), "chính", ("của", "phủ")) == case


def test_tables_are_sorted_and_rebuilt_alike(tmp_path: Path, model: CaseModel) -> None:
    for keys, costs in (model.before, model.after):
        assert len(keys) > 0
        assert list(keys) == sorted(keys)
        assert len(costs) == 3 * len(keys)
    facts = build_case(TEXTS, WORDS, tmp_path / "again.tab", {})
    assert load_case(tmp_path / "again.tab").sha256 == model.sha256
    assert facts["pairs"] == {"before": len(model.before[0]), "after": len(model.after[0])}
