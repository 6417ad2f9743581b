"""How much a process remembers from one document to the next: all the bounds of it.

What a token, a line or a reading gives is the same in every document, so it is remembered; but a
worker reads thousands of documents of many engines, and what is remembered without need is memory
that other workers lack. Each bound is a count of entries: what is over it is let go, least used
or oldest first or all at once, and worked out anew where it is met again. No correction depends on
them.
"""

from __future__ import annotations

import gc
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
P = ParamSpec("P")
T = TypeVar("T")

TOKENS = 1 << 11
"""Tokens or readings with what one function says of each: 100 to 300 bytes."""
LINES = 1 << 10
"""Lines with their tokens: 1 kB."""
SYLLABLES = 1 << 13
"""Words with their parts: the commonest third of a language has so many."""
UNITS = 1 << 12
"""Texts with the language model's numbers of their units: 170 bytes."""
CHARTS = 1 << 11
"""Tokens with their candidates, by each effort of the search: 500 bytes and 17 for each arc."""
LOOKS = 1 << 12
"""Tokens with what they look like and their arcs as they stand: 500 bytes."""
SHAPES = 1 << 12
"""Readings with what they look like: 300 bytes."""
FRAMES = 1 << 10
"""What stands around the words of readings: 600 bytes."""
ROWS = 1 << 10
"""Characters of a place with the channel's entries for them, in plain Python: 10 kB."""
REPAIRS = 1 << 10
"""Short texts of one stream with their repairs, whose values tables repeat: 4 kB of ten words."""
PAIRS = 1 << 11
"""Words as they were seen and meant, with how likely each engine is for them: 500 bytes."""


def let_go(known: dict[Key, Any], most: int) -> None:
    """Let the oldest of what is remembered go, where it is more than a bound, and make some room.

    What is met often is soon there again, and the rest of it stays.

    >>> known = dict.fromkeys("abcdefghi")
    >>> let_go(known, 8)
    >>> "".join(known)
    'defghi'
    """
    if len(known) > most:
        for key in list(islice(known, len(known) - most + most // 4)):
            known.pop(key, None)


def no_circles(work: Callable[P, T]) -> Callable[P, T]:
    """Put off the search for circles of garbage: none are made, and what is made lives on.

    A tenth of the time of a repair went into looking through its readings for them.
    """

    @wraps(work)
    def done(*args: P.args, **options: P.kwargs) -> T:
        if not gc.isenabled():
            return work(*args, **options)
        gc.disable()
        try:
            return work(*args, **options)
        finally:
            gc.enable()

    return done
