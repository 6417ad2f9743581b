# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Which phrases share runs of letters with a line, counted in flat arrays.

Like the decoder's kernel this is plain Python that Cython compiles with the types of
`postings.pxd`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = 5
"""Letters in a run."""


def runs_of(key: str) -> list[str]:
    """Return the runs of five letters of a key.

    >>> runs_of("onoanin")
    ['onoan', 'noani', 'oanin']
    """
    return [key[k : k + RUN] for k in range(len(key) - RUN + 1)]


class Postings:
    """The keys that hold each run of letters.

    Attributes:
        number: of each run.
        begin: for each run the first of its keys in `keys`; one more entry than runs.
        keys: numbers of keys.
        sizes: how many runs each key has, at least one.

    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Count the runs of the keys."""
        holders: dict[str, list[int]] = {}
        for number, key in enumerate(keys):
            for run in runs_of(key):
                found = holders.get(run)
                if found is None:
                    holders[run] = [number]
                elif found[len(found) - 1] != number:  # C knows no -1
                    found.append(number)
        self.number = {run: k for k, run in enumerate(holders)}
        begin, held = array("i", [0]), array("i")
        for found in holders.values():
            held.extend(found)
            begin.append(len(held))
        self.begin, self.keys = begin, held
        self.sizes = array("i", [max(1, len(key) - RUN + 1) for key in keys])

    def near(self, line: str, least_shared: float, least_runs: int) -> list[tuple[float, int]]:
        """Return the keys that share much with a line: the share of their runs, and the number.

        Args:
            line: the key of the line.
            least_shared: least share of a key's runs found in the line.
            least_runs: least number of runs that a key must have.

        """
        begin, keys, sizes = self.begin, self.keys, self.sizes
        counts = array("i", bytes(4 * len(sizes)))
        for run in runs_of(line):
            hit = self.number.get(run)
            if hit is not None:
                at = hit
                for e in range(begin[at], begin[at + 1]):
                    counts[keys[e]] += 1
        found = []
        for key in range(len(sizes)):
            count, size = counts[key], sizes[key]
            if count > 1 and count >= least_shared * size and size >= least_runs:
                share: float = count  # C divides whole numbers without a remainder
                found.append((share / size, key))
        return found
