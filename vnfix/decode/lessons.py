# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What the best paths of a round teach: pairs of seen and meant, and which tokens are settled.

Plain Python that Cython compiles with the types of `lessons.pxd`, as the kernel is: these paths are
needed for nothing else, so no steps are made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix.decode.kernel.chart import Arcs
from vnfix.decode.kernel.paths import Lattice, Path
from vnfix.decode.prices import LEARNT, SPLIT_ABOVE, SPLIT_LETTER, SURE, Kind
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vnfix.decode.lattice import ObservedToken

# Copies that are C numbers where this is compiled.
_WORD, _KEPT = Kind.WORD, Kind.KEPT
_LEARNT, _SURE = LEARNT, SURE
_SPLIT_ABOVE, _SPLIT_LETTER = SPLIT_ABOVE, SPLIT_LETTER


class Lessons:
    """What one round teaches.

    Attributes:
        pairs: what was observed for each word of the document, weighted by posterior.
        met: the tokens, each with whether its line is in capitals.
        doubtful: those of them that are in doubt somewhere.

    """

    def __init__(self, words: Sequence[str]) -> None:
        """Start with nothing; `words` is the vocabulary."""
        self.words = words
        self.pairs: dict[tuple[str, str], float] = {}
        self.met: set[tuple[str, bool]] = set()
        self.doubtful: set[tuple[str, bool]] = set()

    def learn(self, observed: Sequence[ObservedToken], lattice: Lattice, path: Path) -> None:
        """Learn from the best path of a paragraph."""
        text = "".join([s.text for s in observed])
        arcs, posterior = path.arcs, path.posterior
        k, first = 0, 0
        doubt = False
        token = observed[0].text
        goal = len(token)
        for number in arcs:
            chart = lattice.charts[lattice.owner[number]]
            a, start = lattice.index[number], lattice.start(number)
            end, cost = lattice.end[number], lattice.cost[number]
            sure: float = posterior[number]
            if chart.kind(a) == _WORD and sure > _LEARNT:
                meant = in_case(self.words[chart.word(a)], chart.case(a))
                self.pair(text[start:end], meant, cost, min(sure, 1.0))
            if sure < _SURE or chart.kind(a) == _KEPT or is_dear(len(token), cost):
                doubt = True
            while goal < end:
                k += 1
                goal += len(observed[k].text)
            if goal == end:
                k += 1
                self.run(observed, first, k, doubt)
                first, doubt = k, False
                if k < len(observed):
                    token = observed[k].text
                    goal += len(token)

    def pair(self, seen: str, meant: str, cost: int, share: float) -> None:
        """Learn that a word was meant, if it explains what was seen."""
        if is_dear(len(seen), cost) and crammed(seen, meant):
            return
        key = (seen, meant)
        self.pairs[key] = self.pairs.get(key, 0.0) + share

    def run(self, observed: Sequence[ObservedToken], first: int, last: int, doubt: bool) -> None:
        """Note the tokens of a run; those that were read as one word are in doubt."""
        for k in range(first, last):
            key = (observed[k].text, observed[k].caps)
            self.met.add(key)
            if doubt or last - first > 1:
                self.doubtful.add(key)

    def settled(
        self, before: Collection[tuple[str, bool]], known: Mapping[tuple[str, bool], Arcs]
    ) -> dict[tuple[str, bool], Any]:
        """Return the charts of the tokens that are in no doubt anywhere: they are not made again.

        What may be several words is looked at again in the last round, which knows of lost blanks.

        Args:
            before: the tokens that were settled before.
            known: the charts of all tokens.

        """
        sure = self.met.union(before) - self.doubtful
        return {key: known[key] for key in sure if key in known}


def crammed(seen: str, meant: str) -> bool:
    """Whether a token has more letters than its word explains: two that lost their blank."""
    return sum(map(str.isalpha, seen)) >= len(meant) + 2


def is_dear(letters: int, cost: int) -> bool:
    """Whether a word explains a token of so many letters so badly that it may be several."""
    return cost > _SPLIT_ABOVE + _SPLIT_LETTER * letters
