"""Cases as data: the kind of damage of whole texts, and texts that must stay as they are.

All texts are invented. `kinds.json` holds ten or more for each kind, legacy and OCR text made from
true text by tables; `negative.json` what has once raised a false alarm, with the same trigger;
`repairs.json` garbled phrases with what they mean, those that are not read yet under
`known_failures`: one that is read one day fails here, and moves up.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import vnfix
from vnfix import pipeline
from vnfix.document import make_document

CASES = Path(__file__).parent / "cases"


def load(name: str) -> Any:
    return json.loads((CASES / name).read_text("utf-8"))


KINDS: list[dict[str, Any]] = load("kinds.json")
NEGATIVE: list[dict[str, str]] = load("negative.json")
REPAIRS: list[dict[str, Any]] = load("repairs.json")["repairs"]
KNOWN_FAILURES: list[dict[str, Any]] = load("repairs.json")["known_failures"]


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
    assert pipeline.repair(make_document(case["text"]), vnfix.Config()).corrections == ()


def repaired(case: dict[str, Any]) -> str:
    options = {"min_confidence": 0.0, **case.get("options", {})}  # what is read, sure or not
    text = vnfix.fix_text(case["garbled"], **options)
    assert text.count("\n") == case["garbled"].count("\n")
    return text


@pytest.mark.parametrize("case", REPAIRS, ids=[case["name"] for case in REPAIRS])
def test_garbled_phrase_is_read(case: dict[str, Any]) -> None:
    assert repaired(case) == case["true"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["name"], marks=pytest.mark.xfail(reason=case["why"], strict=True)
        )
        for case in KNOWN_FAILURES
    ],
)
def test_known_failure(case: dict[str, Any]) -> None:
    assert repaired(case) == case["true"]


@pytest.mark.shared
def test_negative_cases_of_ftfy_are_left(shared: Path) -> None:
    cases = json.loads((shared / "outside" / "ftfy" / "negative.json").read_text("utf-8"))
    assert len(cases) > 20
    for case in cases:
        text = case["original"]
        assert not vnfix.detect(text).damaged, text
        assert pipeline.repair(make_document(text), vnfix.Config()).corrections == (), text
