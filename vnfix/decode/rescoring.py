# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Tokens in doubt are scored anew: what both neighbours demand, and what the document says.

The search proposes what the channel can explain. A token that is garbled beyond that may still be
known: after `phục` and before a comma an office writes `vụ`, whatever is seen. Such words are
proposed here by the language model from both sides and priced by the channel with a floor for any
string. Pairs of words that the document has elsewhere, read well, are believed more (a cache, Kuhn
and De Mori 1990).

Plain Python that Cython compiles with the types of `rescoring.pxd`, as the kernel is.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from vnfix.decode.align import Ear
from vnfix.decode.groups import least
from vnfix.decode.kernel.ngrams import State, advance, cost_of
from vnfix.decode.lattice import Arc, Step
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
    from collections.abc import Iterable, Sequence

    from vnfix.decode.candidates import Charts
    from vnfix.decode.groups import Run
    from vnfix.decode.lattice import ObservedToken
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

PRICES = array("i", [round(price * UNITS) for row in LEAST_PRICES for price in row])

JOINED = pattern(r"\p{L}[-./&]\w|\w[-./&]\p{Lu}")
"""Codes, names of programs, addresses: no list holds them all."""


JOINTS = frozenset("-./&")
EDGE = frozenset(",.;:")
CONTEXT = 3  # words before a place that the language model knows of
# Copies that are C numbers where this is compiled.
_UNITS, _CREDIBLE, _IN_DOUBT, _FLATNESS, _OUTVOTED = UNITS, CREDIBLE, IN_DOUBT, FLATNESS, OUTVOTED
_CACHE_SHARE, _CACHE_UNSEEN, _CACHE_PAIRS = CACHE_SHARE, CACHE_UNSEEN, CACHE_PAIRS
_ANY_STRING, _ANY_LETTER, _LETTER_MISSING = ANY_STRING, ANY_LETTER, LETTER_MISSING
_WORD, _KEPT, _AHEAD, _CONTEXT = Kind.WORD, Kind.KEPT, LOOKED_AHEAD, CONTEXT
_UNIT_BITS = 16  # of a number of the language model


class Place:
    """A token in doubt.

    Attributes:
        token: as it was seen.
        seen: its text without the marks at its edges.
        head: steps of the marks before the word.
        inner: how the word is read.
        tail: steps of the marks behind it.
        state: the language model behind all before the word.
        right: numbers of what follows.
        lost: a mark behind the word that the reading takes for part of it; None for none.
        ahead: what follows a better reading, which keeps the mark that was swallowed.
        case: the case that the word was seen in.
        posterior: the least posterior of the reading.

    """

    def __init__(
        self,
        token: ObservedToken,
        seen: str,
        parts: tuple[list[Step], list[Step], list[Step]],
        state: State,
    ) -> None:
        """Look at a token and at how its parts are read: marks, the word, marks."""
        self.token, self.seen, self.state = token, seen, state
        self.head, self.inner, self.tail = parts
        self.posterior = least(self.inner)
        self.case = TITLE if seen[0].isupper() else LOWER
        if token.caps and (len(seen) == 1 or seen[1:].isupper()):
            self.case = UPPER
        self.lost: Arc | None = None
        self.right: tuple[int, ...] = ()
        self.ahead: tuple[int, ...] = ()


def key_of(before: int, unit: int) -> int:
    """Return a pair of the language model's words as one number."""
    return before << _UNIT_BITS | unit


class Reader:
    """Tells the language model's words of steps."""

    def __init__(self, lm: LanguageModel, vocabulary: Vocabulary) -> None:
        """Keep both."""
        self.lm = lm
        self.numbers = vocabulary.lm

    def add(self, steps: Sequence[Step], units: list[int]) -> None:
        """Add the words of some steps to a list."""
        for step in steps:
            arc = step.arc
            if arc.kind == _WORD:
                word: int = arc.word
                units.append(self.numbers[word])
            else:
                units.extend(self.lm.units(arc.text))


class Cache:
    """Pairs of neighbours that the document has, by how sure they were read."""

    def __init__(self, lm: LanguageModel, vocabulary: Vocabulary) -> None:
        """Start with nothing read."""
        self.arrays = lm.arrays
        self.reader = Reader(lm, vocabulary)
        self.pairs: dict[int, float] = {}
        self.words: dict[int, float] = {}
        self.into = State(0, -1, -1)
        self.beyond = State(0, -1, -1)

    def add(self, steps: Sequence[Step]) -> None:
        """Count the credible readings of a paragraph."""
        before: int = -1
        trust: float = 0.0
        pairs, words = self.pairs, self.words
        for step in steps:
            credit = credibility(step.posterior)
            said: list[int] = []
            self.reader.add((step,), said)
            for unit in said:
                if before > 0 < unit and credit > 0.0 and len(pairs) < _CACHE_PAIRS:
                    key = key_of(before, unit)
                    pairs[key] = pairs.get(key, 0.0) + credit * trust
                words[unit] = words.get(unit, 0.0) + credit
                before, trust = unit, credit

    def gain(self, state: State, unit: int, after: int, own: float) -> float:
        """Return by how many nats the document makes a word likelier between its neighbours.

        Args:
            state: the language model behind the words before.
            unit: the word's number there.
            after: the word behind it, -1 for none.
            own: how much of what was counted is this place itself.

        """
        gained: float = 0.0
        if key_of(state.one, unit) in self.pairs:
            gained += self._gain(state, unit, own)
        if after > 0 and key_of(unit, after) in self.pairs:
            advance(self.arrays, state, unit, self.into)
            gained += self._gain(self.into, after, own)
        return gained

    def _gain(self, state: State, unit: int, own: float) -> float:
        count: float = self.pairs[key_of(state.one, unit)] - own
        if count <= 0.0:
            return 0.0
        whole: float = self.words.get(state.one, 0.0) - own
        if whole < count:
            whole = count
        whole += _CACHE_UNSEEN
        said = math.exp(-advance(self.arrays, state, unit, self.beyond) / _UNITS)
        return math.log(1.0 - _CACHE_SHARE + _CACHE_SHARE * count / whole / said)


