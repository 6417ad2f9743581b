# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Alignment of an observed token with the word that was meant: the E-step of the channel's EM.

The word's letters are grouped into segments of one or two; each segment was written as zero to
four characters (Brill and Moore 2000). All groupings are weighed (forward-backward). Like the
kernel this is plain Python that Cython compiles with the types of `align.pxd`.
"""

from __future__ import annotations

from array import array
from typing import Any

OBSERVED = 4
LEAST_SHARE = 1e-4
# Copies that are C numbers where this is compiled.
_OBSERVED = OBSERVED
_LEAST_SHARE = LEAST_SHARE


class Likelihood:
    """P(observed segment | intended segment) from a table."""

    def __init__(
        self, rows: dict[str, dict[str, float]], floor: tuple[float, ...], one: float, two: float
    ) -> None:
        """Keep the table.

        Args:
            rows: P by intended and observed segment.
            floor: least P of an observed segment for one letter, by its length.
            one: share of segments of one letter.
            two: share of segments of two letters.

        """
        self.rows = rows
        self.floor = array("d", floor)
        self.one = one
        self.two = two

    def of(self, segment: str, seen: str) -> float:
        """Return the probability, the share of segments of that length included."""
        p = 0.0
        row = self.rows.get(segment)
        if row is not None:
            p = row.get(seen, 0.0)
        if len(segment) == 2:
            return p * self.two
        if p < self.floor[len(seen)]:
            p = self.floor[len(seen)]
        return p * self.one


def chances(meant: str, seen: str, likelihood: Likelihood) -> Any:
    """Return the probability of every step, 0 where there is none.

    A step leads from letter i and character j over one or two letters (a = 0 or 1) and b
    characters; it stands at ((i * (n + 1) + j) * 2 + a) * 5 + b.
    """
    m, n = len(meant), len(seen)
    found = array("d", [0.0]) * (m * (n + 1) * 2 * (_OBSERVED + 1))
    pieces = [seen[j : j + b] for j in range(n + 1) for b in range(_OBSERVED + 1)]
    for i in range(m):
        for a in range(min(2, m - i)):
            segment = meant[i : i + a + 1]
            # Where a character can stand is bounded by what the letters around can cover.
            for j in range(max(0, n - _OBSERVED * (m - i)), min(n, _OBSERVED * i) + 1):
                at = ((i * (n + 1) + j) * 2 + a) * (_OBSERVED + 1)
                for b in range(min(_OBSERVED, n - j) + 1):
                    found[at + b] = likelihood.of(segment, pieces[j * (_OBSERVED + 1) + b])
    return found


def forward(m: int, n: int, steps: Any) -> Any:
    """Return the probability of all that leads to each letter and character."""
    width = n + 1
    reached = array("d", [0.0]) * ((m + 1) * width)
    reached[0] = 1.0
    for i in range(m):
        for j in range(width):
            f = reached[i * width + j]
            if f <= 0.0:
                continue
            at = (i * width + j) * 2 * (_OBSERVED + 1)
            for a in range(min(2, m - i)):
                for b in range(min(_OBSERVED, n - j) + 1):
                    p = steps[at + a * (_OBSERVED + 1) + b]
                    reached[(i + a + 1) * width + j + b] += f * p
    return reached


def expected(
    meant: str, seen: str, likelihood: Likelihood
) -> tuple[float, dict[tuple[str, str], float]]:
    """Return P(seen | meant) and the expected number of each (intended, observed) segment."""
    m, n = len(meant), len(seen)
    width = n + 1
    steps = chances(meant, seen, likelihood)
    reached = forward(m, n, steps)
    whole = reached[m * width + n]
    counts: dict[tuple[str, str], float] = {}
    if whole <= 0.0:
        return 0.0, counts
    left = array("d", [0.0]) * ((m + 1) * width)
    left[m * width + n] = 1.0
    for i in range(m - 1, -1, -1):
        for j in range(n, -1, -1):
            f = reached[i * width + j]
            if f <= 0.0:
                continue
            at = (i * width + j) * 2 * (_OBSERVED + 1)
            for a in range(min(2, m - i)):
                for b in range(min(_OBSERVED, n - j) + 1):
                    p = steps[at + a * (_OBSERVED + 1) + b] * left[(i + a + 1) * width + j + b]
                    left[i * width + j] += p
                    share = f * p / whole
                    if share > _LEAST_SHARE:
                        key = (meant[i : i + a + 1], seen[j : j + b])
                        counts[key] = counts.get(key, 0.0) + share
    return whole, counts


def probability(meant: str, seen: str, likelihood: Likelihood) -> float:
    """Return P(seen | meant), summed over all alignments."""
    reached = forward(len(meant), len(seen), chances(meant, seen, likelihood))
    whole: float = reached[len(reached) - 1]
    return whole
