"""Which corrections are made where several want the same place."""

from __future__ import annotations

from vnfix.model import Candidate, Correction, Safety
from vnfix.pipeline import not_contained


def correction(start: int, before: str, after: str) -> Correction:
    return Correction(start, start + len(before), before, after, "decode", 0.9, Safety.AUTO)


def exact(start: int, before: str, after: str, *, yields: bool = True) -> Candidate:
    end = start + len(before)
    return Candidate(start, end, after, 0.0, "dictionary", exact=True, yields=yields)


def stay(candidates: list[Candidate], decoded: list[Correction]) -> list[str]:
    """Return what the exact candidates that stay write."""
    return [c.after for c in not_contained(candidates, decoded, " " * 40)]


PHRASE = correction(4, "UY BAN NUAN oAN", "ỦY BAN NHÂN DÂN")


def test_a_dictionary_word_that_a_phrase_holds_leaves_the_phrase_whole() -> None:
    word = exact(11, "NUAN", "NHÂN")
    assert stay([word], [PHRASE]) == []


def test_a_dictionary_word_that_a_phrase_reads_otherwise_stays() -> None:
    word = exact(11, "NUAN", "NGUYÊN")
    assert stay([word], [PHRASE]) == [word.after]


def test_a_dictionary_word_of_the_same_span_or_beside_stays() -> None:
    same = exact(4, "UY BAN NUAN oAN", "ỦY BAN NHÂN DÂN")
    beside = exact(20, "NUAN", "NHÂN")
    before = exact(0, "N", "N")
    assert stay([same, beside, before], [PHRASE]) == [same.after, beside.after, before.after]


def test_the_decoder_sees_to_the_marks_around_a_word() -> None:
    mine = exact(0, "phucrng.", "phương.")
    assert stay([mine], [correction(0, "phucrng.", "phương")]) == []
    assert stay([mine], [correction(0, "phucrng.", "phương.")]) == [mine.after]
    assert stay([mine], [correction(0, "phucrng.", "phượng")]) == [mine.after]


def test_a_part_of_a_word_is_not_that_word() -> None:
    mine = exact(0, "cn", "an")
    assert stay([mine], [correction(0, "cn hai", "toàn hai")]) == [mine.after]


def test_what_does_not_yield_is_never_left_out() -> None:
    word = exact(11, "NUAN", "NHÂN", yields=False)
    assert stay([word], [PHRASE]) == [word.after]
