"""The first word of a list item or below a heading: capital or small, as this document has it.

Capitals of c, o, s, v, x and the like differ from small letters in size alone, which engines do not
see, and other letters are read as something else altogether. What the items of the same kind do
whose first letter tells, the others do too; where none tells, they begin with a capital.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.decode.prices import ALIKE, LOWER, PRIOR_ITEMS, PRIOR_SHARE, TITLE, UPPER, Kind
from vnfix.text.patterns import pattern
from vnfix.text.unicode import in_case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.decode.lattice import ObservedToken, Step
    from vnfix.decode.vocabulary import Vocabulary

ONE_SHAPE = frozenset("cosuvxwpkz")
"""Letters whose capitals differ in size alone."""
SHORT_WORD = 2
HEADING_LETTERS = 6
HEADED = "heading"
"""The kind of the first word below a heading: 97 in 100 begin with a capital."""
MARKER_ENDS = frozenset("-–+•*.)")
MARKER = pattern(r"[-–+•*]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\p{L}\)")


class Opener(NamedTuple):
    """The first word of a list item.

    Attributes:
        path: number of its paragraph.
        step: number of its step.
        kind: what its marker is like.
        tells: whether its first letter shows its case.

    """

    path: int
    step: int
    kind: str
    tells: bool


def kind_of(marker: str) -> str:
    """Return what is alike among the markers of one list: the dash, or that there is a number.

    >>> kind_of("-"), kind_of("12."), kind_of("b)")
    ('-', '1', 'a')
    """
    return "1" if marker[-2:-1].isdecimal() else "a" if marker[0].isalpha() else marker[0]


def openers(paths: Sequence[tuple[Sequence[ObservedToken], Sequence[Step]]]) -> Iterator[Opener]:
    """Yield the first words behind markers at the start of a line, and below headings."""
    above: Sequence[ObservedToken] = ()
    for p, (observed, steps) in enumerate(paths):
        heads = {}
        for _, found in groupby(observed, key=lambda s: s.line):
            line = list(found)
            if not line[0].caps:
                if len(line) > 1 and is_marker(line[0].text):
                    heads[line[1].place] = kind_of(line[0].text), line[1].text[0]
                elif is_heading(above):
                    heads[line[0].place] = HEADED, line[0].text[0]
            above = line
        for k, step in enumerate(steps) if heads else ():
            if step.arc.start in heads and step.arc.kind == Kind.WORD:
                kind, seen = heads[step.arc.start]
                yield Opener(p, k, kind, tells(seen, step.arc.text))


def is_marker(text: str) -> bool:
    """Whether a token is the marker of a list item."""
    return text[-1] in MARKER_ENDS and MARKER.fullmatch(text) is not None


def is_heading(line: Sequence[ObservedToken]) -> bool:
    """Whether a line is a heading in capitals; one with digits may be the head of a page.

    A cell of a table may hold `UBND` and what goes on in the next line.
    """
    if len(line) < 2 or not line[0].caps:
        return False
    text = "".join(s.text for s in line)
    if len(text) < HEADING_LETTERS or any(map(str.isdecimal, text)):
        return False
    return sum(s.text.isupper() for s in line) * 3 >= len(line) * 2


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
            if o.tells:
                self.every[o.kind] += 1
                self.capitals[o.kind] += settled[o.path][o.step].arc.case != LOWER

    def of(self, kind: str) -> float:
        """Return the share of capitals among the items of a kind, by what offices do and these."""
        known = self.capitals[kind] + PRIOR_ITEMS * PRIOR_SHARE
        return known / (self.every[kind] + PRIOR_ITEMS)


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
    for o in found:
        step = settled[o.path][o.step]
        share = shares.of(o.kind)
        if share >= ALIKE and (_is_small(o, step) or _is_shouted(settled[o.path], o.step)):
            text = in_case(vocabulary.words[step.arc.word], TITLE)
            raised = step.arc._replace(text=text, case=TITLE)
            sure = step.posterior * share
            settled[o.path][o.step] = step._replace(arc=raised, posterior=sure, opens=True)
    return settled


def _is_small(opener: Opener, step: Step) -> bool:
    """Whether a first word is small, and its letter does not tell that it was printed so."""
    return step.arc.case == LOWER and not opener.tells and not step.named


def _is_shouted(steps: Sequence[Step], k: int) -> bool:
    """Whether a short first word is in capitals before a small one: `SỐ liệu`."""
    arc, behind = steps[k].arc, [step.arc for step in steps[k + 1 : k + 2]]
    small = any(other.kind == Kind.WORD and other.case == LOWER for other in behind)
    return small and arc.case == UPPER and len(arc.text) == SHORT_WORD


def tells(observed: str, word: str) -> bool:
    """Whether an observed letter is a word's first one, in a shape that shows its case.

    >>> tells("N", "ngành"), tells("c", "công"), tells("6", "ở")
    (True, False, False)
    """
    return shows(observed, word[:1])


@lru_cache(maxsize=memory.TOKENS)
def shows(observed: str, letter: str) -> bool:
    """Whether an observed letter is another one, accents aside, in a shape that shows its case."""
    base = strip_accents(letter).lower()
    return base not in ONE_SHAPE and observed.lower() == base
