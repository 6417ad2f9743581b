"""What to ask a person about a document: the proposed corrections, and what was left in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix import look
from vnfix.alternatives.doubts import DOUBT
from vnfix.apply import overlap
from vnfix.pipeline import finished, plan, unprotected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Correction, Document, Finding


@dataclass(frozen=True, slots=True)
class Questions:
    """What a person may decide about a document.

    Attributes:
        findings: what is wrong with it.
        corrections: those of `pipeline.propose`, with more and better alternatives.
        doubts: words that were left as they are and may be wrong, by the fixer `DOUBT`. `after` is
            their likeliest reading, mostly `before`; nothing changes unless a person says so.

        lines: lines that the text layer lacks; none is added unless a person says so.

    """

    findings: Sequence[Finding]
    corrections: Sequence[Correction]
    doubts: list[Correction]
    lines: list[Correction] = field(default_factory=list)

    def all(self) -> list[Correction]:
        """Return corrections, doubts and lines, sorted by place; none overlap."""
        return sorted([*self.corrections, *self.doubts, *self.lines], key=lambda c: c.order)


def ask(document: Document, config: Config) -> Questions:
    """Return what to ask; the corrections are those of `pipeline.propose`.

    It takes several times as long as `pipeline.propose`.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    if not document.text or document.text.isspace():
        return Questions([], [], [])
    planned = plan(document, config)
    found = look.consider(planned.task, planned.analysis.resources, config)
    made = [c for c in found if c.fixer != DOUBT]
    corrections = finished(planned.analysis, planned.chosen(made))
    free = unprotected(planned.analysis)
    doubts = [c for c in found if c.fixer == DOUBT and free(c)]
    left = list(undecided(doubts, corrections))
    return Questions(planned.analysis.findings, corrections, left, look.added(document, config))


def undecided(
    doubts: Sequence[Correction], corrections: Sequence[Correction]
) -> Iterator[Correction]:
    """Yield the doubts about what no correction changes; both sorted by place."""
    k = 0
    for doubt in doubts:
        while k < len(corrections) and corrections[k].end < doubt.start:
            k += 1
        near = corrections[k : k + 2]
        if not any(overlap((doubt.start, doubt.end), (c.start, c.end)) for c in near):
            yield doubt
