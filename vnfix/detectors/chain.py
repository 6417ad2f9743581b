# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The likeliest chain of states of successive lines: healthy, garbled or foreign (Viterbi).

Like the decoder's kernel this is plain Python that Cython compiles with the types of `chain.pxd`.
"""

from __future__ import annotations

from math import log
from typing import Any

HEALTHY, GARBLED, FOREIGN = range(3)
START = -2.0
"""Nats against a document that begins damaged or foreign; it may be one line only."""


def states(garbled: Any, foreign: Any, change: float) -> bytearray:
    """Return the most probable chain of states for the scores of successive lines.

    Args:
        garbled: an array of nats for garbled, against healthy, of each line.
        foreign: the same for foreign.
        change: probability that the next line is in a given other state.

    """
    leave, stay = log(change), log(1 - 2 * change)
    size = len(garbled)
    back = bytearray(3 * size)
    a: float = 0.0
    b: float = START
    c: float = START
    for k in range(size):
        top = 0 if a >= b and a >= c else 1 if b >= c else 2
        jump = (a if top == 0 else b if top == 1 else c) + leave
        a, b, c = a + stay, b + stay, c + stay
        back[3 * k] = 0 if a >= jump else top
        back[3 * k + 1] = 1 if b >= jump else top
        back[3 * k + 2] = 2 if c >= jump else top
        a = max(jump, a)
        b = max(jump, b) + garbled[k]
        c = max(jump, c) + foreign[k]
    state = 0 if a >= b and a >= c else 1 if b >= c else 2
    found = bytearray(size)
    for k in range(size - 1, -1, -1):
        found[k] = state
        state = back[3 * k + state]
    return found
