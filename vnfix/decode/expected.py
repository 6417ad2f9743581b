"""What the language model expects at a place, whatever is seen there.

Where a token is garbled beyond the channel's reach, its neighbours may still tell the word: after
`nhiệm` and before a verb hardly anything but `vụ` is written in an office.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.decode.kernel import State, advance
from vnfix.decode.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.decode.kernel import LmArrays

# So many words are taken from the commonest after two words, after one, and before one.
AFTER_TWO, AFTER_ONE, BEFORE = 40, 60, 60


class Window(NamedTuple):
    """The neighbours of a place.

    Attributes:
        state: the language model behind the words before it.
        right: numbers of the words after it.

    """

    state: State
    right: tuple[int, ...]

    def cost(self, lm: LmArrays, units: Sequence[int]) -> float:
        """Return the cost of these words here, and of the words after them; nats."""
        total = 0
        here, into = self.state, State(0, -1, -1)
        for unit in (*units, *self.right):
            total += advance(lm, here, unit, into)
            here, into = into, State(0, -1, -1)
        return total / UNITS


class Expected:
    """Lists the words of the n-grams of a language model."""

    def __init__(self, stored: Mapping[str, Any], words: int) -> None:
        """Keep the model's arrays; `words` is their number."""
        self._stored = stored
        self._words = words
        self._next: dict[int, list[int]] = {}

    def between(self, window: Window) -> set[int]:
        """Return the words that are often written after, or before, the neighbours."""
        found = set(self._after(window.state.one))
        found.update(self._after_two(window.state.two))
        if window.right:
            found.update(self._before.get(window.right[0], ()))
        return found

    def _after_two(self, two: int) -> list[int]:
        if two < 0:
            return []
        begin, end = self._stored["child2"][two], self._stored["child2"][two + 1]
        words, costs = self._stored["word3"], self._stored["cost3"]
        return [words[k] for k in sorted(range(begin, end), key=costs.__getitem__)[:AFTER_TWO]]

    def _after(self, one: int) -> list[int]:
        found = self._next.get(one)
        if found is None:
            begin, end = self._stored["child1"][one], self._stored["child1"][one + 1]
            words, costs = self._stored["word2"], self._stored["cost2"]
            best = sorted(range(begin, end), key=costs.__getitem__)[:AFTER_ONE]
            found = self._next[one] = [words[k] for k in best]
        return found

    @cached_property
    def _before(self) -> dict[int, list[int]]:
        grouped: dict[int, list[tuple[int, int]]] = {}
        for cost, first, second in self._pairs():
            grouped.setdefault(second, []).append((cost, first))
        return {word: [w for _, w in sorted(row)[:BEFORE]] for word, row in grouped.items()}

    def _pairs(self) -> Iterator[tuple[int, int, int]]:
        """Yield (cost of both words, first, second) of every pair of words that was kept."""
        child, words = self._stored["child1"], self._stored["word2"]
        alone, costs = self._stored["cost1"], self._stored["cost2"]
        for first in range(self._words):
            for k in range(child[first], child[first + 1]):
                yield alone[first] + costs[k], first, words[k]
