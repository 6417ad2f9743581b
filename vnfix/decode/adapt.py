"""Adapts the channel to one document, from what the document was decoded as so far."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from vnfix.decode.align import expected, probability
from vnfix.decode.channel import LEAN_DOCUMENT, ChannelModel, Counts, lean, likelihood_of
from vnfix.decode.units import INF, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

# A word's spellings in the document lean on the channel with this strength, in counts.
LEAN_WORD = 4.0
TRUST = 0.0
SAMPLE = 400
WEIGHT_ROUNDS = 12
LEAST_WEIGHT = 0.3


def source_weights(model: ChannelModel, pairs: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return how much each source of the channel is like the document: mixture weights by EM."""
    sample = sorted(pairs.items(), key=lambda x: (-x[1], x[0]))[:SAMPLE]
    names = list(model.sources)
    likelihoods = [likelihood_of(model.rows[name]) for name in names]
    table = [
        ([probability(meant, seen, f) for f in likelihoods], math.sqrt(n))
        for (seen, meant), n in sample
    ]
    weights = [1.0 / len(names)] * len(names)
    for _ in range(WEIGHT_ROUNDS):
        shares = [0.1] * len(names)
        for row, n in table:
            joint = [w * p for w, p in zip(weights, row, strict=True)]
            whole = sum(joint)
            if whole > 0.0:
                for k, j in enumerate(joint):
                    shares[k] += n * j / whole
        whole = sum(shares)
        weights = [s / whole for s in shares]
    return dict(zip(names, weights, strict=True))


def adapted(prior: Counts, pairs: Mapping[tuple[str, str], float]) -> Counts:
    """Return the channel re-estimated on the document's own words.

    Args:
        prior: P(observed | intended) to lean on.
        pairs: how often (observed, meant) occurs in the document as decoded, weighted by posterior.

    """
    likelihood = likelihood_of(prior)
    counts: Counts = {}
    for (seen, meant), n in pairs.items():
        _, found = expected(meant, seen, likelihood)
        for (segment, part), share in found.items():
            row = counts.setdefault(segment, {})
            row[part] = row.get(part, 0.0) + share * n
    return lean(counts, prior, LEAN_DOCUMENT)


class Memory:
    """What each observed token was read as in the document so far: its places vote together.

    P(observed token | word) leans on the channel: (n + strength * P_channel) / (N + strength). A
    place's own vote counts for the others only.
    """

    def __init__(self, pairs: Mapping[tuple[str, int, int], float]) -> None:
        """Count; a pair is (observed, number of the word, its case)."""
        self.rows: dict[str, dict[int, float]] = defaultdict(dict)
        self.whole: dict[int, float] = defaultdict(float)
        for (seen, word, case), n in pairs.items():
            self.rows[seen][3 * word + case] = n
            self.whole[3 * word + case] += n
        for row in self.rows.values():
            n = sum(row.values())
            for key, votes in row.items():
                row[key] = max(0.0, votes * (1.0 - 1.0 / n)) if n > 1.0 else 0.0

    def costs(self, seen: str, word: int, costs: list[int]) -> list[int]:
        """Return the costs of a word in its three cases, with what is remembered."""
        row = self.rows.get(seen, {})
        key = 3 * word
        return [self._cost(row.get(key + k, 0.0), self.whole.get(key + k, 0.0), c) for k, c in enumerate(costs)]

    def _cost(self, votes: float, whole: float, cost: int) -> int:
        if cost >= INF or not whole:
            return cost
        share = TRUST * whole / (whole + LEAN_WORD)
        p = (1.0 - share) * math.exp(-cost / UNITS) + share * votes / whole
        return round(-math.log(p) * UNITS)
