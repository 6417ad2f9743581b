"""From best paths to corrections: what changes where, how sure, and what else it might be."""

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
    from collections.abc import Iterable

    from vnfix.decode.groups import Group

# Marks at the end of a word that a reading may have swallowed.
CLOSING = frozenset(".,;:)")
# What was proposed as a whole, and what is taken for dirt.
GUESSES = frozenset((Kind.PROPOSED, Kind.NOTHING))


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
        Safety.AUTO if proven else Safety.REVIEW,
        "channel and language model",
        held_once(shared(confidence, others, LEAST_ALTERNATIVE)) if others else (),
    )


@lru_cache(maxsize=memory.TOKENS)
def held_once(readings: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Return readings as they were met before, so that memory has them once."""
    return tuple((intern(text), p) for text, p in readings)


def may_be_auto(g: Group) -> bool:
    """Whether a reading may be AUTO if it is sure enough.

    AUTO never makes or unmakes a number and never deletes a whole token, which harms a reader
    most; and a whole phrase is for a person to see.
    """
    return bool(g.after) and not has_number(g) and not guessed(g)


def has_number(g: Group) -> bool:
    """Whether a number is printed here or may have been."""
    return _numbered(g.before, g.after)


@lru_cache(maxsize=memory.TOKENS)
def _numbered(before: str, after: str) -> bool:
    letters = sum(map(str.isalpha, before))
    digits = any(map(str.isdecimal, before))
    if (digits and letters < 2) or any(map(str.isdecimal, after)):
        return True
    return any(n not in after for n in numbers(before))


def guessed(g: Group) -> bool:
    """Whether part of the reading is a proposal or debris, or a word or a code may be lost.

    Two characters that are no letters of one size may be any code, and two of which none is left
    as well: `t$` and `tS` were 1,5, `yg` was I.14. A reading that is shorter by two characters is
    often one word of two: `Ngh1d1nh` (of 24 sure ones 6 were). A hyphen behind a word is dirt or
    has lost the blank before it: of 34 within a line one was printed so.
    """
    if _shortened(g.before, g.after):
        return True
    kinds = (s.arc.kind for s in g.steps)
    return not GUESSES.isdisjoint(kinds)


@lru_cache(maxsize=memory.TOKENS)
def _shortened(before: str, after: str) -> bool:
    letters = before.isalpha() and (before.isupper() or not before[1:].isupper())
    if len(before) <= SHORT and not ((letters and kin(before, after)) or alike(before, after)):
        return True
    if before[-1:] in CLOSING and before[-1] not in after:
        return True
    if after[-1:] == "-" and after != "-":
        return True
    if short_code(before) and short_code(after) and not alike(before, after):
        return True
    return sum(map(str.isalnum, before)) - sum(map(str.isalnum, after)) >= LETTERS_LOST


def short_code(text: str) -> bool:
    """Whether a text is up to three capitals, marks aside: any of them may be a code.

    >>> short_code("MR,"), short_code("M"), short_code("Mr."), short_code("UBND")
    (True, True, False, False)
    """
    letters = "".join(filter(str.isalnum, text))
    return len(letters) < SHORT + 2 and letters.isupper() and letters.isalpha()


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
    whole, best = sum(p for _, p in pairs), max((p for _, p in pairs), default=0.0)
    if not whole:
        return ()
    scale = min(1.0, (1.0 - confidence) / whole, confidence / best)
    # Rounded down, so that the sum holds.
    found = ((text, int(p * scale * 10_000) / 10_000) for text, p in pairs)
    return tuple((text, p) for text, p in found if p >= least)


def alternatives(g: Group) -> tuple[tuple[str, float], ...]:
    """Return the other readings of a group, best first: one step changed at a time."""
    found: dict[str, float] = {}
    for text, share in changed(g.steps, LEAST_ALTERNATIVE):
        if text != g.after:
            found[text] = max(share, found.get(text, 0.0))
    if not found:
        return ()
    ranked = sorted(found.items(), key=lambda x: (-x[1], x[0]))
    return tuple((text, round(share, 4)) for text, share in ranked[:ALTERNATIVES])
