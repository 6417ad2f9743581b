"""The language model as the decoder uses it; `train.lm` builds it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.data.tables import Table, ascending, below, damage_told, lengths, open_table
from vnfix.decode.kernel import LmArrays, State, advance, cost_of, costs_of
from vnfix.decode.prices import AFTER_ONE, AFTER_TWO, BEFORE, REMEMBERED_UNITS, UNITS
from vnfix.text.tokens import BEGIN, UNIT, lm_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

LM_FORMAT = ("vnfix-lm", 1)
LM_LAYOUT = dict.fromkeys(("child1", "child2", "child3"), "I")
LM_LAYOUT |= dict.fromkeys(("word2", "word3", "word4"), "H")
LM_LAYOUT |= dict.fromkeys(("cost1", "cost2", "cost3", "cost4", "back1", "back2", "back3"), "B")
LM_LAYOUT |= {"words": "B"}
# Costs are stored in a byte each, in these steps (nats); back-off weights may be below 0.
COST_STEP = 0.08
BACKOFF_STEP = 0.04
BACKOFF_ZERO = 32


@dataclass(frozen=True)
class LanguageModel:
    """Syllable n-grams.

    Attributes:
        words: the words by number.
        arrays: the trie for the kernel.
        sha256: hash of the file.
        stored: the arrays as they lie in the file, for those who list n-grams.

    """

    words: tuple[str, ...]
    arrays: LmArrays
    sha256: str = ""
    stored: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _met: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Number of each word."""
        return {w: k for k, w in enumerate(self.words)}

    def unit(self, text: str) -> int:
        """Return the number of one unit of text, 0 where it is unknown."""
        found = self._met.get(text)
        if found is None:
            found = self.number.get(lm_unit(text), 0)
            if len(self._met) < REMEMBERED_UNITS:
                self._met[text] = found
        return found

    @cached_property
    def expected(self) -> Expected:
        """What it expects between two words."""
        return Expected(self.stored, len(self.words))

    @cached_property
    def alone(self) -> Any:
        """Cost of each word without context, units."""
        return array("i", (self.arrays.costs[c] for c in self.arrays.cost1))

    def begin(self) -> State:
        """Return the state at the beginning of a paragraph."""
        return State(self.number[BEGIN], -1, -1)

    def follow(self, state: State, text: str) -> tuple[float, State]:
        """Return the cost of a text after `state`, in nats, and the state behind it."""
        total, into = 0, state
        for match in UNIT.finditer(text):
            state, into = into, State(0, -1, -1)
            total += advance(self.arrays, state, self.unit(match.group()), into)
        return total / UNITS, into

    def costs(self, units: Iterable[str]) -> list[float]:
        """Return the cost of each unit of a paragraph given those before it, in nats."""
        state, into, found = self.begin(), State(0, -1, -1), []
        for unit in units:
            found.append(advance(self.arrays, state, self.number.get(unit, 0), into) / UNITS)
            state, into = into, state
        return found


def load_lm(path: Path) -> LanguageModel:
    """Open a language model.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, LM_FORMAT, LM_LAYOUT, _check)
    costs = array("i", [round(k * COST_STEP * UNITS) for k in range(256)])
    backs = array("i", [round((k - BACKOFF_ZERO) * BACKOFF_STEP * UNITS) for k in range(256)])
    with damage_told(path):
        words = tuple(table.text("words"))
    return LanguageModel(
        words,
        LmArrays(table.arrays, costs, backs),
        table.sha256,
        table.arrays,
    )


def _check(table: Table) -> None:
    """Check that no n-gram leads outside of the arrays."""
    a, words = table.arrays, table.text("words")
    size = len(words)
    if BEGIN not in words:
        raise ValueError("it knows no beginning of a paragraph")
    lengths(table, cost1=size, back1=size, child1=size + 1)
    for low, high in ("12", "23", "34"):
        pairs = len(a[f"word{high}"])
        ascending(a[f"child{low}"], pairs)
        below(a[f"word{high}"], size)
        lengths(table, **{f"cost{high}": pairs})
        if high != "4":
            lengths(table, **{f"back{high}": pairs, f"child{high}": pairs + 1})


# What the language model expects at a place, whatever is seen there.
#
# Where a token is garbled beyond the channel's reach, its neighbours may still tell the word:
# after
# `nhiệm` and before a verb hardly anything but `vụ` is written in an office.


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
        return cost_of(lm, self.state, (*units, *self.right)) / UNITS

    def costs(self, lm: LmArrays, words: list[int], tail: Sequence[int]) -> list[float]:
        """Return for each of some words the cost of it and of `tail` here; otherwise as `cost`."""
        found = costs_of(lm, self.state, words, (*tail, *self.right))
        return [total / UNITS for total in found]


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
