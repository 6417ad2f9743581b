"""P(observed segment | intended segment) in flat arrays, as the decoder mixes and searches it.

All tables of one channel list the same pairs of segments in the same order (`Pairs`), so that they
are mixed, adapted and laid out for the search as arrays of numbers.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vnfix.decode.align import Columns, FlatLikelihood
from vnfix.decode.kernel import Channel, laid_out, leaning, ordered, summed
from vnfix.decode.prices import FLOOR, GROUPING, LEAST, NONE, UNITS
from vnfix.decode.vocabulary import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.decode.kernel.mixing import Order

Counts = dict[str, dict[str, float]]

FORMS = (("l", "ll"), ("u", "ul"), ("u", "uu"))
"""Patterns of case that segments have in words of lower, title and upper case."""


def form_of(segment: str) -> str:
    """Return the pattern of case: l for lower, u for upper.

    >>> form_of("Th"), form_of("ươ")
    ('ul', 'll')
    """
    return "".join("u" if c.isupper() else "l" for c in segment)


def cost(p: float) -> int:
    """Return -log p in units."""
    return round(-math.log(p) * UNITS)


class Pairs:
    """Pairs of an intended and an observed segment, numbered.

    Attributes:
        numbers: number of each pair, by intended and observed segment.
        owner: number of the intended segment of each pair.
        size: how many pairs.

    """

    def __init__(self, numbers: dict[str, dict[str, int]]) -> None:
        """Keep the numbers, which ascend."""
        self.numbers = numbers
        owner = array("i")
        for k, row in enumerate(numbers.values()):
            owner.extend([k] * len(row))
        self.owner, self.size = owner, len(owner)

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, float]]) -> Pairs:
        """Give the pairs of a table their numbers."""
        numbers, size = {}, 0
        for segment, row in rows.items():
            numbers[segment] = dict(zip(row, range(size, size + len(row)), strict=True))
            size += len(row)
        return cls(numbers)

    def flat(self, rows: Mapping[str, Mapping[str, float]]) -> Any:
        """Return the values of a table as an array; each of its pairs has a number."""
        values = array("d", bytes(8 * self.size))
        for segment, row in rows.items():
            numbers = self.numbers[segment]
            for observed, value in row.items():
                values[numbers[observed]] = value
        return values

    @cached_property
    def seen(self) -> dict[str, int]:
        """Number of each observed segment."""
        return {
            s: k for k, s in enumerate(sorted({o for row in self.numbers.values() for o in row}))
        }

    @cached_property
    def seen_of(self) -> Any:
        """Number of the observed segment of each pair."""
        return array("i", [self.seen[o] for row in self.numbers.values() for o in row])

    @cached_property
    def columns(self) -> Columns:
        """The pairs by their observed segment."""
        return Columns(self.numbers, self.seen)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The pairs of each case of the words as the search wants them."""
        return tuple(self._order(forms) for forms in FORMS)

    def _order(self, forms: tuple[str, ...]) -> Order:
        sizes = array("i", map(len, self.numbers.values()))
        starts = accumulate(sizes, initial=0)
        found = [
            (*letters, segment, start, size, GROUPING[len(segment)])
            for segment, start, size in zip(self.numbers, starts, sizes, strict=False)
            if (letters := letters_of(segment, forms)) is not None
        ]
        found.sort()
        runs = (
            array("i", [start for _, _, _, start, _, _ in found]),
            array("i", [size for _, _, _, _, size, _ in found]),
            array("B", [letter for letter, _, _, _, _, _ in found]),
            array("B", [letter for _, letter, _, _, _, _ in found]),
            array("d", [share for _, _, _, _, _, share in found]),
        )
        return ordered(runs, self.seen_of, len(self.seen))


def letters_of(segment: str, forms: tuple[str, ...]) -> tuple[int, int] | None:
    """Return the numbers of a segment's letters; None where it is of another form."""
    low = segment.lower()
    if form_of(segment) not in forms or any(c not in CODE for c in low):
        return None
    return CODE[low[0]], CODE[low[1]] if len(low) > 1 else NONE


