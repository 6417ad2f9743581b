"""The lattice search against all paths one by one: best cost, and posteriors of the arcs."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix.decode import kernel
from vnfix.decode.prices import INF, UNITS, Kind

PLACES = 4
WORDS = range(4)  # 0 unknown, 1 begins a paragraph
WIDE = 1 << 20
Gram = tuple[int, ...]
START: Gram = (1,)


class Way(NamedTuple):
    """An arc of a test: from place to place, what it says, at which cost."""

    start: int
    end: int
    says: Gram
    cost: int


class Grams(NamedTuple):
    """A language model of orders 1 to 4, with back-off weights of all but the last."""

    costs: dict[Gram, int]
    backs: dict[Gram, int]

    def cost(self, before: Gram, word: int) -> int:
        """Return the cost of a word, backing off by the book."""
        for k in range(4):
            context = before[k:]
            if (*context, word) in self.costs:
                return self.costs[*context, word] + sum(
                    self.backs.get(before[i:], 0) for i in range(k)
                )
        raise AssertionError(word)


@st.composite
def models(draw: st.DrawFn) -> Grams:
    """Draw n-grams whose beginnings and whose last words are n-grams as well."""
    grams: set[Gram] = {(w,) for w in WORDS}
    for n in (2, 3, 4):
        longer = st.tuples(*[st.sampled_from(WORDS)] * n)
        for gram in draw(st.lists(longer, max_size=6)):
            grams |= {gram[i:j] for i in range(n) for j in range(i + 1, n + 1)}
    ordered = sorted(grams)
    bytes_ = st.integers(0, 60)
    costs = {g: draw(bytes_) for g in ordered}
    return Grams(costs, {g: draw(bytes_) for g in ordered if len(g) < 4})


NO_NUMBERS = array("H", [0])  # of the vocabulary: no arc says a word of it


@st.composite
def lattices(draw: st.DrawFn) -> list[Way]:
    """Draw arcs that lead from the first place to the last one in at least one way."""
    place = st.integers(0, PLACES)
    ends = st.tuples(place, place).filter(lambda x: x[0] < x[1])
    says = st.lists(st.sampled_from([0, 2, 3]), max_size=3).map(tuple)
    drawn = draw(st.lists(st.tuples(ends, says, st.integers(0, 3_000)), max_size=8))
    ways = [Way(*span, words, cost) for span, words, cost in drawn]
    return ways + [Way(k, k + 1, (0,), 2_500) for k in range(PLACES)]


def arrays_of(grams: Grams) -> kernel.LmArrays:
    """Lay a model out as `train.lm` does; costs and weights are 10 units a step."""
    orders = [sorted(g for g in grams.costs if len(g) == n) for n in (1, 2, 3, 4)]
    arrays: dict[str, object] = {}
    for n, level in enumerate(orders, 1):
        arrays[f"cost{n}"] = array("B", [grams.costs[g] for g in level])
        if n > 1:
            arrays[f"word{n}"] = array("H", [g[-1] for g in level])
        if n < 4:
            arrays[f"back{n}"] = array("B", [grams.backs[g] for g in level])
            above = [g[:-1] for g in orders[n]]
            first = [sum(a < g for a in above) for g in level]
            arrays[f"child{n}"] = array("I", [*first, len(above)])
    steps = array("i", range(0, 2560, 10))
    return kernel.LmArrays(arrays, steps, steps)


def lattice_of(ways: list[Way]) -> kernel.Lattice:
    """Return the kernel's lattice; every arc is a chart of its own."""
    charts, places = [], array("i")
    for way in ways:
        charts.append(kernel.one_arc(way.end - way.start, Kind.PROPOSED, way.cost))
        places.append(way.start)
    return kernel.Lattice(charts, places, [w.says for w in ways], PLACES, NO_NUMBERS)


def all_paths(ways: list[Way], place: int = 0) -> list[list[int]]:
    """Return all ways from a place to the last one, as numbers of arcs."""
    if place == PLACES:
        return [[]]
    return [
        [k, *rest]
        for k, way in enumerate(ways)
        if way.start == place
        for rest in all_paths(ways, way.end)
    ]


