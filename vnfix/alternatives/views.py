# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What the readings of a place look like, each compared with the one that stands.

Plain Python over flat arrays that Cython compiles with the types of `views.pxd`, as the kernel is:
there are some forty readings of each place in doubt, and twenty values of each.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

from vnfix.alternatives.places import ALONE, BESIDE, VOTES
from vnfix.alternatives.readings import EXPECTED, MARKS, NUMBER
from vnfix.alternatives.shapes import core_of
from vnfix.decode.far import STEP
from vnfix.decode.kernel.ngrams import Context, LmArrays, State, advance, going_on, rests
from vnfix.decode.prices import UNITS

if TYPE_CHECKING:
    from vnfix.alternatives.readings import Casing, Rival
    from vnfix.alternatives.shapes import Shape
    from vnfix.decode.align import Hearing
    from vnfix.decode.far import FarPairs
    from vnfix.decode.lm import Window

VIEWED, COMPARED = 13, 25
"""Values of one reading, and of one compared with the reading that stands."""
UNSAID = 12.0  # nats: the channel's cost where nothing is said
NUMBERED = 3.0  # nats: of a number
FARTHEST = 25.0
BRIEF = 2  # characters: such a token says little, so its neighbours say more
MOST_PULL = 8.0  # nats: what the words far off say at most
UNKNOWN_CASE, WORST_CASE = 1.0, 8.0
LEAST_SHARE = 1e-4
# Copies that are C numbers where this is compiled.
_VIEWED, _COMPARED = VIEWED, COMPARED
_UNSAID, _NUMBERED, _FARTHEST, _BRIEF = UNSAID, NUMBERED, FARTHEST, BRIEF
_MOST_PULL, _STEP, _UNITS = MOST_PULL, STEP, UNITS
_UNKNOWN_CASE, _WORST_CASE = UNKNOWN_CASE, WORST_CASE
_LEAST_SHARE = LEAST_SHARE
_LOG_LEAST = math.log(LEAST_SHARE)
_ALONE, _BESIDE, _VOTES = ALONE, BESIDE, VOTES
_MARKS, _NUMBER, _EXPECTED = MARKS, NUMBER, EXPECTED


# What one table says of all readings of a place, one value for each.


def said(shapes: list[Shape], arrays: LmArrays, window: Window) -> Any:
    """Return what the language model asks for readings between their neighbours, nats."""
    found = array("d", bytes(8 * len(shapes)))
    costs = found  # a view of it where this is compiled
    state: State = window.state
    one, two = State(0, -1, -1), State(0, -1, -1)
    rest, context = rests(arrays, window.right), Context()
    context.enter(arrays, state.one, state.two, state.three)
    for k in range(len(shapes)):
        shape = shapes[k]
        frame = shape.frame
        if shape.unit >= 0 and not frame.before:
            total = context.cost(arrays, shape.unit)
            one.one, one.two, one.three = shape.unit, context.two, context.three
        else:
            one.one, one.two, one.three = state.one, state.two, state.three
            total = follow(arrays, frame.before, one, two) if frame.before else 0
            if shape.unit >= 0:
                total += advance(arrays, one, shape.unit, two)
                one.one, one.two, one.three = two.one, two.two, two.three
        if frame.behind:
            total += follow(arrays, frame.behind, one, two)
        costs[k] = (total + going_on(arrays, rest, one, two)) / _UNITS
    return found


def follow(arrays: LmArrays, units: tuple[int, ...], one: State, two: State) -> int:
    """Return what words cost after the state `one`, and set both to the one behind them."""
    total: int = 0
    for unit in units:
        total += advance(arrays, one, unit, two)
        one.one, one.two, one.three = two.one, two.two, two.three
    return total


def heard(shapes: list[Shape], hearing: Hearing, before: str, kept: float) -> Any:
    """Return what the channel asks for readings, nats.

    Args:
        shapes: of the readings.
        hearing: what the channel says of the place.
        before: its text.
        kept: the cost of keeping that, where it is no word; below 0 for a word.

    """
    found = array("d", bytes(8 * len(shapes)))
    costs = found
    for k in range(len(shapes)):
        shape = shapes[k]
        if kept >= 0.0 and shape.text == before:
            costs[k] = kept
        elif not shape.core:
            costs[k] = _UNSAID
        elif shape.core[0].isalpha():
            costs[k] = hearing.cost(shape.core)
        else:
            costs[k] = _NUMBERED
    return found


