# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What is known of the readings of a document: signs of trouble around each, for the calibration.

Plain Python over flat arrays that Cython compiles with the types of `signs.pxd`, as the kernel is:
one pass over all tokens. What hangs on a token and its reading alone is worked out once for each
pair of them that the document has.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from vnfix import memory
from vnfix.decode.align import Ear
from vnfix.decode.kernel.ngrams import LmArrays, State, advance
from vnfix.decode.prices import LEAST_CHANCE, SUREST, UNITS, Kind
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.decode.groups import Group
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Rows

SIGNS = (
    "one",
    "posterior",
    "neighbours",
    "channel",
    "lm",
    "agreement",
    "several",
    "short",
    "odd",
)
"""What is known of every reading, changed or not."""
NAMES = (
    *SIGNS,
    "steep",
    "rival",
    "edits",
    "kept",
    "recased",
    "marked",
    "mark out of place",
    "mark",
    "comma",
    "foreign",
    "learnt",
    "document's channel",
    "document's size",
)
"""What is known of a change."""
MARKS = ".,;:"
COMMA = MARKS.index(",")
EDGES = ".,;:!?()[]{}\"'“”‘’«»…"
FOREIGN = frozenset("wfjzWFJZ_")
"""Letters that no Vietnamese syllable has, and the sign of a letter that was not read."""
STEEP = 2.0
"""Nats a letter beyond which a dear reading is dear enough."""
LOUDEST = 6.0
"""Nats beyond which the language model's word on a mark counts no more."""
UNLEARNT, MOST_LEARNT, UNTOLD = -1.0, 3.0, 0.3
"""Bounds of what the document has taught, in nats a letter; and where that cannot be told."""
AHEAD = 2  # words behind a mark that have a say
# Copies that are C numbers where this is compiled.
_SIGNS, _WIDTH = len(SIGNS), len(NAMES)
_AHEAD, _COMMA = AHEAD, COMMA
_UNITS, _SUREST, _STEEP, _LOUDEST = UNITS, SUREST, STEEP, LOUDEST
_UNLEARNT, _MOST_LEARNT, _UNTOLD = UNLEARNT, MOST_LEARNT, UNTOLD
_WORD, _KEPT, _NOTHING, _PROPOSED = Kind.WORD, Kind.KEPT, Kind.NOTHING, Kind.PROPOSED


