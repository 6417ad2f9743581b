# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The chart of a token: which words and marks are between which of its places, at what cost.

It is made in a `Chart`, which one search after the other writes on, and kept as `Arcs`: there are
thousands of tokens with a hundred arcs each. Plain Python over flat arrays, as all of the kernel.
"""

from __future__ import annotations

from array import array
from typing import Any

from vnfix.decode.prices import INF, Kind

_INF, _WORD = INF, Kind.WORD  # C numbers in the compiled kernel
_SLOTS = 1 << 12  # of the hash table
_NO_SLOTS: Any = array("i", [-1])  # of charts that nothing is noted in
# What an arc says is one number: from the lowest bit on its kind, its case, for which cases the
# channel's cost is kept, and one more than the word or unit.
_KINDS, _CASES, _COSTS, _SAID = 7, 3, 7, 8
_CASE, _COST = 3, 5


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

    def promising(self, n: int, hope: int) -> Arcs:
        """Return the arcs on ways through the token that cost at most `hope` over the best."""
        forward = array("i", [_INF]) * (n + 1)
        backward = array("i", [_INF]) * (n + 1)
        start, end, cost = self.start, self.end, self.cost
        order = self.departures(n)
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
        return self.packed(order, size, 0)

    def reaching(self, least: int, price: int) -> Arcs:
        """Return the arcs that end at `least` or later, each at this price more."""
        n, size = 0, 0
        for k in range(self.size):
            n = max(n, self.start[k] + 1)
        order = self.departures(n)
        for a in range(self.size):
            if self.end[order[a]] >= least:
                order[size] = order[a]
                size += 1
        return self.packed(order, size, price)

    def departures(self, n: int) -> Any:
        """Return the numbers of the arcs, which leave before place `n`, by departure."""
        first = array("i", [0]) * (n + 2)
        order = array("i", [0]) * self.size
        for k in range(self.size):
            first[self.start[k] + 1] += 1
        for i in range(n):
            first[i + 1] += first[i]
        for k in range(self.size):
            i = self.start[k]
            order[first[i]] = k
            first[i] += 1
        return order

    def packed(self, order: Any, size: int, price: int) -> Arcs:
        """Return the first arcs of an order by departure, each at this price more."""
        costs = 0
        for a in range(size):
            for case in range(3):
                costs += self.channel[3 * order[a] + case] < _INF
        kept = Arcs(size, self.start[order[size - 1]] + 1 if size else 0, costs)
        row, at, used = kept.row, kept.places + 1, kept.places + 1 + 3 * size
        for a in range(size):
            k = order[a]
            row[self.start[k] + 1] += 1
            bits = 0
            for case in range(3):
                if self.channel[3 * k + case] < _INF:
                    bits |= 1 << case
                    row[used] = self.channel[3 * k + case]
                    used += 1
            number = self.word[k] if self.kind[k] == _WORD else self.unit[k]
            row[at + a] = self.end[k]
            row[at + size + a] = (
                (number + 1) << _SAID | bits << _COST | self.case[k] << _CASE | self.kind[k]
            )
            row[at + 2 * size + a] = self.cost[k] + price
        for i in range(kept.places):
            row[i + 1] += row[i]
        return kept


class Arcs:
    """The arcs of one token in 12 bytes each, and 4 for each cost of the channel.

    Attributes:
        size: number of arcs, which are sorted by departure.
        places: how many of the token's places, from the first one on, arcs may leave from.
        row: the first arc of each of these places, and the number of arcs; then for each arc where
            it arrives; what it says; all costs but the language model's; then the channel's costs
            of all arcs.

    """

    def __init__(self, size: int, places: int, costs: int) -> None:
        """Make room: one piece of memory."""
        self.size, self.places = size, places
        self.row = array("i", [0]) * (places + 1 + 3 * size + costs)

    def end(self, k: int) -> int:
        """Return the place where an arc arrives."""
        return self.row[self.places + 1 + k]

    def said(self, k: int) -> int:
        """Return what an arc says, as one number."""
        return self.row[self.places + 1 + self.size + k]

    def cost(self, k: int) -> int:
        """Return all costs of an arc but the language model's."""
        return self.row[self.places + 1 + 2 * self.size + k]

    def kind(self, k: int) -> int:
        """Return the kind of an arc, one of `prices.Kind`."""
        return self.said(k) & _KINDS

    def case(self, k: int) -> int:
        """Return the case of a word: 0 lower, 1 title, 2 upper."""
        return self.said(k) >> _CASE & _CASES

    def word(self, k: int) -> int:
        """Return the number of an arc's word in the vocabulary, -1 for none."""
        said = self.said(k)
        return (said >> _SAID) - 1 if said & _KINDS == _WORD else -1

    def unit(self, k: int, units: Any) -> int:
        """Return the language model's word of an arc, -1 for none.

        Args:
            k: the arc.
            units: the language model's number of each word of the vocabulary.

        """
        said = self.said(k)
        number = (said >> _SAID) - 1
        return units[number] if said & _KINDS == _WORD else number

    def channel(self, k: int) -> tuple[int, int, int]:
        """Return the channel's cost of an arc in the three cases."""
        at = self.places + 1 + 3 * self.size
        for a in range(k):
            bits = self.said(a) >> _COST & _COSTS
            at += (bits & 1) + (bits >> 1 & 1) + (bits >> 2)
        bits = self.said(k) >> _COST & _COSTS
        low, title, up = _INF, _INF, _INF
        if bits & 1:
            low = self.row[at]
            at += 1
        if bits & 2:
            title = self.row[at]
            at += 1
        if bits & 4:
            up = self.row[at]
        return low, title, up

    def dearer(self, k: int, by: int) -> None:
        """Make an arc cost so much more."""
        self.row[self.places + 1 + 2 * self.size + k] += by

    def chart(self) -> Chart:
        """Return the arcs to be looked through, words without the language model's number."""
        found, row = Chart(max(self.size, 1)), self.row
        used = self.places + 1 + 3 * self.size
        for i in range(self.places):
            for k in range(row[i], row[i + 1]):
                said = self.said(k)
                number = (said >> _SAID) - 1
                found.add(i, self.end(k), said & _KINDS, number, self.cost(k))
                found.case[k] = said >> _CASE & _CASES
                if said & _KINDS == _WORD:
                    found.word[k], found.unit[k] = number, -1
                for case in range(3):
                    if said >> (_COST + case) & 1:
                        found.channel[3 * k + case] = row[used]
                        used += 1
        return found


def one_arc(end: int, kind: int, cost: int) -> Arcs:
    """Return the one arc from place 0 to `end`, which says no word of a list."""
    found = Arcs(1, 1, 0)
    row = found.row
    row[1], row[2], row[3], row[4] = 1, end, kind, cost
    return found


def grown(*rows: Any) -> list[Any]:
    """Return copies of arrays with twice the room."""
    return [roomier(row, 2 * len(row)) for row in rows]


def roomier(row: Any, room: int) -> Any:
    """Return a copy of an array with so much room."""
    fresh = array("i", bytes(4 * room))
    fresh[: len(row)] = row
    return fresh
