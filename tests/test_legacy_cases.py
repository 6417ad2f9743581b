"""Legacy encodings as data: healthy names first, then traps, then short strings alone.

All strings of `cases/legacy.json` are invented. A short string is a whole document here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import vnfix
from vnfix.fixers import legacy
from vnfix.text.encodings import NAMES, encoding

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parent / "cases" / "legacy.json").read_text("utf-8")
)
EUROPEAN: dict[str, list[str]] = CASES["european"]
SHORT: list[str] = [text for kind in CASES["short"].values() for text in kind]
RIGHT = 0.85  # of the short strings must come back


@pytest.mark.parametrize("language", EUROPEAN)
def test_names_of_other_languages_are_left_alone_and_as_a_list(language: str) -> None:
    names = EUROPEAN[language]
    for text in (*names, "\n".join(names)):
        assert vnfix.fix_text(text) == text


@pytest.mark.parametrize("text", SHORT[::9])
def test_short_strings_in_unicode_are_left(text: str) -> None:
    assert vnfix.fix_text(text) == text


@pytest.mark.parametrize("case", CASES["traps"], ids=[case["why"] for case in CASES["traps"]])
def test_traps(case: dict[str, Any]) -> None:
    assert vnfix.fix_text("\n".join(case["lines"])).split("\n") == case["true"]


@pytest.mark.parametrize("case", CASES["traps"], ids=[case["why"] for case in CASES["traps"]])
def test_nothing_is_guessed_in_legacy_documents(case: dict[str, Any]) -> None:
    repair = vnfix.fix_and_explain("\n".join(case["lines"]))
    assert {c.fixer for c in repair.corrections} == {legacy.NAME}


@pytest.mark.parametrize("name", NAMES)
def test_short_strings_alone(name: str) -> None:
    coded = {text: encoding(name).encode(text) for text in SHORT}
    whole = {text: code for text, code in coded.items() if max(code) <= "\xff"}
    right = [text for text, code in whole.items() if vnfix.fix_text(code) == text]
    assert len(whole) >= 60  # BK HCM 1 has no Đ
    assert len(right) >= RIGHT * len(whole)
