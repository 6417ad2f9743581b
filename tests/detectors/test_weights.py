"""What single tokens say."""

from __future__ import annotations

from vnfix.detectors.weights import gate, line_score


def test_words_without_letters_say_nothing() -> None:
    assert line_score(["12/2020", "—", "30%"], gate()) == (0.0, 0.0)


def test_accents_speak_for_health_and_lost_ones_against_it() -> None:
    healthy, _ = line_score(["cải", "cách", "hành", "chính"], gate())
    garbled, _ = line_score(["cai", "cach", "hanh", "chinh"], gate())
    assert healthy < -4 < 2 < garbled


def test_function_words_tell_another_language() -> None:
    _, foreign = line_score(["which", "of", "these", "are", "for", "the", "children"], gate())
    assert foreign > 4
