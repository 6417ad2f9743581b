"""The chain of states: the likeliest of all chains, and the same one without a compiler."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain import plain
from vnfix.detectors import chain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

NATS = st.floats(-30.0, 30.0)
SCORES = st.lists(st.tuples(NATS, NATS), max_size=5)
CHANGE = 0.01


def worth(states: Sequence[int], scores: Sequence[tuple[float, float]]) -> float:
    """Return the nats of a chain; the state before the first line is free to be any."""
    said = sum((0.0, *score)[state] for state, score in zip(states, scores, strict=True))
    step = {True: math.log(1 - 2 * CHANGE), False: math.log(CHANGE)}
    inner = sum(step[a == b] for a, b in pairwise(states))
    first = max((chain.START if s else 0.0) + step[s == states[0]] for s in range(3))
    return said + inner + first


@pytest.mark.parametrize("module", [chain, plain(chain.__name__)], ids=["as installed", "plain"])
@given(scores=SCORES)
def test_no_other_chain_is_likelier(module: ModuleType, scores: list[tuple[float, float]]) -> None:
    garbled, foreign = (array("d", [s[k] for s in scores]) for k in range(2))
    found = list(module.states(garbled, foreign, CHANGE))
    if scores:
        best = max(worth(c, scores) for c in product(range(3), repeat=len(scores)))
        assert worth(found, scores) == pytest.approx(best)
    else:
        assert found == []


def test_a_single_odd_line_is_no_damage() -> None:
    garbled = array("d", [-30.0, 6.0, -30.0, 9.0, 12.0, -20.0])
    assert list(chain.states(garbled, array("d", bytes(48)), 2e-4)) == [0, 0, 0, 1, 1, 0]
