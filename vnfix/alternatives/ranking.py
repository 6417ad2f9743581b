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

    def view(self, spot: Spot, text: str, *, stands: bool = False) -> ReadingFeatures:
        """Return what a reading looks like at a place."""
        shape = shape_of(text)
        follower = spot.follower[:1]
        return ReadingFeatures(
            self.rivals.lm_cost(spot, text),
            self._heard(spot, text, shape.core),
            self._case(spot, shape),
            *self.memory.support(spot, shape.word, spot.group.posterior if stands else 0.0),
            *shape.marks,
            *(shape.stops if follower.islower() else NO_STOP),
            *(shape.runs_on if follower.isupper() else NO_RUN),
        )

    def _heard(self, spot: Spot, text: str, meant: str) -> float:
        """Return the channel's cost of a reading, or what stands for it; nats."""
        before = spot.group.before
        observed = core_of(before) or before
        if text == before and meant.lower() not in self.rivals.vocabulary.number:
            return (KEEP + KEEP_LETTER * len(observed)) / UNITS
        if not meant:
            return UNSAID
        return self.rivals.channel(observed, meant) if meant[0].isalpha() else NUMBERED

    def _case(self, spot: Spot, shape: Shape) -> float:
        costs = self.rivals.case_costs(spot, shape.word) if shape.word else None
        return min(costs[shape.case], WORST_CASE) if costs else UNKNOWN_CASE

    def features(self, spot: Spot, found: dict[str, Rival]) -> Iterator[tuple[float, ...]]:
        """Yield for each rival the values of OWN."""
        standing = self.view(spot, spot.group.after, stands=True)
        before, after = spot.group.before, spot.group.after.lower()
        letters = float(sum(map(str.isalpha, before)))
        length = max(len(core_of(before)), 1)
        for text, rival in found.items():
            view, shape, kinds = self.view(spot, text), shape_of(text), rival.kinds
            dropped = not rival.share
            yield (
                *standing.against(view),
                math.log(max(rival.share, LEAST_SHARE)),
                float(rival.share <= LEAST_SHARE),
                float(text == before),
                float(shape.lower == after),
                float(dropped and "marks" in kinds),
                float(dropped and "number" in kinds),
                float(not text),
                0.0 if text else letters,
                float(dropped and kinds == EXPECTED),
                min(view.channel, FARTHEST) / length if shape.core.isalpha() else 0.0,
            )


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
