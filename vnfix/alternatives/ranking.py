"""How probable each other reading of a place is: what a person is offered first, and asked first.

The posterior of the lattice knows its own arcs alone. A conditional logit (McFadden 1974) over the
reading that stands, its rivals, and "none of these" weighs what else is known of them; it is fitted
on gold by `train.ranking`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from operator import mul, sub
from typing import TYPE_CHECKING, NamedTuple

from vnfix.alternatives.places import core_of, word_of
from vnfix.alternatives.rivals import Rival, Rivals, case_of
from vnfix.data.tables import load_facts
from vnfix.decode.confidence import SIGNS
from vnfix.decode.prices import KEEP, KEEP_LETTER, LOWER, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vnfix.alternatives.places import Memory, Spot

FORMAT = "vnfix-ranking"
VERSION = 1
# What speaks for a rival, against the reading that stands.
OWN = (
    "lm", "channel", "case", "alone", "beside", "votes", "apart", "marks", "stop", "colon",
    "semicolon", "comma", "bare", "share", "dropped", "unchanged", "recased", "remarked", "number",
    "nothing", "letters lost", "expected", "unlike",
)  # fmt: skip
# What speaks for all rivals, and for none of them.
ANY = (*SIGNS, "untouched")
NONE = (*SIGNS, "untouched", "strange", "digits", "slash", "length", "dirt")
NAMES = (*OWN, *(f"any {n}" for n in ANY), *(f"none {n}" for n in NONE))

LEAST_SHARE = 1e-4
SHARED_LEAST = math.log(LEAST_SHARE)
UNSAID = 12.0  # nats: the channel's cost where nothing is said
NUMBERED = 3.0  # nats: of a number
FARTHEST = 25.0
UNKNOWN_CASE, WORST_CASE = 1.0, 8.0
DIRT = frozenset("~^*!?\\'\"")
MARKS = frozenset(".,;:\"'^~*!")
NO_STOP, NO_RUN = (0.0, 0.0, 0.0), (0.0, 0.0)
EXPECTED = frozenset({"expected"})


class ReadingFeatures(NamedTuple):
    """What a reading looks like from all sides; rivals are compared with the one that stands."""

    lm: float
    channel: float
    case: float
    alone: float
    beside: float
    votes: float
    apart: float
    marks: float
    stop: float
    colon: float
    semicolon: float
    comma: float
    bare: float

    def against(self, other: ReadingFeatures) -> tuple[float, ...]:
        """Return what speaks for the other one."""
        heard = max(-FARTHEST, min(FARTHEST, self.channel - other.channel))
        return (
            self.lm - other.lm,
            heard,
            *map(sub, other[2:], self[2:]),  # the fields are named as OWN
        )


class Shape(NamedTuple):
    """What a reading looks like wherever it stands.

    Attributes:
        lower: the reading in lower case.
        core: without the marks at its ends.
        word: its first word in lower case, without marks.
        case: how that is written.
        marks: whether it has a blank, and how many marks.
        stops: whether it ends in a full stop, a colon, a semicolon, before a small letter.
        runs_on: whether it ends in a comma, in none of the marks, before a capital.

    """

    lower: str
    core: str
    word: str
    case: int
    marks: tuple[float, float]
    stops: tuple[float, float, float]
    runs_on: tuple[float, float]


@lru_cache(maxsize=1 << 15)
def shape_of(text: str) -> Shape:
    """Return what a reading looks like."""
    if text.isalpha():
        lower = text.lower()
        return Shape(lower, text, lower, case_of(text), (0.0, 0.0), NO_STOP, (0.0, 1.0))
    words, end = text.split(), text[-1:]
    return Shape(
        text.lower(),
        core_of(text),
        word_of(text, 0),
        case_of(core_of(words[0])) if words else LOWER,
        (float(" " in text), float(sum(c in MARKS for c in text))),
        (float(end == "."), float(end == ":"), float(end == ";")),
        (float(end == ","), float(end.isalnum())),
    )


class FeatureMaker:
    """Works out the features of the readings of one document."""

    def __init__(self, rivals: Rivals, memory: Memory) -> None:
        """Work with the tables of the decoder and of the document."""
        self.rivals = rivals
        self.memory = memory

    def features(self, spot: Spot, found: dict[str, Rival]) -> Iterator[tuple[float, ...]]:
        """Yield for each rival the values of OWN."""
        before, after = spot.group.before, spot.group.after
        views = Views(self, spot, (after, *found))
        standing = views.of(after, spot.group.posterior)
        letters = float(sum(map(str.isalpha, before)))
        length, after = max(len(core_of(before)), 1), after.lower()
        for text, rival in found.items():
            view, shape, kinds, share = views.of(text), shape_of(text), rival.kinds, rival.share
            yield (
                *standing.against(view),
                math.log(share) if share > LEAST_SHARE else SHARED_LEAST,
                0.0 if share > LEAST_SHARE else 1.0,
                1.0 if text == before else 0.0,
                1.0 if shape.lower == after else 0.0,
                1.0 if not share and "marks" in kinds else 0.0,
                1.0 if not share and "number" in kinds else 0.0,
                0.0 if text else 1.0,
                0.0 if text else letters,
                1.0 if not share and kinds == EXPECTED else 0.0,
                min(view.channel, FARTHEST) / length if shape.core.isalpha() else 0.0,
            )


class Views:
    """What readings look like at one place; what several of them share is worked out once."""

    def __init__(self, maker: FeatureMaker, spot: Spot, texts: Sequence[str]) -> None:
        """Ask the language model for all of the readings at once."""
        self._spot, self._rivals, self._memory = spot, maker.rivals, maker.memory
        before = spot.group.before
        self._observed = core_of(before) or before
        self._hearing = self._rivals.hearing(self._observed)
        units = self._rivals.lm.units
        self._units = {text: units(text) for text in texts}
        distinct = list(dict.fromkeys(self._units.values()))
        costs = spot.window.costs_of(self._rivals.lm.arrays, distinct)
        self._said = dict(zip(distinct, costs, strict=True))
        self._cased: dict[str, tuple[float, float, float] | None] = {"": None}
        self._supported: dict[str, tuple[float, float, float]] = {}
        follower = spot.follower[:1]
        self._before_small, self._before_capital = follower.islower(), follower.isupper()

    def of(self, text: str, own: float = 0.0) -> ReadingFeatures:
        """Return what a reading looks like; `own` as for `Memory.support`."""
        shape = shape_of(text)
        return ReadingFeatures(
            self._said[self._units[text]],
            self._heard(text, shape.core),
            self._case(shape),
            *self._support(shape.word, own),
            *shape.marks,
            *(shape.stops if self._before_small else NO_STOP),
            *(shape.runs_on if self._before_capital else NO_RUN),
        )

    def _heard(self, text: str, meant: str) -> float:
        """Return the channel's cost of a reading, or what stands for it; nats."""
        if text == self._spot.group.before and meant.lower() not in self._rivals.vocabulary.number:
            return (KEEP + KEEP_LETTER * len(self._observed)) / UNITS
        if not meant:
            return UNSAID
        return self._hearing.cost(meant) if meant[0].isalpha() else NUMBERED

    def _case(self, shape: Shape) -> float:
        word = shape.word
        if word not in self._cased:
            self._cased[word] = self._rivals.case_costs(self._spot, word)
        costs = self._cased[word]
        return min(costs[shape.case], WORST_CASE) if costs else UNKNOWN_CASE

    def _support(self, word: str, own: float) -> tuple[float, float, float]:
        if own:
            return self._memory.support(self._spot, word, own)
        found = self._supported.get(word)
        if found is None:
            found = self._supported[word] = self._memory.support(self._spot, word, 0.0)
        return found