def price(grams: Grams, ways: list[Way], path: list[int]) -> int:
    """Return the cost of a path, the language model's costs ten units a step."""
    total, said = 0, START
    for k in path:
        total += ways[k].cost
        for word in ways[k].says:
            total += 10 * grams.cost(said[-3:], word)
            said = (*said, word)
    return total


def numbers(lattice: kernel.Lattice) -> list[int]:
    """Return the arc of the test that each arc of the lattice is."""
    return list(lattice.owner)


@settings(max_examples=150, deadline=None)
@given(models(), lattices(), st.sampled_from([1.0, 0.7]))
def test_best_path_and_posteriors_are_those_of_all_paths(
    grams: Grams, ways: list[Way], scale: float
) -> None:
    lattice = lattice_of(ways)
    limits = kernel.BeamLimits(WIDE, 1_000, scale)
    path = kernel.decode(kernel.Beam(), lattice, arrays_of(grams), kernel.State(1, -1, -1), limits)
    prices = {tuple(p): price(grams, ways, p) for p in all_paths(ways)}
    mine = [numbers(lattice)[a] for a in path.arcs]
    least = min(prices.values())
    assert prices[tuple(mine)] == least
    assert sum(path.lm) == least - sum(ways[k].cost for k in mine)
    share = {p: math.exp((least - c) * scale / UNITS) for p, c in prices.items()}
    whole = sum(share.values())
    for a, k in enumerate(numbers(lattice)):
        through = sum(s for p, s in share.items() if k in p) / whole
        assert path.posterior[a] == pytest.approx(through, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(models(), lattices())
def test_a_narrow_beam_still_gives_a_whole_path(grams: Grams, ways: list[Way]) -> None:
    lattice = lattice_of(ways)
    limits = kernel.BeamLimits(500, 1, 1.0)
    path = kernel.decode(kernel.Beam(), lattice, arrays_of(grams), kernel.State(1, -1, -1), limits)
    mine = [ways[numbers(lattice)[a]] for a in path.arcs]
    assert mine[0].start == 0
    assert mine[-1].end == PLACES
    assert all(a.end == b.start for a, b in pairwise(mine))


@given(models(), st.lists(st.sampled_from([0, 2, 3]), max_size=6))
def test_words_one_by_one_cost_what_the_model_says(grams: Grams, words: list[int]) -> None:
    arrays = arrays_of(grams)
    state, into, said = kernel.State(1, -1, -1), kernel.State(0, -1, -1), START
    for word in words:
        assert kernel.advance(arrays, state, word, into) == 10 * grams.cost(said[-3:], word)
        state, into, said = into, state, (*said, word)


def test_what_costs_more_than_can_be_counted_is_no_path() -> None:
    """Neither what reaches the bound, nor what goes on from there."""
    grams = Grams({(w,): 10 for w in WORDS}, {(w,): 0 for w in WORDS})
    arrays, beam = arrays_of(grams), kernel.Beam()
    for cost in (INF, INF // 2):
        ways = [Way(k, k + 1, (0,), cost) for k in range(PLACES)]
        lattice, limits = lattice_of(ways), kernel.BeamLimits(WIDE, 10, 1.0)
        path = kernel.decode(beam, lattice, arrays, kernel.State(1, -1, -1), limits)
        assert (path.arcs, path.lm, list(path.posterior)) == ([], [], [0.0] * PLACES)
        assert lattice.steps(path, kernel.Says([], "", {}), 0.0, (tuple, tuple)) == []


def test_memory_of_one_search_serves_the_next() -> None:
    grams = Grams({(w,): 10 * w for w in WORDS}, {(w,): 0 for w in WORDS})
    ways = [Way(0, 4, (3,), 0), Way(0, 2, (2,), 10), *(Way(k, k + 1, (0,), 5) for k in range(4))]
    beam, arrays, lattice = kernel.Beam(), arrays_of(grams), lattice_of(ways)
    limits = kernel.BeamLimits(WIDE, 10, 1.0)
    runs = [kernel.decode(beam, lattice, arrays, kernel.State(1, -1, -1), limits) for _ in range(3)]
    assert len({tuple(r.arcs) for r in runs}) == len({tuple(r.posterior) for r in runs}) == 1
