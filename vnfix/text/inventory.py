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
    from collections.abc import Iterable


def numbered(lines: Iterable[Iterable[str]]) -> tuple[list[str], Any, Any]:
    """Return the types of some lines, the number of each token's, and where each line ends."""
    number: dict[str, int] = {}
    numbers, ends = array("i"), array("i")
    for line in lines:
        for token in line:
            known = number.get(token)
            if known is None:
                known = number[token] = len(number)
            numbers.append(known)
        ends.append(len(numbers))
    return list(number), numbers, ends


class Inventory:
    """The types of some lines.

    Attributes:
        types: the different tokens, in the order in which they are met first.
        numbers: for each token of the lines, in their order, the number of its type.
        ends: for each line where its tokens end in `numbers`.

    """

    def __init__(self, lines: Iterable[Iterable[str]]) -> None:
        """Give each type of the lines a number."""
        self.types, self.numbers, self.ends = numbered(lines)

    def counts(self) -> Any:
        """Return how often each type stands in the lines."""
        found, numbers = array("i", bytes(4 * len(self.types))), self.numbers
        for k in range(len(numbers)):
            found[numbers[k]] += 1
        return found

    def counts_in(self, lines: Iterable[int]) -> Any:
        """Return how often each type stands in some lines."""
        found, numbers, ends = array("i", bytes(4 * len(self.types))), self.numbers, self.ends
        for line in lines:
            k: int = ends[line - 1] if line else 0
            while k < ends[line]:
                found[numbers[k]] += 1
                k += 1
        return found

    def told(self, lines: Iterable[int]) -> dict[str, int]:
        """Return how often each type stands in some lines, if it does."""
        counts = self.counts_in(lines)
        return {token: n for token, n in zip(self.types, counts, strict=True) if n}

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
