# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The chart of a token: which words and marks are between which of its places, at what cost.

Plain Python over flat arrays, as all of the kernel.
"""

from __future__ import annotations

from array import array
from typing import Any

from vnfix.decode.prices import INF

_INF = INF  # a C number in the compiled kernel
_SLOTS = 1 << 12  # of the hash table
_NO_SLOTS: Any = array("i", [-1])  # of charts that nothing is noted in: there are many


class Chart:
    """The arcs of one token in flat arrays.

    Attributes:
        start: place in the token where each arc leaves.
        end: place where it arrives.
        kind: one of `prices.Kind`.
        unit: the language model's word, -1 for none.
        word: number of the word in the vocabulary, -1 for none.
        case: 0 lower, 1 title, 2 upper.
        cost: all costs but the language model's.
        channel: for each arc the channel's cost in the three cases, three in a row.
        size: number of arcs.

    """

    def __init__(self, room: int) -> None:
        """Start empty, with room for some arcs."""
        self.size = 0
        self.make(room)
        self.slots = _NO_SLOTS

    def make(self, room: int) -> None:
        """Make room for so many arcs: one piece of memory, as there are many charts."""
        self.room = room
        row = array("i", [0]) * (10 * room)
        self.start = row[:room]
        self.end = row[room : 2 * room]
        self.kind = row[2 * room : 3 * room]
        self.unit = row[3 * room : 4 * room]
        self.word = row[4 * room : 5 * room]
        self.case = row[5 * room : 6 * room]
        self.cost = row[6 * room : 7 * room]
        self.channel = row[7 * room :]
        self.twin = row[:0]  # the next arc in the same slot of the hash table

    def clear(self) -> None:
        """Forget all arcs."""
        for k in range(self.size):
            if self.word[k] >= 0:
                self.slots[self.slot(self.start[k], self.end[k], self.word[k])] = -1
        self.size = 0

    def slot(self, start: int, end: int, word: int) -> int:
        """Return the slot of a word there in the hash table."""
        return (word * 40503 + start * 7919 + end * 389) & (len(self.slots) - 1)

    def add(self, start: int, end: int, kind: int, unit: int, cost: int) -> int:
        """Add an arc that is no word of the vocabulary and return its number."""
        k = self.size
        if k == self.room:
            self.room *= 2
            self.start, self.end, self.kind = grown(self.start, self.end, self.kind)
            self.unit, self.word, self.case = grown(self.unit, self.word, self.case)
            self.cost, self.channel = grown(self.cost, self.channel)
        self.start[k] = start
        self.end[k] = end
        self.kind[k] = kind
        self.unit[k] = unit
        self.word[k] = -1
        self.case[k] = 0
        self.cost[k] = cost
        self.channel[3 * k] = _INF
        self.channel[3 * k + 1] = _INF
        self.channel[3 * k + 2] = _INF
        self.size = k + 1
        return k

    def note(self, start: int, end: int, word: int, case: int, cost: int) -> None:
        """Note that a word in this case may be meant, at this cost of the channel."""
        if len(self.twin) < self.room:
            self.twin = roomier(self.twin, self.room)
        if len(self.slots) == 1:
            self.slots = array("i", [-1]) * _SLOTS
        at = self.slot(start, end, word)
        k = self.slots[at]
        while k >= 0 and (self.word[k] != word or self.start[k] != start or self.end[k] != end):
            k = self.twin[k]
        if k < 0:
            k = self.add(start, end, 0, 0, 0)
            if k >= len(self.twin):
                (self.twin,) = grown(self.twin)
            self.word[k] = word
            self.twin[k] = self.slots[at]
            self.slots[at] = k
        if cost < self.channel[3 * k + case]:
            self.channel[3 * k + case] = cost

    def shifted(self, by: int, into: Chart) -> None:
        """Note the words of this chart in another one, so many places further."""
        for k in range(self.size):
            for case in range(3):
                cost = self.channel[3 * k + case]
                if cost < _INF:
                    into.note(self.start[k] + by, self.end[k] + by, self.word[k], case, cost)

    def price(self, usual: Any, units: Any, extra: Any, untold: int) -> None:
        """Set case and cost of the words.

        Args:
            usual: cost of each case of each word of the vocabulary, three in a row.
            units: the language model's number of each word, 0 where it has none.
            extra: price of beginning a word at each place, and of ending it there.
            untold: price of a word that the language model does not know.

        """
        early, late = extra
        words, channel, cases, cost = self.word, self.channel, self.case, self.cost
        for k in range(self.size):
            word = words[k]
            if word < 0:
                continue
            least = _INF
            for case in range(3):
                t = channel[3 * k + case] + usual[3 * word + case]
                if t < least:
                    least = t
                    cases[k] = case
            self.unit[k] = units[word]
            if units[word] == 0:
                least += untold
            cost[k] = least + early[self.start[k]] + late[self.end[k]]

    def rule_out(self, first: int, last: int, cost: int) -> None:
        """Make all arcs so dear that say something of the places from `first` to `last`."""
        for k in range(self.size):
            if self.start[k] < last and self.end[k] > first:
                self.cost[k] = cost

    def best(self, first: int, last: int, prior: Any) -> int:
        """Return the least cost, prior included, of a word over at least first..last."""
        least = _INF
        for k in range(self.size):
            if self.word[k] >= 0 and self.start[k] <= first and self.end[k] >= last:
                t = self.cost[k] + prior[self.word[k]]
                if t < least:
                    least = t
        return least

    def reaching(self, least: int, price: int) -> Chart:
        """Return the arcs that end at `least` or later, each at this price more."""
        size = 0
        for k in range(self.size):
            if self.end[k] >= least:
                size += 1
        kept = Chart(size)
        for k in range(self.size):
            if self.end[k] >= least:
                self.copy(k, kept, price)
        return kept

    def copy(self, k: int, into: Chart, price: int) -> None:
        """Copy arc `k` into another chart, at this price more."""
        a = into.add(self.start[k], self.end[k], self.kind[k], self.unit[k], self.cost[k] + price)
        into.word[a] = self.word[k]
        into.case[a] = self.case[k]
        for case in range(3):
            into.channel[3 * a + case] = self.channel[3 * k + case]

    def promising(self, n: int, hope: int) -> Chart:
        """Return the arcs on ways through the token that cost at most `hope` over the best.

        They are sorted by departure.
        """
        start, end, cost = self.start, self.end, self.cost
        forward = array("i", [_INF]) * (n + 1)
        backward = array("i", [_INF]) * (n + 1)
        first = array("i", [0]) * (n + 2)
        order = array("i", [0]) * self.size
        for k in range(self.size):
            first[start[k] + 1] += 1
        for i in range(n):
            first[i + 1] += first[i]
        for k in range(self.size):
            i = start[k]
            order[first[i]] = k
            first[i] += 1
        forward[0] = 0
        backward[n] = 0
        for a in range(self.size):
            k = order[a]
            t = forward[start[k]] + cost[k]
            if t < forward[end[k]]:
                forward[end[k]] = t
        for a in range(self.size - 1, -1, -1):
            k = order[a]
            t = backward[end[k]] + cost[k]
            if t < backward[start[k]]:
                backward[start[k]] = t
        limit = forward[n] + hope
        size = 0
        for a in range(self.size):
            k = order[a]
            if forward[start[k]] + cost[k] + backward[end[k]] <= limit:
                order[size] = k
                size += 1
        kept = Chart(size)
        for a in range(size):
            self.copy(order[a], kept, 0)
        return kept


def grown(*rows: Any) -> list[Any]:
    """Return copies of arrays with twice the room."""
    return [roomier(row, 2 * len(row)) for row in rows]


def roomier(row: Any, room: int) -> Any:
    """Return a copy of an array with so much room."""
    fresh = array("i", bytes(4 * room))
    fresh[: len(row)] = row
    return fresh
