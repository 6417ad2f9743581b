"""The arcs of a token, as they are kept: what was noted comes back, by both kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain import plain
from vnfix.decode.kernel import chart as compiled
from vnfix.decode.prices import INF, Kind

if TYPE_CHECKING:
    from types import ModuleType

MODULES = [compiled, plain(compiled.__name__)]
pytestmark = pytest.mark.parametrize("module", MODULES, ids=["as installed", "plain"])
COST = st.integers(0, INF - 1)
WORDS = (0, 7, 100_000)  # numbers of a vocabulary


class Drawn(NamedTuple):
    """An arc: where it leaves and arrives, kind, word or unit, case, cost, the channel's costs."""

    start: int
    end: int
    kind: int
    number: int
    case: int
    cost: int
    channel: tuple[int, int, int]


@st.composite
def arcs(draw: st.DrawFn) -> Drawn:
    """Draw an arc."""
    start = draw(st.integers(0, 5))
    end = start + draw(st.integers(1, 3))
    channel = draw(st.tuples(*[st.one_of(st.just(INF), COST)] * 3))
    if draw(st.booleans()):
        word = draw(st.sampled_from(WORDS))
        return Drawn(start, end, Kind.WORD, word, draw(st.integers(0, 2)), draw(COST), channel)
    kind, unit = draw(st.sampled_from([Kind.NUMBER, Kind.PROPOSED])), draw(st.integers(-1, 65_535))
    return Drawn(start, end, kind, unit, 0, draw(COST), (INF, INF, INF))


def chart_of(module: ModuleType, drawn: list[Drawn]) -> compiled.Chart:
    """Return a chart of arcs."""
    chart: compiled.Chart = module.Chart(1)
    for arc in drawn:
        k = chart.add(arc.start, arc.end, arc.kind, arc.number, arc.cost)
        chart.case[k] = arc.case
        if arc.kind == Kind.WORD:
            chart.word[k] = arc.number
        for case in range(3):
            chart.channel[3 * k + case] = arc.channel[case]
    return chart


def drawn_of(chart: compiled.Chart) -> list[Drawn]:
    """Return the arcs of a chart."""
    return [
        Drawn(
            chart.start[k],
            chart.end[k],
            chart.kind[k],
            chart.word[k] if chart.kind[k] == Kind.WORD else chart.unit[k],
            chart.case[k],
            chart.cost[k],
            (chart.channel[3 * k], chart.channel[3 * k + 1], chart.channel[3 * k + 2]),
        )
        for k in range(chart.size)
    ]


@given(st.lists(arcs(), max_size=12))
def test_kept_arcs_are_those_of_the_chart_by_departure(
    module: ModuleType, drawn: list[Drawn]
) -> None:
    kept = chart_of(module, drawn).reaching(0, 0)
    ordered = sorted(drawn, key=lambda arc: arc.start)
    assert drawn_of(kept.chart()) == ordered
    assert kept.size == len(drawn)
    for k, arc in enumerate(ordered):
        word = arc.number if arc.kind == Kind.WORD else -1
        assert (kept.end(k), kept.kind(k), kept.word(k)) == (arc.end, arc.kind, word)
        assert (kept.case(k), kept.cost(k), kept.channel(k)) == (arc.case, arc.cost, arc.channel)


@given(st.lists(arcs(), max_size=12), st.integers(0, 8), st.integers(0, 9_000))
def test_arcs_that_reach_a_place_cost_their_price_more(
    module: ModuleType, drawn: list[Drawn], least: int, price: int
) -> None:
    found = drawn_of(chart_of(module, drawn).reaching(least, price).chart())
    wanted = [a._replace(cost=a.cost + price) for a in drawn if a.end >= least]
    assert found == sorted(wanted, key=lambda arc: arc.start)


def test_an_arc_is_made_dearer_alone(module: ModuleType) -> None:
    few = [Drawn(0, 1, Kind.WORD, 2, 1, cost, (INF, 5, INF)) for cost in (10, 20)]
    kept = chart_of(module, few).reaching(0, 0)
    kept.dearer(1, -7)
    assert [kept.cost(0), kept.cost(1)] == [10, 13]


def test_one_arc_may_span_any_number_of_places(module: ModuleType) -> None:
    arc = module.one_arc(30_000_000, Kind.KEPT, 5)
    assert drawn_of(arc.chart()) == [Drawn(0, 30_000_000, Kind.KEPT, -1, 0, 5, (INF, INF, INF))]
