"""What the language model expects between two words."""

from __future__ import annotations

import pytest

from vnfix.config import Config
from vnfix.decode.kernel import State
from vnfix.decode.lm import Window
from vnfix.decode.prices import AFTER_ONE, AFTER_TWO, BEFORE
from vnfix.resources import load_resources

LM = load_resources(Config()).lm
MOST = 40


def window(before: str, after: str) -> Window:
    _, state = LM.follow(LM.begin(), before)
    return Window(state, tuple(LM.unit(w) for w in after.split()))


def test_set_phrases_are_expected() -> None:
    for before, word, after in (
        ("thực hiện nhiệm", "vụ", "được giao"),
        ("ủy ban nhân", "dân", "tỉnh"),
        ("", "cải", "cách hành chính"),
    ):
        found = LM.expected.likely(window(before, after), (), MOST)
        assert word in [said for _, said in found[:3]]
        assert len(found) == MOST


def test_cost_is_that_of_the_words_and_of_those_after_them() -> None:
    here = window("ủy ban", "dân tỉnh")
    text = "nhân dân tỉnh"
    _, state = LM.follow(LM.begin(), "ủy ban")
    assert here.cost(LM.arrays, [LM.unit("nhân")]) == LM.follow(state, text)[0]
    assert here.cost(LM.arrays, []) == LM.follow(state, "dân tỉnh")[0]


def test_state_stays_as_it_is() -> None:
    here = window("ủy ban", "dân")
    before = (here.state.one, here.state.two, here.state.three)
    here.cost(LM.arrays, [LM.unit("nhân")])
    assert (here.state.one, here.state.two, here.state.three) == before


def test_unknown_neighbours_are_borne() -> None:
    found = LM.expected.likely(Window(State(0, -1, -1), ()), (), AFTER_ONE + AFTER_TWO + BEFORE)
    assert 0 < len(found) <= AFTER_ONE + AFTER_TWO + BEFORE
    assert all(word.isalpha() and word in LM.number for _, word in found)


@pytest.mark.parametrize("tail", [(), (LM.unit(","),)])
@pytest.mark.parametrize("most", [1, 7, MOST])
def test_the_cheapest_words_are_likely(tail: tuple[int, ...], most: int) -> None:
    here = window("thực hiện", "theo quy")
    found = LM.expected.likely(here, tail, most)
    every = LM.expected.likely(here, tail, len(LM.words))
    assert found == sorted(every)[:most]
    assert len({word for _, word in every}) == len(every)
    for cost, word in every:
        assert cost == here.cost(LM.arrays, (LM.unit(word), *tail))
