"""Many values in little memory: in flat arrays, made as objects when they are asked for.

A text of 10 MB has more than a million corrections, of 300 bytes each as objects and 20 bytes here,
and hundreds of thousands of lines, findings and proposals. What they say comes again and again, so
each text, reason and so on is kept once.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain, compress, islice
from operator import not_
from typing import Any, Self, TypeVar, overload

from vnfix.model import Candidate, Correction, Finding, by_place

MANY = 20_000
"""Values that are kept as they are: 6 MB."""
FEW = 1 << 16
"""Different values whose numbers take two bytes."""
AT_A_TIME = 1 << 10
"""Values that are let go at once, where they are used up."""

Texts = tuple[tuple[str, float], ...]
T = TypeVar("T")
P = TypeVar("P", bound=Sequence[Any])


class Packed(Sequence[T]):
    """Values that cannot be changed, equal to any other sequence of the same ones.

    Attributes:
        columns: what each value is made of, by its number; one column or more.

    """

    __slots__ = ("columns",)
    columns: tuple[Sequence[Any], ...]

    @abstractmethod
    def _made(self, *cells: Any) -> T:  # noqa: ANN401 - of any kind
        """Make a value of its cells, one of each column."""

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(map(self._made, *[column[at] for column in self.columns]))
        return self._made(*[column[at] for column in self.columns])

    def __iter__(self) -> Iterator[T]:
        return map(self._made, *self.columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} {type(self).__name__.lower()}>"


class Corrections(Packed[Correction]):
    """Corrections in 22 bytes each, and 6 for each other reading of one.

    Attributes:
        in_order: whether they are sorted by place.

    """

    __slots__ = ("_kinds", "_levels", "_others", "_shares", "_texts", "in_order")

    def __init__(self, corrections: Iterable[Correction]) -> None:
        """Keep what there is."""
        starts, numbers, firsts, counts = array("I"), array("I"), array("I"), array("H")
        sure, shares, others = array("d"), array("H"), array("I")
        levels: dict[float, int] = {}  # shares are rounded, so that few differ
        self.in_order = True
        kinds: dict[tuple[Any, ...], int] = {}
        texts: dict[str, int] = {}
        last: Correction | None = None
        for c in corrections:
            said = (c.before, c.after, c.fixer, c.safety, c.reason, c.box, c.second)
            starts.append(c.start)
            numbers.append(kinds.setdefault((c.end - c.start, *said), len(kinds)))
            sure.append(c.confidence)
            firsts.append(len(others))
            counts.append(len(c.alternatives))
            for text, share in c.alternatives:
                others.append(texts.setdefault(text, len(texts)))
                level = levels.setdefault(share, len(levels))
                if level == FEW and shares.typecode == "H":
                    shares = array("I", shares)
                shares.append(level)
            if last is not None and c.start <= last.start and c.order < last.order:
                self.in_order = False
            last = c
        self.columns = starts, numbers, sure, firsts, counts
        self._others, self._shares = others, shares
        self._kinds, self._texts, self._levels = tuple(kinds), tuple(texts), tuple(levels)

    @property
    def starts(self) -> Sequence[int]:
        """Where they begin."""
        return self.columns[0]

    def chosen(self, flags: bytes) -> Self:
        """Return those whose flag is set, one flag for each."""
        found = type(self)(())
        found.columns = tuple(array(x.typecode, compress(x, flags)) for x in self._arrays())
        found._kinds, found._texts, found.in_order = self._kinds, self._texts, self.in_order
        found._others, found._shares, found._levels = self._others, self._shares, self._levels
        return found

    def keep(self, flags: bytes) -> None:
        """Let those go whose flag is not set, a column at a time: few are held twice."""
        columns = [*self._arrays()]
        self.columns = ()
        for k in range(len(columns)):
            columns[k] = array(columns[k].typecode, compress(columns[k], flags))
        self.columns = tuple(columns)

    def _arrays(self) -> tuple[array[Any], ...]:
        return self.columns  # type: ignore[return-value]

    def _made(self, start: int, kind: int, sure: float, first: int, count: int) -> Correction:
        size, before, after, fixer, safety, reason, box, second = self._kinds[kind]
        others: Texts = ()
        if count:
            texts = map(self._texts.__getitem__, self._others[first : first + count])
            shares = map(self._levels.__getitem__, self._shares[first : first + count])
            others = tuple(zip(texts, shares, strict=True))
        return Correction(
            start, start + size, before, after, fixer, sure, safety, reason, others, box, second
        )

    def used_up(self) -> Iterator[Correction]:
        """Yield them in their order, each let go once it was had; none are left in the end."""
        for column in self._arrays():
            column.reverse()  # what stands last can be let go
        while self.columns[0]:
            yield from self[-AT_A_TIME:][::-1]
            for column in self._arrays():
                del column[-AT_A_TIME:]


class Findings(Packed[Finding]):
    """Findings in 16 bytes each."""

    __slots__ = ("_kinds",)

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep what there is."""
        lines, scores, numbers = array("I"), array("d"), array("I")
        kinds: dict[tuple[Any, ...], int] = {}
        for f in findings:
            lines.append(f.line)
            scores.append(f.score)
            numbers.append(kinds.setdefault((f.kind, f.detector, f.evidence), len(kinds)))
        self.columns = lines, scores, numbers
        self._kinds = tuple(kinds)

    def _made(self, line: int, score: float, kind: int) -> Finding:
        damage, detector, evidence = self._kinds[kind]
        return Finding(line, damage, score, detector, evidence)


