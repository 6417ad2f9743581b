"""Which words stand in the same sentences: pairs at a distance of 2 to 8, `train.far` counts them.

The n-grams end three words off, and a run of garbled words cuts them off sooner.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import Table, ascending, below, damage_told, lengths, open_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FAR_FORMAT = ("vnfix-far", 1)
FAR_LAYOUT = {"first": "I", "word": "H", "score": "b", "words": "B"}
STEP = 0.04  # nats: a step of a score
NEAREST, FARTHEST = 2, 8
"""Words between which a pair is counted: the next but one to the eighth."""


@dataclass(frozen=True)
class FarPairs:
    """Pairs of words and how much oftener than by chance they stand near each other.

    Attributes:
        numbers: the table's number of each of the language model's words, 0 for none.
        first: where the pairs of each left word begin.
        word: their right words, ascending within each left word.
        score: the pointwise mutual information of each pair, in steps.

    """

    numbers: Any
    first: Any
    word: Any
    score: Any

    def word_of(self, units: Sequence[int]) -> int:
        """Return the first word of a reading that has pairs, 0 for none."""
        for unit in units:
            found: int = self.numbers[unit]
            if found:
                return found
        return 0

    def words_of(self, units: Sequence[int]) -> Any:
        """Return the table's numbers of words, 0 for those without pairs."""
        return array("H", [self.numbers[u] for u in units])


def load_far(path: Path, lm_number: Mapping[str, int]) -> FarPairs:
    """Open a table of pairs for the words of a language model.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, FAR_FORMAT, FAR_LAYOUT, _check)
    numbers = array("H", bytes(2 * len(lm_number)))
    with damage_told(path):
        for k, word in enumerate(table.text("words"), 1):
            number = lm_number.get(word)
            if number is not None:
                numbers[number] = k
    a = table.arrays
    return FarPairs(numbers, a["first"], a["word"], a["score"])


def _check(table: Table) -> None:
    """Check that no pair leads outside of the arrays."""
    a, size = table.arrays, len(table.text("words")) + 1
    lengths(table, first=size + 1, score=len(a["word"]))
    ascending(a["first"], len(a["word"]))
    below(a["word"], size)