@dataclass(frozen=True)
class Rows(Mapping[str, Mapping[str, float]]):
    """One table: P(observed | intended).

    Attributes:
        pairs: the pairs that all tables of the channel have.
        p: probability of each.
        more: pairs that this table alone has.
        laid: the same as the search wants it, where that is known.

    """

    pairs: Pairs
    p: Any
    more: Counts = field(default_factory=dict)
    laid: Compiled | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, float]]) -> Rows:
        """Return a table of the pairs of this one."""
        pairs = Pairs.of(rows)
        return cls(pairs, pairs.flat(rows))

    def __getitem__(self, segment: str) -> Mapping[str, float]:
        numbers, more = self.pairs.numbers.get(segment), self.more.get(segment)
        if numbers is None and more is None:
            raise KeyError(segment)
        row = {observed: self.p[k] for observed, k in (numbers or {}).items()}
        return row | (more or {})

    def __iter__(self) -> Iterator[str]:
        yield from self.pairs.numbers
        yield from (s for s in self.more if s not in self.pairs.numbers)

    def __len__(self) -> int:
        return len(self.pairs.numbers.keys() | self.more.keys())

    @cached_property
    def likelihood(self) -> FlatLikelihood:
        """P(observed, intended), with floors and grouping."""
        return FlatLikelihood(
            self.pairs.numbers, self.p, (self.more, FLOOR, GROUPING[1], GROUPING[2])
        )

    @cached_property
    def chances(self) -> dict[tuple[str, str], float]:
        """P(observed | meant) of the words that were asked for, by (observed, meant)."""
        return {}

    def leaning(self, strength: float, counts: Any, more: Counts) -> Rows:
        """Return the probabilities from counts that lean on this table.

        They are (n + strength * p) / (N + strength), over both rows of a segment.

        Args:
            strength: how much this table weighs, in counts.
            counts: of the numbered pairs.
            more: counts of other pairs.

        """
        numbers, owner = self.pairs.numbers, self.pairs.owner
        wholes = summed(counts, owner, len(numbers))
        place = {segment: k for k, segment in enumerate(numbers)} if more else {}
        for segment, row in more.items():
            if segment in place:
                wholes[place[segment]] += sum(row.values())
        p = leaning(self.p, owner, wholes, strength, counts)
        others: Counts = {}
        for segment, row in more.items():
            known = segment in place
            whole = (wholes[place[segment]] if known else sum(row.values())) + strength
            others[segment] = {observed: n / whole for observed, n in row.items()}
        return Rows(self.pairs, p, others)


Compiled = tuple[Channel, Channel, Channel]
"""A table as the search wants it: for words in lower, title and upper case."""


def compile_rows(rows: Rows) -> Compiled:
    """Lay out a table for the search: for words in lower, title and upper case.

    In title case only the first segment is special; the search starts from it.
    """
    if rows.laid is not None:
        return rows.laid
    low, title, up = (
        _compiled(rows, order, forms) for order, forms in zip(rows.pairs.orders, FORMS, strict=True)
    )
    return low, title, up


def _compiled(rows: Rows, order: Order, forms: tuple[str, ...]) -> Channel:
    seen = rows.pairs.seen
    begin, first, second, costs = laid_out(order, rows.p, LEAST)
    merged: dict[str, list[tuple[int, int, int]]] = {}
    for segment, row in rows.more.items():
        letters = letters_of(segment, forms)
        for observed, p in row.items():
            if letters is not None and p > LEAST:
                if observed not in merged:
                    at = seen.get(observed, -1)
                    there = range(begin[at], begin[at + 1]) if at >= 0 else ()
                    merged[observed] = [(first[k], second[k], costs[k]) for k in there]
                insort(merged[observed], (*letters, cost(p * GROUPING[len(segment)])))
    own: dict[str, tuple[int, int]] = {}
    if merged:
        size, added = len(first), [e for found in merged.values() for e in found]
        for observed, found in merged.items():
            own[observed] = (size, size + len(found))
            size += len(found)
        first = array("B", first) + array("B", [e[0] for e in added])
        second = array("B", second) + array("B", [e[1] for e in added])
        costs = array("i", costs) + array("i", [e[2] for e in added])
    return Channel((first, second, costs), seen, begin, own)
