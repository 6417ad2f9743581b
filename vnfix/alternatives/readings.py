# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Other readings of a place, collected: each text once, with where it comes from.

Plain Python that Cython compiles with the types of `readings.pxd`, as the kernel is: there are some
forty readings of each place in doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.decode.kernel import between
from vnfix.decode.prices import IN_CAPITALS, Kind
from vnfix.decode.vocabulary import CASE_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.decode.align import Hearing
    from vnfix.decode.case import CaseModel
    from vnfix.decode.kernel import Chart
    from vnfix.decode.vocabulary import Vocabulary

KINDS = ("chart", "expected", "marks", "case", "number", "unchanged", "nothing", "second")
"""Where a reading comes from: the bits of `Rival.bits` in their order."""
CHART, EXPECTED, MARKS, CASE, NUMBER, UNCHANGED, NOTHING, SECOND = (1 << k for k in range(8))
WEIGHT = 0.5  # of the channel in the choice of what is expected
FAR = 25.0  # nats: worse than this the channel is not heard any more
_WORD = Kind.WORD
_WEIGHT, _FAR, _CASE_STEP = WEIGHT, FAR, CASE_STEP
_IN_CAPITALS = IN_CAPITALS


class Rival:
    """Another reading of a place.

    Attributes:
        share: its posterior in the lattice, 0 where the beam has dropped it.
        bits: where it comes from.

    """

    def __init__(self, share: float = 0.0, bits: int = 0) -> None:
        """Keep both."""
        self.share, self.bits = share, bits

    @property
    def kinds(self) -> frozenset[str]:
        """Where it comes from, in words."""
        return frozenset(kind for k, kind in enumerate(KINDS) if self.bits >> k & 1)


def gather(found: dict[str, Rival], texts: Sequence[str], kind: int) -> None:
    """Add readings of one kind."""
    for text in texts:
        rival = found.get(text)
        if rival is None:
            found[text] = Rival(0.0, kind)
        else:
            rival.bits |= kind


def weigh(found: dict[str, Rival], text: str, share: float) -> None:
    """Add a reading of the lattice."""
    rival = found.get(text)
    if rival is None:
        found[text] = Rival(share, 0)
    else:
        rival.share = max(rival.share, share)


def words_of(
    chart: Chart, first: int, last: int, *, wider: bool
) -> dict[tuple[int, int], list[tuple[int, int, int, int]]]:
    """Return the words of a token's chart by the places that they span, the cheapest first.

    Args:
        chart: what the token may stand for.
        first: place where they begin.
        last: place behind them.
        wider: also those that begin before or end behind.

    Returns:
        Cost, number of the arc, of the word, and case of each.

    """
    kind, start, end, cost = chart.kind, chart.start, chart.end, chart.cost
    word, case = chart.word, chart.case
    found: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for a in range(chart.size):
        if kind[a] != _WORD or start[a] > first or end[a] < last:
            continue
        if not wider and (start[a] != first or end[a] != last):
            continue
        span = (start[a], end[a])
        row = found.get(span)
        if row is None:
            row = found[span] = []
        row.append((cost[a], a, word[a], case[a]))
    for row in found.values():
        row.sort()
    return found


class Casing:
    """What the cases of words cost at one place after another."""

    def __init__(self, model: CaseModel, vocabulary: Vocabulary) -> None:
        """Keep the tables."""
        self.table, self.number = model.neighbours, vocabulary.number
        self.lm, self.own = vocabulary.lm, vocabulary.case
        self.caps = False
        self.before = self.behind = -1
        self.known: dict[int, tuple[float, float, float]] = {}

    def turn(self, near: tuple[int, int], *, caps: bool) -> None:
        """Turn to a place.

        Args:
            near: numbers of the words before and after it, -1 for none.
            caps: whether its line is in capitals.

        """
        self.before, self.behind, self.caps = near[0], near[1], caps
        self.known.clear()

    def costs(self, word: int) -> tuple[float, float, float]:
        """Return the costs (nats) of a word of the vocabulary in the three cases."""
        if self.caps:
            return _IN_CAPITALS
        found = self.known.get(word)
        if found is None:
            low, title, up = self.own[3 * word], self.own[3 * word + 1], self.own[3 * word + 2]
            found = self.known[word] = between(
                self.table,
                (low * _CASE_STEP, title * _CASE_STEP, up * _CASE_STEP),
                self.lm[word],
                (self.before, self.behind),
            )
        return found

    def likely(self, word: str) -> tuple[int, int]:
        """Return the likeliest case of a word in small letters, and the next one, -1 for none."""
        number = self.number.get(word)
        if number is None:
            return 0, -1
        low, title, up = self.costs(number)
        if len(word) < 2:
            return (0, 1) if low <= title else (1, 0)
        if low <= title and low <= up:
            return 0, 1 if title <= up else 2
        if title <= up:
            return 1, 0 if low <= up else 2
        return 2, 0 if low <= title else 1


def by_ear(likely: Sequence[tuple[float, str]], hearing: Hearing) -> list[tuple[float, str]]:
    """Return words that the neighbours expect in the order of what the channel says as well.

    Args:
        likely: the language model's cost of each, nats, and the word.
        hearing: what the channel says.

    """
    found = []
    for cost, word in likely:
        heard = hearing.cost(word)
        found.append((cost + _WEIGHT * min(heard, _FAR), word))
    found.sort()
    return found
