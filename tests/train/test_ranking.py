"""The builder of the ranking: what is right, and the fit."""

from __future__ import annotations

import math
import random
from array import array
from itertools import chain

import pytest

from vnfix.alternatives.ranking import ANY, NAMES, NONE, OWN, Ranking
from vnfix.train.ranking import Example, best_rival, fit

READ = [["nhiệm"], ["v"], ["của", "cơ"]]


@pytest.mark.parametrize(
    ("rivals", "k", "true", "number"),
    [
        (["vở", "vụ"], 1, "nhiệm vụ của cơ", 2),
        (["vở"], 1, "nhiệm vụ của cơ", 2),
        ([], 1, "nhiệm vụ của cơ", 1),
        (["", "v v"], 1, "nhiệm của cơ", 1),
        (["của các cơ", "của cơ quan"], 2, "nhiệm v của cơ quan", 2),
    ],
)
def test_best_rival_takes_an_error_away(rivals: list[str], k: int, true: str, number: int) -> None:
    assert best_rival(rivals, READ, k, true.split()) == number


def test_fit_finds_the_weights_that_made_the_data() -> None:
    dice = random.Random(7)
    wanted = dict.fromkeys(NAMES, 0.0) | {"lm": 1.0, "any one": -0.5, "none one": -1.0}
    ranking = Ranking(tuple(wanted.values()))
    about = ((1.0, *[0.0] * (len(ANY) - 1)), (1.0, *[0.0] * (len(NONE) - 1)))
    rows = []
    for _ in range(3000):
        each = ((dice.uniform(-3, 3), *[0.0] * (len(OWN) - 1)) for _ in range(3))
        rivals = array("d", chain.from_iterable(each))
        shares = ranking.probabilities(rivals, about)
        rows.append(Example(rivals, about, dice.choices(range(5), shares)[0]))
    found = dict(zip(NAMES, fit(rows), strict=True))
    for name, value in wanted.items():
        assert math.isclose(found[name], value, abs_tol=0.2), name
