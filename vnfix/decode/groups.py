# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""How each token is read: which steps of the best path are its own, and what they say together.

Plain Python that Cython compiles with the types of `groups.pxd`, as the kernel is: every token of a
document goes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.decode.prices import LONGEST, Kind
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.decode.lattice import Arc, ObservedToken, Step

Run = tuple[int, int, list["Step"]]
"""First token, last token + 1, steps."""

# Marks that belong to the word before them also where a blank is between.
LOOSE = frozenset(",;:")
# A dash before a word, and one between two words of which the second begins with a capital.
DASHES = frozenset("-–+")
ITEM_DASH = pattern(r"^[-–+](?=\p{L}{2})")
INNER_DASH = pattern(r"(?<=\p{Ll})-(?=\p{Lu}\p{Ll})")
# Marks with a blank behind them wherever a word follows.
BLANK_BEHIND = frozenset(",;:)%")
# Copies that are C numbers where this is compiled.
_WORD, _NUMBER, _MARK, _PROPOSED = Kind.WORD, Kind.NUMBER, Kind.MARK, Kind.PROPOSED
_LONGEST = LONGEST


class Group:
    """The reading of one token, or of a run of tokens that belong together.

    Attributes:
        start: offset in the document's text.
        end: offset just past it.
        before: the text there.
        after: what it is read as.
        steps: the arcs of the best path.
        posterior: the least posterior among the steps, 1 where there are none.

    """

    def __init__(
        self, start: int, end: int, before: str, after: str, steps: Sequence[Step]
    ) -> None:
        """Keep the values."""
        self.start, self.end = start, end
        self.before, self.after = before, after
        self.steps = steps
        self.posterior = least(steps)


def least(steps: Sequence[Step]) -> float:
    """Return the least posterior among some steps, 1 where there are none."""
    found: float = 1.0
    for step in steps:
        own = step.posterior
        if own < found:
            found = own
    return found


def groups(text: str, observed: Sequence[ObservedToken], steps: Sequence[Step]) -> list[Group]:
    """Return the readings of a paragraph's tokens; a loose mark goes with the word before it.

    Args:
        text: the document's text.
        observed: the tokens.
        steps: the best path.

    """
    found = []
    waiting: Run | None = None
    for run in runs(observed, steps):
        if waiting is not None:
            if belongs(observed, waiting, run):
                waiting = (waiting[0], run[1], [*waiting[2], *run[2]])
                continue
            found.append(group(text, observed, waiting))
        waiting = run
    if waiting is not None:
        found.append(group(text, observed, waiting))
    return found


def runs(observed: Sequence[ObservedToken], steps: Sequence[Step]) -> list[Run]:
    """Return the steps of each token or merged run of tokens."""
    found: list[Run] = []
    k, first = 0, 0
    own: list[Step] = []
    token = observed[0] if observed else None
    for step in steps:
        own.append(step)
        goal = step.arc.end
        while token is not None and token.place + len(token.text) < goal:
            k += 1
            token = observed[k]
        if token is not None and token.place + len(token.text) == goal:
            k += 1
            found.append((first, k, own))
            first, own = k, []
            token = observed[k] if k < len(observed) else None
    return found


def belongs(observed: Sequence[ObservedToken], before: Run, run: Run) -> bool:
    """Whether a run is a loose mark on the line of the word before it."""
    first, last, steps = run
    if last - first != 1 or len(steps) != 1 or steps[0].arc.kind != _MARK:
        return False
    token = observed[first]
    if token.text not in LOOSE or token.line != observed[first - 1].line:
        return False
    kind: int = before[2][len(before[2]) - 1].arc.kind
    return kind == _WORD


def group(text: str, observed: Sequence[ObservedToken], run: Run) -> Group:
    """Return the reading of a run of tokens."""
    first, last, steps = run
    a, b = observed[first], observed[last - 1]
    start, end, seen = a.start, b.end, a.text
    before, after = text[start:end], written(steps)
    if after != seen:
        if after[:1] in DASHES and (not first or observed[first - 1].line != a.line):
            after = ITEM_DASH.sub(r"\g<0> ", after)  # that of a list item lost its blank
        if len(before) > _LONGEST:
            after = INNER_DASH.sub(" - ", after)  # all blanks were lost
    elif last - first == 1:
        after = before  # NFC is not the decoder's business
    return Group(start, end, before, after, steps)


def written(steps: Sequence[Step]) -> str:
    """Return the text of the steps of one token, with the blanks that were lost."""
    return steps[0].arc.text if len(steps) == 1 else said([step.arc for step in steps])


def said(arcs: list[Arc]) -> str:
    """Return the text of the arcs of one token."""
    parts: list[str] = []
    before: Arc | None = None
    for arc in arcs:
        if not arc.text:
            continue
        if before is not None and (apart(before, arc) or spaced(parts, before, arc)):
            parts.append(" ")
        parts.append(arc.text)
        before = arc
    return "".join(parts)


def changed(steps: Sequence[Step], least: float) -> list[tuple[str, float]]:
    """Return what is written with one step said otherwise, and how likely that is.

    Args:
        steps: of one token.
        least: what is less likely is left out.

    """
    found: list[tuple[str, float]] = []
    arcs: list[Arc] = []
    k = 0
    for step in steps:
        for arc, share in step.others:
            if share >= least:
                if not arcs:
                    arcs = [s.arc for s in steps]
                arcs[k] = arc
                found.append((said(arcs), share))
                arcs[k] = step.arc
        k += 1
    return found


def spaced(parts: Sequence[str], before: Arc, arc: Arc) -> bool:
    """Whether a blank was lost behind a mark, or before a bracket: `được,các`, `2030(có`."""
    kind, other = arc.kind, before.kind
    if kind == _MARK:
        said = other == _WORD and len(before.text) > 1
        year = other == _NUMBER and len(before.text) > 3
        return arc.text == "(" and (said or year)
    if other != _MARK or len(parts) < 2:
        return False
    mark, text, last = before.text, arc.text, parts[len(parts) - 2]
    if last == " ":
        return False
    word = kind in (_WORD, _PROPOSED) and len(text) > 1 and text[0].isalpha()
    if mark == "." and len(parts) == 2 and last.isdecimal():
        return word and text[0].isupper() and len(last) < 3
    if mark in BLANK_BEHIND:
        return word or (kind == _NUMBER and mark != ":" and last.isalpha())
    ends = last.islower() and len(last) > 1
    return mark == "." and word and text[0].isupper() and ends


def apart(before: Arc, arc: Arc) -> bool:
    """Whether a blank stands between two arcs of a token; not in codes (`B1`, `PCB40`, `b3`)."""
    kind, other = arc.kind, before.kind
    if other in (_WORD, _PROPOSED):
        text = before.text
        code = text.isascii() and (text.isupper() or len(text) == 1)
        if kind == _NUMBER and code:
            return False
        return kind in (_WORD, _NUMBER) or (kind == _PROPOSED and arc.text[0].isalnum())
    return other == _NUMBER and kind == _WORD and len(arc.text) > 1
