# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""From best paths to corrections: what changes where, how sure, and what else it might be.

Plain Python that Cython compiles with the types of `corrections.pxd`, as the kernel is: most tokens
of a garbled document are corrected.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.decode.groups import changed
from vnfix.decode.prices import ALTERNATIVES, LEAST_ALTERNATIVE, LETTERS_LOST, SHORT, Kind
from vnfix.decode.quantities import numbers
from vnfix.model import Correction, Safety
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.decode.groups import Group

# Marks at the end of a word that a reading may have swallowed.
CLOSING = frozenset(".,;:)")
# Copies that are C numbers where this is compiled.
_PROPOSED, _NOTHING = Kind.PROPOSED, Kind.NOTHING
_SHORT, _LETTERS_LOST = SHORT, LETTERS_LOST
_AUTO, _REVIEW = Safety.AUTO, Safety.REVIEW


def correction(g: Group, confidence: float, auto: float) -> Correction:
    """Return the change of one group."""
    proven = confidence >= auto and may_be_auto(g)
    others = alternatives(g)
    return Correction(
        g.start,
        g.end,
        intern(g.before),  # a long document has each word thousands of times
        intern(g.after),
        "decode",
        confidence,
        _AUTO if proven else _REVIEW,
        "channel and language model",
        held_once(shared(confidence, others, LEAST_ALTERNATIVE)) if others else (),
    )


@lru_cache(maxsize=memory.TOKENS)
def held_once(readings: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Return readings as they were met before, so that memory has them once."""
    return tuple([(intern(text), p) for text, p in readings])


def may_be_auto(g: Group) -> bool:
    """Whether a reading may be AUTO if it is sure enough.

    AUTO never makes or unmakes a number and never deletes a whole token, which harms a reader
    most; and a whole phrase is for a person to see.
    """
    return g.after != "" and not has_number(g) and not guessed(g)


def has_number(g: Group) -> bool:
    """Whether a number is printed here or may have been."""
    before, after = g.before, g.after
    letters, digits = 0, 0
    for c in before:
        letters += c.isalpha()
        digits += c.isdecimal()
    if digits and letters < 2:
        return True
    for c in after:
        if c.isdecimal():
            return True
    return digits > 0 and lost(numbers(before), after)


def lost(found: Sequence[str], after: str) -> bool:
    """Whether one of some numbers is not in a reading."""
    for n in found:
        if n not in after:
            return True
    return False


def guessed(g: Group) -> bool:
    """Whether part of the reading is a proposal or debris, or a word or a code may be lost.

    Two characters that are no letters of one size may be any code, and two of which none is left
    as well: `t$` and `tS` were 1,5, `yg` was I.14. A reading that is shorter by two characters is
    often one word of two: `Ngh1d1nh` (of 24 sure ones 6 were). A hyphen behind a word is dirt or
    has lost the blank before it: of 34 within a line one was printed so.
    """
    for step in g.steps:
        kind: int = step.arc.kind
        if kind in (_PROPOSED, _NOTHING):
            return True
    return shortened(g.before, g.after)


def shortened(before: str, after: str) -> bool:
    """Whether a reading may leave a code, a mark or a word out."""
    size = len(before)
    if size <= _SHORT:
        letters = before.isalpha() and (before.isupper() or not before[1:].isupper())
        if not ((letters and kin(before, after)) or alike(before, after)):
            return True
    mark = before[size - 1 :]
    if mark in CLOSING and mark not in after:
        return True
    if after.endswith("-") and after != "-":
        return True
    if short_code(before) and short_code(after) and not alike(before, after):
        return True
    return alphanumeric(before) - alphanumeric(after) >= _LETTERS_LOST


def alphanumeric(text: str) -> int:
    """Return how many letters and digits a text has."""
    count = 0
    for c in text:
        count += c.isalnum()
    return count


def short_code(text: str) -> bool:
    """Whether a text is up to three capitals, marks aside: any of them may be a code.

    >>> short_code("MR,"), short_code("M"), short_code("Mr."), short_code("UBND")
    (True, True, False, False)
    """
    letters, capitals = 0, 0
    for c in text:
        if c.isalnum():
            letters += 1
            capitals += c.isupper()
            if letters > _SHORT + 1 or not c.isalpha() or is_small(c):
                return False
    return capitals > 0


def is_small(c: str) -> bool:
    """Whether a letter has case and is no capital."""
    return c.islower() or (c.istitle() and not c.isupper())


def kin(before: str, after: str) -> bool:
    """Whether a letter of a token is left in its reading, accents and case aside."""
    return not set(strip_accents(before).lower()).isdisjoint(strip_accents(after).lower())


def alike(before: str, after: str) -> bool:
    """Whether a reading differs in accents and case alone."""
    return strip_accents(after).lower() == strip_accents(before).lower()


def shared(
    confidence: float, others: Iterable[tuple[str, float]], least: float
) -> tuple[tuple[str, float], ...]:
    """Return other readings with what the confidence of the proposal leaves of probability.

    None is likelier than the proposal, and all of them sum to one with it at most.

    Args:
        confidence: of the proposal.
        others: readings and their probabilities by another scale, best first.
        least: what is less likely than this is left out.

    >>> shared(0.5, [("tình", 0.6), ("tỉnh", 0.4)], 0.01)
    (('tình', 0.3), ('tỉnh', 0.2))

    """
    pairs = list(others)
    whole: float = 0.0
    best: float = 0.0
    for _, p in pairs:
        whole += p
        if p > best:
            best = p
    if whole == 0.0:
        return ()
    scale = min(1.0, (1.0 - confidence) / whole, confidence / best)
    found = []
    for text, p in pairs:
        share = int(p * scale * 10_000) / 10_000  # rounded down, so that the sum holds
        if share >= least:
            found.append((text, share))
    return tuple(found)


def alternatives(g: Group) -> tuple[tuple[str, float], ...]:
    """Return the other readings of a group, best first: one step changed at a time."""
    others = changed(g.steps, LEAST_ALTERNATIVE)
    if not others:
        return ()
    found: dict[str, float] = {}
    for text, share in others:
        if text != g.after and share > found.get(text, 0.0):
            found[text] = share
    ranked = [(-share, text) for text, share in found.items()]
    ranked.sort()
    return tuple([(text, round(-share, 4)) for share, text in ranked[:ALTERNATIVES]])
