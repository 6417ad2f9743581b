"""The ranking of other readings: probabilities, and what is compared."""

from __future__ import annotations

import json
from array import array
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.alternatives.ranking import (
    ANY,
    NAMES,
    NONE,
    OWN,
    Ranking,
    load_ranking,
    ranking_of,
)
from vnfix.alternatives.readings import CHART, EXPECTED, MARKS, NUMBER, Rival
from vnfix.alternatives.rivals import shapes_by
from vnfix.alternatives.shapes import ODD, Shape, case_of, core_of, word_of
from vnfix.alternatives.views import COMPARED, Views
from vnfix.config import Config
from vnfix.decode.prices import LOWER
from vnfix.errors import DataError
from vnfix.resources import load_resources
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from pathlib import Path

RESOURCES = load_resources(Config())
SHAPES = shapes_by(RESOURCES.lm, RESOURCES.words, RESOURCES.far)
WORDS = st.sampled_from(["và", "á", "thực", "ubnd", "the"])
TWOS = array("d", [2.0, 2.0])
VALUES = st.floats(-30, 30)
ROW = st.tuples(*[VALUES] * len(OWN))


def flat(rows: list[tuple[float, ...]]) -> array[float]:
    """Return rows one after the other."""
    return array("d", chain.from_iterable(rows))


FLAT = ((0.0,) * len(ANY), (0.0,) * len(NONE))


@given(st.lists(ROW, max_size=4), st.lists(VALUES, min_size=len(NAMES), max_size=len(NAMES)))
def test_probabilities_add_up_to_one(rivals: list[tuple[float, ...]], weights: list[float]) -> None:
    shares = Ranking(tuple(weights)).probabilities(flat(rivals), FLAT)
    assert len(shares) == len(rivals) + 2
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) >= 0.0


def test_more_of_what_speaks_for_a_rival_makes_it_likelier() -> None:
    ranking = Ranking((1.0, *[0.0] * (len(NAMES) - 1)))
    rows = [(x, *[0.0] * (len(OWN) - 1)) for x in (0.0, 1.0, 2.0)]
    stands, first, second, third, none = ranking.probabilities(flat(rows), FLAT)
    assert stands == first == none
    assert second / first == pytest.approx(2.718281828)
    assert third / second == pytest.approx(2.718281828)


def compared(channel: dict[str, float], before: str = "xyz", share: float = 1.0) -> array[float]:
    """Return the readings compared with the first where the language model says 9 of `dear`."""
    columns = (
        array("d", [9.0 if text == "dear" else 3.0 for text in channel]),
        array("d", channel.values()),
        array("d", [1.0] * len(channel)),
        array("i", [25 * len(text) for text in channel]),
    )
    place = Views(before, list(map(SHAPES.of, channel)), columns, ({}, {}, {}), ("", "", ""))
    rows: array[float] = place.compared(0.0, [Rival(share) for _ in range(len(channel) - 1)])
    return rows


def test_a_reading_against_itself_says_nothing() -> None:
    place = Views(
        "xyz",
        [SHAPES.of("same")] * 2,
        (TWOS, TWOS, TWOS, array("i", [7, 7])),
        ({"same": 2.0}, {}, {}),
        ("", "", ""),
    )
    row = place.compared(0.0, [Rival(1.0)])
    assert len(row) == len(OWN) == COMPARED
    assert set(row[: OWN.index("share")]) == {0.0}


def test_cheaper_rivals_are_spoken_for() -> None:
    assert list(compared({"dear": 90.0, "cheap": 2.0})[:2]) == [6.0, 25.0]
    assert list(compared({"cheap": 2.0, "dear": 90.0})[:2]) == [-6.0, -25.0]


def test_what_words_far_off_say_is_compared_within_bounds() -> None:
    row = compared({"a": 1.0, "abc": 1.0, "a" * 20: 1.0})
    assert list(row[OWN.index("far") :: COMPARED]) == pytest.approx([2.0, 8.0])