def general(spot: Spot) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the values of ANY and of NONE."""
    before = spot.group.before
    untouched = float(before == spot.group.after)
    letters = sum(map(str.isalpha, before)) / max(len(before), 1)
    odd = (
        1.0 - letters,
        float(any(c.isdecimal() for c in before)),
        float("/" in before),
        len(before) / 10.0,
        float(any(c in DIRT for c in before)),
    )
    signs = spot.signs[: len(SIGNS)]
    return (*signs, untouched), (*signs, untouched, *odd)


@dataclass(frozen=True)
class Ranking:
    """Weights of the conditional logit, one for each of NAMES."""

    weights: tuple[float, ...]

    def probabilities(
        self,
        rivals: Sequence[tuple[float, ...]],
        about: tuple[tuple[float, ...], tuple[float, ...]],
    ) -> list[float]:
        """Return the probability of the reading that stands, of each rival, and of none of them.

        Args:
            rivals: the values of OWN of each.
            about: the values of ANY and of NONE of the place.

        """
        w = self.weights
        own, shared = w[: len(OWN)], w[len(OWN) : len(OWN) + len(ANY)]
        least = dot(shared, about[0])
        scores = [0.0, *(least + dot(own, row) for row in rivals)]
        scores.append(dot(w[len(OWN) + len(ANY) :], about[1]))
        top = max(scores)
        parts = [math.exp(s - top) for s in scores]
        whole = sum(parts)
        return [p / whole for p in parts]


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the scalar product."""
    total: float = sum(map(mul, a, b))
    return total


@lru_cache(maxsize=8)
def ranking_of(models: Path) -> Ranking:
    """Return the ranking in a folder of trained tables, loaded once."""
    return load_ranking(models / "ranking.json")


def load_ranking(path: Path) -> Ranking:
    """Read a ranking.

    Raises:
        DataError: the file is missing, malformed or of another version.

    """
    return Ranking(tuple(load_facts(path, (FORMAT, VERSION), NAMES)["weights"]))
