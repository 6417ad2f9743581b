# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The places of a document that a person may have to look at, each with what is around it.

Plain Python that Cython compiles with the types of `places.pxd`, as the kernel is: every token of a
document is a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vnfix.alternatives.shapes import core_of, word_of
from vnfix.decode.far import FARTHEST, NEAREST
from vnfix.decode.groups import groups
from vnfix.decode.kernel.ngrams import State, advance
from vnfix.decode.lm import Window
from vnfix.decode.signs import Evidence
from vnfix.text.tokens import BEGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.decode.groups import Group
    from vnfix.decode.lattice import ObservedToken
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rounds import Outcome
    from vnfix.model import Document

# Words before and after a place that the language model looks at.
LEFT, RIGHT = 3, 3
# What is read so surely counts among the words far off.
SURE = 0.7
# Counts of what was never read.
ALONE, BESIDE, VOTES = 0.3, 0.1, 0.1


Key = TypeVar("Key", str, tuple[str, str])
# Copies that are C numbers where this is compiled.
_LEFT, _RIGHT, _NEAREST, _FARTHEST, _SURE = LEFT, RIGHT, NEAREST, FARTHEST, SURE


class Paragraph:
    """How the groups of a paragraph are read, for those around them.

    Attributes:
        groups: its groups.
        evidence: what the document says of them.
        first: number of the first of them in the document.
        lm: the language model.

    """

    def __init__(
        self, groups: list[Group], evidence: Evidence, first: int, lm: LanguageModel
    ) -> None:
        """Keep the values."""
        self.groups, self.evidence, self.first, self.lm = groups, evidence, first, lm
        self._units: list[Sequence[int]] | None = None

    def units(self) -> list[Sequence[int]]:
        """Return the language model's words of each group."""
        if self._units is None:
            self._units = self.evidence.units_of(self.first, self.first + len(self.groups))
        return self._units

    def after(self, k: int) -> str:
        """Return how a group is read, "" before the first and behind the last."""
        if 0 <= k < len(self.groups):
            group: Group = self.groups[k]
            return group.after
        return ""


class Around:
    """What stands around a place.

    Attributes:
        window: the neighbours for the language model.
        before: numbers of the words that stand far before it, the nearest first.
        behind: numbers of those far behind it.
        near: numbers of the words before and after it, -1 for none.
        words: the same as they are read, in lower case without marks.
        follower: how the next token is read, "" at the end.

    """

    def __init__(self, paragraph: Paragraph, k: int) -> None:
        """Look around.

        Args:
            paragraph: what the place stands in.
            k: number of its group there.

        """
        units, size = paragraph.units(), len(paragraph.groups)
        left: list[int] = [paragraph.lm.number[BEGIN]]
        right: list[int] = []
        for j in range(max(k - _LEFT, 0), k):
            left.extend(units[j])
        for j in range(k + 1, min(k + 1 + _RIGHT, size)):
            right.extend(units[j])
        left, right = left[max(len(left) - _LEFT, 0) :], right[:_RIGHT]
        self.window = Window(state_behind(left, paragraph.lm), tuple(right))
        self.near = (left[len(left) - 1], right[0] if right else -1)
        self._look_far(paragraph, k)
        self.follower = paragraph.after(k + 1)
        self.words = (word_of(paragraph.after(k - 1), -1), word_of(self.follower, 0))

    def _look_far(self, paragraph: Paragraph, k: int) -> None:
        """Note the words far off; only those count that are read surely."""
        units, size = paragraph.units(), len(paragraph.groups)
        before: list[int] = []
        for j in range(k - 1, max(k - _FARTHEST, 0) - 1, -1):
            group: Group = paragraph.groups[j]
            if group.posterior > _SURE:
                before.extend(units[j][::-1])
        behind: list[int] = []
        for j in range(k + 1, min(k + 1 + _FARTHEST, size)):
            group = paragraph.groups[j]
            if group.posterior > _SURE:
                behind.extend(units[j])
        self.before = before[_NEAREST - 1 : _FARTHEST]
        self.behind = behind[_NEAREST - 1 : _FARTHEST]


