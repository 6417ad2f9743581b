# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What each observed token may stand for: its arcs, before the neighbours have a say.

Places inside a token are its characters. An arc spans some of them and says what they mean: a
word by the channel, a number or a mark as it stands, a run of letters kept, or nothing (debris).
Plain Python that Cython compiles with the types of `candidates.pxd`, as the kernel is.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.decode.kernel.chart import Arcs, Chart
from vnfix.decode.kernel.trie import Sought, Trie, Workspace
from vnfix.decode.looks import FORMULAIC, Look, Looks, borders, cases_to_try
from vnfix.decode.prices import (
    DOUBTFUL,
    HOPE,
    INSERT,
    KEPT_CHARTS,
    KEPT_PART,
    KEPT_WHOLE,
    LONGEST,
    LOWER,
    RULED_OUT,
    SPLIT_ABOVE,
    SPLIT_LETTER,
    SPLIT_LONG,
    SUBSTITUTE,
    TITLE,
    TOO_LONG,
    UNTOLD,
)
from vnfix.decode.quantities import lone_unit, telling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.decode.kernel import Beam, Lists
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Compiled, Rows
    from vnfix.decode.vocabulary import Vocabulary

# Beams of the search: how much worse than the best a prefix may be, units, and how many live on.
NARROW, WIDE = (8_000, 80), (11_000, 200)
_UNFORESEEN = (SUBSTITUTE, INSERT)
_FIRST = (0,)
# Copies that are C numbers where this is compiled.
_RULED_OUT, _HOPE, _UNTOLD = RULED_OUT, HOPE, UNTOLD
_LONGEST, _DOUBTFUL = LONGEST, DOUBTFUL
_SPLIT_ABOVE, _SPLIT_LETTER = SPLIT_ABOVE, SPLIT_LETTER


class Tools(NamedTuple):
    """What candidate search needs, for one state of the channel.

    Attributes:
        rows: P(observed | intended) segments.
        compiled: the same for the kernel, for each case of the words.
        lm: the language model.
        vocabulary: the words that can be meant.
        trie: the same as a tree.
        memory: what the kernel writes on, for searches, for paths and for the arcs of one token;
            belongs to one thread.
        looks: what tokens look like.

    """

    rows: Rows
    compiled: Compiled
    lm: LanguageModel
    vocabulary: Vocabulary
    trie: Trie
    memory: tuple[Workspace | Lists, Beam, Chart]
    looks: Looks


class Effort(NamedTuple):
    """How hard to look in one round.

    Attributes:
        beam: width and cap of the search for words.
        blanks: whether to look for blanks that were lost or put in.
        digits: whether digits beside letters may be believed.

    """

    beam: tuple[int, int]
    blanks: bool
    digits: bool = True


def effort(done: int, rounds: int) -> Effort:
    """Return how hard to look after so many rounds of adaptation out of all.

    The rounds before the last only have to teach the channel, the first one from what is plain.
    """
    return Effort(WIDE if done or not rounds else NARROW, done == rounds)


Key = tuple[str, bool]
"""A token and whether its line is in capitals."""


