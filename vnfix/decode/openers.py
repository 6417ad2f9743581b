"""The first word of a list item: capital or small, as this document has it.

Capitals of c, o, s, v, x and the like differ from small letters in size alone, which engines do not
see. What the items of the same kind do whose first letter tells, the others do too.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vnfix.decode.candidates import capitalize
from vnfix.decode.prices import ALIKE, ENOUGH_ITEMS, LOWER, TITLE, Kind
from vnfix.text.patterns import pattern
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.decode.lattice import ObservedToken, Step
    from vnfix.decode.vocabulary import Vocabulary

ONE_SHAPE = frozenset("cosuvxwpkz")
"""Letters whose capitals differ in size alone."""
MARKER = pattern(r"[-–+•*]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\p{L}\)")


class Opener(NamedTuple):
    """The first word of a list item.

    Attributes:
        path: number of its paragraph.
        step: number of its step.
        kind: what its marker is like.

    """

    path: int
    step: int
    kind: str


def kind_of(marker: str) -> str:
    """Return what is alike among the markers of one list: the dash, or that there is a number.

    >>> kind_of("-"), kind_of("12."), kind_of("b)")
    ('-', '1', 'a')
    """
    return "1" if marker[-2:-1].isdecimal() else "a" if marker[0].isalpha() else marker[0]


def openers(paths: Sequence[tuple[Sequence[ObservedToken], Sequence[Step]]]) -> Iterator[Opener]:
    """Yield the first words behind markers at the start of a line."""
    for p, (observed, steps) in enumerate(paths):
        heads, line = {}, -1
        for a, b in pairwise(observed):
            if a.line == b.line != line and not b.caps and MARKER.fullmatch(a.text):
                heads[b.place] = kind_of(a.text)
            line = a.line
        for k, step in enumerate(steps):
            if step.arc.kind == Kind.WORD and step.arc.start in heads:
                yield Opener(p, k, heads[step.arc.start])


class Shares:
    """How many items of a document begin with a capital, by kind, among those that tell.

    Attributes:
        capitals: the items with one.
        every: all whose first letter tells.

    """

    def __init__(self) -> None:
        """Start without items."""
        self.capitals: Counter[str] = Counter()
        self.every: Counter[str] = Counter()

    def add(self, found: Sequence[Opener], settled: Sequence[Sequence[Step]]) -> None:
        """Count the items whose first letter tells."""
        for o in found:
            arc = settled[o.path][o.step].arc
            if _base(arc.text) not in ONE_SHAPE:
                self.every[o.kind] += 1
                self.capitals[o.kind] += arc.case != LOWER

    def by_kind(self) -> Mapping[str, float]:
        """Return the share of capitals, where there are enough items."""
        every = self.every.items()
        return {kind: self.capitals[kind] / n for kind, n in every if n >= ENOUGH_ITEMS}


def settle(
    paths: Sequence[tuple[Sequence[ObservedToken], Sequence[Step]]],
    vocabulary: Vocabulary,
    shares: Shares | None = None,
) -> list[list[Step]]:
    """Return the steps of all paragraphs with the first words of items in the document's case.

    Args:
        paths: tokens and best path of each paragraph.
        vocabulary: the words.
        shares: what the stretches of the document before these paragraphs say; is added to.

    """
    settled = [list(steps) for _, steps in paths]
    found = list(openers(paths))
    shares = shares or Shares()
    shares.add(found, settled)
    titles = shares.by_kind()
    for o in found:
        step = settled[o.path][o.step]
        arc = step.arc
        share = titles.get(o.kind, 0.0)
        if arc.case == LOWER and share >= ALIKE and _base(arc.text) in ONE_SHAPE:
            text = capitalize(vocabulary.words[arc.word], TITLE)
            raised = arc._replace(text=text, case=TITLE)
            settled[o.path][o.step] = step._replace(arc=raised, posterior=step.posterior * share)
    return settled


def _base(word: str) -> str:
    return strip_accents(word[:1]).lower()
