# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Other readings of a place, collected: each text once, with where it comes from.

Plain Python that Cython compiles with the types of `readings.pxd`, as the kernel is: there are some
forty readings of each place in doubt.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from vnfix.decode.groups import written
from vnfix.decode.kernel import between
from vnfix.decode.prices import IN_CAPITALS, Kind
from vnfix.decode.vocabulary import CASE_STEP
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.alternatives.shapes import Frame, Shape, Shapes
    from vnfix.decode.align import Hearing
    from vnfix.decode.case import CaseModel
    from vnfix.decode.kernel import Chart
    from vnfix.decode.lattice import Step
    from vnfix.decode.vocabulary import Vocabulary

KINDS = ("chart", "expected", "marks", "case", "number", "unchanged", "nothing", "second")
"""Where a reading comes from: the bits of `Rival.bits` in their order."""
CHART, EXPECTED, MARKS, CASE, NUMBER, UNCHANGED, NOTHING, SECOND = (1 << k for k in range(8))
# So many words of a chart, and of what is expected, are looked at; those before the last number
# in both of their likelier cases.
CHARTED, LIKELY, EXPECTED_MOST, TWO_CASES = 40, 40, 12, 5
WEIGHT = 0.5  # of the channel in the choice of what is expected
FAR = 25.0  # nats: worse than this the channel is not heard any more
_WORD = Kind.WORD
_CHARTED, _EXPECTED_MOST, _TWO_CASES = CHARTED, EXPECTED_MOST, TWO_CASES
_ARC = 20  # bits of the number of an arc
_WEIGHT, _FAR, _CASE_STEP = WEIGHT, FAR, CASE_STEP
_IN_CAPITALS = IN_CAPITALS


class Rival:
    """Another reading of a place.

    Attributes:
        share: its posterior in the lattice, 0 where the beam has dropped it.
        bits: where it comes from.
        shape: what it looks like, None where that was not looked at yet.

    """

    def __init__(self, share: float = 0.0, bits: int = 0, shape: Shape | None = None) -> None:
        """Keep them."""
        self.share, self.bits, self.shape = share, bits, shape

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


def collect(found: dict[str, Rival], shapes: list[Shape], kind: int) -> None:
    """Add readings of one kind that were looked at."""
    for shape in shapes:
        rival = found.get(shape.text)
        if rival is None:
            found[shape.text] = Rival(0.0, kind, shape)
        else:
            rival.bits |= kind


def looks(stands: str, found: dict[str, Rival], shapes: Shapes) -> list[Shape]:
    """Return what the reading that stands and all others look like."""
    seen = [shapes.of(stands)]
    for text, rival in found.items():
        shape = rival.shape
        seen.append(shapes.of(text) if shape is None else shape)
    return seen


def weigh(found: dict[str, Rival], text: str, share: float) -> None:
    """Add a reading of the lattice."""
    rival = found.get(text)
    if rival is None:
        found[text] = Rival(share, 0)
    else:
        rival.share = max(rival.share, share)


def row_of(chart: Chart, first: int, last: int) -> list[int]:
    """Return the cheapest words of a token's chart that span these places, each thrice and its case.

    Args:
        chart: what the token may stand for.
        first: place where they begin.
        last: place behind them.

    """
    kind, start, end, cost = chart.kind, chart.start, chart.end, chart.cost
    keys = []
    for a in range(chart.size):
        if kind[a] == _WORD and start[a] == first and end[a] == last:
            key: int = cost[a]
            keys.append((key << _ARC) + a)
    keys.sort()
    return said(chart, keys)


def said(chart: Chart, keys: list[int]) -> list[int]:
    """Return the words of the first arcs, each thrice and its case."""
    word, case = chart.word, chart.case
    found = []
    for key in keys[:_CHARTED]:
        a = key & ((1 << _ARC) - 1)
        found.append(3 * word[a] + case[a])
    return found


def wider(
    chart: Chart, text: str, edges: tuple[int, int], shapes: Shapes, known: tuple[int, int]
) -> list[Shape]:
    """Return the cheapest readings of a token as one word, whatever marks are at its ends.

    Args:
        chart: what the token may stand for.
        text: the token.
        edges: where its first letter stands and where the last one ends.
        shapes: what readings look like.
        known: places of words that are listed already.

    """
    kind, start, end, cost = chart.kind, chart.start, chart.end, chart.cost
    first, last = edges
    keys = []
    for a in range(chart.size):
        if kind[a] == _WORD and start[a] <= first and end[a] >= last:
            key: int = cost[a]
            keys.append((key << _ARC) + a)
    keys.sort()
    if len(keys) > _CHARTED:
        keys = spread(chart, keys)
    return cheapest(chart, keys, text, shapes, known)


