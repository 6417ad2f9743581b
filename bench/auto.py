"""Part 5, the corrections one by one: whether AUTO ones are right and confidences honest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.scoring import calibration_error, gold_under, squeeze
from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.data import Row, Scored
    from vnfix.model import Correction


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction and the gold under its span.

    Attributes:
        correction: the correction.
        gold: what is printed there.
        tokens: the garbled tokens that it changes, as (document, line, number).

    """

    correction: Correction
    gold: str
    tokens: frozenset[tuple[str, int, int]]

    @property
    def right(self) -> bool:
        """Whether the correction says what is printed."""
        return squeeze(self.correction.after) == squeeze(self.gold)

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
    starts = _line_starts(scored.sample.text)
    by_line: dict[int, list[Correction]] = {}
    line = 0
    for correction in scored.repair.corrections:
        while starts[line + 1] <= correction.start:
            line += 1
        by_line.setdefault(line, []).append(correction)
    for row in scored.sample.rows:
        yield from _judge_line(scored, row, starts[row.line], by_line.get(row.line, []))


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _judge_line(
    scored: Scored, row: Row, start: int, corrections: Sequence[Correction]
) -> Iterator[Judged]:
    got, gold = scored.lines[row.line], squeeze(row.gold)
    raw = scored.sample.text[start : start + len(row.raw)]
    shift = -start
    for correction in corrections:
        at = correction.start + shift
        place, end = (_squeezed(got, k) for k in (at, at + len(correction.after)))
        under = gold_under(squeeze(got), gold, place, max(place, end))
        first, last = correction.start - start, max(correction.end - start, 1)
        numbers = range(len(raw[:first].split(" ")) - 1, len(raw[:last].split(" ")))
        tokens = frozenset((scored.sample.name, row.line, number) for number in numbers)
        yield Judged(correction, under, tokens)
        shift += len(correction.after) - len(correction.before)


def _squeezed(text: str, offset: int) -> int:
    """Give the offset in the squeezed text for an offset in the text."""
    head = squeeze(text[:offset])
    return len(head) + (bool(head) and text[offset - 1 : offset].isspace())


def figures(judged: Iterable[Judged]) -> dict[str, float]:
    """Give precision, coverage and calibration as they go into a result file."""
    rows = list(judged)
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


def worst(judged: Iterable[Judged], count: int) -> list[dict[str, object]]:
    """Give the AUTO corrections that are wrong, spoiled numbers and the surest first."""
    wrong = [row for row in judged if row.auto and not row.right]
    wrong.sort(key=lambda row: (not row.spoils_number, -row.correction.confidence))
    return [
        {
            "before": row.correction.before, "after": row.correction.after, "gold": row.gold,
            "fixer": row.correction.fixer, "confidence": round(row.correction.confidence, 4),
        }
        for row in wrong[:count]
    ]  # fmt: skip
