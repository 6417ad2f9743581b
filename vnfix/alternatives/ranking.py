# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""How probable each other reading of a place is: what a person is offered first, and asked first.

The posterior of the lattice knows its own arcs alone. A conditional logit (McFadden 1974) over the
reading that stands, its rivals, and "none of these" weighs what else is known of them; it is fitted
on gold by `train.ranking`. Plain Python that Cython compiles with the types of `ranking.pxd`.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul
from typing import TYPE_CHECKING, Any

from vnfix.alternatives.readings import looks
from vnfix.alternatives.shapes import core_of
from vnfix.alternatives.views import Views, cased, heard, pulled, said, shares_of
from vnfix.data.tables import load_facts
from vnfix.decode.prices import KEEP, KEEP_LETTER, UNITS
from vnfix.decode.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vnfix.alternatives.places import Memory, Spot
    from vnfix.alternatives.readings import Rival
    from vnfix.alternatives.rivals import Rivals
    from vnfix.alternatives.shapes import Shape

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
_SIGNS = len(SIGNS)  # a C number where this is compiled
_KEEP, _KEEP_LETTER, _UNITS = KEEP, KEEP_LETTER, UNITS


class FeatureMaker:
    """Works out the features of the readings of one document."""

    def __init__(self, rivals: Rivals, memory: Memory) -> None:
        """Work with the tables of the decoder and of the document."""
        self.rivals = rivals
        self.memory = memory
        self.far = rivals.shapes.pairs

    def features(self, spot: Spot, found: dict[str, Rival]) -> Any:
        """Return the values of OWN for each rival, one after the other."""
        views = self._views(spot, looks(spot.group.after, found, self.rivals.shapes))
        return views.compared(spot.group.posterior, list(found.values()))

    def _views(self, spot: Spot, shapes: list[Shape]) -> Views:
        """Return what readings look like at a place; each table prices all of them at once."""
        rivals, memory, before = self.rivals, self.memory, spot.group.before
        observed = core_of(before)
        known = observed.lower() in rivals.vocabulary.number
        observed = observed or before
        kept = -1.0 if known else (_KEEP + _KEEP_LETTER * len(observed)) / _UNITS
        around = spot.around()
        left, right = self.far.words_of(around.before), self.far.words_of(around.behind)
        columns = (
            said(shapes, rivals.lm.arrays, around.window),
            heard(shapes, rivals.hearing(observed), before, kept),
            cased(shapes, rivals.casing(spot)),
            pulled(self.far, [shape.far for shape in shapes], left, right),
        )
        document = (memory.alone, memory.beside, memory.votes)
        near = (around.words[0], around.words[1], around.follower)
        return Views(before, shapes, columns, document, near)


def general(spot: Spot) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the values of ANY and of NONE."""
    before = spot.group.before
    letters, digits, dirt = 0.0, False, False
    for c in before:
        letters += c.isalpha()
        digits = digits or c.isdecimal()
        dirt = dirt or c in DIRT
    size = len(before)
    odd = (
        1.0 - letters / max(size, 1),
        float(digits),
        float("/" in before),
        size / 10.0,
        float(dirt),
    )
    about = (*spot.signs[:_SIGNS], float(before == spot.group.after))
    return about, about + odd


@dataclass(frozen=True)
class Ranking:
    """Weights of the conditional logit, one for each of NAMES."""

    weights: tuple[float, ...]

    @cached_property
    def _parts(self) -> tuple[Any, tuple[float, ...], tuple[float, ...]]:
        """The weights of OWN, of ANY and of NONE."""
        w, own, both = self.weights, len(OWN), len(OWN) + len(ANY)
        return array("d", w[:own]), w[own:both], w[both:]

    def probabilities(
        self, rivals: Any, about: tuple[tuple[float, ...], tuple[float, ...]]
    ) -> list[float]:
        """Return the probability of the reading that stands, of each rival, and of none of them.

        Args:
            rivals: the values of OWN of each, one after the other.
            about: the values of ANY and of NONE of the place.

        """
        own, any_, none = self._parts
        return shares_of(rivals, own, dot(any_, about[0]), dot(none, about[1]))


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
