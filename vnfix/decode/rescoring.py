"""Tokens in doubt are scored anew: what both neighbours demand, and what the document says.

The search proposes what the channel can explain. A token that is garbled beyond that may still be
known: after `phục` and before a comma an office writes `vụ`, whatever is seen. Such words are
proposed here by the language model from both sides and priced by the channel with a floor for any
string. Pairs of words that the document has elsewhere, read well, are believed more (a cache, Kuhn
and De Mori 1990).
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.decode.align import probability
from vnfix.decode.kernel import State, advance
from vnfix.decode.lattice import Arc, Step, units_of_arc
from vnfix.decode.lm import Window
from vnfix.decode.looks import FORMULAIC, core_span
from vnfix.decode.prices import (
    ANY_LETTER,
    ANY_STRING,
    CACHE_PAIRS,
    CACHE_SHARE,
    CACHE_UNSEEN,
    CASE_OTHER,
    CREDIBLE,
    DEMANDED_LONGEST,
    FLATNESS,
    IN_DOUBT,
    LEAST_PRICES,
    LETTER_MISSING,
    LOOKED_AHEAD,
    LOWER,
    OUTVOTED,
    PRICED,
    SEVERAL_WORDS,
    TITLE,
    UNITS,
    UNSEEN,
    UPPER,
    Kind,
)
from vnfix.decode.vocabulary import letter_bits
from vnfix.text.patterns import pattern
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.decode.candidates import Charts
    from vnfix.decode.groups import Run
    from vnfix.decode.lattice import ObservedToken
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

PRICES = array("i", [round(price * UNITS) for row in LEAST_PRICES for price in row])

JOINED = pattern(r"\p{L}[-./&]\w|\w[-./&]\p{Lu}")
"""Codes, names of programs, addresses: no list holds them all."""


EDGE = frozenset(",.;:")
CONTEXT = 3  # words before a place that the language model knows of


class Lost(NamedTuple):
    """A mark at the end of a token that is not read as one, and its number."""

    arc: Arc
    unit: int


class Place(NamedTuple):
    """A token in doubt.

    Attributes:
        token: as it was seen.
        seen: its text without the marks at its edges.
        head: steps of the marks before the word.
        inner: how the word is read.
        tail: steps of the marks behind it.
        state: the language model behind all before the word.
        right: numbers of what follows.
        lost: a mark behind the word that the reading takes for part of it; a better one does not.

    """

    token: ObservedToken
    seen: str
    head: Sequence[Step]
    inner: Sequence[Step]
    tail: Sequence[Step]
    state: State
    right: tuple[int, ...]
    lost: Lost | None = None

    @property
    def ahead(self) -> tuple[int, ...]:
        """What follows a better reading, which keeps the mark that was swallowed."""
        return (self.lost.unit, *self.right) if self.lost else self.right

    @property
    def case(self) -> int:
        """The case that the word was seen in."""
        if self.token.caps and (len(self.seen) == 1 or self.seen[1:].isupper()):
            return UPPER
        return TITLE if self.seen[0].isupper() else LOWER

    @property
    def posterior(self) -> float:
        """The least posterior of the reading."""
        return min(s.posterior for s in self.inner)


class Reading(NamedTuple):
    """What may stand at a place.

    Attributes:
        total: all its costs, nats.
        said: those of the language model, the words behind it included.
        word: its number in the vocabulary.
        known: its arc where the lattice had one.

    """

    total: float
    said: float
    word: int
    known: Arc | None


class Cache:
    """Pairs of neighbours that the document has, by how sure they were read."""

    def __init__(self, lm: LanguageModel, vocabulary: Vocabulary) -> None:
        """Start with nothing read."""
        self.lm = lm
        self.vocabulary = vocabulary
        self.pairs: dict[tuple[int, int], float] = defaultdict(float)
        self.words: dict[int, float] = defaultdict(float)

    def add(self, steps: Sequence[Step]) -> None:
        """Count the credible readings of a paragraph."""
        before, trust = -1, 0.0
        for step in steps:
            credit = credibility(step.posterior)
            for unit in units_of_arc(step.arc, self.lm, self.vocabulary):
                if before > 0 < unit and credit > 0.0 and len(self.pairs) < CACHE_PAIRS:
                    self.pairs[before, unit] += credit * trust
                self.words[unit] += credit
                before, trust = unit, credit

    def gain(self, state: State, unit: int, after: int, own: float) -> float:
        """Return by how many nats the document makes a word likelier between its neighbours.

        Args:
            state: the language model behind the words before.
            unit: the word's number there.
            after: the word behind it, -1 for none.
            own: how much of what was counted is this place itself.

        """
        gained = 0.0
        if (state.one, unit) in self.pairs:
            gained += self._gain(state, unit, own)
        if (unit, after) in self.pairs:
            into = State(0, -1, -1)
            advance(self.lm.arrays, state, unit, into)
            gained += self._gain(into, after, own)
        return gained

    def _gain(self, state: State, unit: int, own: float) -> float:
        count = self.pairs[state.one, unit] - own
        if count <= 0.0:
            return 0.0
        whole = max(self.words.get(state.one, 0.0) - own, count) + CACHE_UNSEEN
        said = math.exp(-advance(self.lm.arrays, state, unit, State(0, -1, -1)) / UNITS)
        return math.log(1.0 - CACHE_SHARE + CACHE_SHARE * count / whole / said)


class Rescorer:
    """Reads the doubtful tokens of one document anew."""

    def __init__(self, charts: Charts) -> None:
        """Use the charts of the last round."""
        self.charts = charts
        self.lm = charts.tools.lm
        self.vocabulary = charts.tools.vocabulary
        self.likelihood = charts.tools.rows.likelihood
        self.cache = Cache(self.lm, self.vocabulary)
        self._priced: dict[tuple[str, int, int], float] = {}

    def remember(self, paths: Iterable[Sequence[Step]]) -> None:
        """Note how further paragraphs of the document were read."""
        for steps in paths:
            self.cache.add(steps)

    def steps(self, observed: Sequence[ObservedToken], runs: Sequence[Run]) -> list[Step] | None:
        """Return the steps of a paragraph with better readings; None where there are none."""
        read = [steps for _, _, steps in runs]
        changed = False
        for k, (first, last, steps) in enumerate(runs):
            if last == first + 1 and in_doubt(observed[first], steps):
                place = self._place(observed[first], read, k)
                new = self._anew(place) if place is not None else None
                if new is not None:
                    read[k] = new
                    changed = True
        return [s for steps in read for s in steps] if changed else None

    def _state(self, read: Sequence[Sequence[Step]], k: int, head: Sequence[Step]) -> State:
        """Return the language model behind all runs before one, and behind the steps of `head`."""
        units = self._units(head)
        while k and len(units) < CONTEXT:
            k -= 1
            units[:0] = self._units(read[k])
        state = self.lm.begin()
        if len(units) >= CONTEXT:
            state, units = State(units[-CONTEXT], -1, -1), units[1 - CONTEXT :]
        for unit in units:
            into = State(0, -1, -1)
            advance(self.lm.arrays, state, unit, into)
            state = into
        return state

    def _units(self, steps: Sequence[Step]) -> list[int]:
        return [u for s in steps for u in units_of_arc(s.arc, self.lm, self.vocabulary)]

    def _place(self, token: ObservedToken, read: Sequence[Sequence[Step]], k: int) -> Place | None:
        first, last = core_span(token.text)
        seen, steps = token.text[first:last], read[k]
        head = [s for s in steps if s.arc.end <= token.place + first]
        tail = [s for s in steps if s.arc.start >= token.place + last]
        inner = steps[len(head) : len(steps) - len(tail)]
        if not inner or not may_change(seen, inner):
            return None
        look = self.charts.look(token.text, caps=token.caps)
        if look.numbers or look.unit:
            return None
        right: list[int] = []
        for following in (tail, *read[k + 1 : k + 1 + LOOKED_AHEAD]):
            right += self._units(following)
        into = self._state(read, k, head)
        lost = self._lost(token, last) if inner[-1].arc.end > token.place + last else None
        return Place(token, seen, head, inner, tail, into, tuple(right[:LOOKED_AHEAD]), lost)

    def _lost(self, token: ObservedToken, last: int) -> Lost | None:
        mark = token.text[last:]
        if mark not in EDGE:
            return None
        start = token.place + last
        arc = Arc(start, start + 1, Kind.MARK, mark, 0, -1, LOWER, (0, 0, 0))
        return Lost(arc, self.lm.unit(mark))

    def _anew(self, place: Place) -> list[Step] | None:
        """Return the steps of a better reading, None where there is none."""
        now = self._now(place)
        best = self._best(place, now - OUTVOTED)
        if best is None:
            return None
        sure = 1.0 / (1.0 + math.exp(-FLATNESS * (now - best.total)))
        arc = best.known or self._arc(place, best.word)
        others = tuple((s.arc, 1.0 - sure) for s in place.inner) if len(place.inner) == 1 else ()
        step = Step(arc, round(best.said * UNITS), sure, others)
        marks = [Step(place.lost.arc, 0, sure, ())] if place.lost else []
        return [*place.head, step, *marks, *place.tail]

    def _now(self, place: Place) -> float:
        """Return the cost of the reading as it is, the words behind it included."""
        units = self._units(place.inner)
        price = sum(s.arc.cost for s in place.inner) / UNITS
        arc = place.inner[0].arc
        if arc.kind == Kind.KEPT and not any(s.lm for s in place.inner):
            units = []  # its neighbours meet
        elif len(place.inner) == 1 and arc.kind == Kind.WORD:
            price = min(price, self.channel(place.seen, arc.word, place.case))
        total = price + Window(place.state, place.right).cost(self.lm.arrays, units)
        if len(units) != 1:
            return total
        after = place.right[0] if place.right else -1
        return total - self.cache.gain(place.state, units[0], after, credibility(place.posterior))

    def _best(self, place: Place, bound: float) -> Reading | None:
        """Return the cheapest reading below a bound."""
        known = self._known(place)
        after = place.ahead[0] if place.ahead else -1
        told = self.vocabulary.letters, letter_bits(place.seen), PRICES
        near, most = (place.state, place.ahead), round(bound * UNITS)
        best = None
        for least, cost, unit in self.lm.expected.within(near, told, most, known):
            word, said = self.vocabulary.by_unit[unit], cost / UNITS
            if least / UNITS >= bound:
                break
            if len(place.seen) == 1 == len(self.vocabulary.words[word]):
                continue  # a label stays
            if self.vocabulary.words[word] in FORMULAIC and place.seen[0].isupper():
                continue  # the neighbours of a name demand `A`
            price = self.channel(place.seen, word, place.case)
            arc = known.get(unit)
            if arc is not None:
                price = min(price, arc.cost / UNITS)
            total = said + price - self.cache.gain(place.state, unit, after, 0.0)
            if total < bound:
                bound, best = total, Reading(total, said, word, arc)
        return best

    def _known(self, place: Place) -> Mapping[int, Arc]:
        """Return the other words that the lattice had there, the cheapest arc of each."""
        known: dict[int, Arc] = {}
        if len(place.inner) > 1 or place.lost:
            return known
        own = place.inner[0].arc
        for arc, _ in place.inner[0].others:
            if arc.kind == Kind.WORD and (arc.start, arc.end) == (own.start, own.end):
                unit = self.vocabulary.lm[arc.word]
                if unit and arc.word != own.word and arc.cost < known.get(unit, arc).cost + 1:
                    known[unit] = arc
        return known

    def channel(self, seen: str, word: int, case: int) -> float:
        """Return the cost of seeing a string for a word, whatever string, and of its case; nats."""
        key = (seen, word, case)
        found = self._priced.get(key)
        if found is None:
            memory.let_go(self._priced, PRICED)
            found = self._priced[key] = self._channel(seen, word, case)
        return found

    def _channel(self, seen: str, word: int, case: int) -> float:
        said = self.vocabulary.words[word]
        p = probability(in_case(said, case), seen, self.likelihood)
        missing = LETTER_MISSING * max(0, len(said) - len(seen))
        p += math.exp(-(ANY_STRING + ANY_LETTER * len(seen) + missing))
        usual: int = self.vocabulary.case_units[3 * word + case]
        return usual / UNITS - math.log(p)

    def _arc(self, place: Place, word: int) -> Arc:
        """Return the arc of a word that the lattice did not have."""
        case = place.case
        price = round(self.channel(place.seen, word, case) * UNITS)
        other = price + UNSEEN if case == LOWER else price + CASE_OTHER
        low, title, up = (price if k == case else other for k in (LOWER, TITLE, UPPER))
        text = in_case(self.vocabulary.words[word], case)
        start, end = place.inner[0].arc.start, place.inner[-1].arc.end
        if place.lost:
            end = place.lost.arc.start
        return Arc(start, end, Kind.WORD, text, price, word, case, (low, title, up))


def credibility(posterior: float) -> float:
    """Return how much a reading counts as evidence, from 0 to 1."""
    return max(0.0, posterior - CREDIBLE) / (1.0 - CREDIBLE)


def in_doubt(token: ObservedToken, steps: Sequence[Step]) -> bool:
    """Whether a token is in doubt."""
    if not token.sick:
        return False
    return any(s.posterior < IN_DOUBT or s.arc.kind == Kind.KEPT for s in steps)


def may_change(seen: str, inner: Sequence[Step]) -> bool:
    """Whether a token may be any word at all: no number, no code, not several words."""
    if not 0 < len(seen) <= DEMANDED_LONGEST or JOINED.search(seen):
        return False
    if seen.isascii() and seen.isupper() and len(seen) > 1 and inner[0].arc.text.startswith(seen):
        return False
    if len(seen) > SEVERAL_WORDS and sum(s.arc.kind == Kind.WORD for s in inner) > 1:
        return False
    return any(map(str.isalpha, seen)) or not any(map(str.isdecimal, seen))
