"""Words of the second reading and places of the first, by where they stand in the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.look.matching import Match, Span, matches


def test_equal_lines_match_one_to_one() -> None:
    line = [Span(0, 9), Span(11, 20), Span(22, 40)]
    assert list(matches(line, line)) == [Match((k,), (k,)) for k in range(3)]


@pytest.mark.parametrize(
    ("places", "words", "found"),
    [
        ([Span(0, 4), Span(5, 9)], [Span(0, 9)], [Match((0, 1), (0,))]),
        ([Span(0, 9)], [Span(0, 4), Span(5, 9)], [Match((0,), (0, 1))]),
        ([Span(10, 19)], [Span(0, 2), Span(10, 19)], [Match((), (0,)), Match((0,), (1,))]),
        ([Span(0, 9), Span(10, 19)], [Span(0, 9)], [Match((0,), (0,)), Match((1,), ())]),
        ([Span(-2, -1), Span(0, 9)], [Span(0, 9)], [Match((0,), ()), Match((1,), (0,))]),
    ],
)
def test_words_joined_split_or_missing(
    places: list[Span], words: list[Span], found: list[Match]
) -> None:
    assert list(matches(places, words)) == found


def spans() -> st.SearchStrategy[list[Span]]:
    edges = st.lists(st.integers(0, 200), min_size=0, max_size=12, unique=True).map(sorted)
    return edges.map(lambda e: [Span(a, b) for a, b in zip(e[::2], e[1::2], strict=False)])


@given(spans(), spans())
def test_everything_is_matched_once_and_in_order(places: list[Span], words: list[Span]) -> None:
    found = list(matches(places, words))
    assert [k for m in found for k in m.places] == list(range(len(places)))
    assert [k for m in found for k in m.words] == list(range(len(words)))
