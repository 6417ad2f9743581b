"""What each observed token may stand for: its arcs, before the neighbours have a say.

Places inside a token are its characters. An arc spans some of them and says what they mean: a
word by the channel, a number or a mark as it stands, a run of letters kept, or nothing (debris).
"""

from __future__ import annotations

from array import array
from functools import cached_property
from threading import local
from typing import TYPE_CHECKING, Any

from vnfix import memory
from vnfix.decode import kernel
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
from vnfix.decode.rows import Compiled, compile_rows
from vnfix.decode.vocabulary import LETTERS
from vnfix.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.decode.channel import ChannelModel
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Rows
    from vnfix.decode.vocabulary import Vocabulary

# Beams of the search: how much worse than the best a prefix may be, units, and how many live on.
NARROW, WIDE = (8_000, 80), (11_000, 200)


@dataclass(frozen=True)
class Tools:
    """What candidate search needs, for one state of the channel.

    Attributes:
        rows: P(observed | intended) segments.
        compiled: the same for the kernel, for each case of the words.
        lm: the language model.
        vocabulary: the words that can be meant.
        trie: the same as a tree.
        workspace: the kernel's memory for searches; belongs to one thread.
        beam: its memory for paths; belongs to one thread.
        looks: what tokens look like.

    """

    rows: Rows
    compiled: Compiled
    lm: LanguageModel
    vocabulary: Vocabulary
    trie: kernel.Trie
    workspace: kernel.Workspace
    beam: kernel.Beam
    looks: Looks


def workspace_for(trie: kernel.Trie) -> kernel.Workspace:
    """Return memory for searches in `trie`."""
    return kernel.Workspace(trie.size, len(LETTERS), LONGEST)


