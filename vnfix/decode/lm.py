"""The language model as the decoder uses it; `train.lm` builds it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix import memory
from vnfix.data.tables import Table, ascending, below, damage_told, lengths, open_table
from vnfix.decode.kernel import (
    Before,
    LmArrays,
    Pool,
    State,
    advance,
    after_one,
    after_two,
    cost_of,
)
from vnfix.decode.prices import AFTER_ONE, AFTER_TWO, BEFORE, UNITS
from vnfix.text.tokens import BEGIN, MARKS, UNIT, lm_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
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
    _read: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Number of each word."""
        return {w: k for k, w in enumerate(self.words)}

    def unit(self, text: str) -> int:
        """Return the number of one unit of text, 0 where it is unknown."""
        found = self.number.get(text)  # it is counted as it stands
        if found is None:
            found = self._met.get(text)
        if found is None:
            found = self.number.get(lm_unit(text), 0)
            if len(self._met) >= memory.UNITS:
                self._met.clear()
            self._met[text] = found
        return found

    def units(self, text: str) -> tuple[int, ...]:
        """Return the numbers of the units of a text."""
        if text.isalpha():
            return (self.unit(text),)
        word, mark = text[:-1], text[-1:]
        if mark in MARKS and word.isalpha():
            return (self.unit(word), self.unit(mark))
        found = self._read.get(text)
        if found is None:
            found = tuple(map(self.unit, UNIT.findall(text)))
            if len(self._read) >= memory.UNITS:
                self._read.clear()
            self._read[text] = found
        return found

    @cached_property
    def expected(self) -> Expected:
        """What it expects between two words."""
        return Expected(self.arrays, self.stored, self.words)

    @cached_property
    def alone(self) -> Any:
        """Cost of each word without context, units."""
        return array("i", map(list(self.arrays.costs).__getitem__, self.arrays.cost1))

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


class Expected:
    """Lists the words of the n-grams of a language model."""

    def __init__(self, lm: LmArrays, stored: Mapping[str, Any], words: Sequence[str]) -> None:
        """Turn the model's pairs round; `words` are those of the model by number."""
        self._lm = lm
        self._words = words
        self._letters = bytes(map(str.isalpha, words))
        self._before = Before(len(words), len(stored["word2"]))
        self._before.turn(lm)
        self._after: dict[int, Any] = {}
        self._ahead: dict[int, Any] = {}

    def likely(self, window: Window, tail: tuple[int, ...], most: int) -> list[tuple[float, str]]:
        """Return words of letters that are often written after, or before, the neighbours.

        Args:
            window: the neighbours.
            tail: what stands right behind the word.
            most: how many.

        Returns:
            The cost of each, what is behind it included, nats; and the word; the cheapest first.

        """
        pool = self._pool(window.state, window.right, ())
        pool.only(self._letters)
        priced = pool.cheapest(self._lm, window.state, tail + window.right, most)
        found = [(cost / UNITS, self._words[word]) for cost, word in priced]
        found.sort()
        return found[:most]

    def within(
        self,
        near: tuple[State, tuple[int, ...]],
        told: tuple[Any, int, Any],
        bound: int,
        more: Collection[int] = (),
    ) -> list[tuple[int, int, int]]:
        """Return such words that may cost less than a bound; otherwise as `Pool.within`.

        Args:
            near: the model behind the words before, and the words behind the place.
            told: the letters of all words, those that were seen, and what they cost at least.
            bound: units.
            more: other words that may stand there.

        """
        return self._pool(*near, more).within(self._lm, near, told, bound)

    def _pool(self, state: State, right: Sequence[int], more: Collection[int]) -> Pool:
        pool = Pool(len(self._words), AFTER_TWO + AFTER_ONE + BEFORE + len(more))
        for word in more:
            pool.add(word)
        if state.two >= 0:  # first the likeliest, so that of the others fewer are priced to the end
            pool.extend(after_two(self._lm, state.two, AFTER_TWO))
        one = self._after.get(state.one)
        if one is None:
            one = self._after[state.one] = after_one(self._lm, state.one, AFTER_ONE)
        pool.extend(one)
        if right:
            ahead = self._ahead.get(right[0])
            if ahead is None:
                ahead = self._ahead[right[0]] = self._before.cheapest(right[0], BEFORE)
            pool.extend(ahead)
        return pool
