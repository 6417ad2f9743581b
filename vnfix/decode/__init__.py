"""The noisy-channel decoder: sick lines and candidates in, corrections and explanations out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vnfix.config import Config
    from vnfix.model import Candidate, Correction, Document
    from vnfix.resources import Resources


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one token, for `explain`.

    Attributes:
        text: the reading.
        channel: -log P(observed | reading), nats.
        lm: -log P(reading | the winning words before it), nats.
        posterior: probability of this reading given the whole line.
        won: whether it is part of the best path.

    """

    text: str
    channel: float
    lm: float
    posterior: float
    won: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All readings of one token (or merged run of tokens), best posterior first."""

    line: int
    start: int
    end: int
    token: str
    readings: tuple[Reading, ...]


def decode(
    document: Document,
    sick: Collection[int],
    candidates: Sequence[Candidate],
    resources: Resources,
    config: Config,
) -> list[Correction]:
    """Decode the lines whose indices are in `sick`; the others are context that stays as it is.

    Returns:
        Corrections sorted by offset, without overlaps, none across a line end.

    """
    raise NotImplementedError


def explain(document: Document, resources: Resources, config: Config) -> list[Explanation]:
    """Decode every line of `document` and return the readings considered for each token."""
    raise NotImplementedError
