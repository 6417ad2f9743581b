# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The channel's probabilities in flat arrays: mixed, adapted, and laid out for the search."""

from __future__ import annotations

import math
from array import array
from typing import Any

from vnfix.decode.prices import UNITS

_UNITS = UNITS  # a C number in the compiled kernel


def mixed(tables: list[Any], weights: Any) -> Any:
    """Return the weighted sum of tables of probabilities, in their order."""
    total = array("d", bytes(8 * len(tables[0])))
    for t in range(len(tables)):
        table = tables[t]
        weight = weights[t]
        for k in range(len(total)):
            total[k] += weight * table[k]
    return total


def summed(counts: Any, owner: Any, segments: int) -> Any:
    """Return for each intended segment the sum of the counts of its pairs.

    Args:
        counts: of each pair.
        owner: number of the intended segment of each pair.
        segments: how many intended segments there are.

    """
    wholes = array("d", bytes(8 * segments))
    for k in range(len(counts)):
        wholes[owner[k]] += counts[k]
    return wholes


def leaning(below: Any, owner: Any, wholes: Any, strength: float, counts: Any) -> Any:
    """Return probabilities from counts that lean on those of another table.

    Args:
        below: the probabilities of that table, by pair.
        owner: number of the intended segment of each pair.
        wholes: for each intended segment the sum of its counts.
        strength: how much the other table weighs, in counts.
        counts: of each pair.

    """
    result = array("d", bytes(8 * len(below)))
    for k in range(len(below)):
        whole = wholes[owner[k]] + strength
        result[k] = strength * below[k] / whole + counts[k] / whole
    return result


class Order:
    """The pairs of one case of the words in the order that the search wants.

    Attributes:
        pair: numbers of the pairs, sorted by what was observed, then by what is meant.
        begin: for each observed segment the first of its pairs; one more entry than segments.
        first: first letter of each intended segment.
        second: its second letter, or NONE.
        share: share of the segments of that length.

    """

    def __init__(self, pair: Any, begin: Any, letters: tuple[Any, Any], share: Any) -> None:
        """Keep the arrays."""
        self.pair = pair
        self.begin = begin
        self.first, self.second = letters
        self.share = share


def ordered(runs: tuple[Any, Any, Any, Any, Any], seen_of: Any, segments: int) -> Order:
    """Return pairs in the order that the search wants.

    Args:
        runs: for each intended segment, sorted by their letters: its first pair, how many it has,
            its letters, and the share of the segments of its length.
        seen_of: number of the observed segment of each pair.
        segments: how many observed segments there are.

    """
    starts, sizes, one, two, shares = runs
    begin, at = array("i", bytes(4 * (segments + 1))), array("i", bytes(4 * (segments + 1)))
    for r in range(len(starts)):
        for k in range(starts[r], starts[r] + sizes[r]):
            begin[seen_of[k] + 1] += 1
    for s in range(segments):
        begin[s + 1] += begin[s]
        at[s] = begin[s]
    total: int = begin[segments]
    pair, share = array("i", bytes(4 * total)), array("d", bytes(8 * total))
    first, second = array("B", bytes(total)), array("B", bytes(total))
    for r in range(len(starts)):
        for k in range(starts[r], starts[r] + sizes[r]):
            e = at[seen_of[k]]
            at[seen_of[k]] = e + 1
            pair[e] = k
            first[e], second[e], share[e] = one[r], two[r], shares[r]
    return Order(pair, begin, (first, second), share)


def laid_out(order: Order, p: Any, least: float) -> tuple[Any, Any, Any, Any]:
    """Return the pairs that are at least so probable.

    Returns:
        For each observed segment where its entries begin (one more than segments); for each entry
        both letters and the cost.

    """
    size, segments = len(order.pair), len(order.begin) - 1
    pair, begin, share = order.pair, order.begin, order.share
    first, second, cost = (
        array("B", bytes(size)),
        array("B", bytes(size)),
        array("i", bytes(4 * size)),
    )
    found = array("i", bytes(4 * (segments + 1)))
    used = 0
    for s in range(segments):
        for e in range(begin[s], begin[s + 1]):
            x = p[pair[e]]
            if x > least:
                first[used] = order.first[e]
                second[used] = order.second[e]
                cost[used] = int(-math.log(x * share[e]) * _UNITS + 0.5)
                used += 1
        found[s + 1] = used
    return found, first[:used], second[:used], cost[:used]


def mixture_weights(table: Any, counts: Any, sources: int, rounds: int) -> Any:
    """Return the weights of the sources of a mixture, by expectation maximisation.

    Args:
        table: for each thing seen its probability by each source, in rows.
        counts: how often each was seen.
        sources: how many there are.
        rounds: how often the weights are estimated anew.

    """
    weights = array("d", bytes(8 * sources))
    shares = array("d", bytes(8 * sources))
    for k in range(sources):
        weights[k] = 1.0 / sources
    for _ in range(rounds):
        for k in range(sources):
            shares[k] = 0.1  # no source is ruled out
        for t in range(len(counts)):
            whole: float = 0.0
            for k in range(sources):
                whole += weights[k] * table[t * sources + k]
            if whole > 0.0:
                for k in range(sources):
                    shares[k] += counts[t] * (weights[k] * table[t * sources + k]) / whole
        whole = 0.0
        for k in range(sources):
            whole += shares[k]
        for k in range(sources):
            weights[k] = shares[k] / whole
    return weights