def logit(p: float) -> float:
    """Return the log odds of a probability, within +-9.2."""
    if p < 1.0 - _SUREST:
        p = 1.0 - _SUREST
    if p > _SUREST:
        p = _SUREST
    return math.log(p / (1.0 - p))


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, without accents and case.

    >>> letters_of("Điều 5,")
    'dieu5'
    """
    plain = strip_accents(text).lower()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


class Pair:
    """A token and what it is read as, wherever the document has it so.

    Attributes:
        places: how often.
        units: the language model's numbers of the reading.
        changes: whether it is another text.
        agreement: how many places are read alike, against those where the token is read otherwise.
        edits: letters that differ, for each character of the token.
        recased: 1 where the first letter has the other case, else 0.
        foreign: 1 where the token has letters that Vietnamese lacks, else 0.
        seen: the token without the marks at its ends, "" where it is several.
        meant: the word whose price by the general channel is known, "" for none.
        price: that price, nats for each letter.

    """

    def __init__(self, before: str, after: str, units: Sequence[int]) -> None:
        """Look at both."""
        self.places, self.units, self.changes = 0, units, before != after
        self.agreement, self.edits, self.recased, self.foreign = 0.0, 0.0, 0.0, 0.0
        self.seen, self.meant, self.price = "", "", 0.0
        if self.changes:
            edits: int = Levenshtein.distance(letters_of(before), letters_of(after))
            self.edits = edits / max(len(before), 1)
            self.recased = 1.0 if begins_large(before) != begins_large(after) else 0.0
            self.foreign = 0.0 if FOREIGN.isdisjoint(before) else 1.0
            seen = before.strip(EDGES)
            self.seen = "" if " " in seen else seen


def begins_large(text: str) -> bool:
    """Whether the first letter of a text is a capital.

    >>> begins_large("1. Ủy"), begins_large("(các"), begins_large("12")
    (True, False, False)
    """
    for c in text:
        if c.isalpha():
            return c.isupper()
    return False


class Evidence:
    """Works out what is known of the readings of one document."""

    def __init__(self, groups: list[Group], lm: LanguageModel, general: Rows) -> None:
        """Look at the whole document.

        Args:
            groups: the readings of all tokens, in order.
            lm: the language model.
            general: the channel, not adapted to the document's own reading.

        """
        self.values = array("d", bytes(8 * _WIDTH * len(groups)))
        self.lm: LmArrays = lm.arrays
        self.numbers = array("i", map(lm.unit, MARKS))
        self.one, self.two = State(0, -1, -1), State(0, -1, -1)
        self.ear: Ear | None = None
        self._pair(groups, lm)
        self._read(groups, lm)
        self._price(groups, general)
        self._compare(groups)

    def of(self, k: int) -> tuple[float, ...]:
        """Return the values of NAMES of one reading, of SIGNS alone where it changes nothing."""
        at, found = _WIDTH * k, []
        for i in range(_WIDTH if self.pairs[k].changes else _SIGNS):
            found.append(self.values[at + i])
        return tuple(found)

    def units_of(self, first: int, last: int) -> list[Sequence[int]]:
        """Return the language model's words of the readings from one to before another."""
        found = []
        for k in range(first, last):
            pair = self.pairs[k]
            found.append(pair.units)
        return found

    def _pair(self, groups: list[Group], lm: LanguageModel) -> None:
        """Count the pairs of tokens and readings."""
        self.pairs: list[Pair] = []
        known: dict[tuple[str, str], Pair] = {}
        tokens: dict[str, int] = {}
        for g in groups:
            key = (g.before, g.after)
            pair = known.get(key)
            if pair is None:
                pair = known[key] = Pair(g.before, g.after, lm.units(g.after))
            pair.places += 1
            self.pairs.append(pair)
        for (before, _), pair in known.items():
            tokens[before] = tokens.get(before, 0) + pair.places
        for (before, _), pair in known.items():
            pair.agreement = math.log(pair.places) - 2.0 * math.log(tokens[before] / pair.places)

    def _read(self, groups: list[Group], lm: LanguageModel) -> None:
        """Follow the language model through the document: its words and its states behind each."""
        size = 0
        for pair in self.pairs:
            size += len(pair.units)
        self.ends = array("i", bytes(4 * len(groups)))
        self.units = array("i", bytes(4 * size))
        self.states = array("i", bytes(12 * (size + 1)))
        units, states, ends = self.units, self.states, self.ends
        one, two, at = lm.begin(), self.two, 0
        states[0], states[1], states[2] = one.one, one.two, one.three
        for k, pair in enumerate(self.pairs):
            for unit in pair.units:
                units[at] = unit
                advance(self.lm, one, units[at], two)
                at += 1
                one.one, one.two, one.three = two.one, two.two, two.three
                states[3 * at], states[3 * at + 1], states[3 * at + 2] = two.one, two.two, two.three
            ends[k] = at

    def _price(self, groups: list[Group], general: Rows) -> None:
        """Put in what the steps of each reading tell, and what the channel says of the document."""
        values = self.values
        length: float = 0.0
        whole: float = 0.0
        for k, g in enumerate(groups):
            pair, at = self.pairs[k], _WIDTH * k
            words = self._steps(g, at, pair.changes)
            if pair.changes:
                if words:
                    length += len(g.before)
                    whole += values[at + 3] * len(g.before)
                values[at + 19] = self._learnt(g, pair, general, values[at + 3], words)
        self.mean = whole / max(length, 1.0)
        self.size = math.log(max(len(groups), 1))

    def _steps(self, g: Group, at: int, changes: bool) -> int:
        """Put in what the steps of a reading tell; return how many words they say."""
        values = self.values
        cost: float = 0.0
        said: float = 0.0
        rival: float = 0.0
        words, kept, odd, size = 0, 0, 0, 0
        for step in g.steps:
            arc = step.arc
            kind, size = arc.kind, size + 1
            said += step.lm
            if kind == _WORD:
                words += 1
                least = min(arc.channel)
                if least < arc.cost + _UNITS:
                    cost += least
            elif kind == _KEPT:
                kept, odd = 1, 1
            elif kind in (_NOTHING, _PROPOSED):
                odd = 1
            if changes:
                for _, share in step.others:
                    if share > rival:
                        rival = share
        own = len(g.before) if g.before else 1
        values[at], values[at + 1] = 1.0, logit(g.posterior)
        cost = cost / _UNITS / own
        values[at + 3], values[at + 4] = cost, said / _UNITS
        values[at + 6], values[at + 7], values[at + 8] = size > 1, 1.0 / own, odd
        if changes:
            values[at + 9] = min(cost, _STEEP) * min(cost, _STEEP)
            values[at + 10], values[at + 12] = logit(1.0 - rival), kept
        return words

    def _learnt(self, g: Group, pair: Pair, general: Rows, channel: float, words: int) -> float:
        """Return how much dearer a reading is by the channel before it knew the document.

        What the document itself has taught may be a mistake that confirms itself.
        """
        if words != 1 or not pair.seen:
            return _UNTOLD
        text = ""
        for step in g.steps:
            if step.arc.kind == _WORD:
                text = step.arc.text
        if pair.meant != text:
            pair.meant = text
            chance = self._chance(general, pair.seen, text)
            pair.price = -math.log(chance + LEAST_CHANCE) / len(pair.seen)
        return max(_UNLEARNT, min(pair.price - channel, _MOST_LEARNT))

    def _chance(self, general: Rows, seen: str, meant: str) -> float:
        """Return P(seen | meant) of a word; what was asked for is remembered with the table."""
        found = general.chances.get((seen, meant))
        if found is not None:
            return found
        if self.ear is None:
            self.ear = Ear(general.pairs.columns, general.likelihood)
        p = self.ear.chance(seen, meant)
        memory.let_go(general.chances, memory.PAIRS)
        general.chances[seen, meant] = p
        return p

    def _compare(self, groups: list[Group]) -> None:
        """Put in what the neighbours tell, and what pairs and the document do."""
        values, size = self.values, len(groups)
        for k, g in enumerate(groups):
            pair, at = self.pairs[k], _WIDTH * k
            near: float = logit(1.0)
            if k > 0:
                near = values[at - _WIDTH + 1]
            if k + 1 < size and (values[at + _WIDTH + 1] < near or k == 0):
                near = values[at + _WIDTH + 1]
            values[at + 2], values[at + 5] = near, pair.agreement
            if pair.changes:
                values[at + 11], values[at + 13], values[at + 18] = (
                    pair.edits,
                    pair.recased,
                    pair.foreign,
                )
                follower = groups[k + 1] if k + 1 < size else None
                self._marks(g.after, follower.after if follower is not None else "", k, at)
                values[at + 20], values[at + 21] = self.mean, self.size

    def _marks(self, after: str, follower: str, k: int, at: int) -> None:
        """Put in how far a mark is there, out of place, unlikely, and a comma behind likely.

        Args:
            after: a reading.
            follower: that of the token behind, "" at the end.
            k: its number.
            at: where its values begin.

        """
        values, end, last = self.values, self.ends[k], after[-1:]
        values[at + 17] = -_LOUDEST
        there = end < len(self.units)
        if last in MARKS:  # and where nothing is left: so the weights were fitted
            values[at + 14] = 1.0
            values[at + 15] = last == "." and follower[:1].islower()
            if there and end:
                values[at + 16] = self._unlikely(end)
        elif last.isalnum() and follower[:1].isalnum() and end and there:
            comma = self._cost(end, -1, end) - self._cost(end, self.numbers[_COMMA], end)
            values[at + 17] = max(-_LOUDEST, min(comma, _LOUDEST))

    def _unlikely(self, end: int) -> float:
        """Return by how many nats another mark, or none, would be likelier than the last unit."""
        own, best = self.units[end - 1], self._cost(end - 1, -1, end)
        for k in range(len(self.numbers)):
            if self.numbers[k] != own:
                best = min(best, self._cost(end - 1, self.numbers[k], end))
        return max(-_LOUDEST, min(self._cost(end - 1, own, end) - best, _LOUDEST))

    def _cost(self, at: int, unit: int, right: int) -> float:
        """Return the cost of a unit, -1 for none, and of the words behind it; nats.

        Args:
            at: how many units of the document stand before it.
            unit: its number.
            right: where the words behind it begin.

        """
        one, two, states, units = self.one, self.two, self.states, self.units
        one.one, one.two, one.three = states[3 * at], states[3 * at + 1], states[3 * at + 2]
        total: int = 0
        if unit >= 0:
            total = advance(self.lm, one, unit, two)
            one.one, one.two, one.three = two.one, two.two, two.three
        for k in range(right, min(right + _AHEAD, len(units))):
            total += advance(self.lm, one, units[k], two)
            one.one, one.two, one.three = two.one, two.two, two.three
        return total / _UNITS
