# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The lattice of a paragraph: all arcs of its tokens, and the best path through them.

Plain Python that Cython compiles with the types of `lattice.pxd`, as the kernel is: every token of
a document goes through it, once for each round.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.decode.candidates import Charts
from vnfix.decode.kernel.chart import Arcs, one_arc
from vnfix.decode.kernel.ngrams import State, advance
from vnfix.decode.kernel.paths import BeamLimits, Lattice, Path, Says, decode
from vnfix.decode.prices import (
    BEAM,
    ENDLESS,
    FLATNESS,
    HYPOTHESES,
    INF,
    LOWER,
    MERGE,
    MERGED_LENGTH,
    PLACES,
    TOKENS,
    UNITS,
    Kind,
)
from vnfix.text.patterns import pattern
from vnfix.text.tokens import ITEM, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary
    from vnfix.model import Candidate, Document

# The letter of an item that was read well: only the order of the list may make it another.
LETTERED = pattern(r"[a-zđ]\)|[A-E]\.")
# A box of a form, empty or ticked, with or without blanks inside.
BOX = pattern(r"\[ {0,3}[xXvV✓✔√]? {0,3}\]|\( {1,3}\)|\( ?[xX] ?\)")
# The name of a part of a document, and its Roman number in capitals, read well: `Phu luc X`.
PART = pattern(r"[mM]\S{1,3}c|[lL1I]\S{1,3}c|[cC]h\S{2,4}g|[pP]h\S{1,2}n")
PART_NUMBER = pattern(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[,.;:)]?")


# Capitals that no word is made of: `VT`, `KHTH-VP`.
CODES = pattern(r"(?<!\S)\(?[BCDĐGHKLMNPQRSTVX]{2,}(?:[-&][BCDĐGHKLMNPQRSTVX]{2,})*[),.;:]*(?!\S)")
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


# What makes tokens, arcs and steps of their values: quicker than a call of the class.
_token: Any = partial(tuple.__new__, ObservedToken)
ARC: Any = partial(tuple.__new__, Arc)
STEP: Any = partial(tuple.__new__, Step)
LIMITS = BeamLimits(BEAM, HYPOTHESES, FLATNESS)
_KEPT, _PROPOSED = Kind.KEPT, Kind.PROPOSED
NO_CASE = (INF, INF, INF)  # the channel's costs of what is no word
_MERGED_LENGTH, _TOKENS, _PLACES, _ENDLESS = MERGED_LENGTH, TOKENS, PLACES, ENDLESS


def in_capitals(text: str) -> bool:
    """Whether most letters of a line are capitals, beside those of codes.

    >>> in_capitals("riNu ruAxu HoA"), in_capitals("Cii c6ch hinh chinh")
    (False, False)
    >>> in_capitals("- Luu: VT, KHTH, TH-VP."), in_capitals("VT, KHTH"), in_capitals("TINH B,")
    (False, True, True)
    """
    return mostly_upper(text, False) and mostly_upper(CODES.sub("", text), True)


def mostly_upper(text: str, none: bool) -> bool:
    """Whether most letters are capitals, two at least; `none` where there are no letters."""
    letters, upper = 0, 0
    for c in text:
        letters += c.isalpha()
        upper += c.isupper()
    return upper * 2 > letters and upper > 1 if letters else none


def paragraphs(document: Document, sick: Collection[int]) -> Iterator[list[ObservedToken]]:
    """Yield the tokens of each paragraph with a sick line.

    A paragraph ends at a blank line, before a line that begins like an item of a list, after TOKENS
    of them, and where they would have more than PLACES characters.
    """
    run: list[ObservedToken] = []
    for k, line in enumerate(document.lines):
        text = line.text
        if run and (not text.strip() or ITEM.match(text)):
            yield from _with_sick(run)
            run = []
        more = line_tokens(text, line.start, k, k in sick, place_behind(run))
        for full in overflowing(run, more, _TOKENS):
            yield from _with_sick(full)
    yield from _with_sick(run)


def _with_sick(run: list[ObservedToken]) -> Iterator[list[ObservedToken]]:
    return (part for part in bounded(run) if any(s.sick for s in part))


