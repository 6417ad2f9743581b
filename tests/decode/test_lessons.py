"""What the best paths of a round teach, by the compiled source and the plain one."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bench.plain import plain
from tests.decode import making
from vnfix.decode import kernel, lessons
from vnfix.decode.prices import LEARNT, SPLIT_ABOVE, SPLIT_LETTER, TITLE, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

WORDS = ("các", "hệ", "hoạt", "được")
MODULES = [lessons, plain(lessons.__name__)]
pytestmark = pytest.mark.parametrize("module", MODULES, ids=["as installed", "plain"])


class Way(NamedTuple):
    """An arc of a best path: places, the number of its word or -1, posterior, cost and case."""

    start: int
    end: int
    word: int
    posterior: float
    cost: int = 1000
    case: int = 0


def learnt(module: ModuleType, text: str, ways: Sequence[Way], times: int = 1) -> lessons.Lessons:
    """Return what a path through the tokens of a text teaches."""
    chart = kernel.Chart(len(ways))
    for way in ways:
        kind = Kind.KEPT if way.word < 0 else Kind.WORD
        k = chart.add(way.start, way.end, kind, -1, way.cost)
        chart.word[k], chart.case[k] = way.word, way.case
    observed = making.observed(text)
    last = sum(len(s.text) for s in observed)
    arcs, numbers = [chart.reaching(0, 0)], array("H", range(len(WORDS)))
    lattice = kernel.Lattice(arcs, array("i", [0]), [None], last, numbers)
    path = kernel.Path(
        list(range(len(ways))), [0] * len(ways), array("d", [w.posterior for w in ways])
    )
    found: lessons.Lessons = module.Lessons(WORDS)
    for _ in range(times):
        found.learn(observed, lattice, path)
    return found


def test_words_that_are_fairly_sure_are_learnt(module: ModuleType) -> None:
    ways = [Way(0, 3, 0, 0.75, case=TITLE), Way(3, 5, 1, LEARNT / 2), Way(5, 7, -1, 1.0)]
    found = learnt(module, "C6c hQ x1", ways, times=2)
    assert found.pairs == {("C6c", "Các"): 1.5}


def test_tokens_in_doubt_are_looked_at_again(module: ModuleType) -> None:
    ways = [Way(0, 3, 0, 1.0), Way(3, 5, 1, 0.6), Way(5, 7, -1, 1.0)]
    known = {(token, False): kernel.Arcs(0, 0, 0) for token in ("c6c", "hQ", "x1", "vd")}
    found = learnt(module, "c6c hQ x1", ways)
    assert found.settled((), known).keys() == {("c6c", False)}
    before = [("vd", False), ("hQ", False)]
    assert found.settled(before, known).keys() == {("c6c", False), ("vd", False)}


def test_tokens_that_were_read_as_one_word_are_in_doubt(module: ModuleType) -> None:
    found = learnt(module, "duo. c c6c", [Way(0, 5, 3, 1.0), Way(5, 8, 0, 1.0)])
    assert found.met == {("duo.", False), ("c", False), ("c6c", False)}
    assert found.doubtful == {("duo.", False), ("c", False)}


def test_words_of_too_many_letters_teach_nothing_and_are_looked_at_again(
    module: ModuleType,
) -> None:
    dear = SPLIT_ABOVE + 7 * SPLIT_LETTER
    for cost, known in ((1000, True), (dear, False)):
        found = learnt(module, "hoatvd", [Way(0, 6, 2, 1.0, cost)])
        assert bool(found.pairs) is known
        assert bool(found.doubtful) is not known
