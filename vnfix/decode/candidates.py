"""What each observed token may stand for: its arcs, before the neighbours have a say.

Places inside a token are its characters. An arc spans some of them and says what they mean: a
word by the channel, a number or a mark as it stands, a run of letters kept, or nothing (debris).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property
from threading import local
from typing import TYPE_CHECKING, Any

import regex

from vnfix import memory
from vnfix.decode import kernel
from vnfix.decode.prices import (
    BESIDE_DIGIT,
    COMMA_DEBRIS,
    COMMA_SWALLOWED,
    DEBRIS,
    DOUBTFUL,
    GLUED,
    GLUED_NUMBER,
    HOPE,
    INSERT,
    KEEP,
    KEEP_CAPITAL,
    KEEP_CODE,
    KEEP_CODE_LETTER,
    KEEP_LETTER,
    KEEP_RUN,
    KEPT_CHARTS,
    KEPT_PART,
    KEPT_WHOLE,
    LONGEST,
    LOWER,
    ODD_DEBRIS,
    ODD_MARK,
    ODD_NUMBER,
    PUNCTUATED,
    RULED_OUT,
    SPECK_DASH,
    SPECK_POINT,
    SPLIT,
    SPLIT_ABOVE,
    SPLIT_LETTER,
    SPLIT_LONG,
    SUBSTITUTE,
    SWALLOWED,
    TELLING,
    TITLE,
    TOO_LONG,
    UNHEARD,
    UNHEARD_LETTER,
    UNHEARD_ROMAN,
    UNIT_PRICE,
    UNTOLD,
    UPPER,
    Kind,
)
from vnfix.decode.quantities import breaks, lone_unit, printed, telling
from vnfix.decode.rows import Compiled, compile_rows
from vnfix.decode.vocabulary import LETTERS
from vnfix.text.patterns import pattern
from vnfix.text.tokens import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vnfix.decode.channel import ChannelModel
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Rows
    from vnfix.decode.vocabulary import Vocabulary

# Beams of the search: how much worse than the best a prefix may be, units, and how many live on.
NARROW, WIDE = (8_000, 80), (11_000, 200)

LISTED = frozenset("-–+•*/%()…&")  # alone, these are no debris
CONSONANTS = frozenset("BCDGHKLMNPRSTVX")  # no word in capitals is made of these alone
EDGE = frozenset(",.;:")
UNITS_APART = frozenset(("kVA", "kWh", "kHz", "MHz", "GHz"))  # no word is garbled so
# Between small letters these are mostly specks in the place of a blank (61 of 73 full stops).
INNER = {".": SPECK_POINT, "-": SPECK_DASH}
LONG_BEFORE, LONG_BEHIND = pattern(r"\p{Ll}{2}$"), pattern(r"\p{Ll}{2}")
FORMULAIC = frozenset("abcde")  # letters that forms have for names: `Nguyễn Văn A`


def kept_price(unit: str, *, caps: bool) -> int:
    """Return the price of keeping a run of letters that no list knows.

    Capitals on a line of small letters are an abbreviation, whichever it is: of those with three
    letters nine in ten stand for themselves.
    """
    if unit in UNITS_APART:
        return UNIT_PRICE
    if unit.isupper() and 1 < len(unit) < 8:
        if len(unit) > 2 and unit.isascii() and (not caps or CONSONANTS.issuperset(unit)):
            return KEEP_CODE + KEEP_CODE_LETTER * len(unit)
        if not caps:
            return KEEP + KEEP_CAPITAL * len(unit)
    return KEEP + KEEP_LETTER * len(unit)


def beside_digit(observed: str, start: int, end: int) -> bool:
    """Whether a digit stands right before or behind a mark."""
    return observed[max(start - 1, 0) : start].isdecimal() or observed[end : end + 1].isdecimal()


def swallowed(edge: str) -> int:
    """Return the price of a word that takes a character at its edge for part of itself."""
    if edge == ",":
        return COMMA_SWALLOWED
    return SWALLOWED if edge and edge in EDGE else 0


def between_small(observed: str, start: int, end: int) -> bool:
    """Whether a mark stands between two runs of small letters: `chung.nhat`, not `v.v`, `a.vn`."""
    return LONG_BEFORE.search(observed[:start]) is not None and bool(
        LONG_BEHIND.match(observed, end)
    )


def capitalize(word: str, case: int) -> str:
    """Write a lower-case word in that case."""
    if case == TITLE:
        return word[0].upper() + word[1:]
    return word.upper() if case == UPPER else word


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

    """

    rows: Rows
    compiled: tuple[Compiled, Compiled, Compiled]
    lm: LanguageModel
    vocabulary: Vocabulary
    trie: kernel.Trie
    workspace: kernel.Workspace
    beam: kernel.Beam


