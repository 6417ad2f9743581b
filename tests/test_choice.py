"""Which corrections are made where several want the same place."""

from __future__ import annotations

from vnfix.model import Correction, Safety
from vnfix.pipeline import not_contained


def correction(start: int, before: str, after: str, fixer: str = "decode") -> Correction:
    return Correction(start, start + len(before), before, after, fixer, 0.9, Safety.AUTO)


PHRASE = correction(4, "UY BAN NUAN oAN", "ỦY BAN NHÂN DÂN")


def test_a_dictionary_word_that_a_phrase_holds_leaves_the_phrase_whole() -> None:
    word = correction(11, "NUAN", "NHÂN", "dictionary")
    assert not_contained([word], [PHRASE]) == []


def test_a_dictionary_word_that_a_phrase_reads_otherwise_stays() -> None:
    word = correction(11, "NUAN", "NGUYÊN", "dictionary")
    assert not_contained([word], [PHRASE]) == [word]


def test_a_dictionary_word_of_the_same_span_or_beside_stays() -> None:
    same = correction(4, "UY BAN NUAN oAN", "ỦY BAN NHÂN DÂN", "dictionary")
    beside = correction(20, "NUAN", "NHÂN", "dictionary")
    before = correction(0, "N", "N", "dictionary")
    assert not_contained([same, beside, before], [PHRASE]) == [same, beside, before]


def test_the_decoder_sees_to_the_marks_around_a_word() -> None:
    mine = correction(0, "phucrng.", "phương.", "dictionary")
    assert not_contained([mine], [correction(0, "phucrng.", "phương")]) == []
    assert not_contained([mine], [correction(0, "phucrng.", "phương.")]) == [mine]
    assert not_contained([mine], [correction(0, "phucrng.", "phượng")]) == [mine]


def test_a_part_of_a_word_is_not_that_word() -> None:
    mine = correction(0, "cn", "an", "dictionary")
    assert not_contained([mine], [correction(0, "cn hai", "toàn hai")]) == [mine]


def test_what_other_fixers_know_is_never_left_out() -> None:
    word = correction(11, "NUAN", "NHÂN", "tidy")
    assert not_contained([word], [PHRASE]) == [word]
