"""Which word of the second reading belongs to which place of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


OVER = 0.35
"""Share of the narrower of two words that they must have in common to be one."""


class Span(NamedTuple):
    """Where something stands in a line, from left to right."""

    x0: float
    x1: float


class Match(NamedTuple):
    """Places of the first reading and words of the second that stand at one place of the page.

    Attributes:
        places: indices of the first, in order; empty where it has read nothing.
        words: indices of the second; empty where it has read nothing.

    """

    places: tuple[int, ...]
    words: tuple[int, ...]


def shared(a: Span, b: Span) -> float:
    """Return the share of the narrower one that two spans have in common.

    >>> shared(Span(0, 10), Span(5, 9)), shared(Span(0, 10), Span(10, 20))
    (1.0, 0.0)
    """
    common = min(a.x1, b.x1) - max(a.x0, b.x0)
    return max(0.0, common) / max(min(a.x1 - a.x0, b.x1 - b.x0), 1e-6)


def matches(places: Sequence[Span], words: Sequence[Span]) -> Iterator[Match]:
    """Yield what belongs together, from left to right: runs that overlap, as small as possible.

    >>> list(matches([Span(0, 9), Span(10, 20)], [Span(0, 20), Span(22, 30)]))
    [Match(places=(0, 1), words=(0,)), Match(places=(), words=(1,))]
    """
    i = j = 0
    while i < len(places) or j < len(words):
        first, second = i, j
        if _begins(places[i:], words[j:]):
            i += 1
        else:
            j += 1
        while True:
            if i < len(places) and _touches(places[i], words[second:j]):
                i += 1
            elif j < len(words) and _touches(words[j], places[first:i]):
                j += 1
            else:
                break
        yield Match(tuple(range(first, i)), tuple(range(second, j)))


def _begins(places: Sequence[Span], words: Sequence[Span]) -> bool:
    if not places or not words:
        return bool(places)
    return places[0].x0 + places[0].x1 <= words[0].x0 + words[0].x1


def _touches(one: Span, others: Sequence[Span]) -> bool:
    return any(shared(one, other) > OVER for other in others)
