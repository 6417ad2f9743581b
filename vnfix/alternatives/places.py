"""The places of a document that a person may have to look at, each with what is around it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import TYPE_CHECKING

from vnfix.alternatives.shapes import core_of, word_of
from vnfix.decode.far import FARTHEST, NEAREST
from vnfix.decode.groups import groups
from vnfix.decode.kernel import State, advance
from vnfix.decode.lattice import units_of
from vnfix.decode.lm import Window
from vnfix.decode.signs import Evidence
from vnfix.text.tokens import BEGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


@dataclass(frozen=True)
class Paragraph:
    """How the groups of a paragraph are read, for those around them."""

    groups: Sequence[Group]
    lm: LanguageModel

    @cached_property
    def units(self) -> list[tuple[int, ...]]:
        """The language model's words of each group."""
        return [units_of(g.after, self.lm) for g in self.groups]

    def sure(self, part: slice) -> tuple[int, ...]:
        """Return the language model's words of those groups that are read surely."""
        known = [g.posterior > SURE for g in self.groups[part]]
        return _flat(compress(self.units[part], known))

    def after(self, k: int) -> str:
        """Return how a group is read, "" before the first and behind the last."""
        return self.groups[k].after if 0 <= k < len(self.groups) else ""


@dataclass(eq=False)
class Spot:
    """One token, or a run of tokens that belong together, and its neighbours.

    What the neighbours say is worked out when it is asked for: most places are in no doubt.

    Attributes:
        group: how it is read.
        evidence: what the document says, and which of its groups this is.
        observed: its first token.
        paragraph: what it stands in.
        number: which group of it this is.

    """

    group: Group
    evidence: tuple[Evidence, int]
    observed: ObservedToken
    paragraph: Paragraph
    number: int

    @property
    def signs(self) -> tuple[float, ...]:
        """The values of `signs.NAMES`, of `SIGNS` alone where nothing is changed."""
        evidence, k = self.evidence
        return evidence.of(k)

    @property
    def single(self) -> bool:
        """Whether it is one token."""
        return self.observed.end == self.group.end

    @cached_property
    def window(self) -> Window:
        """The neighbours for the language model."""
        units, lm = self.paragraph.units, self.paragraph.lm
        return Window(_behind(self._left, lm), _flat(units[self.number + 1 :][:RIGHT])[:RIGHT])

    @cached_property
    def far(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Numbers of the words that stand far before and far behind it."""
        k, reach = self.number, slice(NEAREST - 1, FARTHEST)
        before = self.paragraph.sure(slice(max(k - FARTHEST, 0), k))[::-1]
        behind = self.paragraph.sure(slice(k + 1, k + 1 + FARTHEST))
        return before[reach], behind[reach]

    @cached_property
    def near(self) -> tuple[int, int]:
        """Numbers of the words before and after it, -1 for none."""
        right = self.window.right
        return self._left[-1], right[0] if right else -1

    @cached_property
    def words(self) -> tuple[str, str]:
        """The same as they are read, in lower case without marks."""
        return word_of(self.paragraph.after(self.number - 1), -1), word_of(self.follower, 0)

    @cached_property
    def follower(self) -> str:
        """How the next token is read, "" at the end."""
        return self.paragraph.after(self.number + 1)

    @cached_property
    def _left(self) -> tuple[int, ...]:
        before = self.paragraph.units[max(self.number - LEFT, 0) : self.number]
        return (self.paragraph.lm.number[BEGIN], *_flat(before))[-LEFT:]


def _flat(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(unit for row in rows for unit in row)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the document says elsewhere, each reading weighted by its posterior.

    Attributes:
        alone: how often each word is read.
        beside: how often each pair of neighbours is read.
        votes: how often each garbled word is read as each word.

    """

    alone: dict[str, float]
    beside: dict[tuple[str, str], float]
    votes: dict[tuple[str, str], float]


def memory_of(found: Sequence[Sequence[Group]]) -> Memory:
    """Count what the document's paragraphs are read as."""
    alone: dict[str, float] = defaultdict(float)
    beside: dict[tuple[str, str], float] = defaultdict(float)
    votes: dict[tuple[str, str], float] = defaultdict(float)
    shares: dict[tuple[str, str], float] = {}
    words: dict[str, list[str]] = {}
    for paragraph in found:
        last = ""
        for g in paragraph:
            pair, share, said = (g.before, g.after), g.posterior, words.get(g.after)
            shares[pair] = shares.get(pair, 0.0) + share
            if said is None:
                said = words[g.after] = [core_of(text) for text in g.after.lower().split()]
            if said:
                beside[last, said[0]] += share
                last = said[-1]
    for (before, after), share in shares.items():
        votes[core_of(before), core_of(after).lower()] += share
        said = words[after]
        for word in said:
            alone[word] += share
        for neighbours in pairwise(said):
            beside[neighbours] += share
    return Memory(dict(alone), dict(beside), dict(votes))


def spots_of(document: Document, read: Outcome, lm: LanguageModel) -> tuple[Iterator[Spot], Memory]:
    """Return all tokens of the sick lines, made one by one, and what the document says."""
    found = [groups(document.text, d.observed, d.steps) for d in read.decoded]
    evidence = Evidence([g for paragraph in found for g in paragraph], lm, read.general)
    return _spots(read, found, evidence, lm), memory_of(found)


def _spots(
    read: Outcome, found: Sequence[Sequence[Group]], evidence: Evidence, lm: LanguageModel
) -> Iterator[Spot]:
    at = 0
    for d, paragraph in zip(read.decoded, found, strict=True):
        around, place = Paragraph(paragraph, lm), 0
        for k, g in enumerate(paragraph):
            while d.observed[place].start < g.start:
                place += 1
            observed = d.observed[place]
            if observed.sick:
                yield Spot(g, (evidence, at + k), observed, around, k)
        at += len(paragraph)


def _behind(units: Sequence[int], lm: LanguageModel) -> State:
    """Return the language model's state behind some words."""
    state = State(units[0], -1, -1)
    for unit in units[1:]:
        into = State(0, -1, -1)
        advance(lm.arrays, state, unit, into)
        state = into
    return state
