"""The fuzzer finds what is broken, and what it has found once stays mended."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tools.fuzz import cases, files, laws, texts
from tools.fuzz.hunting import hunt

CASES: list[dict[str, str]] = json.loads(
    (Path(__file__).parent.parent / "cases" / "fuzz.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_what_was_found_once_stays_mended(case: dict[str, str]) -> None:
    laws.text_laws(case["text"])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["texts", "files", "structures", "rows", "tables"])
def test_some_cases_of_each_kind_hold(kind: str, tmp_path: Path) -> None:
    for number in range(6):
        cases.run_case(kind, 7, number, tmp_path)


def test_the_same_seed_gives_the_same_cases() -> None:
    made = (files.plain, files.hocr, files.alto, files.pdf, files.flipped, *cases.STRUCTURES)
    for make in (texts.text, *made):
        a, b = (make(random.Random(k)) for k in (3, 3))
        assert a == b


def test_line_ends_are_told_apart() -> None:
    assert laws.ends("a\r\nb\rc\u2028\x0c") == ["\r\n", "\r", "\u2028", "\x0c"]
    assert laws.ends("a\r\nb") != laws.ends("a\r\n\nb")


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        ({"apply_corrections": lambda text, _: text.upper()}, "explained otherwise"),
        ({"ends": lambda text: [text]}, "line end"),
    ],
)
def test_a_broken_law_is_told(
    monkeypatch: pytest.MonkeyPatch, broken: dict[str, Any], law: str
) -> None:
    for name, function in broken.items():
        monkeypatch.setattr(laws, name, function)
    with pytest.raises(AssertionError, match=law):
        laws.text_laws("Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua\n")


def test_it_counts_in_a_process_of_its_own() -> None:
    tried, finds, _ = hunt("tables", 1, 0, (600.0, 2))
    assert (tried, finds) == (2, [])
