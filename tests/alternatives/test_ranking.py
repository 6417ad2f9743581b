"""The ranking of other readings: probabilities, and what is compared."""

from __future__ import annotations

import json
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
    ReadingFeatures,
    load_ranking,
    ranking_of,
)
from vnfix.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.floats(-30, 30)
ROW = st.tuples(*[VALUES] * len(OWN))
FLAT = ((0.0,) * len(ANY), (0.0,) * len(NONE))


@given(st.lists(ROW, max_size=4), st.lists(VALUES, min_size=len(NAMES), max_size=len(NAMES)))
def test_probabilities_add_up_to_one(rivals: list[tuple[float, ...]], weights: list[float]) -> None:
    shares = Ranking(tuple(weights)).probabilities(rivals, FLAT)
    assert len(shares) == len(rivals) + 2
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) >= 0.0


def test_more_of_what_speaks_for_a_rival_makes_it_likelier() -> None:
    ranking = Ranking((1.0, *[0.0] * (len(NAMES) - 1)))
    rows = [(x, *[0.0] * (len(OWN) - 1)) for x in (0.0, 1.0, 2.0)]
    stands, first, second, third, none = ranking.probabilities(rows, FLAT)
    assert stands == first == none
    assert second / first == pytest.approx(2.718281828)
    assert third / second == pytest.approx(2.718281828)


def test_a_view_against_itself_says_nothing() -> None:
    view = ReadingFeatures(*(float(k) for k in range(13)))
    assert set(view.against(view)) == {0.0}
    assert len(view.against(view)) == OWN.index("share")


def test_cheaper_rivals_are_spoken_for() -> None:
    dear, cheap = ReadingFeatures(9.0, 90.0, *[1.0] * 11), ReadingFeatures(3.0, 2.0, *[1.0] * 11)
    assert dear.against(cheap)[:2] == (6.0, 25.0)
    assert cheap.against(dear)[:2] == (-6.0, -25.0)


def test_shipped_ranking_is_whole() -> None:
    from vnfix.config import Config
    from vnfix.resources import load_resources

    assert len(ranking_of(load_resources(Config()).models).weights) == len(NAMES)


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