def overflowing(
    run: list[ObservedToken], more: Iterator[ObservedToken], most: int
) -> Iterator[list[ObservedToken]]:
    """Add the tokens of a line to a run; yield what it has no room for them beside, a run itself.

    Args:
        run: fewer tokens than `most`; holds the last ones in the end.
        more: those of the line.
        most: so many tokens are a run at most.

    """
    run += islice(more, most - len(run))
    while len(run) == most and (rest := list(islice(more, most))):
        yield run[:]
        run[:] = from_first(rest)


def bounded(run: list[ObservedToken]) -> Iterable[list[ObservedToken]]:
    """Return a run, in pieces if it has more than PLACES characters."""
    return [run] if place_behind(run) <= _PLACES else within(run, _PLACES)


def within(run: list[ObservedToken], most: int) -> Iterator[list[ObservedToken]]:
    """Yield tokens in runs of so many characters at most; a longer token is one by itself."""
    first = 0
    for k, s in enumerate(run):
        if k > first and s.place + len(s.text) - run[first].place > most:
            yield from_first(run[first:k])
            first = k
    yield from_first(run[first:])


def line_tokens(
    text: str,
    start: int,
    number: int,
    sick: bool,
    place: int,
) -> Iterator[ObservedToken]:
    """Yield the tokens of a line.

    Args:
        text: the line.
        start: its offset in the document's text.
        number: its index.
        sick: whether it may be changed.
        place: of its first token.

    """
    before = ""
    caps = in_capitals(text)
    boxes = BOX.finditer(text) if sick and ("[" in text or "(" in text) else iter(())
    box = next(boxes, None)
    for first, last, token in tokens(text):
        right = not before and LETTERED.fullmatch(token) is not None
        if token[0] in "IVX" and PART.fullmatch(before) and PART_NUMBER.fullmatch(token):
            right = True
        while box is not None and box.end() < last:
            box = next(boxes, None)
        if box is not None and box.start() <= first:
            right = True
        may_change = sick and not right and len(token) <= _ENDLESS
        yield _token((number, start + first, start + last, token, place, may_change, caps))
        before = token
        place += len(token)


def place_behind(run: list[ObservedToken]) -> int:
    """Return the place behind some tokens."""
    return run[len(run) - 1].place + len(run[len(run) - 1].text) if run else 0


def from_first(run: list[ObservedToken]) -> list[ObservedToken]:
    """Return tokens with their places counted from the first of them."""
    place = run[0].place
    return [s._replace(place=s.place - place) for s in run]


def untouched(observed: Sequence[ObservedToken]) -> list[Step]:
    """Return the path that leaves all tokens of a paragraph as they are."""
    found = []
    for s in observed:
        arc = ARC((s.place, s.place + len(s.text), _KEPT, s.text, 0, -1, LOWER, NO_CASE))
        found.append(Step(arc, 0, 1.0, ()))
    return found


