"""Which words of the texts can be meant."""

from __future__ import annotations

import pytest

from vnfix.train.vocabulary import LEAST_FOREIGN, SLIP, choose_words, find_slips

SEEN = {"xã": 9000, "hội": 9000, "hiệu": 9000, "quyết": 9000, "nơ": 30, "tròn": 30, "krông": 40}


@pytest.mark.parametrize("slip", ["xãhội", "hiệ", "quyét"])
def test_slips_of_frequent_syllables_are_no_words(slip: str) -> None:
    assert find_slips([slip], {**SEEN, slip: LEAST_FOREIGN}) == {slip}


@pytest.mark.parametrize("word", ["krông", "nơtròn", "email", "đ"])
def test_words_like_no_frequent_syllable_stay(word: str) -> None:
    assert find_slips([word], {word: LEAST_FOREIGN, **SEEN}) == set()


def test_a_word_nearly_as_frequent_as_its_parts_is_no_slip() -> None:
    assert find_slips(["xãhội"], {**SEEN, "xãhội": SEEN["xã"] // SLIP}) == set()


def test_what_a_dictionary_wants_is_in_whatever_it_looks_like() -> None:
    seen = {**SEEN, "xãhội": LEAST_FOREIGN}
    assert "xãhội" in choose_words(seen, ["xãhội"])
    assert "xãhội" not in choose_words(seen, [])
