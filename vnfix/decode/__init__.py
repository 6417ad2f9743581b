"""The noisy-channel decoder: damaged lines and candidates in, readings and explanations out.

Kernighan, Church and Gale 1990: the intended text maximises P(text) * P(observed | text). The
document is decoded with the general channel, the channel is adapted to what came out, and the
document is decoded again (`Config.rounds` times).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.decode.groups import groups
from vnfix.decode.prices import UNITS
from vnfix.decode.rounds import decode_rounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config
    from vnfix.decode.kernel import State
    from vnfix.decode.lattice import Step
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rounds import Task
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


def explain(task: Task, resources: Resources, config: Config) -> list[Explanation]:
    """Decode the lines of a task and return the readings considered for each token."""
    document, lines = task.document, task.document.lines
    decoded = decode_rounds(task, resources, config, EXPLAINED)
    found, line = [], 0
    for d in decoded:
        state = resources.lm.begin()
        for g in groups(document.text, d.observed, d.steps):
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
