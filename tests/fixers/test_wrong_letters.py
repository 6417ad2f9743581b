"""Corrections of letters that stand for others throughout."""

from __future__ import annotations

from tests.detectors.test_wrong_letters import TEXT, WRONG, analysis
from vnfix.detectors.letter_maps import letter_map
from vnfix.fixers.wrong_letters import propose
from vnfix.model import Safety


def test_healthy_text_has_none() -> None:
    assert propose(analysis(TEXT)) == []


def test_what_a_rule_has_done_is_no_such_map() -> None:
    text = "\n".join(letter_map("twice-tcvn3").write(line) for line in TEXT.split("\n"))
    assert propose(analysis(text)) == []


def test_words_are_sure_and_what_is_none_is_for_a_person() -> None:
    found = propose(analysis(f"{TEXT.translate(WRONG)}\nmáy bơm Hđoxđa"))
    by_after = {c.after: c.safety for c in found}
    assert by_after["định"] is Safety.AUTO
    assert by_after["Hhoxha"] is Safety.REVIEW
