"""Letters, marks and case."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.text.unicode import (
    LETTERS,
    MOST_MARKS,
    PLAIN,
    Case,
    Tone,
    add_tone,
    apply_case,
    case_of,
    nfc,
    strip_accents,
    strip_tone,
)
from vnfix.text.unicode import tone_of as tone


@given(st.text())
def test_nfc_is_that_of_unicodedata(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_nfc_leaves_runs_of_marks_that_no_letter_has() -> None:
    ends = "e\u0302 a", "e\u0302"
    endless = "\u0301\u0323" * (MOST_MARKS // 2 + 1)
    assert nfc(ends[0] + endless + ends[1]) == f"ê a{endless}ê"
    longest = "\u0301\u0323" * (MOST_MARKS // 2)
    assert nfc("a" + longest) == unicodedata.normalize("NFC", "a" + longest)


@pytest.mark.parametrize("mark", list(Tone))
def test_a_tone_added_is_read_and_stripped(mark: Tone) -> None:
    for letter in "aăâeêioôơuưyAƯ":
        marked = add_tone(letter, mark)
        assert len(marked) == 1
        assert tone(marked) is mark
        assert strip_tone(marked) == letter


def test_accents_of_other_languages_go_too() -> None:
    assert strip_accents("Đường Zürich ñ") == "Duong Zurich n"


def test_leaves_letters_without_accents_alone() -> None:
    assert strip_accents("ß € æ c6ch") == "ß € æ c6ch"


@pytest.mark.parametrize("word", ["ủy", "Ban", "NHÂN"])
def test_case_is_kept_by_its_own_class(word: str) -> None:
    assert apply_case(word, case_of(word)) == word


def test_mixed_case_is_left_alone() -> None:
    assert apply_case("QyĐ", Case.MIXED) == "QyĐ"


def test_plain_characters_are_never_odd() -> None:
    from vnfix.detectors.detached import LOOSE
    from vnfix.fixers.tidy import ODD
    from vnfix.glyphs.runs import MARKER

    assert not [c for c in PLAIN if ODD.search(c) or MARKER.search(c) or c in LOOSE]
    assert len(PLAIN) == 94 + 2 * 67 + 6
    assert {c for c in LETTERS if not c.isascii()} == {c for c in LETTERS if strip_accents(c) != c}
