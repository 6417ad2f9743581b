"""Fits the ranking of other readings on documents with gold, each decoded without its own gold.

For each place on a line with gold: the reading that stands is right, or one of its rivals is, or
none. A conditional logit over `ranking.NAMES` is fitted to all of them by Newton's method with a
ridge on standardised values.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from vnfix.alternatives.doubts import is_doubtful
from vnfix.alternatives.places import spots_of
from vnfix.alternatives.ranking import ANY, FORMAT, NAMES, NONE, OWN, VERSION, FeatureMaker, general
from vnfix.alternatives.rivals import Rivals
from vnfix.data.tables import write_facts
from vnfix.train.judging import right_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from vnfix.alternatives.places import Spot
    from vnfix.train.held_out import HeldOut, Lesson

    Floats = NDArray[np.float64]

RIDGE = 1.0
# The fit ends where a step brings less than this, in nats, or is shorter than this.
LEAST_GAIN, LEAST_STEP = 0.01, 1e-6
# A changed place that is surer than this teaches nothing: nobody is asked there.
SURE = 0.999


class Example(NamedTuple):
    """A place with gold.

    Attributes:
        rivals: the values of OWN of each rival, one after the other.
        about: the values of ANY and of NONE.
        answer: 0 where the reading that stands is right, the number of the right rival from 1 on,
            or one more than there are rivals.

    """

    rivals: Any
    about: tuple[tuple[float, ...], tuple[float, ...]]
    answer: int


def study(lesson: Lesson) -> list[Example]:
    """Return the places of one document that a person would be asked about."""
    if lesson.outcome.charts is None:
        return []
    resources = lesson.resources
    spots, memory = spots_of(lesson.plan.task.document, lesson.outcome, resources.lm)
    maker = FeatureMaker(Rivals(lesson.outcome.charts, resources.case, resources.far), memory)
    lines: dict[int, list[Spot]] = {}
    for spot in spots:
        lines.setdefault(spot.observed.line, []).append(spot)
    found: list[Example] = []
    for index, true in lesson.gold.items():
        found += examples(lines.get(index, []), true.split(), maker)
    return found


def examples(line: Sequence[Spot], true: Sequence[str], maker: FeatureMaker) -> Iterator[Example]:
    """Yield the places of one line."""
    read = [spot.group.after.split() for spot in line]
    right = right_groups(read, true)
    for k, spot in enumerate(line):
        g = spot.group
        if g.posterior > SURE if g.after != g.before else not is_doubtful(spot, maker.rivals):
            continue
        found = maker.rivals.of(spot)
        answer = 0 if right[k] else best_rival(list(found), read, k, true)
        yield Example(maker.features(spot, found), general(spot), answer)


def best_rival(
    rivals: Sequence[str], read: Sequence[Sequence[str]], k: int, true: Sequence[str]
) -> int:
    """Return the number, from 1 on, of the rival that brings a line nearest to the truth.

    That is one more than there are if none takes an error away.

    >>> best_rival(["vụ", "vở"], [["nhiệm"], ["v"], ["của"]], 1, ["nhiệm", "vụ", "của"])
    1
    >>> best_rival(["vở"], [["nhiệm"], ["v"], ["của"]], 1, ["nhiệm", "vụ", "của"])
    2
    """
    head = [w for g in read[:k] for w in g]
    tail = [w for g in read[k + 1 :] for w in g]
    errors = [Levenshtein.distance([*head, *text.split(), *tail], true) for text in rivals]
    least = min(errors, default=0)
    stands = Levenshtein.distance([*head, *read[k], *tail], true)
    return errors.index(least) + 1 if errors and least < stands else len(rivals) + 1


def fit(rows: Sequence[Example]) -> list[float]:
    """Return the weights of a conditional logit, in the order of NAMES."""
    return newton(*matrix(rows))


def newton(x: Floats, first: Any, answers: Sequence[int]) -> list[float]:
    """Return the weights of a conditional logit by Newton's method, with a ridge.

    Args:
        x: the values of all options, a row each.
        first: the row where the options of each place begin.
        answers: the row of the right one of each place.

    """
    import numpy as np

    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    z = x / spread
    w = np.zeros(x.shape[1])
    value, slope, curve = likelihood(z, first, answers, w)
    gain = np.inf
    while gain > LEAST_GAIN:
        step = np.linalg.solve(curve, slope)
        better = likelihood(z, first, answers, w + step)
        while better[0] < value and np.abs(step).max() > LEAST_STEP:
            step /= 2.0
            better = likelihood(z, first, answers, w + step)
        gain = better[0] - value
        if gain > 0.0:
            w = w + step
            value, slope, curve = better
    return [round(float(v), 5) for v in w / spread]


def likelihood(
    z: Floats, first: Any, answers: Sequence[int], w: Floats
) -> tuple[float, Floats, Floats]:
    """Return the log likelihood of weights, its slope and its curvature, less the ridge."""
    import numpy as np

    place = np.repeat(np.arange(len(first)), np.diff([*first, len(z)]))
    scores = z @ w
    scores -= np.maximum.reduceat(scores, first)[place]
    odds = np.exp(scores)
    whole = np.add.reduceat(odds, first)
    p = odds / whole[place]
    weighted = z * p[:, None]
    means = np.add.reduceat(weighted, first)
    value = float((scores[answers] - np.log(whole)).sum() - RIDGE / 2.0 * (w @ w))
    slope = z[answers].sum(axis=0) - weighted.sum(axis=0) - RIDGE * w
    return value, slope, weighted.T @ z - means.T @ means + RIDGE * np.eye(len(w))


def matrix(rows: Sequence[Example]) -> tuple[Floats, Any, list[int]]:
    """Return the values of all options, where each place's begin, and which options are right."""
    import numpy as np

    first = begins(len(row.rivals) // len(OWN) + 2 for row in rows)
    x = np.zeros((first.pop(), len(NAMES)))
    for at, row in zip(first, rows, strict=True):
        last = at + len(row.rivals) // len(OWN) + 1
        x[at + 1 : last, : len(OWN)] = np.reshape(row.rivals, (-1, len(OWN)))
        x[at + 1 : last, len(OWN) : -len(NONE)] = row.about[0]
        x[last, len(OWN) + len(ANY) :] = row.about[1]
    answers = [at + row.answer for at, row in zip(first, rows, strict=True)]
    return x, np.array(first), answers


def begins(sizes: Iterable[int]) -> list[int]:
    """Return where each of some runs of rows begins, and where the last one ends.

    >>> begins([3, 2])
    [0, 3, 5]
    """
    return list(accumulate(sizes, initial=0))


def build_ranking(held: HeldOut, path: Path, leave_out: Sequence[str]) -> dict[str, Any]:
    """Fit the ranking and write it to `path`."""
    rows = held.learn(study, by_hand=True)
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "names": list(NAMES),
        "weights": fit(rows),
        "places": len(rows),
        "left_out": sorted(leave_out),
    }
    write_facts(path, facts)
    return facts
