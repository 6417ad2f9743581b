"""The lattice of a paragraph: all arcs of its tokens, and the best path through them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.decode import kernel
from vnfix.decode.candidates import DEBRIS, MERGE, Arc, Charts, Kind
from vnfix.decode.units import UNITS
from vnfix.tokens import UNIT, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from vnfix.decode.lm import LanguageModel
    from vnfix.model import Candidate, Document

BEAM = 10_000
HYPOTHESES = 14
FLATNESS = 0.7
MERGED_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Seen:
    """One token of a paragraph.

    Attributes:
        line: index of its line.
        start: offset in the document's text.
        end: offset just past it.
        text: the token in NFC.
        place: number of its first place in the lattice.
        sick: whether it may be changed.
        caps: whether its line is in capitals.

    """

    line: int
    start: int
    end: int
    text: str
    place: int
    sick: bool
    caps: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One arc of the best path.

    Attributes:
        arc: the arc; its places are those of the paragraph.
        lm: its language-model cost, units.
        posterior: probability of what it says there.
        others: other readings of the same places with their probabilities, best first.

    """

    arc: Arc
    lm: int
    posterior: float
    others: tuple[tuple[Arc, float], ...]


def in_capitals(text: str) -> bool:
    """Whether most letters of a line are capitals.

    >>> in_capitals("riNu ruAxu HoA"), in_capitals("Cii c6ch hinh chinh")
    (False, False)
    """
    upper = sum(map(str.isupper, text))
    return upper * 2 > sum(map(str.isalpha, text)) and upper > 1


def paragraphs(document: Document, sick: Collection[int]) -> Iterator[list[Seen]]:
    """Yield the tokens of each run of lines without a blank one, where any line is sick."""
    run: list[int] = []
    for k, line in enumerate(document.lines):
        if line.text.strip():
            run.append(k)
        elif run:
            if any(i in sick for i in run):
                yield _tokens_of(document, run, sick)
            run = []
    if any(i in sick for i in run):
        yield _tokens_of(document, run, sick)


def _tokens_of(document: Document, run: Sequence[int], sick: Collection[int]) -> list[Seen]:
    found: list[Seen] = []
    place = 0
    for k in run:
        line = document.lines[k]
        caps = in_capitals(line.text)
        for t in tokens(line.text):
            start, end = line.start + t.start, line.start + t.end
            found.append(Seen(k, start, end, t.text, place, k in sick, caps))
            place += len(t.text)
    return found


class Builder:
    """Collects the arcs of one paragraph."""

    def __init__(self, seen: Sequence[Seen], charts: Charts) -> None:
        """Start with the tokens and no arcs."""
        self.seen = seen
        self.charts = charts
        self.lm = charts.tools.lm
        self.places = seen[-1].place + len(seen[-1].text) + 1
        self.leaving: list[list[Arc]] = [[] for _ in range(self.places)]

    def add(self, place: int, arc: Arc) -> None:
        """Add an arc that starts `place` later than it says."""
        self.leaving[place + arc.start].append(
            arc._replace(start=place + arc.start, end=place + arc.end) if place else arc
        )

    def add_tokens(self) -> None:
        """Add the arcs of every token by itself."""
        for s in self.seen:
            if s.sick:
                for arc in self.charts.arcs(s.text, s.caps):
                    self.add(s.place, arc)
            else:
                self.add(s.place, fixed(s.text, self.lm))

    def add_merges(self) -> None:
        """Add arcs that read two tokens as one word."""
        for a, b in zip(self.seen, self.seen[1:], strict=False):
            if a.line != b.line or not (a.sick and b.sick):
                continue
            if len(a.text) + len(b.text) > MERGED_LENGTH or not may_merge(a.text, b.text):
                continue
            least = len(a.text)
            for arc in self.charts.joined(a.text + b.text, a.caps):
                if arc.end > least and (arc.end - least) * 2 >= len(b.text):
                    self.add(a.place, arc._replace(cost=arc.cost + MERGE))

    def add_proposals(self, candidates: Sequence[Candidate]) -> None:
        """Add the arcs that fixers propose, where they begin and end at tokens."""
        at = {s.start: s.place for s in self.seen}
        until = {s.end: s.place + len(s.text) for s in self.seen}
        for c in candidates:
            if c.start in at and c.end in until:
                units = units_of(c.after, self.lm)
                price = round(c.price * UNITS)
                arc = Arc(at[c.start], until[c.end], Kind.PROPOSED, c.after, units, price)
                self.leaving[arc.start].append(arc)

    def lattice(self) -> tuple[kernel.Lattice, list[Arc]]:
        """Return the arrays for the kernel, and the arcs by number."""
        begin, end, cost = array("i"), array("i"), array("i")
        units, pool = array("i", [0]), array("i")
        arcs: list[Arc] = []
        for group in self.leaving:
            begin.append(len(arcs))
            arcs += group
        for arc in arcs:
            end.append(arc.end)
            cost.append(arc.cost)
            pool.extend(arc.units)
            units.append(len(pool))
        return kernel.Lattice(begin, end, cost, units, pool), arcs


def may_merge(a: str, b: str) -> bool:
    """Whether two tokens look like pieces of one word: one is short or has odd marks."""
    if not (a[-1].isalnum() or a[-1] in ".,'`^~·-_") or not b[0].isalpha():
        return False
    return len(a) <= 2 or len(b) <= 2 or not (a.isalpha() and b.isalpha())


def units_of(text: str, lm: LanguageModel) -> tuple[int, ...]:
    """Return the language model's words of a text."""
    return tuple(lm.unit(m.group()) for m in UNIT.finditer(text))


def fixed(text: str, lm: LanguageModel) -> Arc:
    """Return the arc of a token that stays as it is."""
    return Arc(0, len(text), Kind.KEPT, text, units_of(text, lm), 0)


def best_path(
    seen: Sequence[Seen], charts: Charts, proposals: Mapping[int, Sequence[Candidate]]
) -> list[Step]:
    """Return the best path through a paragraph.

    Args:
        seen: its tokens.
        charts: the candidates of tokens.
        proposals: candidates of fixers by line index.

    """
    builder = Builder(seen, charts)
    builder.add_tokens()
    builder.add_merges()
    for line in sorted({s.line for s in seen}):
        builder.add_proposals(proposals.get(line, ()))
    lattice, arcs = builder.lattice()
    limits = (BEAM, HYPOTHESES, FLATNESS)
    path = kernel.decode(lattice, charts.tools.lm.arrays, charts.tools.lm.begin(), limits)
    return [
        _step(arcs, lattice, path, (number, said))
        for number, said in zip(path.arcs, path.lm, strict=True)
    ]


def _step(
    arcs: Sequence[Arc], lattice: kernel.Lattice, path: kernel.Path, won: tuple[int, int]
) -> Step:
    number, said = won
    arc = arcs[number]
    readings: dict[str, tuple[float, Arc]] = {}
    for k in range(lattice.begin[arc.start], lattice.begin[arc.start + 1]):
        other = arcs[k]
        if other.end == arc.end and path.posterior[k] > 1e-4:
            share, best = readings.get(other.text, (0.0, other))
            readings[other.text] = (share + path.posterior[k], min(best, other, key=_cost))
    own = readings.pop(arc.text, (0.0, arc))[0]
    ranked = sorted(readings.values(), key=lambda x: -x[0])
    others = tuple((other, share) for share, other in ranked)
    return Step(arc, said, min(own, 1.0), others)


def _cost(arc: Arc) -> int:
    return arc.cost