class Spot:
    """One token, or a run of tokens that belong together, and its neighbours.

    Attributes:
        group: how it is read.
        observed: its first token.
        paragraph: what it stands in.
        number: which group of it this is.

    """

    def __init__(self, paragraph: Paragraph, number: int, observed: ObservedToken) -> None:
        """Keep the values; what is around is looked at when it is asked for."""
        self.group: Group = paragraph.groups[number]
        self.observed, self.paragraph, self.number = observed, paragraph, number
        self._around: Around | None = None

    @property
    def signs(self) -> tuple[float, ...]:
        """The values of `signs.NAMES`, of `SIGNS` alone where nothing is changed."""
        return self.paragraph.evidence.of(self.paragraph.first + self.number)

    def single(self) -> bool:
        """Return whether it is one token."""
        end: int = self.observed.end
        return end == self.group.end

    def around(self) -> Around:
        """Return what stands around it."""
        if self._around is None:
            self._around = Around(self.paragraph, self.number)
        return self._around


class Memory:
    """What the document says elsewhere, each reading weighted by its posterior.

    Attributes:
        alone: how often each word is read.
        beside: how often each pair of neighbours is read.
        votes: how often each garbled word is read as each word.

    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.alone: dict[str, float] = {}
        self.beside: dict[tuple[str, str], float] = {}
        self.votes: dict[tuple[str, str], float] = {}


def more(counts: dict[Key, float], key: Key, share: float) -> None:
    """Count something that was read with this posterior."""
    counts[key] = counts.get(key, 0.0) + share


def memory_of(found: Sequence[Sequence[Group]]) -> Memory:
    """Count what the document's paragraphs are read as."""
    memory = Memory()
    shares: dict[tuple[str, str], float] = {}
    words: dict[str, list[str]] = {}
    for paragraph in found:
        last = ""
        for g in paragraph:
            more(shares, (g.before, g.after), g.posterior)
            said = words.get(g.after)
            if said is None:
                said = words[g.after] = [core_of(text) for text in g.after.lower().split()]
            if said:
                more(memory.beside, (last, said[0]), g.posterior)
                last = said[len(said) - 1]
    for (before, after), share in shares.items():
        more(memory.votes, (core_of(before), core_of(after).lower()), share)
        said = words[after]
        for k, word in enumerate(said):
            more(memory.alone, word, share)
            if k:
                more(memory.beside, (said[k - 1], word), share)
    return memory


def spots_of(document: Document, read: Outcome, lm: LanguageModel) -> tuple[Iterator[Spot], Memory]:
    """Return all tokens of the sick lines, made one by one, and what the document says."""
    found = [groups(document.text, d.observed, d.steps) for d in read.decoded]
    evidence = Evidence([g for paragraph in found for g in paragraph], lm, read.general)
    return _spots(read, found, evidence, lm), memory_of(found)


def _spots(
    read: Outcome, found: list[list[Group]], evidence: Evidence, lm: LanguageModel
) -> Iterator[Spot]:
    """Yield the places of paragraphs."""
    first = 0
    for d, paragraph in zip(read.decoded, found, strict=True):
        around, place = Paragraph(paragraph, evidence, first, lm), 0
        for k, g in enumerate(paragraph):
            while d.observed[place].start < g.start:
                place += 1
            observed = d.observed[place]
            if observed.sick:
                yield Spot(around, k, observed)
        first += len(paragraph)


def state_behind(units: list[int], lm: LanguageModel) -> State:
    """Return the language model's state behind some words."""
    one, two = State(units[0], -1, -1), State(0, -1, -1)
    for unit in units[1:]:
        advance(lm.arrays, one, unit, two)
        one.one, one.two, one.three = two.one, two.two, two.three
    return one
