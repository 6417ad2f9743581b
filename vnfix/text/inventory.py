# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The types of a text: each different token once, and which of them stand in each line.

What a token says to a detector it says wherever it stands; so it is asked once, and what the lines
say is added up in flat arrays. Like the decoder's kernel this is plain Python that Cython compiles
with the types of `inventory.pxd`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def numbered(lines: Iterable[Sequence[str]]) -> tuple[list[str], Any, Any]:
    """Return the types of some lines, the number of each token's, and where each line ends."""
    number: dict[str, int] = {}
    numbers: list[int] = []
    ends: list[int] = []
    for line in lines:
        for token in line:
            known = number.get(token)
            if known is None:
                known = number[token] = len(number)
            numbers.append(known)
        ends.append(len(numbers))
    return list(number), array("i", numbers), array("i", ends)


class Inventory:
    """The types of some lines.

    Attributes:
        types: the different tokens, in the order in which they are met first.
        numbers: for each token of the lines, in their order, the number of its type.
        ends: for each line where its tokens end in `numbers`.

    """

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        """Give each type of the lines a number."""
        self.types, self.numbers, self.ends = numbered(lines)

    def counts(self) -> Any:
        """Return how often each type stands in the lines."""
        found, numbers = array("i", bytes(4 * len(self.types))), self.numbers
        for k in range(len(numbers)):
            found[numbers[k]] += 1
        return found

    def sums(self, values: Any) -> Any:
        """Return for each line the sum of what its tokens say, from the first to the last.

        Args:
            values: an array of what each type says.

        """
        numbers, ends = self.numbers, self.ends
        found = array("d", bytes(8 * len(ends)))
        k = 0
        for line in range(len(ends)):
            total: float = 0.0
            while k < ends[line]:
                total += values[numbers[k]]
                k += 1
            found[line] = total
        return found
