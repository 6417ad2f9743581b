"""The language model as the decoder uses it; `train.lm` builds it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vnfix.decode.expected import Expected
from vnfix.decode.kernel import LmArrays, State, advance
from vnfix.decode.units import UNITS
from vnfix.tables import open_table
from vnfix.tokens import BEGIN, UNIT, lm_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LM_FORMAT = ("vnfix-lm", 1)
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

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Number of each word."""
        return {w: k for k, w in enumerate(self.words)}

    def unit(self, text: str) -> int:
        """Return the number of one unit of text, 0 where it is unknown."""
        return self.number.get(lm_unit(text), 0)

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
    table = open_table(path, LM_FORMAT)
    costs = array("i", [round(k * COST_STEP * UNITS) for k in range(256)])
    backs = array("i", [round((k - BACKOFF_ZERO) * BACKOFF_STEP * UNITS) for k in range(256)])
    return LanguageModel(
        tuple(table.text("words")),
        LmArrays(table.arrays, costs, backs),
        table.sha256,
        table.arrays,
    )
