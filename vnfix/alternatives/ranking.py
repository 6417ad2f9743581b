"""How probable each other reading of a place is: what a person is offered first, and asked first.

The posterior of the lattice knows its own arcs alone. A conditional logit (McFadden 1974) over the
reading that stands, its rivals, and "none of these" weighs what else is known of them; it is fitted
on gold by `train.ranking`.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from operator import mul
from typing import TYPE_CHECKING, Any

from vnfix.alternatives.places import core_of
from vnfix.alternatives.views import A_NUMBER, EXPECTED_ONLY, OTHER_MARKS, Views, pulled, scored
from vnfix.data.tables import load_facts
from vnfix.decode.prices import KEEP, KEEP_LETTER, UNITS
from vnfix.decode.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from vnfix.alternatives.places import Memory, Spot
    from vnfix.alternatives.rivals import Rival, Rivals
    from vnfix.decode.far import FarPairs

FORMAT = "vnfix-ranking"
VERSION = 1
# What speaks for a rival, against the reading that stands.
OWN = (
    "lm", "channel", "case", "alone", "beside", "votes", "apart", "marks", "stop", "colon",
    "semicolon", "comma", "bare", "share", "dropped", "unchanged", "recased", "remarked", "number",
    "nothing", "letters lost", "expected", "unlike", "lm of few letters", "far",
)  # fmt: skip
# What speaks for all rivals, and for none of them.
ANY = (*SIGNS, "untouched")
NONE = (*SIGNS, "untouched", "strange", "digits", "slash", "length", "dirt")
NAMES = (*OWN, *(f"any {n}" for n in ANY), *(f"none {n}" for n in NONE))

DIRT = frozenset("~^*!?\\'\"")
EXPECTED = frozenset({"expected"})


class FeatureMaker:
    """Works out the features of the readings of one document."""

    def __init__(self, rivals: Rivals, memory: Memory, far: FarPairs) -> None:
        """Work with the tables of the decoder and of the document."""
        self.rivals = rivals
        self.memory = memory
        self.far = far

    def features(self, spot: Spot, found: dict[str, Rival]) -> Any:
        """Return the values of OWN for each rival, one after the other."""
        known = [(text, rival.share, bits_of(rival.kinds)) for text, rival in found.items()]
        views = self._views(spot, (spot.group.after, *found))
        return views.compared(spot.group.after, spot.group.posterior, known)

    def _views(self, spot: Spot, texts: Sequence[str]) -> Views:
        """Return what readings look like at a place; the language model prices all at once."""
        rivals, memory, before = self.rivals, self.memory, spot.group.before
        observed = core_of(before)
        known = observed.lower() in rivals.vocabulary.number
        observed = observed or before
        units = [rivals.lm.units(text) for text in texts]
        distinct = list(dict.fromkeys(units))
        costs = dict(zip(distinct, spot.window.costs_of(rivals.lm.arrays, distinct), strict=True))
        said = {text: costs[own] for text, own in zip(texts, units, strict=True)}
        pulls = dict(zip(texts, self._pulls(spot, units), strict=True))
        return Views(
            before,
            None if known else (KEEP + KEEP_LETTER * len(observed)) / UNITS,
            (rivals.hearing(observed).cost, partial(rivals.case_costs, spot), said, pulls),
            (memory.alone, memory.beside, memory.votes),
            (*spot.words, spot.follower),
        )

    def _pulls(self, spot: Spot, units: Sequence[Sequence[int]]) -> list[int]:
        """Return what the words far off say for readings: for the first word of each."""
        far = self.far
        left, right = map(far.words_of, spot.far)
        return pulled(far, array("H", [far.word_of(own) for own in units]), left, right)


def bits_of(kinds: AbstractSet[str]) -> int:
    """Return where a rival comes from, as far as its values depend on that."""
    marks, number = OTHER_MARKS * ("marks" in kinds), A_NUMBER * ("number" in kinds)
    return marks | number | EXPECTED_ONLY * (kinds == EXPECTED)


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

    @cached_property
    def _own(self) -> Any:
        return array("d", self.weights[: len(OWN)])

    def probabilities(
        self, rivals: Any, about: tuple[tuple[float, ...], tuple[float, ...]]
    ) -> list[float]:
        """Return the probability of the reading that stands, of each rival, and of none of them.

        Args:
            rivals: the values of OWN of each, one after the other.
            about: the values of ANY and of NONE of the place.

        """
        shared = self.weights[len(OWN) : len(OWN) + len(ANY)]
        least = dot(shared, about[0])
        scores = [0.0, *(least + own for own in scored(rivals, self._own))]
        scores.append(dot(self.weights[len(OWN) + len(ANY) :], about[1]))
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
