# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Look-up of n-grams: what a word costs after the words before it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Any

_PLAIN = __file__.endswith(".py")


class LmArrays:
    """The language model's trie in flat arrays; see `train.lm` for the layout.

    Costs and back-off weights are looked up through small tables in units.
    """

    def __init__(self, arrays: dict[str, Any], costs: Any, backs: Any) -> None:
        """Keep the arrays of orders 1 to 4 and the two tables from stored bytes to units."""
        self.word2, self.word3, self.word4 = arrays["word2"], arrays["word3"], arrays["word4"]
        self.cost1, self.cost2 = arrays["cost1"], arrays["cost2"]
        self.cost3, self.cost4 = arrays["cost3"], arrays["cost4"]
        self.back1, self.back2, self.back3 = arrays["back1"], arrays["back2"], arrays["back3"]
        self.child1, self.child2, self.child3 = (
            arrays["child1"],
            arrays["child2"],
            arrays["child3"],
        )
        self.costs = costs
        self.backs = backs
        self.two = len(arrays["cost1"])
        self.three = self.two + len(arrays["cost2"])


def find(words: Any, low: int, high: int, word: int) -> int:
    """Return the place of `word` in the sorted run words[low:high], or -1."""
    if _PLAIN:
        return bisected(words, low, high, word)
    size = high - low
    while size > 1:  # no branch to guess wrong: the run always halves
        half = size >> 1
        if words[low + half - 1] < word:
            low += half
        size -= half
    if size == 1 and words[low] == word:
        return low
    return -1


def bisected(words: Any, low: int, high: int, word: int) -> int:
    """Return what `find` does, where Python's own search is faster than a loop."""
    at = bisect_left(words, word, low, high)
    return at if at < high and words[at] == word else -1


class State:
    """A language-model context: the n-grams of length 1, 2 and 3 that end in it (-1: none)."""

    def __init__(self, one: int, two: int, three: int) -> None:
        """Keep the three places."""
        self.one = one
        self.two = two
        self.three = three


def advance(lm: LmArrays, state: State, word: int, into: State) -> int:
    """Return the cost of `word` after `state`, and set `into` to the state behind it."""
    costs, backs = lm.costs, lm.backs
    at4 = -1
    at3 = -1
    at2 = find(lm.word2, lm.child1[state.one], lm.child1[state.one + 1], word)
    if state.two >= 0:
        at3 = find(lm.word3, lm.child2[state.two], lm.child2[state.two + 1], word)
        if state.three >= 0:
            at4 = find(lm.word4, lm.child3[state.three], lm.child3[state.three + 1], word)
    total: int = 0
    if at4 >= 0:
        total = costs[lm.cost4[at4]]
    else:
        if state.three >= 0:
            total += backs[lm.back3[state.three]]
        if at3 >= 0:
            total += costs[lm.cost3[at3]]
        else:
            if state.two >= 0:
                total += backs[lm.back2[state.two]]
            if at2 >= 0:
                total += costs[lm.cost2[at2]]
            else:
                total += backs[lm.back1[state.one]] + costs[lm.cost1[word]]
    into.one = word
    into.two = at2
    into.three = at3
    return total


class Context:
    """The words before a place, laid out for the many words that may stand there.

    Attributes:
        two: the n-gram of length 2 that ends in the word last asked for, -1 for none.
        three: the same of length 3.

    """

    def __init__(self) -> None:
        """Make room; see `enter`."""
        self.low2 = self.high2 = self.low3 = self.high3 = self.low4 = self.high4 = 0
        self.behind1 = self.behind2 = self.behind3 = 0
        self.two = self.three = -1

    def enter(self, lm: LmArrays, one: int, two: int, three: int) -> None:
        """Lay out a state: the n-grams of length 1, 2 and 3 that end here (-1: none)."""
        self.low2, self.high2 = lm.child1[one], lm.child1[one + 1]
        self.low3 = self.high3 = self.low4 = self.high4 = 0
        self.behind1 = lm.backs[lm.back1[one]]
        self.behind2 = self.behind3 = 0
        if two >= 0:
            self.low3, self.high3 = lm.child2[two], lm.child2[two + 1]
            self.behind2 = lm.backs[lm.back2[two]]
        if three >= 0:
            self.low4, self.high4 = lm.child3[three], lm.child3[three + 1]
            self.behind3 = lm.backs[lm.back3[three]]

    def cost(self, lm: LmArrays, word: int) -> int:
        """Return the cost of a word here: what `advance` does, for one context and many words.

        The model must hold the last two words of each of its n-grams, as `train.lm` sees to.
        """
        two = find(lm.word2, self.low2, self.high2, word)
        three, at4 = -1, -1
        if two >= 0:
            if self.low3 < self.high3:
                three = find(lm.word3, self.low3, self.high3, word)
            if self.low4 < self.high4:
                at4 = find(lm.word4, self.low4, self.high4, word)
        self.two, self.three = two, three
        total: int = 0
        if at4 >= 0:
            total = lm.costs[lm.cost4[at4]]
        elif three >= 0:
            total = self.behind3 + lm.costs[lm.cost3[three]]
        elif two >= 0:
            total = self.behind3 + self.behind2 + lm.costs[lm.cost2[two]]
        else:
            total = self.behind3 + self.behind2 + self.behind1 + lm.costs[lm.cost1[word]]
        return total


def rests(lm: LmArrays, after: Any) -> Any:
    """Return some words, and for each the cost of those behind it where nothing else is known.

    Returns:
        The words, then the costs.

    """
    size = len(after)
    found = array("i", bytes(8 * size))
    one, two = State(0, -1, -1), State(0, -1, -1)
    for r in range(size):
        found[r] = after[r]
    for r in range(size):
        one.one, one.two, one.three = found[r], -1, -1
        total: int = 0
        for k in range(r + 1, size):
            total += advance(lm, one, found[k], two)
            one.one, one.two, one.three = two.one, two.two, two.three
        found[size + r] = total
    return found


def going_on(lm: LmArrays, rest: Any, one: State, two: State) -> int:
    """Return what the words of `rests` cost after the state `one`; both states are used up.

    Behind a word that the words before say nothing of, the others cost what they cost anyway.
    """
    size = len(rest) >> 1
    total: int = 0
    for r in range(size):
        total += advance(lm, one, rest[r], two)
        if two.two < 0 and two.three < 0:
            total += rest[size + r]
            break
        one.one, one.two, one.three = two.one, two.two, two.three
    return total


def cost_of(lm: LmArrays, state: State, words: Any) -> int:
    """Return what some words cost, one after the other, after `state`."""
    one, two = State(state.one, state.two, state.three), State(0, -1, -1)
    total: int = 0
    for unit in words:
        total += advance(lm, one, unit, two)
        one.one, one.two, one.three = two.one, two.two, two.three
    return total
