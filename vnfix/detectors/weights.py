"""What single tokens say of their line: the statistics of `gate.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from vnfix.detectors.shapes import core, shape
from vnfix.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPER = 0.6  # neighbouring words are not independent
LIMIT = 5.0  # nats that one word may say at most
MEMORY = 200_000  # tokens

Score = tuple[float, float]


@dataclass(slots=True)
class Gate:
    """The statistics of `gate.tsv` and what has been worked out from them.

    Attributes:
        weights: shape or lower-case word -> nats for garbled and for foreign, against healthy.
        seen: token as it stands in the text -> its score; filled on the way.

    """

    weights: dict[str, Score]
    seen: dict[str, Score]

    def score(self, token: str) -> Score:
        """Return what one token says; (0, 0) says nothing."""
        known = self.seen.get(token)
        if known is None:
            if len(self.seen) > MEMORY:
                self.seen.clear()
            known = self.seen[token] = self._weigh(token)
        return known

    def _weigh(self, token: str) -> Score:
        word = core(token)
        name = shape(word)
        if name == "neutral":
            return (0.0, 0.0)
        garbled, foreign = self.weights.get(word.lower(), self.weights[name.upper()])
        return _limited(garbled), _limited(foreign)


def line_score(tokens: Iterable[str], weights: Gate) -> Score:
    """Return what the tokens of a line say for garbled and for foreign, in nats."""
    garbled = foreign = 0.0
    seen, score = weights.seen, weights.score
    for token in tokens:
        g, f = seen.get(token) or score(token)
        garbled += g
        foreign += f
    return garbled, foreign


def _limited(nats: float) -> float:
    return TEMPER * max(-LIMIT, min(LIMIT, nats))


def load_gate(text: str) -> Gate:
    """Read the table of weights.

    Raises:
        DataError: a row does not have a name and two numbers.

    """
    weights = {}
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            name, garbled, foreign = row.split("\t")
            weights[name] = (float(garbled), float(foreign))
        except ValueError as e:
            raise DataError(f"gate.tsv, line {number}: {e}.", "Install vnfix again.") from e
    return Gate(weights, {})


@lru_cache(maxsize=1)
def gate() -> Gate:
    """Return the gate that vnfix ships, loaded once."""
    return load_gate(files("vnfix.detectors").joinpath("gate.tsv").read_text("utf-8"))