def spread(chart: Chart, keys: list[int]) -> list[int]:
    """Return the cheapest arcs of each span of places."""
    start, end = chart.start, chart.end
    found = []
    met: dict[int, int] = {}
    for key in keys:
        a = key & ((1 << _ARC) - 1)
        span = (start[a] << _ARC) + end[a]
        many = met.get(span, 0)
        if many < _CHARTED:
            met[span] = many + 1
            found.append(key)
    return found


def cheapest(
    chart: Chart, keys: list[int], text: str, shapes: Shapes, known: tuple[int, int]
) -> list[Shape]:
    """Return the readings of the cheapest arcs, of equally dear ones the first by their texts.

    Args:
        chart: what the token may stand for.
        keys: cost and number of each arc, sorted.
        text: the token.
        shapes: what readings look like.
        known: places of words that are left out.

    """
    start, end, word, case = chart.start, chart.end, chart.word, chart.case
    begin, stop = known
    limit: int = keys[_CHARTED] >> _ARC if len(keys) > _CHARTED else -1
    found, last = [], []
    used = 0
    for key in keys:
        if used >= _CHARTED and key >> _ARC != limit:
            break
        a = key & ((1 << _ARC) - 1)
        used += 1
        if key >> _ARC == limit:
            frame = shapes.around(text[: start[a]], text[end[a] :])
            shape = shapes.put(word[a], case[a], frame)
            last.append((shape.text, start[a] == begin and end[a] == stop, shape))
        elif start[a] != begin or end[a] != stop:
            frame = shapes.around(text[: start[a]], text[end[a] :])
            found.append(shapes.put(word[a], case[a], frame))
    if last:
        last.sort(key=itemgetter(0))
        for _, listed, shape in last[: _CHARTED - used + len(last)]:
            if not listed:
                found.append(shape)
    return found


def spliced(shapes: Shapes, steps: Sequence[Step], k: int, words: list[int]) -> list[Shape]:
    """Return what is written with each of some words instead of one step.

    What stands around a word depends on its case and on whether it is a single letter alone, so
    that is worked out once for all of a kind.

    Args:
        shapes: what readings look like.
        steps: of a place.
        k: number of the step.
        words: of the vocabulary, each thrice and its case.

    """
    found = []
    if len(steps) == 1:
        frame = shapes.around("", "")
        for code in words:
            found.append(shapes.put(code // 3, code % 3, frame))
        return found
    frames: dict[int, Frame] = {}
    for code in words:
        low, case = shapes.words[code // 3], code % 3
        word = in_case(low, case) if case else low
        kind = (len(word) > 1) + 2 * case + 8 * word.isascii()
        own = frames.get(kind)
        if own is None:
            own = frames[kind] = framed(shapes, steps, k, word)
        found.append(shapes.worded(code // 3, word, case, own))
    return found


def framed(shapes: Shapes, steps: Sequence[Step], k: int, word: str) -> Frame:
    """Return what stands around a word that is said instead of one step."""
    other = steps[k]._replace(arc=steps[k].arc._replace(text=word, kind=_WORD))
    head = written([*steps[:k], other])
    head = head[: len(head) - len(word)]
    whole = written([*steps[:k], other, *steps[k + 1 :]])
    return shapes.around(head, whole[len(head) + len(word) :])


class Casing:
    """What the cases of words cost at one place after another."""

    def __init__(self, model: CaseModel, vocabulary: Vocabulary) -> None:
        """Keep the tables."""
        self.table, self.number = model.neighbours, vocabulary.number
        self.lm, self.own = vocabulary.lm, vocabulary.case
        self.caps = False
        self.before = self.behind = -1
        self.known: dict[int, tuple[float, float, float]] = {}

    def turn(self, near: tuple[int, int], caps: bool) -> None:
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


def demanded(
    likely: list[tuple[float, str]], hearing: Hearing, casing: Casing, shapes: Shapes, frame: Frame
) -> list[Shape]:
    """Return words that the neighbours expect, in a frame, the likeliest ones in two cases.

    Args:
        likely: the language model's cost of each, nats, and the word.
        hearing: what the channel says of the place.
        casing: what the cases of words cost there.
        shapes: what readings look like.
        frame: the marks that the token has.

    """
    found = []
    for k, (_, word) in enumerate(by_ear(likely, hearing)[:_EXPECTED_MOST]):
        case, other = casing.likely(word)
        number = shapes.number.get(word, -1)
        if number < 0:
            found.append(shapes.of(frame.head + in_case(word, case) + frame.tail))
        else:
            found.append(shapes.put(number, case, frame))
        if k < _TWO_CASES and other >= 0:
            found.append(shapes.put(number, other, frame))
    return found
