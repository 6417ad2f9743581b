"""Alignment of an observed token with the word that was meant: the E-step of the channel's EM.

The word's letters are grouped into segments of one or two; each segment was written as zero to
four characters (Brill and Moore 2000). All groupings are weighed (forward-backward).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    # P(observed segment | intended segment)
    Likelihood = Callable[[str, str], float]

SEGMENT = 2
OBSERVED = 4
Step = tuple[int, int, int, int, float]


def steps(meant: str, seen: str, likelihood: Likelihood) -> list[Step]:
    """Return all steps (from letter, from character, to letter, to character, probability)."""
    found = []
    m, n = len(meant), len(seen)
    for i in range(m):
        # Where a character can stand is bounded by what the letters before and after can cover.
        for j in range(max(0, n - OBSERVED * (m - i)), min(n, OBSERVED * i) + 1):
            for a in (1, 2):
                if i + a > m:
                    break
                segment = meant[i : i + a]
                for b in range(min(OBSERVED, n - j) + 1):
                    p = likelihood(segment, seen[j : j + b])
                    if p > 0.0:
                        found.append((i, j, i + a, j + b, p))
    return found


def expected(
    meant: str, seen: str, likelihood: Likelihood
) -> tuple[float, dict[tuple[str, str], float]]:
    """Return P(seen | meant) and the expected number of each (intended, observed) segment."""
    m, n = len(meant), len(seen)
    width = n + 1
    size = (m + 1) * width
    forward, backward = [0.0] * size, [0.0] * size
    forward[0] = backward[size - 1] = 1.0
    found = steps(meant, seen, likelihood)
    for i, j, k, q, p in found:
        f = forward[i * width + j]
        if f:
            forward[k * width + q] += f * p
    whole = forward[size - 1]
    counts: dict[tuple[str, str], float] = {}
    if whole <= 0.0:
        return 0.0, counts
    for i, j, k, q, p in reversed(found):
        b = backward[k * width + q]
        if b:
            backward[i * width + j] += b * p
            share = forward[i * width + j] * p * b / whole
            if share > 1e-4:
                key = (meant[i:k], seen[j:q])
                counts[key] = counts.get(key, 0.0) + share
    return whole, counts


def probability(meant: str, seen: str, likelihood: Likelihood) -> float:
    """Return P(seen | meant), summed over all alignments."""
    m, n = len(meant), len(seen)
    width = n + 1
    forward = [0.0] * ((m + 1) * width)
    forward[0] = 1.0
    for i, j, k, q, p in steps(meant, seen, likelihood):
        forward[k * width + q] += forward[i * width + j] * p
    return forward[-1]
