"""What a person should look at: corrections with better alternatives, and doubts.

A doubt is a word that the decoder has left as it is although it may be wrong. It changes nothing by
itself (`before` is `after`); a person may choose one of its alternatives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vnfix.alternatives.places import Spot, core_of, spots_of
from vnfix.alternatives.ranking import FeatureMaker, Ranking, general, ranking_of
from vnfix.alternatives.rivals import Rivals
from vnfix.decode.corrections import correction
from vnfix.decode.rounds import outcome
from vnfix.model import Correction, Safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config
    from vnfix.decode.rounds import Outcome, Task
    from vnfix.model import Document
    from vnfix.resources import Resources

DOUBT = "doubt"
"""The fixer of doubts."""
ALTERNATIVES = 10  # the page has nine digits, and the text as it was read has a key of its own
LEAST = 2e-3
# A word that was left as it is has a doubt if its posterior is below this...
PLAIN = 0.9
# ...and its alternatives have this probability together.
DOUBTFUL = 0.05


def consider(task: Task, resources: Resources, config: Config) -> list[Correction]:
    """Decode as `decode.decode` does, for a person: with better alternatives, and with doubts.

    Returns:
        The corrections of `decode.decode`; those for a person have alternatives with calibrated
        probabilities. Among them, with the fixer `DOUBT`, words that were left as they are and may
        be wrong: their `after` is `before`.

    """
    if not task.sick:
        return []
    return list(considered(task.document, outcome(task, resources, config), resources))


def considered(document: Document, read: Outcome, resources: Resources) -> Iterator[Correction]:
    """Yield the corrections of a decoded document, and its doubts, sorted by place.

    The corrections are those of `corrections`; those for a person have alternatives whose
    probabilities are calibrated: together they say how likely one key puts the right text there.
    """
    if read.charts is None:
        return
    calibration = resources.calibration
    spots, memory = spots_of(document, read.decoded, resources.lm)
    ranking = ranking_of(resources.models)
    maker = FeatureMaker(Rivals(read.charts, resources.case), memory)
    for spot in spots:
        g = spot.group
        if g.after != g.before:
            made = correction(g, calibration.confidence(spot.signs), calibration.auto)
            if made.safety is Safety.REVIEW:
                made = replace(made, alternatives=ranked(spot, maker, ranking)[1])
            yield made
        elif is_doubtful(spot, maker.rivals):
            confidence, others = ranked(spot, maker, ranking)
            if sum(p for _, p in others) >= DOUBTFUL:
                yield doubt(spot, confidence, others)


def is_doubtful(spot: Spot, rivals: Rivals) -> bool:
    """Whether a token that was left as it is may be wrong: no word, or not sure."""
    core = core_of(spot.group.before)
    known = core.lower() in rivals.vocabulary.number or core.isdecimal()
    return spot.group.posterior < PLAIN or not known


def ranked(
    spot: Spot, maker: FeatureMaker, ranking: Ranking
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Return how likely the reading of a place is right, and the best other ones."""
    found = maker.rivals.of(spot)
    shares = ranking.probabilities(list(maker.features(spot, found)), general(spot))
    best = sorted(zip(found, shares[1:-1], strict=True), key=lambda x: (-x[1], x[0]))
    kept = [(text, round(p, 4)) for text, p in best[:ALTERNATIVES] if p >= LEAST]
    return shares[0], tuple(kept)


def doubt(spot: Spot, confidence: float, others: tuple[tuple[str, float], ...]) -> Correction:
    """Return a doubt: a change of nothing, with alternatives."""
    g = spot.group
    return Correction(
        g.start,
        g.end,
        g.before,
        g.before,
        DOUBT,
        confidence,
        Safety.REVIEW,
        "left as it is, and may be wrong",
        others,
    )
