"""Dropped tone letters."""

from __future__ import annotations

import pytest

import vnfix
from tests.by_rule import BY_RULE, damaged, named, repaired_by
from vnfix.model import Damage, Safety

HEALTHY = (
    "Nguyên, Lan, Minh, Trâm, Hoa, Tuyên, Châu\n",
    "kg\ncm\nml\nđvt\nstt\n",
    "La musique est un art, le temps passe et la vie va.\n",
)


def test_healthy_text_stays() -> None:
    for text in (*HEALTHY, "\n".join(BY_RULE)):
        assert vnfix.fix_text(text) == text
        assert named(text) is not Damage.DROPPED


@pytest.mark.parametrize("name", ["dropped", "dropped-latin1"])
def test_kind_and_words(name: str) -> None:
    assert named(damaged(name)) is Damage.DROPPED
    assert repaired_by(name) == BY_RULE


def test_a_word_of_which_nothing_is_left_stands_in_a_wide_gap() -> None:
    lines = [*BY_RULE, "Các hộ sống ở nông thôn được hỗ trợ."]
    assert vnfix.fix_text(damaged("dropped", lines)).split("\n")[-1] == lines[-1]


def test_an_inserted_word_is_for_a_person_to_see() -> None:
    lines = [*BY_RULE, "Các hộ sống ở nông thôn được hỗ trợ."]
    repair = vnfix.fix_and_explain(damaged("dropped", lines))
    inserted = [c for c in repair.corrections if c.before.isspace()]
    assert [c.safety for c in inserted] == [Safety.REVIEW]


def test_words_without_any_vowel_are_another_damage() -> None:
    text = "Thng t s ng thng nm c B trưng B Ti chnh\nvi thm quyn ca hi đng nhn dn tnh\n" * 4
    bare = "".join(c for c in text if c not in "aeiouư")
    assert named(bare) is not Damage.DROPPED
