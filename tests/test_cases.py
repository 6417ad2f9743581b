"""Cases as data: the kind of damage of whole texts, and texts that must stay as they are.

All texts are invented. `kinds.json` holds ten or more for each kind, legacy and OCR text made from
true text by tables; `negative.json` what has once raised a false alarm, with the same trigger.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import vnfix
from vnfix import pipeline
from vnfix.readers.plain import make_document

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / name).read_text("utf-8"))
    return cases


KINDS = load("kinds.json")
NEGATIVE = load("negative.json")


def test_there_are_ten_cases_of_each_kind() -> None:
    count = Counter(case["kind"] for case in KINDS)
    assert len(KINDS) >= 80
    assert min(count.values()) >= 10


@pytest.mark.parametrize("case", KINDS, ids=[case["name"] for case in KINDS])
def test_kind_is_named(case: dict[str, Any]) -> None:
    diagnosis = vnfix.detect("\n".join(case["lines"]))
    assert diagnosis.kind.value == case["kind"]
    if "encoding" in case:
        assert diagnosis.encodings[:1] == (case["encoding"],)


@pytest.mark.parametrize("case", NEGATIVE, ids=[case["why"] for case in NEGATIVE])
def test_healthy_text_is_left(case: dict[str, str]) -> None:
    assert not vnfix.detect(case["text"]).damaged
    _, corrections = pipeline.propose(make_document(case["text"]), vnfix.Config())
    assert corrections == []


@pytest.mark.shared
def test_negative_cases_of_ftfy_are_left(shared: Path) -> None:
    cases = json.loads((shared / "outside" / "ftfy" / "negative.json").read_text("utf-8"))
    assert len(cases) > 20
    for case in cases:
        text = case["original"]
        assert not vnfix.detect(text).damaged, text
        assert pipeline.propose(make_document(text), vnfix.Config())[1] == [], text
