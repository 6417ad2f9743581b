"""From best paths to corrections: what changes where, how sure, and what else it might be."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.decode.confidence import Group
from vnfix.decode.prices import ALTERNATIVES, LEAST_ALTERNATIVE, LETTERS_LOST, LONGEST, SHORT, Kind
from vnfix.decode.quantities import numbers
from vnfix.model import Correction, Safety
from vnfix.text.patterns import pattern
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.decode.lattice import Arc, Step
    from vnfix.decode.rounds import Decoded
    from vnfix.model import Document

# Marks that belong to the word before them also where a blank is between.
LOOSE = frozenset(",;:")
# A dash before a word, and one between two words of which the second begins with a capital.
ITEM_DASH = pattern(r"^[-–+](?=\p{L}{2})")
INNER_DASH = pattern(r"(?<=\p{Ll})-(?=\p{Lu}\p{Ll})")
# Marks at the end of a word that a reading may have swallowed.
CLOSING = frozenset(".,;:)")
# Marks with a blank behind them wherever a word follows.
BLANK_BEHIND = frozenset(",;:)%")


def groups(document: Document, decoded: Iterable[Decoded]) -> Iterator[Group]:
    """Yield the readings of all tokens; a loose mark goes with the word before it."""
    for d in decoded:
        waiting: tuple[int, int, list[Step]] | None = None
        for run in d.runs():
            if waiting is not None and belongs(d, waiting, run):
                waiting = (waiting[0], run[1], [*waiting[2], *run[2]])
                continue
            if waiting is not None:
                yield group(document, d, waiting)
            waiting = run
        if waiting is not None:
            yield group(document, d, waiting)


def belongs(
    d: Decoded, before: tuple[int, int, list[Step]], run: tuple[int, int, list[Step]]
) -> bool:
    """Whether a run is a loose mark on the line of the word before it."""
    first, last, steps = run
    return (
        last - first == len(steps) == 1
        and d.observed[first].text in LOOSE
        and steps[0].arc.kind == Kind.MARK
        and before[2][-1].arc.kind == Kind.WORD
        and d.observed[first].line == d.observed[first - 1].line
    )


def group(document: Document, d: Decoded, run: tuple[int, int, list[Step]]) -> Group:
    """Return the reading of a run of tokens."""
    first, last, steps = run
    a, b = d.observed[first], d.observed[last - 1]
    before = document.text[a.start : b.end]
    after = written(steps)
    if after != a.text:
        after = aired(after, opens=not first or d.observed[first - 1].line != a.line, long=before)
    if last - first == 1 and after == a.text:
        after = before  # NFC is not the decoder's business
    return Group(a.start, b.end, before, after, steps)


def written(steps: Sequence[Step]) -> str:
    """Return the text of the steps of one token, with the blanks that were lost."""
    parts: list[str] = []
    before: Arc | None = None
    for step in steps:
        arc = step.arc
        if not arc.text:
            continue
        if before is not None and (apart(before, arc) or spaced(parts, before, arc)):
            parts.append(" ")
        parts.append(arc.text)
        before = arc
    return "".join(parts)


def aired(after: str, *, opens: bool, long: str) -> str:
    """Return a reading with the blanks around dashes that were lost with all others.

    Args:
        after: the reading.
        opens: whether it opens a line: a dash there is that of a list item.
        long: the text that was read.

    """
    if opens:
        after = ITEM_DASH.sub(r"\g<0> ", after)
    return INNER_DASH.sub(" - ", after) if len(long) > LONGEST else after


def spaced(parts: Sequence[str], before: Arc, arc: Arc) -> bool:
    """Whether a blank was lost behind a mark, or before a bracket: `được,các`, `2030(có`."""
    if arc.kind == Kind.MARK:
        said = before.kind == Kind.WORD and len(before.text) > 1
        year = before.kind == Kind.NUMBER and len(before.text) > 3
        return arc.text == "(" and (said or year)
    if before.kind != Kind.MARK or len(parts) < 2 or parts[-2] == " ":
        return False
    word = arc.kind in (Kind.WORD, Kind.PROPOSED) and len(arc.text) > 1 and arc.text[0].isalpha()
    if before.text == "." and len(parts) == 2 and parts[0].isdecimal():
        return word and arc.text[0].isupper() and len(parts[0]) < 3
    if before.text in BLANK_BEHIND:
        return word or (arc.kind == Kind.NUMBER and before.text != ":" and parts[-2].isalpha())
    ends = parts[-2].islower() and len(parts[-2]) > 1
    return before.text == "." and word and arc.text[0].isupper() and ends


def apart(before: Arc, arc: Arc) -> bool:
    """Whether a blank stands between two arcs of a token; not in codes (`B1`, `PCB40`, `b3`)."""
    if before.kind in (Kind.WORD, Kind.PROPOSED):
        code = before.text.isascii() and (before.text.isupper() or len(before.text) == 1)
        if arc.kind == Kind.NUMBER and code:
            return False
        return arc.kind in (Kind.WORD, Kind.NUMBER) or (
            arc.kind == Kind.PROPOSED and arc.text[0].isalnum()
        )
    return before.kind == Kind.NUMBER and arc.kind == Kind.WORD and len(arc.text) > 1


def correction(g: Group, confidence: float, auto: float) -> Correction:
    """Return the change of one group."""
    proven = confidence >= auto and may_be_auto(g)
    return Correction(
        g.start,
        g.end,
        intern(g.before),  # a long document has each word thousands of times
        intern(g.after),
        "decode",
        confidence,
        Safety.AUTO if proven else Safety.REVIEW,
        "channel and language model",
        held_once(shared(confidence, alternatives(g), LEAST_ALTERNATIVE)),
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
    often one word of two: `Ngh1d1nh` (of 24 sure ones 6 were).
    """
    letters = g.before.isalpha() and (g.before.isupper() or not g.before[1:].isupper())
    if len(g.before) <= SHORT and not ((letters and kin(g)) or alike(g)):
        return True
    if g.before[-1:] in CLOSING and g.before[-1] not in g.after:
        return True
    if short_code(g.before) and short_code(g.after) and not alike(g):
        return True
    lost = sum(map(str.isalnum, g.before)) - sum(map(str.isalnum, g.after))
    return lost >= LETTERS_LOST or any(s.arc.kind in (Kind.PROPOSED, Kind.NOTHING) for s in g.steps)


def short_code(text: str) -> bool:
    """Whether a text is up to three capitals, marks aside: any of them may be a code.

    >>> short_code("MR,"), short_code("M"), short_code("Mr."), short_code("UBND")
    (True, True, False, False)
    """
    letters = "".join(filter(str.isalnum, text))
    return len(letters) < SHORT + 2 and letters.isupper() and letters.isalpha()


def kin(g: Group) -> bool:
    """Whether a letter of the token is left in its reading, accents and case aside."""
    return not set(strip_accents(g.before).lower()).isdisjoint(strip_accents(g.after).lower())


def alike(g: Group) -> bool:
    """Whether a reading differs in accents and case alone."""
    return strip_accents(g.after).lower() == strip_accents(g.before).lower()


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
    for k, step in enumerate(g.steps):
        for arc, share in step.others:
            if share >= LEAST_ALTERNATIVE:
                other = type(step)(arc, 0, share, ())
                text = written([*g.steps[:k], other, *g.steps[k + 1 :]])
                if text != g.after:
                    found[text] = max(share, found.get(text, 0.0))
    ranked = sorted(found.items(), key=lambda x: (-x[1], x[0]))
    return tuple((text, round(share, 4)) for text, share in ranked[:ALTERNATIVES])
