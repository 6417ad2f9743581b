"""What several decisions about one correction amount to.

Of each reviewer the latest decision counts. Where these say the same, that is what stands; where
they differ, the reviewers disagree: the latest of all stands for the time being, and the
disagreement is shown until they agree or somebody settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.review.jsonl import Status

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer decided about one correction.

    Attributes:
        id: its number in the store; later ones are higher.
        correction: the number of the correction.
        reviewer: who.
        time: when, ISO 8601 in UTC.
        status: ACCEPTED, REJECTED or EDITED.
        before: the text as read.
        after: the text that stands there now.
        via: the series, where several places were decided at once; `replaced` where an edit took
            its place; `import` where it came from a file.
        settles: whether it ends a disagreement: what was decided before counts no more.
        undone: when it was taken back, "" where it stands.

    """

    id: int
    correction: int
    reviewer: str
    time: str
    status: Status
    before: str
    after: str
    via: str = ""
    settles: bool = False
    undone: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at one place.

    Attributes:
        status: PROPOSED where nothing was decided.
        after: the text that the decision puts there.
        reviewer: whose decision that is.
        time: when it was taken.
        conflict: whether reviewers disagree.

    """

    status: Status = Status.PROPOSED
    after: str = ""
    reviewer: str = ""
    time: str = ""
    conflict: bool = False


def standing(decisions: Iterable[Decision]) -> Standing:
    """Return what the decisions about one correction, in any order, amount to."""
    latest = opinions(decisions)
    if not latest:
        return Standing()
    last = latest[-1]
    differ = len({(d.status is Status.REJECTED, d.after) for d in latest}) > 1
    return Standing(last.status, last.after, last.reviewer, last.time, differ)


def opinions(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decision of each reviewer that counts, earliest first."""
    latest: dict[str, Decision] = {}
    for d in sorted(decisions, key=lambda d: (d.time, d.id)):
        if d.undone:
            continue
        if d.settles:
            latest.clear()
        latest.pop(d.reviewer, None)
        latest[d.reviewer] = d
    return list(latest.values())
