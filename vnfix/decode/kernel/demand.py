# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What the language model expects between two words, and what it costs there."""

from __future__ import annotations

from array import array
from typing import Any

from vnfix.decode.kernel.ngrams import Context, LmArrays, State, going_on, rests

_KEYS = 512  # costs of one or two n-grams, in stored steps
_ROUNDING = 250  # units that words cost less than nothing at most, their costs being rounded
_DEAREST = 1 << 30  # a cost that nothing reaches


class Before:
    """The pairs of words by their second word.

    Attributes:
        begin: where the pairs of each second word begin.
        first: their first words, in ascending order.
        cost: cost of both words, in stored steps.

    """

    def __init__(self, words: int, pairs: int) -> None:
        """Make room for the pairs of a language model of so many words."""
        self.begin = array("i", bytes(4 * (words + 1)))
        self.first = array("H", bytes(2 * pairs))
        self.cost = array("H", bytes(2 * pairs))

    def turn(self, lm: LmArrays) -> None:
        """Turn the model's pairs round."""
        size, pairs = len(self.begin) - 1, len(self.first)
        begin, first, cost = self.begin, self.first, self.cost
        at = array("i", bytes(4 * (size + 1)))
        for k in range(pairs):
            begin[lm.word2[k] + 1] += 1
        for word in range(size):
            begin[word + 1] += begin[word]
            at[word] = begin[word]
        for word in range(size):
            for k in range(lm.child1[word], lm.child1[word + 1]):
                second = lm.word2[k]
                e = at[second]
                first[e] = word
                cost[e] = lm.cost1[word] + lm.cost2[k]
                at[second] = e + 1

    def cheapest(self, second: int, most: int) -> Any:
        """Return the first words of the cheapest pairs with that second word."""
        low, high = self.begin[second], self.begin[second + 1]
        key = array("i", bytes(4 * (high - low)))
        for k in range(high - low):
            key[k] = self.cost[low + k]
        return cheapest(self.first, low, key, most)


def after_one(lm: LmArrays, word: int, most: int) -> Any:
    """Return the words that most likely follow a word."""
    low, high = lm.child1[word], lm.child1[word + 1]
    key = array("i", bytes(4 * (high - low)))
    for k in range(high - low):
        key[k] = lm.cost2[low + k]
    return cheapest(lm.word2, low, key, most)


def after_two(lm: LmArrays, pair: int, most: int) -> Any:
    """Return the words that most likely follow a pair of words."""
    low, high = lm.child2[pair], lm.child2[pair + 1]
    key = array("i", bytes(4 * (high - low)))
    for k in range(high - low):
        key[k] = lm.cost3[low + k]
    return cheapest(lm.word3, low, key, most)


def cheapest(words: Any, low: int, key: Any, most: int) -> Any:
    """Return the words of the `most` lowest keys in their order; of equal ones the first.

    Args:
        words: numbers of words.
        low: where the words of the keys begin there.
        key: costs in stored steps.
        most: how many.

    """
    count = len(key)
    tally = array("i", bytes(4 * _KEYS))
    found = array("i", bytes(4 * min(most, count)))
    result = found
    for k in range(count):
        tally[key[k]] += 1
    limit, left, used = 0, most, 0
    while limit < _KEYS - 1 and tally[limit] < left:
        left -= tally[limit]
        limit += 1
    for k in range(count):
        if key[k] < limit or (key[k] == limit and left > 0):
            left -= key[k] == limit
            result[used] = words[low + k]
            used += 1
    return found


class Pool:
    """Words that may stand at a place, each once, and their costs.

    Attributes:
        size: how many.
        word: their numbers.
        cost: cost of each there and of the words after it, units.

    """

    def __init__(self, words: int, room: int) -> None:
        """Make room.

        Args:
            words: of the language model.
            room: for so many words in the pool.

        """
        self.size = 0
        self.word = array("i", bytes(4 * room))
        self.cost = array("i", bytes(4 * room))
        self.met = bytearray(words)

    def add(self, word: int) -> None:
        """Add a word if it is not there yet."""
        if not self.met[word]:
            self.met[word] = 1
            self.word[self.size] = word
            self.size += 1

    def extend(self, words: Any) -> None:
        """Add words that are not there yet."""
        for k in range(len(words)):
            self.add(words[k])

    def only(self, wanted: Any) -> None:
        """Keep the words that are wanted: 1 for each, by number."""
        kept = 0
        for k in range(self.size):
            if wanted[self.word[k]]:
                self.word[kept] = self.word[k]
                kept += 1
        self.size = kept

    def cheapest(self, lm: LmArrays, state: State, right: Any, most: int) -> list[tuple[int, int]]:
        """Return cost and number of the cheapest words: `most`, and more where costs are equal.

        Those of the words behind them are included; they are not asked for where a word is too dear
        after `state` alone.
        """
        best = array("i", bytes(4 * (most + 1)))
        here, into, context = State(0, -1, -1), State(0, -1, -1), Context()
        rest = rests(lm, right)
        used, limit = 0, _DEAREST
        context.enter(lm, state.one, state.two, state.three)
        for k in range(self.size):
            cost = context.cost(lm, self.word[k])
            if used == most and cost >= limit + _ROUNDING:
                self.cost[k] = _DEAREST
                continue
            here.one, here.two, here.three = self.word[k], context.two, context.three
            cost += going_on(lm, rest, here, into)
            self.cost[k] = cost
            if used == most and cost >= limit:
                continue
            at = used
            while at > 0 and best[at - 1] > cost:
                best[at] = best[at - 1]
                at -= 1
            best[at] = cost
            used = min(used + 1, most)
            if used == most:
                limit = best[most - 1]
        return [(self.cost[k], self.word[k]) for k in range(self.size) if self.cost[k] <= limit]

    def within(
        self, lm: LmArrays, near: tuple[State, Any], told: tuple[Any, int, Any], bound: int
    ) -> list[tuple[int, int, int]]:
        """Return the words that may cost less than a bound, by the letters that were seen.

        What their letters, or the words before them, put beyond it is priced no further.

        Args:
            lm: the language model.
            near: the model behind the words before, and the words behind.
            told: the letters of each word as bits, -1 for what is no word; those that were seen;
                what a word costs at least, by how many of its letters are not seen and how many
                were seen that it lacks, five and five.
            bound: units.

        Returns:
            For each what it costs at least, what it costs by the language model, the words behind
            it included, and its number; the cheapest first.

        """
        state, right = near
        letters, seen, prices = told
        here, into, context = State(0, -1, -1), State(0, -1, -1), Context()
        rest = rests(lm, right)
        context.enter(lm, state.one, state.two, state.three)
        found = []
        for k in range(self.size):
            word = self.word[k]
            mask = letters[word]
            if mask < 0:
                continue
            least = prices[5 * bits(mask & ~seen) + bits(seen & ~mask)]
            if least >= bound + _ROUNDING:
                continue
            cost = context.cost(lm, word)
            if least + cost >= bound + _ROUNDING:
                continue
            here.one, here.two, here.three = word, context.two, context.three
            cost += going_on(lm, rest, here, into)
            if least + cost < bound:
                found.append((least + cost, cost, word))
        found.sort()
        return found


def bits(mask: int) -> int:
    """Return how many bits are set, 4 for more."""
    count = 0
    while mask and count < 4:
        mask &= mask - 1
        count += 1
    return count
