"""Forward and backward sums over neighbouring words: what each candidate weighs in its context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.glyphs.statistics import BORDER, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.glyphs.candidates import Candidate
    from vnfix.glyphs.runs import Segment
    from vnfix.glyphs.statistics import Statistics

    Column = list[tuple[int, float]]

# A word that is not listed says nothing of its letters; it is this likely.
UNLISTED = 2e-8


def posteriors(
    segment: Segment,
    columns: Sequence[Sequence[Candidate]],
    table: Mapping[int, Mapping[str, float]],
    statistics: Statistics,
) -> list[list[float]]:
    """Return the weight of each candidate of each word; what lacks to 1 goes to no listed word."""
    scored: list[Column] = [
        [(c.word, c.factor * c.chance(table)) for c in column] + [(UNKNOWN, UNLISTED)]
        for column in columns
    ]
    forward, before = [], [(segment.left, 1.0)]
    for column in scored:
        now = [(w, own * _from(before, w, statistics)) for w, own in column]
        total = sum(p for _, p in now)
        before = [(w, p / total) for w, p in now]
        forward.append(before)
    after: Column = [(segment.right, 1.0)]
    result = []
    for column, reached in zip(reversed(scored), reversed(forward), strict=True):
        onward = [_to(w, after, statistics) for w, _ in column]
        both = [p * q for (_, p), q in zip(reached, onward, strict=True)]
        total = sum(both)
        result.append([x / total for x in both[:-1]])
        scale = max(onward)
        after = [(w, own * q / scale) for (w, own), q in zip(column, onward, strict=True)]
    return result[::-1]


def _from(before: Column, word: int, statistics: Statistics) -> float:
    """Return the chance to come to a word; nothing is known of the way to an unlisted one."""
    if word == UNKNOWN:
        return sum(p for _, p in before)
    return sum(p * statistics.chance(v, word) for v, p in before)


def _to(word: int, after: Column, statistics: Statistics) -> float:
    """Return the chance to go on from a word."""
    total = 0.0
    for v, p in after:
        known = v not in (UNKNOWN, BORDER)
        total += p * statistics.chance(word, v) if known else p
    return total