class Candidates(Packed[Candidate]):
    """What fixers propose, in 8 bytes each."""

    __slots__ = ("_kinds",)

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Keep what there is."""
        starts, numbers = array("I"), array("I")
        kinds: dict[tuple[Any, ...], int] = {}
        for c in candidates:
            said = (c.after, c.price, c.fixer, c.reason, c.safety, c.exact, c.confidence, c.yields)
            starts.append(c.start)
            numbers.append(kinds.setdefault((c.end - c.start, *said), len(kinds)))
        self.columns = starts, numbers
        self._kinds = tuple(kinds)

    def _made(self, start: int, kind: int) -> Candidate:
        size, *said = self._kinds[kind]
        return Candidate(start, start + size, *said)


class Numbers(Set[int]):
    """Some of the numbers below a bound, such as lines of a document, in a byte for each line."""

    __slots__ = ("_flags",)

    def __init__(self, bound: int, numbers: Iterable[int]) -> None:
        """Mark what is in."""
        self._flags = flags = bytearray(bound)
        for k in numbers:
            flags[k] = 1

    def __contains__(self, number: object) -> bool:
        flags = self._flags
        return isinstance(number, int) and 0 <= number < len(flags) and flags[number] > 0

    def __iter__(self) -> Iterator[int]:
        return compress(range(len(self._flags)), self._flags)

    def __len__(self) -> int:
        return self._flags.count(1)

    @classmethod
    def _from_iterable(cls, it: Iterable[T]) -> Set[T]:
        """Return what the operators of sets make of such numbers."""
        return frozenset(it)


def held(make: Callable[[Iterable[T]], P], values: Iterable[T]) -> P | list[T]:
    """Return all values: a list where they are few, packed where they are many."""
    rest = iter(values)
    found = list(islice(rest, MANY + 1))
    if len(found) <= MANY:
        return found
    found.reverse()
    first = (found.pop() for _ in range(len(found)))  # each is let go once it is packed
    return make(chain(first, rest))


def gathered(corrections: Iterable[Correction]) -> Sequence[Correction]:
    """Return all corrections, packed where they are many."""
    return held(Corrections, corrections)


def parted(
    corrections: Sequence[Correction], flags: bytes
) -> tuple[Sequence[Correction], Sequence[Correction]]:
    """Return those whose flag is set, and the others; packed ones keep the first in their place."""
    if all(flags):
        return corrections, []
    others = bytes(map(not_, flags))
    if isinstance(corrections, Corrections):
        rest = gathered(corrections.chosen(others))
        corrections.keep(flags)
        return corrections, rest
    return list(compress(corrections, flags)), list(compress(corrections, others))


def picked(corrections: Sequence[Correction], flags: bytes) -> Iterable[Correction]:
    """Return those whose flag is set, sorted by place; packed ones one by one."""
    found = compress(corrections, flags)
    packed = isinstance(corrections, Corrections) and corrections.in_order
    return found if packed else by_place(found)


def starts_of(corrections: Sequence[Correction]) -> Sequence[int]:
    """Return where corrections begin."""
    if isinstance(corrections, Corrections):
        return corrections.starts
    return [c.start for c in corrections]


def used_up(corrections: Sequence[Correction]) -> Iterator[Correction]:
    """Yield corrections; of packed ones none are left in the end, so that few are held twice."""
    return corrections.used_up() if isinstance(corrections, Corrections) else iter(corrections)


def sorted_by_place(corrections: Iterable[Correction]) -> Sequence[Correction]:
    """Return corrections sorted by place; packed ones stay so where they are sorted."""
    if isinstance(corrections, Corrections) and corrections.in_order:
        return corrections
    return by_place(corrections)
