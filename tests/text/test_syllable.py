"""The grammar of a syllable: what it splits, what it refuses, and the outside list it matches."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.text.syllable import base, is_accented, is_syllable, split
from vnfix.text.unicode import Tone, strip_tone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "onset", "rime", "tone"),
    [
        ("nghiêng", "ngh", "iêng", Tone.LEVEL),
        ("Quyết", "qu", "yêt", Tone.RISING),
        ("QUỐC", "qu", "ôc", Tone.RISING),
        ("giữa", "gi", "ưa", Tone.TUMBLING),
        ("gì", "g", "i", Tone.FALLING),
        ("giếng", "gi", "êng", Tone.RISING),
        ("thuở", "th", "uơ", Tone.ASKING),
        ("khuỷu", "kh", "uyu", Tone.ASKING),
        ("ổ", "", "ô", Tone.ASKING),
        ("yếu", "", "yêu", Tone.RISING),
        ("được", "đ", "ươc", Tone.HEAVY),
    ],
)
def test_splits_into_onset_rime_and_tone(word: str, onset: str, rime: str, tone: Tone) -> None:
    assert split(word) == (onset, rime, tone)


@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thúy", "thuý")])
def test_takes_both_tone_placements(old: str, new: str) -> None:
    assert split(old) == split(new) is not None


@pytest.mark.parametrize(
    "word",
    ["", "c", "hQ", "c6ch", "kách", "cinh", "ngiêm", "tếch1", "hoàn.", "tât", "iêu", "các cấp",
     "qúy", "gìa", "tíên", "đ", "UBND", "the'", "\ud800", "\x00"],
)  # fmt: skip
def test_refuses_what_the_spelling_forbids(word: str) -> None:
    assert split(word) is None


def test_takes_decomposed_letters() -> None:
    assert is_syllable(unicodedata.normalize("NFD", "quyết"))


def test_base_and_accents() -> None:
    assert base("Đặng") == "Dang"
    assert base(unicodedata.normalize("NFD", "Đặng")) == "Dang"
    assert is_accented("đ")
    assert not is_accented("€5")


@given(st.text(alphabet="abcdđeghiklmnopqrstuvxyâăêôơưáàảãạếềệợộ", max_size=7))
def test_parts_spell_the_word_without_its_tone(word: str) -> None:
    parts = split(word)
    if parts is not None:
        assert parts.onset + parts.rime == strip_tone(word)


@pytest.mark.shared
def test_agrees_with_the_outside_list(shared: Path) -> None:
    text = (shared / "lists" / "syllables_phonotactic_generated.txt").read_text("utf-8")
    listed = text.split()
    assert sum(map(is_syllable, listed)) > 17_000
    rows = (shared / "lists" / "syllable_freq_legal.tsv").read_text("utf-8").splitlines()[1:]
    counted = [row.split("\t") for row in rows]
    total = sum(int(count) for _, count, _ in counted)
    wrong = [int(n) for word, n, inside in counted if is_syllable(word) != (inside == "1")]
    assert sum(wrong) < total / 10_000