@dataclass(frozen=True, slots=True)
class Effort:
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
    """The arcs of tokens, each type worked out once."""

    def __init__(self, tools: Tools, effort: Effort, settled: Mapping[Key, kernel.Chart]) -> None:
        """Start with the arcs of tokens that are in no doubt."""
        self.tools = tools
        self.effort = effort
        self.settled = settled
        self.known = dict(settled)
        self.pieces: dict[Key, kernel.Chart] = {}
        self.scratch = kernel.Chart(1024)

    def token(self, observed: str, *, caps: bool) -> kernel.Chart:
        """Return the arcs of an observed token (NFC); `caps` for a line in capitals."""
        key = (observed, caps)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._chart(observed, caps=caps)
        return found

    def forget(self) -> None:
        """Forget the arcs of tokens that can be worked out again, where they are many."""
        if len(self.known) > KEPT_CHARTS:
            self.known = dict(self.settled)
            self.pieces = {}

    def joined(self, observed: str, *, caps: bool) -> kernel.Chart:
        """Return the arcs that read all of `observed` (but marks at its end) as one word."""
        key = (observed, caps)
        found = self.pieces.get(key)
        if found is None:
            chart = self.scratch
            chart.clear()
            _, ends = borders(observed)
            wanted = {end: KEPT_PART for end in ends if end * 2 > len(observed)}
            sought = _sought(observed, cases_to_try(observed, caps=caps), NARROW)
            self._search(sought, ([0], wanted, chart))
            free = array("i", bytes(4 * len(observed) + 4))
            self._price(chart, (free, free))
            numbers = telling(observed, caps=caps, sure=self.effort.digits)
            self._without_numbers(chart, observed, numbers, lone_unit(observed))
            found = self.pieces[key] = chart.reaching(0, 0)
        return found

    def look(self, observed: str, *, caps: bool) -> Look:
        """Return what a token looks like."""
        return self.tools.looks.of(observed, caps, self.effort.digits)

    def _chart(self, observed: str, *, caps: bool) -> kernel.Chart:
        look, chart = self.look(observed, caps=caps), self.scratch
        chart.clear()
        if len(observed) > LONGEST:
            if self.effort.blanks and len(observed) <= TOO_LONG and look.may_be_words:
                self._pieces(chart, look)
        elif look.may_be_words:
            self._words(chart, look)
            self._without_letters(chart, look)
        self._without_numbers(chart, observed, look.numbers, look.unit)
        for arc in look.as_it_stands:
            chart.add(*arc)
        return chart.promising(len(observed), HOPE)

    def _without_numbers(
        self,
        chart: kernel.Chart,
        observed: str,
        numbers: Iterable[tuple[int, int]],
        unit: tuple[int, int] | None,
    ) -> None:
        """Rule out the words that would swallow a number which no garble explains."""
        for a, b in numbers:
            chart.rule_out(a, b, RULED_OUT)
        if unit is not None:  # `m`, without its digit or with a number of its own
            a, b = unit
            m = self.tools.vocabulary.number.get(observed[a : b - 1])
            for k in range(chart.size):
                if a < chart.start[k] or chart.end[k] == b - 1 or chart.word[k] == m:
                    chart.cost[k] = RULED_OUT

    def _without_letters(self, chart: kernel.Chart, look: Look) -> None:
        """Rule out the letters of formulas where a name stands: `Nguyễn Văn A` for `An`."""
        core, number = look.observed[slice(*look.core)], self.tools.vocabulary.number
        if len(core) < 2 or not core[0].isupper() or core.lower() not in number:
            return
        letters = {number.get(letter) for letter in FORMULAIC}
        for k in range(chart.size):
            if chart.word[k] in letters:
                chart.cost[k] = RULED_OUT

    def _words(self, chart: kernel.Chart, look: Look) -> None:
        """Add the arcs that say a word of the vocabulary."""
        observed, starts, ends = look.observed, look.starts, look.ends
        wanted = dict.fromkeys(ends, KEPT_WHOLE)
        self._search(_sought(observed, look.cases, self.effort.beam), (starts, wanted, chart))
        self._price(chart, look.prices)
        best = chart.best(*look.core, self.tools.trie.prior)
        again = False
        if best > DOUBTFUL and self.effort.beam < WIDE:
            self._search(_sought(observed, look.cases, WIDE), (starts, wanted, chart))
            again = True
        if self.effort.blanks and best > SPLIT_ABOVE + SPLIT_LETTER * len(observed):
            inner = [k for k in range(look.core[0] + 1, look.core[1]) if k not in starts]
            parts = dict.fromkeys(inner, KEPT_PART)
            whole = parts | dict.fromkeys(ends, KEPT_PART)
            for case in look.cases:
                sought = _sought(observed, (case,), NARROW)
                self._search(sought, (starts, parts, chart))
                self._search(sought, (inner, whole, chart))
            again = True
        if again:
            self._price(chart, look.prices)

    def _pieces(self, chart: kernel.Chart, look: Look) -> None:
        """Add the words of a token of many that lost their blanks, window by window."""
        observed, caps = look.observed, look.caps
        starts, ends = map(set, borders(observed))
        part = kernel.Chart(1024)
        step = LONGEST // 2
        for at in range(0, len(observed), step):
            window = observed[at : at + LONGEST]
            part.clear()
            wanted = dict.fromkeys(range(1, len(window) + 1), KEPT_PART)
            cases = cases_to_try(window, caps=caps) if caps else (LOWER, TITLE)
            places = list(range(min(step, len(window)))), wanted, part
            self._search(_sought(window, cases, NARROW), places)
            part.shifted(at, chart)
        early = [0 if k in starts else SPLIT_LONG for k in range(len(observed) + 1)]
        late = [0 if k in ends else SPLIT_LONG // 4 for k in range(len(observed) + 1)]
        self._price(chart, (array("i", early), array("i", late)))

    def _price(self, chart: kernel.Chart, prices: tuple[Any, Any]) -> None:
        vocabulary = self.tools.vocabulary
        chart.price(vocabulary.case_units, vocabulary.lm, prices, UNTOLD)

    def _search(
        self, sought: kernel.Sought, places: tuple[Sequence[int], dict[int, int], kernel.Chart]
    ) -> None:
        """Note in a chart the words that begin at some places and end at the wanted ones."""
        tools = self.tools
        kernel.find_words(tools.workspace, tools.trie, tools.compiled, sought, places)


def _sought(observed: str, cases: tuple[int, ...], beam: tuple[int, int]) -> kernel.Sought:
    return kernel.Sought(observed, cases, beam, (SUBSTITUTE, INSERT))


class Memory(local):
    """What the kernel writes on, for each thread its own."""

    def __init__(self, trie: kernel.Trie) -> None:
        """Make room."""
        self.workspace = workspace_for(trie)
        self.beam = kernel.Beam()


class Workbench:
    """What decoding needs for any document: made once for a set of tables, shared by threads."""

    def __init__(self, channel: ChannelModel, lm: LanguageModel, vocabulary: Vocabulary) -> None:
        """Keep the tables; all else is made when it is needed."""
        self.channel = channel
        self.lm = lm
        self.vocabulary = vocabulary
        self.trie = vocabulary.trie(lm.alone)
        self.memory = Memory(self.trie)
        self.looks = Looks(lm)
        self._remembered: dict[Effort, tuple[dict[Key, kernel.Chart], dict[Key, kernel.Chart]]] = {}

    @cached_property
    def _compiled(self) -> Compiled:
        return compile_rows(self.channel.mixture({}))

    def tools(self, rows: Rows | None = None) -> Tools:
        """Return what this thread needs to search, by the general channel or by these rows."""
        mine = self.memory
        return Tools(
            self.channel.mixture({}) if rows is None else rows,
            self._compiled if rows is None else compile_rows(rows),
            self.lm,
            self.vocabulary,
            self.trie,
            mine.workspace,
            mine.beam,
            self.looks,
        )

    def charts(self, effort: Effort) -> Charts:
        """Return the candidates by the general channel, those of earlier texts among them.

        They do not depend on the document: rows of a table and documents of one folder need each
        token only once.
        """
        charts = Charts(self.tools(), effort, {})
        charts.known, charts.pieces = self._remembered.setdefault(effort, ({}, {}))
        for found in (charts.known, charts.pieces):
            memory.let_go(found, memory.CHARTS)
        return charts
