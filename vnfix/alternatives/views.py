# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What the readings of a place look like, each compared with the one that stands.

Plain Python over flat arrays that Cython compiles with the types of `views.pxd`, as the kernel is:
there are some forty readings of each place in doubt, and twenty values of each.
"""

from __future__ import annotations

import math
from array import array
from math import log
from typing import TYPE_CHECKING, Any

from vnfix import memory
from vnfix.alternatives.places import ALONE, BESIDE, VOTES, core_of, word_of
from vnfix.decode.far import STEP
from vnfix.decode.prices import LOWER, TITLE, UPPER

if TYPE_CHECKING:
    from vnfix.decode.far import FarPairs

VIEWED, COMPARED = 13, 25
"""Values of one reading, and of one compared with the reading that stands."""
UNSAID = 12.0  # nats: the channel's cost where nothing is said
NUMBERED = 3.0  # nats: of a number
FARTHEST = 25.0
BRIEF = 2  # characters: such a token says little, so its neighbours say more
MOST_PULL = 8.0  # nats: what the words far off say at most
UNKNOWN_CASE, WORST_CASE = 1.0, 8.0
LEAST_SHARE = 1e-4
MARKS = frozenset(".,;:\"'^~*!")
# What is known of a rival, as bits.
OTHER_MARKS, A_NUMBER, EXPECTED_ONLY = 1, 2, 4
# Copies that are C numbers where this is compiled.
_VIEWED, _COMPARED = VIEWED, COMPARED
_UNSAID, _NUMBERED, _FARTHEST, _BRIEF = UNSAID, NUMBERED, FARTHEST, BRIEF
_MOST_PULL, _STEP = MOST_PULL, STEP
_UNKNOWN_CASE, _WORST_CASE = UNKNOWN_CASE, WORST_CASE
_LEAST_SHARE = LEAST_SHARE
_LOG_LEAST = math.log(LEAST_SHARE)
_ALONE, _BESIDE, _VOTES = ALONE, BESIDE, VOTES


class Shape:
    """What a reading looks like wherever it stands.

    Attributes:
        lower: the reading in lower case.
        core: without the marks at its ends.
        word: its first word in lower case, without marks.
        case: how that is written.
        letters: whether the core is all letters.
        apart: whether it has a blank.
        marks: how many marks it has.
        stop: whether it ends in a full stop; `colon`, `semicolon` and `comma` likewise.
        bare: whether it ends in none of the marks.

    """

    def __init__(self, text: str) -> None:
        """Look at a reading."""
        words, end = text.split(), text[-1:]
        self.lower = text.lower()
        self.core = core_of(text)
        self.word = word_of(text, 0)
        self.case = case_of(core_of(words[0])) if words else LOWER
        self.letters = self.core.isalpha()
        self.apart = 1.0 if " " in text else 0.0
        self.marks = 0.0 if text.isalpha() else float(sum([c in MARKS for c in text]))
        self.stop = 1.0 if end == "." else 0.0
        self.colon = 1.0 if end == ":" else 0.0
        self.semicolon = 1.0 if end == ";" else 0.0
        self.comma = 1.0 if end == "," else 0.0
        self.bare = 1.0 if end.isalnum() else 0.0


_shapes: dict[str, Shape] = {}


def shape_of(text: str) -> Shape:
    """Return what a reading looks like; what was asked for is remembered."""
    found = _shapes.get(text)
    if found is None:
        if len(_shapes) >= memory.SHAPES:
            _shapes.clear()
        found = _shapes[text] = Shape(text)
    return found


def case_of(word: str) -> int:
    """Return how a word is written."""
    if word.isupper() and len(word) > 1:
        return UPPER
    return TITLE if word[:1].isupper() else LOWER


class Views:
    """What readings look like at one place; what several of them share is worked out once.

    Attributes:
        before: the text of the place.
        kept: the channel's cost of keeping it, where that is no word; None for a word.
        heard: gives the channel's cost of a reading.
        cased: gives the costs of a word's cases, or None.
        said: the language model's cost of each reading.
        pulls: what the words far off say for each reading, in steps.
        memory: what the document says: each word, each pair, what each token is read as.
        beside: the words before and after the place.
        observed: the text of the place without the marks at its ends.
        small: whether a small letter follows.
        capital: whether a capital follows.

    """

    def __init__(
        self,
        before: str,
        kept: float | None,
        costs: tuple[Any, Any, dict[str, float], dict[str, int]],
        memory: tuple[dict[Any, float], dict[Any, float], dict[Any, float]],
        near: tuple[str, str, str],
    ) -> None:
        """Keep what is known of the place.

        Args:
            before: its text.
            kept: as above.
            costs: `heard`, `cased`, `said` and `pulls`.
            memory: as above.
            near: the word before, the word after, and the token that follows.

        """
        self.before, self.kept = before, kept
        self.heard, self.cased, self.said, self.pulls = costs
        self.alone, self.pairs, self.votes = memory
        self.first, self.last, follower = near
        self.observed = core_of(before)
        self.small, self.capital = follower[:1].islower(), follower[:1].isupper()
        self.cases: dict[str, Any] = {"": None}

    def look(self, text: str, own: float, view: Any) -> Shape:
        """Put the values of one reading into `view`.

        Args:
            text: the reading.
            own: how much of what the document says is this place itself.
            view: lm, channel, case, alone, beside, votes, apart, marks and the ends.

        """
        shape = shape_of(text)
        word = shape.word
        view[0] = self.said[text]
        if self.kept is not None and text == self.before:
            view[1] = self.kept
        elif not shape.core:
            view[1] = _UNSAID
        elif shape.core[0].isalpha():
            view[1] = self.heard(shape.core)
        else:
            view[1] = _NUMBERED
        if word not in self.cases:
            self.cases[word] = self.cased(word)
        costs = self.cases[word]
        view[2] = min(costs[shape.case], _WORST_CASE) if costs else _UNKNOWN_CASE
        x: float = self.alone.get(word, 0.0)
        view[3] = log(max(x - own, 0.0) + _ALONE)
        x = self.pairs.get((self.first, word), 0.0)
        y: float = self.pairs.get((word, self.last), 0.0)
        view[4] = log(max(x - own, 0.0) + _BESIDE) + log(max(y - own, 0.0) + _BESIDE)
        x = self.votes.get((self.observed, word), 0.0)
        view[5] = log(x + _VOTES)
        view[6], view[7] = shape.apart, shape.marks
        for k in range(8, _VIEWED):
            view[k] = 0.0
        if self.small:
            view[8], view[9], view[10] = shape.stop, shape.colon, shape.semicolon
        if self.capital:
            view[11], view[12] = shape.comma, shape.bare
        return shape

    def compared(self, stands: str, own: float, rivals: list[tuple[str, float, int]]) -> Any:
        """Return the values of each rival, COMPARED of each, one after the other.

        Args:
            stands: the reading that stands.
            own: its posterior.
            rivals: of each other reading its text, its share in the lattice, and bits.

        """
        view = array("d", bytes(8 * _VIEWED))
        other = array("d", bytes(8 * _VIEWED))
        rows = array("d", bytes(8 * _COMPARED * len(rivals)))
        found, seen, new = rows, view, other  # views of them where this is compiled
        self.look(stands, own, seen)
        lower, at = stands.lower(), 0
        pull = self.pulls[stands]
        letters = float(sum([c.isalpha() for c in self.before]))
        length = max(len(self.observed), 1)
        brief = len(self.before) <= _BRIEF
        for text, share, bits in rivals:
            shape = self.look(text, 0.0, new)
            found[at] = seen[0] - new[0]
            if brief:
                found[at + 23] = found[at]
            found[at + 1] = max(-_FARTHEST, min(_FARTHEST, seen[1] - new[1]))
            for k in range(2, _VIEWED):
                found[at + k] = new[k] - seen[k]
            found[at + 13] = log(share) if share > _LEAST_SHARE else _LOG_LEAST
            found[at + 14] = 0.0 if share > _LEAST_SHARE else 1.0
            found[at + 15] = 1.0 if text == self.before else 0.0
            found[at + 16] = 1.0 if shape.lower == lower else 0.0
            if not share > 0.0:
                found[at + 17] = 1.0 if bits & OTHER_MARKS else 0.0
                found[at + 18] = 1.0 if bits & A_NUMBER else 0.0
                found[at + 21] = 1.0 if bits & EXPECTED_ONLY else 0.0
            if not text:
                found[at + 19], found[at + 20] = 1.0, letters
            if shape.letters:
                found[at + 22] = min(new[1], _FARTHEST) / length
            by = (self.pulls[text] - pull) * _STEP
            found[at + 24] = max(-_MOST_PULL, min(_MOST_PULL, by))
            at += _COMPARED
        return rows


def pulled(pairs: FarPairs, own: Any, left: Any, right: Any) -> list[int]:
    """Return what the words far off say for each of some words, in steps.

    Args:
        pairs: what stands near what.
        own: the words, by the table's numbers; 0 says nothing.
        left: the words far before the place.
        right: those far behind it.

    """
    first, word, score = pairs.first, pairs.word, pairs.score
    before, behind = left, right  # views of them where this is compiled
    found = []
    for here in own:
        total = 0
        for k in range(len(before)):
            total += told(first, word, score, before[k], here)
        for k in range(len(behind)):
            total += told(first, word, score, here, behind[k])
        found.append(total)
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


def scored(rows: Any, weights: Any) -> list[float]:
    """Return the scalar product of each row of COMPARED values with the weights."""
    found = []
    for at in range(0, len(rows), _COMPARED):
        total: float = 0.0
        for k in range(_COMPARED):
            total += weights[k] * rows[at + k]
        found.append(total)
    return found
