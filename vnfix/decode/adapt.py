"""Adapts the channel to one document, from what the document was decoded as so far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vnfix.decode.align import expected, probability
from vnfix.decode.channel import LEAN_DOCUMENT, ChannelModel, Counts, lean, likelihood_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = 400
WEIGHT_ROUNDS = 12


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