class Builder:
    """Collects the charts of one paragraph and remembers what their arcs say."""

    def __init__(self, observed: Sequence[ObservedToken], charts: Charts) -> None:
        """Start with the tokens and no arcs."""
        self.observed = observed
        self.charts = charts
        self.lm = charts.tools.lm
        self.text = "".join([s.text for s in observed])
        self.parts: list[Arcs] = []
        self.places: list[int] = []
        self.extras: list[tuple[int, ...] | None] = []
        self.proposals: dict[int, str] = {}

    def add(self, chart: Arcs, place: int, words: tuple[int, ...] | None) -> None:
        """Add a chart that begins at `place`; `words` where it is one arc of several words."""
        self.parts.append(chart)
        self.places.append(place)
        self.extras.append(words)

    def add_tokens(self) -> None:
        """Add the arcs of every token by itself."""
        for s in self.observed:
            text, place = s.text, s.place
            if s.sick:
                self.add(self.charts.token(text, s.caps), place, None)
            else:
                self.add_arc(place, place + len(text), _KEPT, text, 0)

    def add_arc(self, start: int, end: int, kind: int, text: str, cost: int) -> None:
        """Add one arc that says a text of any number of words at a cost."""
        words = units_of(text, self.lm) if len(text) <= _ENDLESS else ()
        self.add(one_arc(end - start, kind, cost), start, words)

    def add_merges(self) -> None:
        """Add arcs that read two tokens as one word."""
        settled = self.charts.settled
        for k in range(len(self.observed) - 1):
            a, b = self.observed[k], self.observed[k + 1]
            seen, more = a.text, b.text
            if len(seen) + len(more) > _MERGED_LENGTH or not may_merge(seen, more):
                continue
            if a.line != b.line or not (a.sick and b.sick):
                continue
            if (seen, a.caps) in settled and (more, b.caps) in settled:
                continue
            looks = [self.charts.look(t.text, t.caps) for t in (a, b)]
            if looks[0].numbers or looks[1].numbers:
                continue
            least = len(seen) + (len(more) + 1) // 2
            chart = self.charts.joined(seen + more, a.caps).chart()
            self.add(chart.reaching(least, MERGE), a.place, None)

    def add_proposals(self, candidates: Sequence[Candidate]) -> None:
        """Add the arcs that fixers propose, where they begin and end at tokens."""
        starts = [s.start for s in self.observed]
        for c in candidates:
            first, last = bisect_right(starts, c.start) - 1, bisect_right(starts, c.end - 1) - 1
            if first < 0:
                continue
            a = place_of(self.observed[first], c.start)
            b = place_of(self.observed[last], c.end)
            if 0 <= a < b:
                self.proposals[len(self.parts)] = c.after
                self.add_arc(a, b, _PROPOSED, c.after, round(c.price * UNITS))

    def lattice(self) -> Lattice:
        """Return the arrays for the kernel."""
        numbers = self.charts.tools.vocabulary.lm
        return Lattice(self.parts, array("i", self.places), self.extras, len(self.text), numbers)

    def says(self) -> Says:
        """Return what the arcs say."""
        return Says(self.charts.tools.vocabulary.words, self.text, self.proposals)

    def searched(self) -> tuple[Lattice, Path]:
        """Return the lattice and the best path through it."""
        lattice = self.lattice()
        return lattice, decode(
            self.charts.tools.memory[1], lattice, self.lm.arrays, self.lm.begin(), LIMITS
        )


def place_of(s: ObservedToken, offset: int) -> int:
    """Return the place of an offset in or at the ends of a token; -1 where NFC moved it."""
    start, end, length = s.start, s.end, len(s.text)
    if offset == end:
        return s.place + length
    inside = length == end - start and start <= offset < end
    return s.place + offset - start if inside or offset == start else -1


def may_merge(a: str, b: str) -> bool:
    """Whether two tokens look like pieces of one word: one is short or has odd marks."""
    if not (a[len(a) - 1].isalnum() or a[len(a) - 1] in ".,'`^~·-_") or not b[0].isalpha():
        return False
    alike = (a.istitle() and b.istitle()) or (a.isupper() and b.isupper())
    if alike and len(a) > 1 and a.isalpha() and b[1:2].isalpha():
        return False  # parts of a name
    if b in NO_FINALS and len(a) > 1 and a[len(a) - 1].isalpha():
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


class Proposals:
    """Candidates of fixers in the order of their places."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Sort them."""
        starts = array("I", [c.start for c in candidates])
        self._candidates = candidates
        self._order = array("I", sorted(range(len(starts)), key=starts.__getitem__))
        self._starts = array("I", sorted(starts))

    def between(self, start: int, end: int) -> list[Candidate]:
        """Return those that begin at these offsets or between them."""
        first = bisect_left(self._starts, start)
        last = bisect_right(self._starts, end, first)
        return [self._candidates[k] for k in self._order[first:last]]


def built(
    observed: Sequence[ObservedToken],
    charts: Charts,
    proposals: Proposals,
) -> Builder:
    """Return all arcs of a paragraph.

    Args:
        observed: its tokens.
        charts: the candidates of tokens.
        proposals: candidates of fixers.

    """
    builder = Builder(observed, charts)
    builder.add_tokens()
    if charts.effort.blanks:
        builder.add_merges()
    candidates = proposals.between(observed[0].start, observed[len(observed) - 1].end)
    if candidates:
        builder.add_proposals(candidates)
    return builder


def best_path(
    observed: Sequence[ObservedToken],
    charts: Charts,
    proposals: Proposals,
    unlikely: float,
) -> list[Step]:
    """Return the best path through a paragraph, none if it was not found; otherwise as `built`.

    Args:
        observed: its tokens.
        charts: the candidates of tokens.
        proposals: candidates of fixers.
        unlikely: other readings below this probability are left out.

    """
    builder = built(observed, charts, proposals)
    lattice, path = builder.searched()
    return lattice.steps(path, builder.says(), unlikely, (ARC, STEP))
