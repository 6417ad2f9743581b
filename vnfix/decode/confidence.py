"""Calibrated confidence: how often a reading like this one is right.

The posterior of the lattice is too sure of itself, since the true word may not be in the lattice
at all, and surest where an engine's style is unknown and the document has taught the channel its
own mistakes. A logistic regression over the posterior and signs of trouble around it, in the
document and in its marks, makes it honest (Platt 1999); `train.calibration` fits it on engines and
documents that the channel has not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from vnfix.data.tables import damage_told, load_facts
from vnfix.decode.signs import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT = "vnfix-calibration"
VERSION = 2


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic regression, and from which confidence on AUTO is safe.

    Attributes:
        weights: one for each of `signs.NAMES`.
        auto: least confidence of an AUTO correction.

    """

    weights: tuple[float, ...]
    auto: float

    def confidence(self, values: Sequence[float]) -> float:
        """Return the probability that a reading with these features is right."""
        x = sum(map(mul, self.weights, values))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def load_calibration(path: Path) -> Calibration:
    """Read a calibration.

    Raises:
        DataError: the file is missing, malformed or of another version.

    """
    facts = load_facts(path, (FORMAT, VERSION), NAMES)
    with damage_told(path):
        return Calibration(tuple(facts["weights"]), float(facts["auto"]))
