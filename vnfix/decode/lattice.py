"""The lattice of a paragraph: all arcs of its tokens, and the best path through them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.decode import kernel
from vnfix.decode.kernel import State, advance
from vnfix.decode.prices import (
    BEAM,
    FLATNESS,
    HYPOTHESES,
    MERGE,
    MERGED_LENGTH,
    TOKENS,
    UNITS,
    Kind,
)
from vnfix.text.tokens import ITEM, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from vnfix.decode.candidates import Charts
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary
    from vnfix.model import Candidate, Document

# The letter of an item that was read well: only the order of the list may make it another.
LETTERED = regex.compile(r"[a-zđ]\)|[A-E]\.")
# A box of a form, empty or ticked, with or without blanks inside.
BOX = regex.compile(r"\[ {0,3}[xXvV✓✔√]? {0,3}\]|\( {1,3}\)|\( ?[xX] ?\)")
# The name of a part of a document, and its Roman number in capitals, read well: `Phu luc X`.
PART = regex.compile(r"[mM]\S{1,3}c|[lL1I]\S{1,3}c|[cC]h\S{2,4}g|[pP]h\S{1,2}n")
PART_NUMBER = regex.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[,.;:)]?")


# Capitals that no word is made of: `VT`, `KHTH-VP`.
CODES = regex.compile(
    r"(?<!\S)\(?[BCDĐGHKLMNPQRSTVX]{2,}(?:[-&][BCDĐGHKLMNPQRSTVX]{2,})*[),.;:]*(?!\S)"
)
NO_FINALS = frozenset("BDKLQRSVX")  # capitals of letters that end no syllable


class ObservedToken(NamedTuple):
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


class Arc(NamedTuple):
    """One reading of a stretch of a paragraph.

    Attributes:
        start: first place.
        end: place after it.
        kind: one of `units.Kind`.
        text: what it says, blanks included.
        cost: all costs but the language model's, units.
        word: number of the word in the vocabulary, -1 for others.
        case: LOWER, TITLE or UPPER, as the text is written.
        channel: the channel's cost in each of the three cases, units.

    """

    start: int
    end: int
    kind: int
    text: str
    cost: int
    word: int
    case: int
    channel: tuple[int, int, int]


class Step(NamedTuple):
    """One arc of the best path.

    Attributes:
        arc: the arc.
        lm: its language-model cost, units.
        posterior: probability of what it says there.
        others: other readings of the same places with their probabilities, best first.
        named: whether it is part of a name, read as such.
        opens: whether it has the capital of the items or lines that begin as it does.

    """

    arc: Arc
    lm: int
    posterior: float
    others: tuple[tuple[Arc, float], ...]
    named: bool = False
    opens: bool = False


def in_capitals(text: str) -> bool:
    """Whether most letters of a line are capitals, beside those of codes.

    >>> in_capitals("riNu ruAxu HoA"), in_capitals("Cii c6ch hinh chinh")
    (False, False)
    >>> in_capitals("- Luu: VT, KHTH, TH-VP."), in_capitals("VT, KHTH"), in_capitals("TINH B,")
    (False, True, True)
    """
    return _mostly_upper(text) and _mostly_upper(CODES.sub("", text), none=True)


def _mostly_upper(text: str, *, none: bool = False) -> bool:
    """Whether most letters are capitals, two at least; `none` where there are no letters."""
    letters, upper = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    return upper * 2 > letters and upper > 1 if letters else none


def paragraphs(document: Document, sick: Collection[int]) -> Iterator[list[ObservedToken]]:
    """Yield the tokens of each paragraph with a sick line.

    A paragraph ends at a blank line, before a line that begins like an item of a list, and after
    TOKENS of them.
    """
    run: list[ObservedToken] = []
    for k, line in enumerate(document.lines):
        if run and (not line.text.strip() or ITEM.match(line.text)):
            yield from _with_sick(run)
            run = []
        caps, before = in_capitals(line.text), ""
        boxes = [m.span() for m in BOX.finditer(line.text)]
        for t in tokens(line.text):
            if len(run) == TOKENS:
                yield from _with_sick(run)
                run = []
            start, end = line.start + t.start, line.start + t.end
            place = run[-1].place + len(run[-1].text) if run else 0
            opens = not before and LETTERED.fullmatch(t.text)
            numbers_part = PART.fullmatch(before) and PART_NUMBER.fullmatch(t.text)
            box = any(a <= t.start and t.end <= b for a, b in boxes)
            right = opens or numbers_part or box
            run.append(ObservedToken(k, start, end, t.text, place, k in sick and not right, caps))
            before = t.text
    yield from _with_sick(run)


def _with_sick(run: list[ObservedToken]) -> Iterator[list[ObservedToken]]:
    if any(s.sick for s in run):
        yield run


class Builder:
    """Collects the charts of one paragraph and remembers what their arcs say."""

    def __init__(self, observed: Sequence[ObservedToken], charts: Charts) -> None:
        """Start with the tokens and no arcs."""
        self.observed = observed
        self.charts = charts
        self.lm = charts.tools.lm
        self.text = "".join(s.text for s in observed)
        self.parts: list[kernel.Chart] = []
        self.places = array("i")
        self.extras: list[tuple[int, ...] | None] = []
        self.proposals: dict[int, Candidate] = {}

    def add(self, chart: kernel.Chart, place: int, words: tuple[int, ...] | None = None) -> None:
        """Add a chart that begins at `place`; `words` where it is one arc of several words."""
        self.parts.append(chart)
        self.places.append(place)
        self.extras.append(words)

    def add_tokens(self) -> None:
        """Add the arcs of every token by itself."""
        for s in self.observed:
            if s.sick:
                self.add(self.charts.token(s.text, caps=s.caps), s.place)
            else:
                self.add_arc(s.place, s.place + len(s.text), Kind.KEPT, (s.text, 0))

    def add_arc(self, start: int, end: int, kind: int, says: tuple[str, int]) -> None:
        """Add one arc that says a text of any number of words at a cost."""
        chart = kernel.Chart(1)
        chart.add(0, end - start, kind, -1, says[1])
        self.add(chart, start, units_of(says[0], self.lm))

    def add_merges(self) -> None:
        """Add arcs that read two tokens as one word."""
        for a, b in zip(self.observed, self.observed[1:], strict=False):
            if a.line != b.line or not self._doubtful(a, b):
                continue
            if len(a.text) + len(b.text) > MERGED_LENGTH or not may_merge(a.text, b.text):
                continue
            if any(self.charts.look(t.text, caps=t.caps).numbers for t in (a, b)):
                continue
            least = len(a.text) + (len(b.text) + 1) // 2
            chart = self.charts.joined(a.text + b.text, caps=a.caps)
            self.add(chart.reaching(least, MERGE), a.place)

    def _doubtful(self, a: ObservedToken, b: ObservedToken) -> bool:
        """Whether two tokens may be changed and are not both settled."""
        settled = self.charts.settled
        both = (a.text, a.caps) in settled and (b.text, b.caps) in settled
        return a.sick and b.sick and not both

    def add_proposals(self, candidates: Sequence[Candidate]) -> None:
        """Add the arcs that fixers propose, where they begin and end at tokens."""
        starts = [s.start for s in self.observed]
        for c in candidates:
            first, last = bisect_right(starts, c.start) - 1, bisect_right(starts, c.end - 1) - 1
            if first < 0:
                continue
            a, b = (
                self._place(self.observed[first], c.start),
                self._place(self.observed[last], c.end),
            )
            if a is not None and b is not None and a < b:
                self.proposals[len(self.parts)] = c
                self.add_arc(a, b, Kind.PROPOSED, (c.after, round(c.price * UNITS)))

    @staticmethod
    def _place(s: ObservedToken, offset: int) -> int | None:
        """Return the place of an offset in or at the ends of a token; None where NFC moved it."""
        if offset == s.end:
            return s.place + len(s.text)
        inside = len(s.text) == s.end - s.start and s.start <= offset < s.end
        return s.place + offset - s.start if inside or offset == s.start else None

    def lattice(self) -> kernel.Lattice:
        """Return the arrays for the kernel."""
        return kernel.Lattice(self.parts, self.places, self.extras, len(self.text))

    def says(self) -> kernel.Says:
        """Return what the arcs say."""
        proposed = {part: c.after for part, c in self.proposals.items()}
        return kernel.Says(self.charts.tools.vocabulary.words, self.text, proposed)


def may_merge(a: str, b: str) -> bool:
    """Whether two tokens look like pieces of one word: one is short or has odd marks."""
    if not (a[-1].isalnum() or a[-1] in ".,'`^~·-_") or not b[0].isalpha():
        return False
    alike = (a.istitle() and b.istitle()) or (a.isupper() and b.isupper())
    if alike and len(a) > 1 and a.isalpha() and b[1:2].isalpha():
        return False  # parts of a name
    if b in NO_FINALS and len(a) > 1 and a[-1].isalpha():
        return False  # `benh vien K`
    return len(a) <= 2 or len(b) <= 2 or not (a.isalpha() and b.isalpha())


def units_of(text: str, lm: LanguageModel) -> tuple[int, ...]:
    """Return the language model's words of a text."""
    return lm.units(text)


