"""The noisy-channel decoder: sick lines and candidates in, corrections and explanations out.

Kernighan, Church and Gale 1990: the intended text maximises P(text) * P(observed | text). The
document is decoded with the general channel, the channel is adapted to what came out, and the
document is decoded again (`Config.rounds` times).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.alternatives import doubts
from vnfix.decode.corrections import corrections, groups
from vnfix.decode.prices import UNITS
from vnfix.decode.rounds import Task, decode_rounds, outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.decode.kernel import State
    from vnfix.decode.lattice import Step
    from vnfix.decode.lm import LanguageModel
    from vnfix.model import Candidate, Correction, Document
    from vnfix.resources import Resources

EXPLAINED = 1e-6
"""Readings below this probability are not worth an explanation."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one token, for `explain`.

    Attributes:
        text: the reading.
        channel: cost of the channel, -log P(observed | reading), with case and prices; nats.
        lm: -log P(reading | the winning words before it), nats.
        posterior: probability of this reading given the whole paragraph.
        won: whether it is part of the best path.

    """

    text: str
    channel: float
    lm: float
    posterior: float
    won: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All readings of one token (or merged run of tokens), the winner of each part first.

    Attributes:
        line: index of the line.
        start: offset in the document's text.
        end: offset just past the token.
        token: the text there.
        after: what it is read as.
        readings: of its parts, in order.

    """

    line: int
    start: int
    end: int
    token: str
    after: str
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
    decoded = decode_rounds(Task(document, sick, candidates), resources, config)
    return list(corrections(document, decoded, resources.calibration))


def consider(
    document: Document,
    sick: Collection[int],
    candidates: Sequence[Candidate],
    resources: Resources,
    config: Config,
) -> list[Correction]:
    """Decode as `decode` does, for a person: with better alternatives, and with doubts.

    Returns:
        The corrections of `decode`; those for a person have alternatives with calibrated
        probabilities. Among them, with the fixer `doubts.DOUBT`, words that were left as they are
        and may be wrong: their `after` is `before`.

    """
    read = outcome(Task(document, sick, candidates), resources, config)
    return list(doubts.consider(document, read, resources))


def explain(
    document: Document, candidates: Sequence[Candidate], resources: Resources, config: Config
) -> list[Explanation]:
    """Decode every line of `document` and return the readings considered for each token."""
    lines = document.lines
    task = Task(document, range(len(lines)), candidates)
    decoded = decode_rounds(task, resources, config, EXPLAINED)
    found, line = [], 0
    for d in decoded:
        state = resources.lm.begin()
        for g in groups(document, [d]):
            while lines[line].end < g.start:
                line += 1
            readings: list[Reading] = []
            for step in g.steps:
                readings += _readings(step, state, resources.lm)
                _, state = resources.lm.follow(state, step.arc.text)
            found.append(Explanation(line, g.start, g.end, g.before, g.after, tuple(readings)))
    return found


def _readings(step: Step, state: State, lm: LanguageModel) -> Iterator[Reading]:
    arc = step.arc
    yield Reading(arc.text, arc.cost / UNITS, lm.follow(state, arc.text)[0], step.posterior, True)
    for other, share in step.others:
        said, _ = lm.follow(state, other.text)
        yield Reading(other.text, other.cost / UNITS, said, share, False)
