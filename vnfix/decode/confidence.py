"""Calibrated confidence: how often a reading like this one is right.

The posterior of the lattice is too sure of itself, since the true word may not be in the lattice
at all. A logistic regression over the posterior and a few signs of trouble around it, fitted on
gold by `train.calibration`, makes it honest (Platt 1999).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.data.tables import damage_told, load_facts
from vnfix.decode.prices import SUREST, UNITS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vnfix.decode.lattice import Step

FORMAT = "vnfix-calibration"
VERSION = 1
NAMES = (
    "one",
    "posterior",
    "neighbours",
    "channel",
    "lm",
    "agreement",
    "several",
    "short",
    "odd",
)


@dataclass(frozen=True, slots=True)
class Group:
    """The reading of one token, or of a run of tokens that belong together.

    Attributes:
        start: offset in the document's text.
        end: offset just past it.
        before: the text there.
        after: what it is read as.
        steps: the arcs of the best path.

    """

    start: int
    end: int
    before: str
    after: str
    steps: Sequence[Step]

    @property
    def posterior(self) -> float:
        """The least posterior among the steps."""
        return min(s.posterior for s in self.steps)


def logit(p: float) -> float:
    """Return the log odds of a probability, within +-9.2."""
    p = min(max(p, 1.0 - SUREST), SUREST)
    return math.log(p / (1.0 - p))


def features(groups: Sequence[Group]) -> Iterator[tuple[float, ...]]:
    """Yield for each group of a document the values of NAMES."""
    read = Counter((g.before, g.after) for g in groups)
    observed = Counter(g.before for g in groups)
    sure = [logit(g.posterior) for g in groups]
    for k, g in enumerate(groups):
        near = [sure[i] for i in (k - 1, k + 1) if 0 <= i < len(groups)]
        letters = max(len(g.before), 1)
        words = [s for s in g.steps if s.arc.kind == Kind.WORD]
        cost = sum(min(s.arc.channel) for s in words if min(s.arc.channel) < s.arc.cost + UNITS)
        same, places = read[g.before, g.after], observed[g.before]
        yield (
            1.0,
            sure[k],
            min(near, default=9.2),
            cost / UNITS / letters,
            sum(s.lm for s in g.steps) / UNITS,
            math.log(same) - 2.0 * math.log(places / same),
            float(len(g.steps) > 1),
            1.0 / letters,
            float(any(s.arc.kind in (Kind.KEPT, Kind.NOTHING, Kind.PROPOSED) for s in g.steps)),
        )


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic regression, and from which confidence on AUTO is safe.

    Attributes:
        weights: one for each of NAMES.
        auto: least confidence of an AUTO correction.

    """

    weights: tuple[float, ...]
    auto: float

    def confidence(self, values: Sequence[float]) -> float:
        """Return the probability that a reading with these features is right."""
        x = sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def load_calibration(path: Path) -> Calibration:
    """Read a calibration.

    Raises:
        DataError: the file is missing, malformed or of another version.

    """
    facts = load_facts(path, (FORMAT, VERSION), NAMES)
    with damage_told(path):
        return Calibration(tuple(facts["weights"]), float(facts["auto"]))
