# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""How words are capitalised: costs by their neighbours, and the likeliest case as it was seen."""

from __future__ import annotations

import math
from array import array
from typing import Any

from vnfix.decode.prices import INF, UNITS, UNSEEN

_INF = INF
_UNITS = UNITS
_UNSEEN = UNSEEN


class Neighbours:
    """Costs of the three cases of words beside others, in flat arrays; see `train.case`."""

    def __init__(self, before: Any, after: Any, opener: Any, step: float) -> None:
        """Keep the tables.

        Args:
            before: sorted keys (word before, word) and their costs, three in a row, in steps.
            after: sorted keys (word, word after) and their costs.
            opener: costs (nats) of the three cases behind each mark or number.
            step: nats of a step.

        """
        self.before, self.before_cost = before
        self.after, self.after_cost = after
        marks = sorted(opener)
        self.opener = array("H", marks)
        self.opener_cost = array("d", [cost for mark in marks for cost in opener[mark]])
        self.step = step


def place(keys: Any, first: int, second: int) -> int:
    """Return the place of a pair of words among sorted keys, -1 where it is not known."""
    if first < 0 or second < 0:
        return -1
    key = (first << 16) | second
    low: int = 0
    high = end = len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < end and keys[low] == key else -1


def between(
    table: Neighbours, own: tuple[float, float, float], word: int, near: tuple[int, int]
) -> tuple[float, float, float]:
    """Return the costs (nats) of a word in the three cases, which are a distribution.

    Args:
        table: how words are capitalised.
        own: costs of the word without neighbours.
        word: its number in the language model.
        near: numbers of the words before and behind it, -1 for none.

    """
    low, title, up = own
    k = place(table.before, near[0], word)
    if k >= 0:
        low = table.before_cost[3 * k] * table.step
        title = table.before_cost[3 * k + 1] * table.step
        up = table.before_cost[3 * k + 2] * table.step
    else:
        for k in range(len(table.opener)):
            if table.opener[k] == near[0]:
                low = mean(low, table.opener_cost[3 * k])
                title = mean(title, table.opener_cost[3 * k + 1])
                up = mean(up, table.opener_cost[3 * k + 2])
    k = place(table.after, word, near[1])
    if k >= 0:
        low = low + table.after_cost[3 * k] * table.step - own[0]
        title = title + table.after_cost[3 * k + 1] * table.step - own[1]
        up = up + table.after_cost[3 * k + 2] * table.step - own[2]
    else:
        low = low + own[0] - own[0]
        title = title + own[1] - own[1]
        up = up + own[2] - own[2]
    norm = math.log(math.exp(-low) + math.exp(-title) + math.exp(-up))
    return low + norm, title + norm, up + norm


def mean(a: float, b: float) -> float:
    """Return the cost of the mean of two probabilities."""
    return -math.log((math.exp(-a) + math.exp(-b)) / 2)


def likeliest(
    costs: tuple[float, float, float],
    channel: tuple[int, int, int],
    shown: tuple[float, float, float],
) -> tuple[int, float]:
    """Return the likeliest case of a word, and its probability.

    Args:
        costs: of the three cases, nats.
        channel: the channel's in each of them, units; INF for one that was not looked for.
        shown: what else speaks against each of them, nats.

    """
    known = min(channel[0], channel[1], channel[2])
    low = costs[0] + (seen(channel[0], known) + shown[0])
    title = costs[1] + (seen(channel[1], known) + shown[1])
    up = costs[2] + (seen(channel[2], known) + shown[2])
    best: int = 0
    least = low
    if title < least:
        best, least = 1, title
    if up < least:
        best, least = 2, up
    return best, 1.0 / (math.exp(least - low) + math.exp(least - title) + math.exp(least - up))


def seen(cost: int, known: int) -> float:
    """Return what a case costs as it was seen, nats; `known` is the cheapest one's, units."""
    return (cost if cost < _INF else known + _UNSEEN) / _UNITS
