"""Part 5, the corrections one by one: whether AUTO ones are right and confidences honest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.scoring import calibration_error
from vnfix.model import Safety
from vnfix.train.judging import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.data import Scored
    from vnfix.model import Correction


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction and the gold under its span.

    Attributes:
        correction: the correction.
        gold: what is printed there.
        right: whether the correction says so.
        tokens: the garbled tokens that it changes, as (document, line, number).

    """

    correction: Correction
    gold: str
    right: bool
    tokens: frozenset[tuple[str, int, int]]

    @property
    def auto(self) -> bool:
        """Whether it may be made without asking."""
        return self.correction.safety is Safety.AUTO

    @property
    def spoils_number(self) -> bool:
        """Whether it is wrong where a number, date, document number or amount is printed or made.

        A digit in the garbled text alone says nothing: `c6ng` holds no number.
        """
        digits = any(c.isdecimal() for c in self.gold + self.correction.after)
        return digits and not self.right


def judge(scored: Scored) -> Iterator[Judged]:
    """Yield the corrections on lines with gold."""
    text, name = scored.sample.text, scored.sample.name
    gold = {row.line: row.gold for row in scored.sample.rows}
    for j in judged(text, gold, scored.repair.corrections):
        head = text[j.start : j.correction.start]
        whole = text[j.start : max(j.correction.end, j.start + 1)]
        numbers = range(len(head.split(" ")) - 1, len(whole.split(" ")))
        tokens = frozenset((name, j.line, number) for number in numbers)
        yield Judged(j.correction, j.gold, j.right, tokens)


def figures(found: Iterable[Judged]) -> dict[str, float]:
    """Give precision, coverage and calibration as they go into a result file."""
    rows = list(found)
    auto = [row for row in rows if row.auto]
    changed = frozenset().union(*(row.tokens for row in rows))
    covered = frozenset().union(*(row.tokens for row in auto))
    return {
        "corrections": len(rows),
        "auto": len(auto),
        "precision": sum(row.right for row in auto) / len(auto) if auto else 0.0,
        "coverage": len(covered) / len(changed) if changed else 0.0,
        "calibration_error": calibration_error((r.correction.confidence, r.right) for r in rows),
        "numbers_spoiled": sum(row.spoils_number for row in auto),
    }


def worst(found: Iterable[Judged], count: int) -> list[dict[str, object]]:
    """Give the AUTO corrections that are wrong, spoiled numbers and the surest first."""
    wrong = [row for row in found if row.auto and not row.right]
    wrong.sort(key=lambda row: (not row.spoils_number, -row.correction.confidence))
    return [
        {
            "before": row.correction.before, "after": row.correction.after, "gold": row.gold,
            "fixer": row.correction.fixer, "confidence": round(row.correction.confidence, 4),
        }
        for row in wrong[:count]
    ]  # fmt: skip