@pytest.mark.parametrize(("before", "said"), [("x", 6.0), ("x,", 6.0), ("xyz", 0.0)])
def test_neighbours_say_more_of_few_letters(before: str, said: float) -> None:
    row = compared({"dear": 2.0, "cheap": 2.0}, before)
    assert row[OWN.index("lm")] == 6.0
    assert row[OWN.index("lm of few letters")] == said


@pytest.mark.parametrize(
    ("bits", "told"),
    [(EXPECTED, "expected"), (EXPECTED | CHART, ""), (MARKS, "remarked"), (NUMBER, "number")],
)
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_where_a_rival_comes_from_counts_if_the_lattice_has_dropped_it(
    bits: int, told: str, share: float
) -> None:
    columns = (TWOS, TWOS, TWOS, array("i", [7, 7]))
    place = Views("xyz", [SHAPES.of("a"), SHAPES.of("b")], columns, ({}, {}, {}), ("", "", ""))
    row = place.compared(0.0, [Rival(share, bits)])
    kinds = ("remarked", "number", "expected")
    assert [name for name in kinds if row[OWN.index(name)]] == [told] * (bool(told) and not share)


@given(st.text(alphabet='aÀĐ1.,;:^"( I', max_size=7))
def test_the_shape_of_a_reading_is_what_is_seen(text: str) -> None:
    look_at(SHAPES.of(text), text)


@given(
    st.text(alphabet='aĐ1.,( "-', max_size=5),
    WORDS,
    st.integers(0, 2),
    st.text("aĐ1., )", max_size=5),
)
def test_a_word_in_a_frame_is_what_is_seen(head: str, word: str, case: int, tail: str) -> None:
    frame = SHAPES.around(head, tail)
    text = head + in_case(word, case) + tail
    look_at(SHAPES.put(SHAPES.number[word], case, frame), text)


def look_at(shape: Shape, text: str) -> None:
    """Compare what a reading looks like with the reading."""
    frame, words = shape.frame, text.split()
    assert (shape.text, shape.lower, shape.core) == (text, text.lower(), core_of(text))
    assert shape.word == word_of(text, 0)
    assert shape.letters == core_of(text).isalpha()
    assert shape.case == (case_of(core_of(words[0])) if words else LOWER)
    assert frame.apart == (" " in text)
    assert frame.marks == sum(c in ODD for c in text)
    ends = {".": frame.stop, ":": frame.colon, ";": frame.semicolon, ",": frame.comma}
    assert [end for end, seen in ends.items() if seen] == [c for c in text[-1:] if c in ends]
    assert frame.bare == text[-1:].isalnum()
    assert shape.units == RESOURCES.lm.units(text)
    assert shape.number == RESOURCES.words.number.get(shape.word, -1)
    assert shape.far == RESOURCES.far.word_of(shape.units)


def test_looks_by_other_tables_are_others() -> None:
    lm, words, far = RESOURCES.lm, RESOURCES.words, RESOURCES.far
    more = words.extended(["qwert"], lm.number)
    first = shapes_by(lm, words, far)
    other = shapes_by(lm, more, far)
    assert shapes_by(lm, words, far) is first
    assert other.of("Qwert,").number == more.number["qwert"]
    assert first.of("Qwert,").number == -1


def test_shipped_ranking_is_whole() -> None:
    assert len(ranking_of(RESOURCES.models).weights) == len(NAMES)


@pytest.mark.parametrize(
    "change",
    [{"version": 99}, {"names": ["lm"]}, {"format": "other"}, {"weights": None}],
)
def test_other_files_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    facts = {"format": "vnfix-ranking", "version": 1, "names": list(NAMES)}
    whole = facts | {"weights": [0.0] * len(NAMES)}
    path = tmp_path / "ranking.json"
    path.write_text(json.dumps(whole), "utf-8")
    assert load_ranking(path).weights == (0.0,) * len(NAMES)
    path.write_text(json.dumps(whole | change), "utf-8")
    with pytest.raises(DataError, match=r"ranking\.json"):
        load_ranking(path)
    with pytest.raises(DataError):
        load_ranking(tmp_path / "none.json")