def cased(shapes: list[Shape], casing: Casing) -> Any:
    """Return what the case of the first word of readings costs, nats."""
    found = array("d", bytes(8 * len(shapes)))
    costs = found
    for k in range(len(shapes)):
        shape = shapes[k]
        if shape.number < 0:
            costs[k] = _UNKNOWN_CASE
        else:
            cost: float = casing.costs(shape.number)[shape.case]
            costs[k] = min(cost, _WORST_CASE)
    return found


def pulled(pairs: FarPairs, own: list[int], left: Any, right: Any) -> Any:
    """Return what the words far off say for the first word of readings, in steps.

    Args:
        pairs: what stands near what.
        own: the words, by the table's numbers; 0 says nothing.
        left: the words far before the place.
        right: those far behind it.

    """
    first, word, score = pairs.first, pairs.word, pairs.score
    before, behind = left, right
    found = array("i", bytes(4 * len(own)))
    pulls = found
    known: dict[int, int] = {}
    for k in range(len(own)):
        here = own[k]
        if not here:
            continue
        met = known.get(here)
        if met is not None:
            pulls[k] = met
            continue
        total = 0
        for j in range(len(before)):
            total += told(first, word, score, before[j], here)
        for j in range(len(behind)):
            total += told(first, word, score, here, behind[j])
        pulls[k] = known[here] = total
    return found


def told(first: Any, word: Any, score: Any, left: int, right: int) -> int:
    """Return the score of a pair, 0 where there is none."""
    if not (left and right):
        return 0
    low, high = first[left], first[left + 1]
    end = high
    while low < high:
        middle = (low + high) // 2
        if word[middle] < right:
            low = middle + 1
        else:
            high = middle
    return int(score[low]) if low < end and word[low] == right else 0