class Rescorer:
    """Reads the doubtful tokens of one document anew."""

    def __init__(self, charts: Charts) -> None:
        """Use the charts of the last round."""
        self.charts = charts
        self.lm = charts.tools.lm
        self.arrays = self.lm.arrays
        self.vocabulary = charts.tools.vocabulary
        self.usual = self.vocabulary.case_units
        rows = charts.tools.rows
        self.ear = Ear(rows.pairs.columns, rows.likelihood)
        self.cache = Cache(self.lm, self.vocabulary)
        self.reader = self.cache.reader

    def remember(self, paths: Iterable[Sequence[Step]]) -> None:
        """Note how further paragraphs of the document were read."""
        for steps in paths:
            self.cache.add(steps)

    def steps(self, observed: Sequence[ObservedToken], runs: list[Run]) -> list[Step] | None:
        """Return the steps of a paragraph with better readings; None where there are none."""
        read: list[list[Step]] = []
        changed = False
        for k in range(len(runs)):
            first, last, steps = runs[k]
            if last == first + 1 and in_doubt(observed[first], steps):
                if not read:
                    read = [own for _, _, own in runs]
                place = self._place(observed[first], read, k)
                new = self._anew(place) if place is not None else None
                if new is not None:
                    read[k] = new
                    changed = True
        return [s for steps in read for s in steps] if changed else None

    def _state(self, read: list[list[Step]], k: int, head: list[Step]) -> State:
        """Return the language model behind all runs before one, and behind the steps of `head`."""
        units: list[int] = []
        self.reader.add(head, units)
        while k and len(units) < _CONTEXT:
            k -= 1
            before: list[int] = []
            self.reader.add(read[k], before)
            units = before + units
        state, into = self.lm.begin(), State(0, -1, -1)
        if len(units) >= _CONTEXT:
            units = units[len(units) - _CONTEXT :]
            state.one = units.pop(0)
        for unit in units:
            advance(self.arrays, state, unit, into)
            state, into = into, state
        return state

    def _place(self, token: ObservedToken, read: list[list[Step]], k: int) -> Place | None:
        text: str = token.text
        first, last = core_span(text)
        begins, ends = token.place + first, token.place + last
        seen, steps = text[first:last], read[k]
        head = [s for s in steps if s.arc.end <= begins]
        tail = [s for s in steps if s.arc.start >= ends]
        inner = steps[len(head) : len(steps) - len(tail)]
        if not inner or not may_change(seen, inner):
            return None
        look = self.charts.look(text, caps=token.caps)
        if look.numbers or look.unit:
            return None
        place = Place(token, seen, (head, inner, tail), self._state(read, k, head))
        right: list[int] = []
        self.reader.add(tail, right)
        for following in read[k + 1 : k + 1 + _AHEAD]:
            self.reader.add(following, right)
        place.right = place.ahead = tuple(right[:_AHEAD])
        mark = text[last:]
        if mark in EDGE and inner[len(inner) - 1].arc.end > ends:
            place.lost = Arc(ends, ends + 1, Kind.MARK, mark, 0, -1, LOWER, (0, 0, 0))
            place.ahead = (self.lm.unit(mark), *place.right)
        return place

    def _anew(self, place: Place) -> list[Step] | None:
        """Return the steps of a better reading, None where there is none."""
        now = self._now(place)
        found = self._best(place, now - _OUTVOTED)
        if found is None:
            return None
        total, said, arc = found
        sure = 1.0 / (1.0 + math.exp(-_FLATNESS * (now - total)))
        inner = place.inner
        others = tuple([(s.arc, 1.0 - sure) for s in inner]) if len(inner) == 1 else ()
        step = Step(arc, round(said * _UNITS), sure, others)
        marks = [Step(place.lost, 0, sure, ())] if place.lost is not None else []
        return [*place.head, step, *marks, *place.tail]

    def _now(self, place: Place) -> float:
        """Return the cost of the reading as it is, the words behind it included."""
        inner, cost, said = place.inner, 0, 0
        units: list[int] = []
        self.reader.add(inner, units)
        for s in inner:
            cost += s.arc.cost
            said += s.lm != 0
        price: float = cost / _UNITS
        arc = inner[0].arc
        if arc.kind == _KEPT and not said:
            units = []  # its neighbours meet
        elif len(inner) == 1 and arc.kind == _WORD:
            price = min(price, self.channel(place.seen, arc.word, place.case))
        total: float = price + cost_of(self.arrays, place.state, (*units, *place.right)) / _UNITS
        if len(units) != 1:
            return total
        after = place.right[0] if place.right else -1
        return total - self.cache.gain(place.state, units[0], after, credibility(place.posterior))

    def _best(self, place: Place, bound: float) -> tuple[float, float, Arc] | None:
        """Return the cheapest reading below a bound: all its costs, the language model's, its arc.

        The language model's costs include those of the words behind it.
        """
        known, seen, words = self._known(place), place.seen, self.vocabulary.words
        after = place.ahead[0] if place.ahead else -1
        told = self.vocabulary.letters, letter_bits(seen), PRICES
        near, most = (place.state, place.ahead), round(bound * _UNITS)
        best, best_said = -1, 0.0
        for lowest, cost, unit in self.lm.expected.within(near, told, most, known):
            word: int = self.vocabulary.by_unit[unit]
            said: float = cost / _UNITS
            if lowest / _UNITS >= bound:
                break
            if len(seen) == 1 == len(words[word]):
                continue  # a label stays
            if words[word] in FORMULAIC and seen[0].isupper():
                continue  # the neighbours of a name demand `A`
            price = self.channel(seen, word, place.case)
            arc = known.get(unit)
            if arc is not None:
                price = min(price, arc.cost / _UNITS)
            total = said + price - self.cache.gain(place.state, unit, after, 0.0)
            if total < bound:
                bound, best, best_said = total, unit, said
        if best < 0:
            return None
        arc = known.get(best)
        if arc is None:
            arc = self._arc(place, self.vocabulary.by_unit[best])
        return bound, best_said, arc

    def _known(self, place: Place) -> dict[int, Arc]:
        """Return the other words that the lattice had there, the cheapest arc of each."""
        known: dict[int, Arc] = {}
        if len(place.inner) > 1 or place.lost is not None:
            return known
        own = place.inner[0].arc
        for arc, _ in place.inner[0].others:
            if arc.kind == _WORD and arc.start == own.start and arc.end == own.end:
                unit = self.vocabulary.lm[arc.word]
                if unit and arc.word != own.word and arc.cost < known.get(unit, arc).cost + 1:
                    known[unit] = arc
        return known

    def channel(self, seen: str, word: int, case: int) -> float:
        """Return the cost of seeing a string for a word, whatever string, and of its case; nats."""
        said: str = self.vocabulary.words[word]
        missing = _LETTER_MISSING * max(0, len(said) - len(seen))
        p: float = self.ear.chance(seen, in_case(said, case))
        p += math.exp(-(_ANY_STRING + _ANY_LETTER * len(seen) + missing))
        usual: float = self.usual[3 * word + case] / _UNITS
        return usual - math.log(p)

    def _arc(self, place: Place, word: int) -> Arc:
        """Return the arc of a word that the lattice did not have."""
        case = place.case
        price = round(self.channel(place.seen, word, case) * _UNITS)
        other = price + UNSEEN if case == LOWER else price + CASE_OTHER
        low, title, up = [price if k == case else other for k in (LOWER, TITLE, UPPER)]
        text = in_case(self.vocabulary.words[word], case)
        start, end = place.inner[0].arc.start, place.inner[len(place.inner) - 1].arc.end
        if place.lost is not None:
            end = place.lost.start
        return Arc(start, end, Kind.WORD, text, price, word, case, (low, title, up))


def credibility(posterior: float) -> float:
    """Return how much a reading counts as evidence, from 0 to 1."""
    return (posterior - _CREDIBLE) / (1.0 - _CREDIBLE) if posterior > _CREDIBLE else 0.0


def in_doubt(token: ObservedToken, steps: Sequence[Step]) -> bool:
    """Whether a token is in doubt."""
    for s in steps:
        if s.posterior < _IN_DOUBT or s.arc.kind == _KEPT:
            return token.sick
    return False


def may_change(seen: str, inner: Sequence[Step]) -> bool:
    """Whether a token may be any word at all: no number, no code, not several words."""
    size = len(seen)
    if not 0 < size <= DEMANDED_LONGEST:
        return False
    if not seen.isalpha() and not JOINTS.isdisjoint(seen) and JOINED.search(seen):
        return False
    if size > 1 and seen.isascii() and seen.isupper() and inner[0].arc.text.startswith(seen):
        return False
    if size > SEVERAL_WORDS and len(inner) > 1:
        words = 0
        for s in inner:
            words += s.arc.kind == _WORD
        if words > 1:
            return False
    return seen.isalpha() or any(map(str.isalpha, seen)) or not any(map(str.isdecimal, seen))