def units_of_arc(arc: Arc, lm: LanguageModel, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the language model's words of an arc."""
    return (vocabulary.lm[arc.word],) if arc.kind == Kind.WORD else units_of(arc.text, lm)


def behind(state: State, steps: Iterable[Step], lm: LanguageModel, vocabulary: Vocabulary) -> State:
    """Return the state of the language model behind some steps, from that before them."""
    for step in steps:
        for unit in units_of_arc(step.arc, lm, vocabulary):
            into = State(0, -1, -1)
            advance(lm.arrays, state, unit, into)
            state = into
    return state


def best_path(
    observed: Sequence[ObservedToken],
    charts: Charts,
    proposals: Mapping[int, Sequence[Candidate]],
    unlikely: float,
) -> list[Step]:
    """Return the best path through a paragraph.

    Args:
        observed: its tokens.
        charts: the candidates of tokens.
        proposals: candidates of fixers by line index.
        unlikely: other readings below this probability are left out; 1 leaves all out.

    """
    builder = Builder(observed, charts)
    builder.add_tokens()
    if charts.effort.blanks:
        builder.add_merges()
    for line in sorted({s.line for s in observed}):
        builder.add_proposals(proposals.get(line, ()))
    lattice = builder.lattice()
    limits = kernel.BeamLimits(BEAM, HYPOTHESES, FLATNESS)
    lm = charts.tools.lm
    path = kernel.decode(charts.tools.beam, lattice, lm.arrays, lm.begin(), limits)
    told = lattice.steps(path, builder.says(), unlikely, Arc._make)
    return [Step(*found) for found in told]