class Charts:
    """The arcs of tokens, each type worked out once.

    Attributes:
        tools: what the search needs.
        effort: how hard to look.
        settled: the arcs of tokens that are in no doubt.
        known: those of all tokens so far.
        pieces: those that read two tokens as one word.

    """

    def __init__(self, tools: Tools, effort: Effort, settled: Mapping[Key, Arcs]) -> None:
        """Start with the arcs of tokens that are in no doubt."""
        self.tools = tools
        self.effort = effort
        self.settled = settled
        self.known = dict(settled)
        self.pieces: dict[Key, Arcs] = {}
        self.workspace, _, self.scratch = tools.memory
        self.trie, self.compiled, self.looks = tools.trie, tools.compiled, tools.looks
        self.beam, self.blanks, self.digits = effort
        number = tools.vocabulary.number
        self.number = number
        self.letters = {number.get(letter, -1) for letter in FORMULAIC} - {-1}
        self.usual, self.units = tools.vocabulary.case_units, tools.vocabulary.lm

    def token(self, observed: str, caps: bool) -> Arcs:
        """Return the arcs of an observed token (NFC); `caps` for a line in capitals."""
        key = (observed, caps)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._chart(observed, caps)
        return found

    def forget(self) -> None:
        """Forget the arcs of tokens that can be worked out again, where they are many."""
        if len(self.known) > KEPT_CHARTS:
            self.known = dict(self.settled)
            self.pieces = {}

    def joined(self, observed: str, caps: bool) -> Arcs:
        """Return the arcs that read all of `observed` (but marks at its end) as one word."""
        key = (observed, caps)
        found = self.pieces.get(key)
        if found is None:
            chart = self.scratch
            chart.clear()
            n = len(observed)
            wanted = {end: KEPT_PART for end in borders(observed)[1] if end * 2 > n}
            self._search(observed, cases_to_try(observed, caps), NARROW, _FIRST, wanted)
            free = array("i", bytes(4 * n + 4))
            self._price((free, free))
            numbers = telling(observed, caps=caps, sure=self.digits)
            self._without_numbers(observed, numbers, lone_unit(observed))
            found = self.pieces[key] = chart.reaching(0, 0)
        return found

    def look(self, observed: str, caps: bool) -> Look:
        """Return what a token looks like."""
        return self.looks.of(observed, caps, self.digits)

    def _chart(self, observed: str, caps: bool) -> Arcs:
        look, chart = self.looks.of(observed, caps, self.digits), self.scratch
        chart.clear()
        if len(observed) > _LONGEST:
            if self.blanks and len(observed) <= TOO_LONG and look.may_be_words:
                self._pieces(look)
        elif look.may_be_words:
            self._words(look)
            self._without_letters(look)
        self._without_numbers(observed, look.numbers, look.unit)
        for start, end, kind, unit, cost in look.as_it_stands:
            chart.add(start, end, kind, unit, cost)
        return chart.promising(len(observed), _HOPE)

    def _without_numbers(
        self, observed: str, numbers: Sequence[tuple[int, int]], unit: tuple[int, int] | None
    ) -> None:
        """Rule out the words that would swallow a number which no garble explains."""
        chart = self.scratch
        for a, b in numbers:
            chart.rule_out(a, b, _RULED_OUT)
        if unit is not None:  # `m`, without its digit or with a number of its own
            a, b = unit
            m = self.number.get(observed[a : b - 1], -2)
            for k in range(chart.size):
                if a < chart.start[k] or chart.end[k] == b - 1 or chart.word[k] == m:
                    chart.cost[k] = _RULED_OUT

    def _without_letters(self, look: Look) -> None:
        """Rule out the letters of formulas where a name stands: `Nguyễn Văn A` for `An`."""
        first, last = look.core
        if last - first < 2 or not look.observed[first].isupper():
            return
        if look.observed[first:last].lower() not in self.number:
            return
        chart = self.scratch
        for k in range(chart.size):
            if chart.word[k] in self.letters:
                chart.cost[k] = _RULED_OUT

    def _words(self, look: Look) -> None:
        """Add the arcs that say a word of the vocabulary."""
        observed, starts, ends = look.observed, look.starts, look.ends
        chart = self.scratch
        first, last = look.core
        wanted = dict.fromkeys(ends, KEPT_WHOLE)
        self._search(observed, look.cases, self.beam, starts, wanted)
        self._price(look.prices)
        best = chart.best(first, last, self.trie.prior)
        again = False
        if best > _DOUBTFUL and self.beam < WIDE:
            self._search(observed, look.cases, WIDE, starts, wanted)
            again = True
        if self.blanks and best > _SPLIT_ABOVE + _SPLIT_LETTER * len(observed):
            inner = [k for k in range(first + 1, last) if k not in starts]
            parts = dict.fromkeys(inner, KEPT_PART)
            whole = parts | dict.fromkeys(ends, KEPT_PART)
            for case in look.cases:
                self._search(observed, (case,), NARROW, starts, parts)
                self._search(observed, (case,), NARROW, inner, whole)
            again = True
        if again:
            self._price(look.prices)

    def _pieces(self, look: Look) -> None:
        """Add the words of a token of many that lost their blanks, window by window."""
        observed, caps = look.observed, look.caps
        starts, ends = map(set, borders(observed))
        whole, part = self.scratch, Chart(1024)
        step = _LONGEST // 2
        self.scratch = part
        for at in range(0, len(observed), step):
            window = observed[at : at + _LONGEST]
            part.clear()
            wanted = dict.fromkeys(range(1, len(window) + 1), KEPT_PART)
            cases = cases_to_try(window, caps) if caps else (LOWER, TITLE)
            self._search(window, cases, NARROW, list(range(min(step, len(window)))), wanted)
            part.shifted(at, whole)
        self.scratch = whole
        early = [0 if k in starts else SPLIT_LONG for k in range(len(observed) + 1)]
        late = [0 if k in ends else SPLIT_LONG // 4 for k in range(len(observed) + 1)]
        self._price((array("i", early), array("i", late)))

    def _price(self, prices: tuple[Any, Any]) -> None:
        """Set what words cost: `prices` of beginning one at each place, and of ending it there."""
        self.scratch.price(self.usual, self.units, prices, _UNTOLD)

    def _search(
        self,
        observed: str,
        cases: tuple[int, ...],
        beam: tuple[int, int],
        starts: Sequence[int],
        wanted: dict[int, int],
    ) -> None:
        """Note the words that begin at some places and end at the wanted ones."""
        sought = Sought(observed, cases, beam, _UNFORESEEN)
        places = (starts, wanted, self.scratch)
        self.workspace.find_words(self.trie, self.compiled, sought, places)
