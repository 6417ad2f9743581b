"""Many corrections in little memory: 20 bytes each in flat arrays, made as objects when asked for.

A text of 10 MB has more than a million corrections, of 300 bytes each as objects. What they say
comes again and again, so each text, reason and so on is kept once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from operator import not_
from typing import Any, Self, overload

from vnfix.model import Correction

MANY = 20_000
"""Corrections that are kept as they are: 6 MB."""

Texts = tuple[tuple[str, float], ...]


class Corrections(Sequence[Correction]):
    """Corrections that cannot be changed, equal to any other sequence of the same ones.

    Attributes:
        in_order: whether they are sorted by place.

    """

    __slots__ = ("_confidence", "_kind", "_kinds", "_other", "_others", "_start", "in_order")

    def __init__(self, corrections: Iterable[Correction]) -> None:
        """Keep what there is."""
        self._start, self._kind, self._other = array("I"), array("I"), array("I")
        self._confidence = array("d")
        self.in_order = True
        kinds: dict[tuple[Any, ...], int] = {}
        others: dict[Texts, int] = {}
        last: Correction | None = None
        for c in corrections:
            said = (c.before, c.after, c.fixer, c.safety, c.reason, c.box, c.second)
            kind = (c.end - c.start, *said)
            self._start.append(c.start)
            self._kind.append(kinds.setdefault(kind, len(kinds)))
            self._confidence.append(c.confidence)
            self._other.append(others.setdefault(c.alternatives, len(others)))
            if last is not None and c.start <= last.start and c.order < last.order:
                self.in_order = False
            last = c
        self._kinds, self._others = tuple(kinds), tuple(others)

    def chosen(self, flags: bytes) -> Self:
        """Return those whose flag is set, one flag for each."""
        found = type(self)(())
        found._start = array("I", compress(self._start, flags))
        found._kind = array("I", compress(self._kind, flags))
        found._other = array("I", compress(self._other, flags))
        found._confidence = array("d", compress(self._confidence, flags))
        found._kinds, found._others, found.in_order = self._kinds, self._others, self.in_order
        return found

    def __len__(self) -> int:
        return len(self._start)

    @overload
    def __getitem__(self, at: int) -> Correction: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Correction, ...]: ...

    def __getitem__(self, at: int | slice) -> Correction | tuple[Correction, ...]:
        if isinstance(at, slice):
            return tuple(self[k] for k in range(*at.indices(len(self))))
        place = self._start[at], self._kind[at], self._confidence[at], self._other[at]
        return self._made(*place)

    def __iter__(self) -> Iterator[Correction]:
        return map(self._made, self._start, self._kind, self._confidence, self._other)

    def _made(self, start: int, kind: int, sure: float, other: int) -> Correction:
        size, before, after, fixer, safety, reason, box, second = self._kinds[kind]
        others = self._others[other]
        return Correction(
            start, start + size, before, after, fixer, sure, safety, reason, others, box, second
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} corrections>"


def gathered(corrections: Iterable[Correction]) -> Sequence[Correction]:
    """Return all corrections: a list where they are few, packed where they are many."""
    rest = iter(corrections)
    found = list(islice(rest, MANY + 1))
    return Corrections(chain(found, rest)) if len(found) > MANY else found


def parted(
    corrections: Sequence[Correction], flags: bytes
) -> tuple[Sequence[Correction], Sequence[Correction]]:
    """Return those whose flag is set, and the others."""
    if all(flags):
        return corrections, []
    others = bytes(map(not_, flags))
    if isinstance(corrections, Corrections):
        return corrections.chosen(flags), gathered(corrections.chosen(others))
    return list(compress(corrections, flags)), list(compress(corrections, others))


def sorted_by_place(corrections: Iterable[Correction]) -> Sequence[Correction]:
    """Return corrections sorted by place; packed ones stay so where they are sorted."""
    if isinstance(corrections, Corrections) and corrections.in_order:
        return corrections
    return sorted(corrections, key=lambda c: c.order)