def workspace_for(trie: kernel.Trie) -> kernel.Workspace:
    """Return memory for searches in `trie`."""
    return kernel.Workspace(trie.size, len(LETTERS), LONGEST)


def cases_to_try(observed: str, *, caps: bool) -> tuple[int, ...]:
    """Return the cases that a token may have been printed in.

    A token that begins with a small letter was hardly printed with a capital, unless its line is
    in capitals.
    """
    upper = sum(map(str.isupper, observed))
    tried = []
    if not caps or upper * 2 < len(observed):
        tried.append(LOWER)
    if not observed[0].islower() or (caps and upper):
        tried.append(TITLE)
    if caps or upper * 5 >= 2 * len(observed):
        tried.append(UPPER)
    return tuple(tried)


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
            for case in cases_to_try(observed, caps=caps):
                self._search(observed, case, [0], (wanted, NARROW, chart))
            free = array("i", bytes(4 * len(observed) + 4))
            self._price(chart, free, free)
            self._without_numbers(chart, observed, caps=caps)
            found = self.pieces[key] = chart.reaching(0, 0)
        return found

    def _chart(self, observed: str, *, caps: bool) -> kernel.Chart:
        chart = self.scratch
        chart.clear()
        if len(observed) > LONGEST:
            if self.effort.blanks and len(observed) <= TOO_LONG and may_be_words(observed):
                self._pieces(chart, observed, caps=caps)
        elif may_be_words(observed):
            self._words(chart, observed, caps=caps)
            self._without_letters(chart, observed)
        self._without_numbers(chart, observed, caps=caps)
        self._as_it_stands(chart, observed, caps=caps)
        return chart.promising(len(observed), HOPE)

    def _without_numbers(self, chart: kernel.Chart, observed: str, *, caps: bool) -> None:
        """Rule out the words that would swallow a number which no garble explains."""
        for a, b in telling(observed, caps=caps, sure=self.effort.digits):
            for k in range(chart.size):
                if chart.start[k] < b and chart.end[k] > a:
                    chart.cost[k] = RULED_OUT
        unit = lone_unit(observed)
        if unit is not None:  # `m`, without its digit or with a number of its own
            a, b = unit
            m = self.tools.vocabulary.number.get(observed[a : b - 1])
            for k in range(chart.size):
                if a < chart.start[k] or chart.end[k] == b - 1 or chart.word[k] == m:
                    chart.cost[k] = RULED_OUT

    def _without_letters(self, chart: kernel.Chart, observed: str) -> None:
        """Rule out the letters of formulas where a name stands: `Nguyễn Văn A` for `An`."""
        a, b = core_span(observed)
        number = self.tools.vocabulary.number
        if b - a < 2 or not observed[a].isupper() or observed[a:b].lower() not in number:
            return
        letters = {number.get(letter) for letter in FORMULAIC}
        for k in range(chart.size):
            if chart.word[k] in letters:
                chart.cost[k] = RULED_OUT

    def _as_it_stands(self, chart: kernel.Chart, observed: str, *, caps: bool) -> None:
        """Add arcs that change nothing, and those that drop a mark."""
        lm = self.tools.lm
        matches = list(UNIT.finditer(observed))
        glued = {k for found in breaks(observed) for k in found}
        for m in matches:
            unit, a, b = m.group(), m.start(), m.end()
            touches = (a > 0 and observed[a - 1].isalpha()) or (
                b < len(observed) and observed[b].isalpha()
            )
            if unit[0].isalpha():
                self._kept(chart, unit, (a, b), caps=caps)
            elif unit[0].isdecimal():
                lost = self.effort.digits and (b in glued or a in glued)
                price = GLUED_NUMBER if lost else ODD_NUMBER if touches else 0
                chart.add(a, b, Kind.NUMBER, lm.unit(unit), price)
            else:
                self._mark(chart, observed, (a, b), inside=a > 0 and b < len(observed) and touches)
        for p in printed(observed, caps=caps, sure=self.effort.digits):
            chart.add(p.start, p.end, Kind.KEPT, lm.unit(p.says) if p.says else -1, p.price)
        if len(matches) > 1 and any(c.isalpha() for c in observed):
            runs = sum(m.group()[0].isalpha() for m in matches)
            price = KEEP + KEEP_LETTER * len(observed) + KEEP_RUN * (runs - 1)
            chart.add(0, len(observed), Kind.KEPT, 0, price)

    def _kept(self, chart: kernel.Chart, unit: str, span: tuple[int, int], *, caps: bool) -> None:
        """Add the arcs that keep a run of letters, a code as one whichever it is."""
        price = kept_price(unit, caps=caps)
        chart.add(*span, Kind.KEPT, self.tools.lm.unit(unit), price)
        if len(unit) == 1:
            if unit.isupper() and not caps:
                chart.add(*span, Kind.KEPT, -1, UNHEARD_LETTER)
        elif ROMAN.fullmatch(unit):
            chart.add(*span, Kind.KEPT, -1, UNHEARD_ROMAN)
        elif price < KEEP:  # its neighbours meet
            chart.add(*span, Kind.KEPT, -1, UNHEARD)

    def _mark(
        self, chart: kernel.Chart, observed: str, span: tuple[int, int], *, inside: bool
    ) -> None:
        """Add the arcs of a mark: it stays, or it is debris."""
        a, b = span
        unit = observed[a:b]
        form = unit in FORM_MARKS or (unit == observed and unit in SIGNS)
        odd = unit not in COMMON and not form
        price = ODD_MARK if odd else PUNCTUATED if inside else 0
        chart.add(a, b, Kind.MARK, self.tools.lm.unit(unit), price)
        if not form and (len(observed) > 1 or unit not in LISTED):
            price = ODD_DEBRIS if odd else TELLING if unit in "/%()" else DEBRIS
            if unit == ",":
                price = COMMA_DEBRIS
            label = unit + ")" == observed  # `€)` is c)
            if unit == "&" or label or (self.effort.digits and beside_digit(observed, a, b)):
                price = BESIDE_DIGIT
            elif unit in INNER and between_small(observed, a, b):
                price = INNER[unit]
            chart.add(a, b, Kind.NOTHING, -1, price)

    def _words(self, chart: kernel.Chart, observed: str, *, caps: bool) -> None:
        """Add the arcs that say a word of the vocabulary."""
        core = core_span(observed)
        cases = cases_to_try(observed[core[0] : core[1]], caps=caps)
        starts, ends = borders(observed)
        extra = array("i", [SPLIT]) * (len(observed) + 1)
        for k in starts:
            extra[k] = swallowed(observed[k : k + 1])
        behind, before = breaks(observed)
        for k in behind:
            extra[k] = GLUED
        starts, ends = starts + behind, ends + before
        wanted = dict.fromkeys(ends, KEPT_WHOLE)
        late = array(
            "i",
            (swallowed(observed[k - 1 : k]) for k in range(len(observed) + 1)),
        )
        for case in cases:
            self._search(observed, case, starts, (wanted, self.effort.beam, chart))
        self._price(chart, extra, late)
        best = chart.best(*core, self.tools.trie.prior)
        if best > DOUBTFUL and self.effort.beam < WIDE:
            for case in cases:
                self._search(observed, case, starts, (wanted, WIDE, chart))
        if self.effort.blanks and best > SPLIT_ABOVE + SPLIT_LETTER * len(observed):
            inner = [k for k in range(core[0] + 1, core[1]) if k not in starts]
            parts = dict.fromkeys(inner, KEPT_PART)
            whole = parts | dict.fromkeys(ends, KEPT_PART)
            for case in cases:
                self._search(observed, case, starts, (parts, NARROW, chart))
                self._search(observed, case, inner, (whole, NARROW, chart))
        self._price(chart, extra, late)

    def _pieces(self, chart: kernel.Chart, observed: str, *, caps: bool) -> None:
        """Add the words of a token of many that lost their blanks, window by window."""
        starts, ends = map(set, borders(observed))
        part = kernel.Chart(1024)
        step = LONGEST // 2
        for at in range(0, len(observed), step):
            window = observed[at : at + LONGEST]
            part.clear()
            wanted = dict.fromkeys(range(1, len(window) + 1), KEPT_PART)
            for case in cases_to_try(window, caps=caps) if caps else (LOWER, TITLE):
                self._search(window, case, range(min(step, len(window))), (wanted, NARROW, part))
            part.shifted(at, chart)
        early = [0 if k in starts else SPLIT_LONG for k in range(len(observed) + 1)]
        late = [0 if k in ends else SPLIT_LONG // 4 for k in range(len(observed) + 1)]
        self._price(chart, array("i", early), array("i", late))

    def _price(self, chart: kernel.Chart, early: Any, late: Any) -> None:
        vocabulary = self.tools.vocabulary
        chart.price(vocabulary.case_units, vocabulary.lm, (early, late), UNTOLD)

    def _search(
        self,
        observed: str,
        case: int,
        starts: Iterable[int],
        aim: tuple[dict[int, int], tuple[int, int], kernel.Chart],
    ) -> None:
        """Note in the chart the words that begin at `starts` and end at the wanted places."""
        tools, n = self.tools, len(observed)
        ws, trie = tools.workspace, tools.trie
        wanted, beam, chart = aim
        at_root = tools.compiled[case]
        rest = tools.compiled[LOWER] if case == TITLE else at_root
        if not ws.filled(observed, rest.channel):
            kernel.fill(ws, rest.channel, rest.spans(observed), n, SUBSTITUTE)
        ws.want(wanted, n)
        spans = at_root.spans(observed) if case == TITLE else None
        for start in starts:
            bounds = kernel.Bounds(start, n, *beam, INSERT, case)
            if case == TITLE:
                kernel.search_title(ws, trie, (at_root.channel, spans), bounds, chart)
            else:
                kernel.search(ws, trie, bounds, chart)


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
        self._remembered: dict[Effort, tuple[dict[Key, kernel.Chart], dict[Key, kernel.Chart]]] = {}

    @cached_property
    def _compiled(self) -> tuple[Compiled, Compiled, Compiled]:
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


# What a token looks like, before anything is searched: marks, codes, addresses, borders.

COMMON = frozenset(",.;:()-–/%\"'“”|+")
# Boxes, ticks, bullets and relations of forms: no engine that we know writes one for a letter.
FORM_MARKS = frozenset("☐☑☒□■▢▣◻◼○●◯◦▪▫➢◊♦✓✔✗✘√×÷→⇒←≥≤≠≈•")
# Alone, these are no dirt: of 25 one stood for nothing.
SIGNS = frozenset("=±§<>")
# What begins like a document number stays as it is; rules know how those are garbled.
NUMBERED = regex.compile(
    r"\P{L}*\d[\d./-]*[-/](?=\P{Lu}*\p{Lu}[^\p{Lu}]*\p{Lu})[\p{L}/&-]{2,24}\P{L}*"
)
# An e-mail or web address is what it is; a garbled word has no dot and country behind an `@`.
ADDRESS = regex.compile(
    r"\P{L}*(?:https?:/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[\w-]+\.)+(?:gov|com|org|edu|net)(?:\.vn)?(?:/\S*)?)\P{L}*"
)

ROMAN = regex.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")
# No word of capitals looks like one of three letters and more; `VI` may be `VỊ`.
LONG_ROMAN = regex.compile(r"\P{L}*(?=[IVX]{3})X{0,3}(?:IX|IV|V?I{0,3})\P{L}*")


def may_be_words(observed: str) -> bool:
    """Whether the channel may have words to say: no pure marks or numbers, no document number.

    >>> [may_be_words(x) for x in ("c6c", "&", "16", "-", "12/KH-UBND", "9/Ngay", "a@hue.vn")]
    [True, True, True, False, False, True, False]
    >>> [may_be_words(x) for x in ("VII,", "XIV.", "VI", "lII")]
    [False, False, True, True]
    """
    if ADDRESS.fullmatch(observed) or LONG_ROMAN.fullmatch(observed):
        return False
    if NUMBERED.fullmatch(observed) or all(
        c.isdecimal() or c in COMMON or c in FORM_MARKS for c in observed
    ):
        return len(observed) <= 2 and observed.isdecimal()
    return True


def core_span(observed: str) -> tuple[int, int]:
    """Return the token without the marks at its edges.

    >>> core_span("(c6c),")
    (1, 4)
    """
    first = next((k for k, c in enumerate(observed) if c not in COMMON), 0)
    last = next((k for k, c in enumerate(reversed(observed)) if c not in COMMON), 0)
    return first, len(observed) - last


def borders(observed: str) -> tuple[list[int], list[int]]:
    """Return where words may begin and end without a lost blank: at the edges and at marks.

    >>> borders("(c6c.hQ)")
    ([0, 1, 5], [4, 7, 8])
    """
    marks = [k for k, c in enumerate(observed) if not c.isalnum()]
    starts = sorted({0, *(k + 1 for k in marks)} - {len(observed)})
    ends = sorted({len(observed), *marks} - {0})
    return starts, ends
