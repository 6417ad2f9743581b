"""Tone placement: the garble of the word tells, or that of the document, or the old one stands."""

from __future__ import annotations

import pytest

from vnfix.decode.placement import Styles, both
from vnfix.decode.prices import DOCUMENT, OLD_PRIOR


@pytest.mark.parametrize(
    ("word", "forms"),
    [("hòa", ("hòa", "hoà")), ("Thuỷ", ("Thủy", "Thuỷ")), ("quý", None), ("hoàn", None)],
)
def test_open_syllables_have_the_choice(word: str, forms: tuple[str, str] | None) -> None:
    assert both(word) == forms


def test_where_nothing_tells_the_old_placement_stands() -> None:
    assert Styles({}, 0.0).odds("hòa") == OLD_PRIOR < 0


def test_a_word_goes_before_the_document() -> None:
    found = Styles({"hòa": 6.0, "thủy": -6.0}, -2.0)
    assert found.odds("hòa") > 0 > found.odds("thủy")


def test_the_document_tells_of_words_that_do_not() -> None:
    assert Styles({}, 12.0).odds("hòa") > 0
    assert Styles({}, 1e9).odds("hòa") == Styles({}, 1e6).odds("hòa") > OLD_PRIOR + DOCUMENT