class Views:
    """What the readings of one place look like, the first of them the one that stands.

    Attributes:
        before: the text of the place.
        shapes: what each reading looks like wherever it stands.
        said: the language model's cost of each, nats.
        heard: the channel's.
        cased: that of its case.
        pulls: what the words far off say for it, in steps.
        alone: how often the document has each word.
        pairs: how often it has each pair of neighbours.
        votes: how often it has each garbled word as each word.
        first: the word before the place.
        last: the word after it.
        small: whether a small letter follows.
        capital: whether a capital follows.
        words: what the document says of each first word that was met.

    """

    def __init__(
        self,
        before: str,
        shapes: list[Shape],
        columns: tuple[Any, Any, Any, Any],
        document: tuple[dict[Any, float], dict[Any, float], dict[Any, float]],
        near: tuple[str, str, str],
    ) -> None:
        """Keep what is known of the place.

        Args:
            before: as above.
            shapes: as above.
            columns: `said`, `heard`, `cased` and `pulls`.
            document: `alone`, `pairs` and `votes`.
            near: the word before, the word after, and the token that follows.

        """
        self.before, self.shapes = before, shapes
        self.said, self.heard, self.cased, self.pulls = columns
        self.alone, self.pairs, self.votes = document
        self.first, self.last, follower = near
        self.observed = core_of(before)
        self.small, self.capital = follower[:1].islower(), follower[:1].isupper()
        self.words: dict[str, tuple[float, float, float]] = {}

    def _document(self, word: str, own: float) -> tuple[float, float, float]:
        """Return what the document says of a word: alone, beside its neighbours, read from this.

        Args:
            word: as it begins a reading.
            own: how much of that is this place itself.

        """
        x: float = self.alone.get(word, 0.0)
        y: float = self.pairs.get((self.first, word), 0.0)
        z: float = self.pairs.get((word, self.last), 0.0)
        votes: float = self.votes.get((self.observed, word), 0.0)
        return (
            math.log(max(x - own, 0.0) + _ALONE),
            math.log(max(y - own, 0.0) + _BESIDE) + math.log(max(z - own, 0.0) + _BESIDE),
            math.log(votes + _VOTES),
        )

    def look(self, k: int, own: float, view: Any) -> None:
        """Put the values of one reading into `view`.

        Args:
            k: which.
            own: how much of what the document says is this place itself.
            view: lm, channel, case, alone, beside, votes, apart, marks and the ends.

        """
        shape = self.shapes[k]
        frame = shape.frame
        view[0], view[1], view[2] = self.said[k], self.heard[k], self.cased[k]
        if own > 0.0:
            document = self._document(shape.word, own)
        else:
            known = self.words.get(shape.word)
            document = self._document(shape.word, 0.0) if known is None else known
            self.words[shape.word] = document
        view[3], view[4], view[5] = document
        view[6], view[7] = frame.apart, frame.marks
        for i in range(8, _VIEWED):
            view[i] = 0.0
        if self.small:
            view[8], view[9], view[10] = frame.stop, frame.colon, frame.semicolon
        if self.capital:
            view[11], view[12] = frame.comma, frame.bare

    def compared(self, own: float, rivals: list[Rival]) -> Any:
        """Return the values of each rival, COMPARED of each, one after the other.

        Args:
            own: the posterior of the reading that stands.
            rivals: the others.

        """
        view = array("d", bytes(8 * _VIEWED))
        other = array("d", bytes(8 * _VIEWED))
        rows = array("d", bytes(8 * _COMPARED * len(rivals)))
        found, seen, new = rows, view, other
        self.look(0, own, seen)
        stands = self.shapes[0]
        letters = float(sum([c.isalpha() for c in self.before]))
        length = max(len(self.observed), 1)
        brief = len(self.before) <= _BRIEF
        at = 0
        for r in range(len(rivals)):
            rival = rivals[r]
            shape, share = self.shapes[r + 1], rival.share
            self.look(r + 1, 0.0, new)
            found[at] = seen[0] - new[0]
            if brief:
                found[at + 23] = found[at]
            found[at + 1] = max(-_FARTHEST, min(_FARTHEST, seen[1] - new[1]))
            for k in range(2, _VIEWED):
                found[at + k] = new[k] - seen[k]
            found[at + 13] = math.log(share) if share > _LEAST_SHARE else _LOG_LEAST
            found[at + 14] = 0.0 if share > _LEAST_SHARE else 1.0
            found[at + 15] = 1.0 if shape.text == self.before else 0.0
            found[at + 16] = 1.0 if shape.lower == stands.lower else 0.0
            if not share > 0.0:
                found[at + 17] = 1.0 if rival.bits & _MARKS else 0.0
                found[at + 18] = 1.0 if rival.bits & _NUMBER else 0.0
                found[at + 21] = 1.0 if rival.bits == _EXPECTED else 0.0
            if not shape.text:
                found[at + 19], found[at + 20] = 1.0, letters
            if shape.letters:
                found[at + 22] = min(new[1], _FARTHEST) / length
            by = (self.pulls[r + 1] - self.pulls[0]) * _STEP
            found[at + 24] = max(-_MOST_PULL, min(_MOST_PULL, by))
            at += _COMPARED
        return rows


def likeliest(shares: list[float], texts: list[str], least: float) -> list[tuple[float, str]]:
    """Return minus the probability of each reading and its text, the likeliest first.

    Args:
        shares: as `shares_of` returns them.
        texts: of the readings.
        least: what is less likely than this is left out.

    """
    found = []
    for k in range(len(texts)):
        share: float = shares[k + 1]
        if share >= least:
            found.append((-share, texts[k]))
    found.sort()
    return found


def shares_of(rows: Any, weights: Any, least: float, none: float) -> list[float]:
    """Return the probability of the reading that stands, of each rival, and of none of them.

    Args:
        rows: COMPARED values of each rival, one after the other.
        weights: of these.
        least: what speaks for all rivals.
        none: what speaks for none of them.

    """
    size = len(rows) // _COMPARED
    found = array("d", bytes(8 * (size + 2)))
    scores = found
    scores[size + 1] = none
    top: float = max(0.0, none)
    for r in range(size):
        total: float = 0.0
        for k in range(_COMPARED):
            total += weights[k] * rows[r * _COMPARED + k]
        scores[r + 1] = least + total
        top = max(top, scores[r + 1])
    whole: float = 0.0
    for r in range(size + 2):
        scores[r] = math.exp(scores[r] - top)
        whole += scores[r]
    return [part / whole for part in found]
