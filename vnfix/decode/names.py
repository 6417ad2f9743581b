"""Names of persons and places: a class of their own, where the document shows a name.

The language model knows the names that its texts have, no others, and reads `Phan` behind `ông` as
`phận` sooner than as a surname. Here runs of tokens with a capital are read once more, by a small
hidden Markov model over ordinary words, the parts of a person's name and those of a place's name
(after Bikel et al. 1997). What stands before the run (`ông`, `xã`, the number of a table's row)
says which is likely; the channel and the language model are those of the decoder.
"""

from __future__ import annotations

import math
from functools import cached_property
from heapq import heappush, heappushpop, nsmallest
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.decode.kernel import State, advance
from vnfix.decode.lattice import Arc, Step, behind, units_of_arc
from vnfix.decode.lm import Window
from vnfix.decode.looks import core_span
from vnfix.decode.prices import (
    FLATNESS,
    INF,
    LOWER,
    NAME_CANDIDATES,
    NAME_ENDS,
    NAME_ENTRIES,
    NAME_HYPOTHESES,
    NAME_LEAST,
    NAME_LONGEST,
    NAME_STEPS,
    NAMED_MOST,
    SURE,
    TITLE,
    UNITS,
    UNLIKELY,
    Kind,
)
from vnfix.text.patterns import pattern
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vnfix.data.names import Names
    from vnfix.decode.candidates import Charts
    from vnfix.decode.groups import Run
    from vnfix.decode.lattice import ObservedToken

OTHER, SURNAME, MIDDLE, GIVEN, PLACE = range(5)
"""What a token of a run may be: an ordinary word, a part of a person's name, of a place's."""
PARTS = {SURNAME: "surname", MIDDLE: "middle", GIVEN: "given"}
AHEAD = 2  # words behind a run
SLACK = 1e-9  # nats that sums may differ by when they are added in another order
LISTED = frozenset({",", "và", "với", "-", ";"})
ROW = pattern(r"[\d.)]+")


class Token(NamedTuple):
    """A token of a run.

    Attributes:
        run: number of its run of steps in the paragraph.
        head: steps of the marks before the word.
        inner: how the word is read.
        tail: steps of the marks behind it.
        options: what it may be.

    """

    run: int
    head: Sequence[Step]
    inner: Sequence[Step]
    tail: Sequence[Step]
    options: Sequence[Option]


class Option(NamedTuple):
    """A reading of a token.

    Attributes:
        arc: what it says.
        unit: number in the language model.
        word: in lower case, "" for what is no word.
        titled: cost with a capital, the channel's alone; nats, infinite where it has none.
        usual: cost as an ordinary word, the channel's and that of its case; nats.

    """

    arc: Arc
    unit: int
    word: str
    titled: float
    usual: float


class Hypothesis(NamedTuple):
    """A reading of the first tokens of a run."""

    cost: float
    state: State
    part: int
    word: str
    chosen: tuple[Option, ...]
    named: tuple[bool, ...]


class NameReader:
    """Reads the names of one document."""

    def __init__(self, charts: Charts, tables: Callable[[], Names]) -> None:
        """Use the charts of the last round, and the tables of names where a name may stand."""
        self.charts = charts
        self._tables = tables
        self.lm = charts.tools.lm
        self.vocabulary = charts.tools.vocabulary

    @cached_property
    def names(self) -> Names:
        """The tables of names."""
        return self._tables()

    def steps(self, observed: Sequence[ObservedToken], runs: Sequence[Run]) -> list[Step] | None:
        """Return the steps of a paragraph with its names read; None where there are none."""
        found = False
        last: tuple[int, str] = (-1, "")
        read: list[list[Step]] = []
        for a, b in spans(observed, runs):
            read = read or [list(steps) for _, _, steps in runs]
            trigger = self._trigger(observed, runs, read, a, last)
            if b - a < NAME_LEAST and trigger not in ("person", "place"):
                continue
            if all(settled(runs[k][2]) for k in range(a, b)):
                last = (b, trigger if trigger in ("person", "place") else "")
                continue
            tokens = [self._token(observed, runs[k], read[k], k) for k in range(a, b)]
            if not all(t.options for t in tokens):
                continue
            kind = self._read(tokens, read, trigger)
            found = found or bool(kind)
            last = (b, kind)
        return [s for steps in read for s in steps] if found else None

    def _trigger(
        self,
        observed: Sequence[ObservedToken],
        runs: Sequence[Run],
        read: Sequence[Sequence[Step]],
        k: int,
        last: tuple[int, str],
    ) -> str:
        """Return what stands before a run: a key of NAME_ENTRIES."""
        line = observed[runs[k][0]].line
        words: list[str] = []
        for j in range(k - 1, max(k - 4, -1), -1):
            said = "".join(s.arc.text for s in read[j])
            if j < k - 1 and said[-1:] in ".,;)":
                break
            words.insert(0, said.lower().strip(" :.("))
        for n in (3, 2, 1):
            kind = self.names.before.get(" ".join(words[-n:])) if len(words) >= n else None
            if kind:
                return kind
        if last[1] and 0 <= k - last[0] <= 1:
            between = "".join(s.arc.text for j in range(last[0], k) for s in read[j])
            tail = "".join(s.arc.text for s in read[last[0] - 1])[-1:]
            if between in LISTED or (not between and tail in LISTED):
                return f"list of {last[1]}s"
        opens = k == 0 or observed[runs[k - 1][0]].line != line
        first = k == 1 or (k > 1 and observed[runs[k - 2][0]].line != line)
        if k and first and not opens and ROW.fullmatch(observed[runs[k - 1][0]].text):
            return "row"
        return "line" if opens else "text"

    def _token(
        self, observed: Sequence[ObservedToken], run: Run, steps: Sequence[Step], k: int
    ) -> Token:
        token = observed[run[0]]
        first, last = core_span(token.text)
        head = [s for s in steps if s.arc.end <= token.place + first]
        tail = [s for s in steps if s.arc.start >= token.place + last]
        inner = steps[len(head) : len(steps) - len(tail)]
        ends = (inner[0].arc.start, inner[-1].arc.end) if inner else (0, 0)
        if ends != (token.place + first, token.place + last):  # a mark is part of a word's garble
            return Token(k, head, inner, tail, [])
        return Token(k, head, inner, tail, self._options(token, (first, last), inner))

    def _options(
        self, token: ObservedToken, core: tuple[int, int], inner: Sequence[Step]
    ) -> list[Option]:
        """Return the likeliest words that a token may be, and what it is read as."""
        chart = self.charts.token(token.text, caps=token.caps).chart()
        words, lm, usual = self.vocabulary.words, self.vocabulary.lm, self.vocabulary.case_units
        alone = self.lm.alone
        # A mark that the reading has swallowed goes with the word, so that no place is left over.
        covered = inner[0].arc.start, inner[-1].arc.end
        numbers, channel, cost = chart.word, chart.channel, chart.cost
        rows = zip(chart.kind, chart.start, chart.end, numbers, strict=False)
        ranked: list[tuple[float, int, int, float]] = []
        for a, (kind, start, end, word) in enumerate(islice(rows, chart.size)):
            if kind != Kind.WORD or (start, end) != core:
                continue
            low, title = channel[3 * a], channel[3 * a + TITLE]
            own, case = min(
                (low + usual[3 * word], LOWER), (title + usual[3 * word + TITLE], TITLE)
            )
            if own < INF:
                titled = title / UNITS if title < INF else math.inf
                ordinary = (own + alone[lm[word]]) / UNITS
                ranked.append((min(ordinary, titled + self._least(words[word])), a, case, own))
        best: list[Option] = []
        for _, a, case, own in nsmallest(NAME_CANDIDATES, ranked):
            word = numbers[a]
            low, title, up = channel[3 * a : 3 * a + 3]
            text = in_case(words[word], case)
            arc = Arc(*covered, Kind.WORD, text, cost[a], word, case, (low, title, up))
            titled = title / UNITS if title < INF else math.inf
            best.append(Option(arc, lm[word], words[word], titled, own / UNITS))
        if len(inner) == 1:
            arc = inner[0].arc
            if arc.kind == Kind.KEPT:
                unit = self.lm.unit(arc.text)
                best.append(Option(arc, unit, "", math.inf, arc.cost / UNITS))
        return best

    def _costs(self, word: str) -> tuple[float, ...]:
        """Return the costs of a word as a surname, a middle and a given name, and as a place's."""
        known = self.names.known.get(word)
        if known is None:
            memory.let_go(self.names.known, memory.TOKENS)
            parts = [self.names.part(part, word) for part in PARTS.values()]
            known = self.names.known[word] = (*parts, self.names.place("", word))
        return known

    def _least(self, word: str) -> float:
        """Return the least cost of a word as any part of a name."""
        return min(self._costs(word))

    def _read(self, tokens: Sequence[Token], read: list[list[Step]], trigger: str) -> str:
        """Read a run anew and return what kind of name it ends in, "" for none."""
        state = self._behind(read, tokens[0])
        entry = NAME_ENTRIES[trigger]
        beam = [Hypothesis(0.0, state, -1, "", (), ())]
        for t in tokens:
            beam = self._grown(beam, t.options, entry)
        right = self._right(tokens, read)
        ended = sorted(
            (h.cost + self._end(h) + Window(h.state, right).cost(self.lm.arrays, ()), n)
            for n, h in enumerate(beam)
        )
        weights = [math.exp(-FLATNESS * (cost - ended[0][0])) for cost, _ in ended]
        paths = [(w / sum(weights), beam[n]) for w, (_, n) in zip(weights, ended, strict=True)]
        best = paths[0][1]
        for i, t in enumerate(tokens):
            if best.named[i]:
                read[t.run] = [*t.head, self._step(i, t, paths), *t.tail]
        if not any(best.named):
            return ""
        return "place" if best.part == PLACE else "person"

    def _step(self, i: int, token: Token, paths: Sequence[tuple[float, Hypothesis]]) -> Step:
        """Return the step of a token of a run as the paths have it, the best one first."""
        chosen = paths[0][1].chosen[i]
        arc = with_capital(chosen.arc)
        shares: dict[str, tuple[float, Arc]] = {}
        for share, path in paths:
            other = path.chosen[i].arc
            if path.named[i]:
                other = with_capital(other)
            known = shares.get(other.text, (0.0, other))
            shares[other.text] = (known[0] + share, known[1])
        own, _ = shares.pop(arc.text)
        before = token.inner[0]
        if before.arc.word == arc.word >= 0 and before.posterior > NAMED_MOST < own:
            return before._replace(arc=arc, named=True)
        others = sorted((x for x in shares.values() if x[0] > UNLIKELY), key=lambda x: -x[0])
        rivals = tuple((a, p) for p, a in others)
        return Step(arc, before.lm, min(own, NAMED_MOST), rivals, named=True)

    def _grown(
        self, beam: Sequence[Hypothesis], options: Sequence[Option], entry: Sequence[float]
    ) -> list[Hypothesis]:
        """Return the cheapest of what hypotheses become with one more token, cheapest first.

        The options are looked at by their least costs, up to the dearest that is among the best.
        """
        orders = self._orders(options)
        best: list[float] = []  # a heap of negative costs
        found: list[tuple[float, int, int, int]] = []
        for n, h in enumerate(beam):
            for part, entered in enumerate(entry if h.part < 0 else NAME_STEPS[h.part]):
                going_on = part == PLACE == h.part
                for least, k in orders[part + going_on] if entered < math.inf else ():
                    if len(best) == NAME_HYPOTHESES and h.cost + entered + least > SLACK - best[0]:
                        break
                    cost = self._cost(h, options[k], part, entered)
                    found.append((cost, n, k, part))
                    (heappush if len(best) < NAME_HYPOTHESES else heappushpop)(best, -cost)
        chosen = nsmallest(NAME_HYPOTHESES, found)
        return [self._after(beam[n], options[k], part, cost) for cost, n, k, part in chosen]

    def _orders(self, options: Sequence[Option]) -> list[list[tuple[float, int]]]:
        """Return the options by what they cost at least: by part, last of a place that goes on."""
        usual = sorted((o.usual, k) for k, o in enumerate(options))
        titled = [(k, o) for k, o in enumerate(options) if o.titled < math.inf]
        costs = [(o.titled, k, self._costs(o.word)) for k, o in titled]
        named = [sorted((t + c[n], k) for t, k, c in costs) for n in range(PLACE)]
        return [usual, *named, sorted((t, k) for t, k, _ in costs)]

    def _cost(self, h: Hypothesis, option: Option, part: int, entered: float) -> float:
        """Return the cost of a hypothesis with one more token."""
        if part == OTHER:
            said = advance(self.lm.arrays, h.state, option.unit, State(0, -1, -1)) / UNITS
            cost = h.cost + entered + said + option.usual
            return cost + self.names.ends(h.word) if h.part == PLACE else cost
        cost = h.cost + entered + option.titled
        if part == h.part == PLACE:
            return cost + self.names.place(h.word, option.word)
        return cost + self._costs(option.word)[part - 1]

    def _after(self, h: Hypothesis, option: Option, part: int, cost: float) -> Hypothesis:
        """Return what a hypothesis becomes with one more token."""
        into = State(0, -1, -1)
        advance(self.lm.arrays, h.state, option.unit, into)
        named = part != OTHER
        word = option.word if named else ""
        return Hypothesis(cost, into, part, word, (*h.chosen, option), (*h.named, named))

    def _end(self, h: Hypothesis) -> float:
        return self.names.ends(h.word) if h.part == PLACE else NAME_ENDS[h.part]

    def _behind(self, read: Sequence[Sequence[Step]], token: Token) -> State:
        """Return the language model behind all that stands before a token."""
        state = self.lm.begin()
        steps = [s for steps in read[max(token.run - 4, 0) : token.run] for s in steps]
        return behind(state, (*steps, *token.head), self.lm, self.vocabulary)

    def _right(self, tokens: Sequence[Token], read: Sequence[Sequence[Step]]) -> tuple[int, ...]:
        """Return the numbers of the words behind a run."""
        after = read[tokens[-1].run + 1 : tokens[-1].run + 1 + AHEAD]
        steps = [*tokens[-1].tail, *(s for steps in after for s in steps)]
        units = (u for s in steps for u in units_of_arc(s.arc, self.lm, self.vocabulary))
        return tuple(islice(units, AHEAD))


def with_capital(arc: Arc) -> Arc:
    """Return an arc with a capital."""
    return arc._replace(text=in_case(arc.text.lower(), TITLE), case=TITLE)


def spans(observed: Sequence[ObservedToken], runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield first and last + 1 of the runs of tokens that look like parts of names, by lines."""
    k, n = 0, len(runs)
    while k < n:
        if not looks_named(observed, runs[k]):
            k += 1
            continue
        first = k
        k += 1
        while (
            k < n
            and k - first < NAME_LONGEST
            and not closes(observed, runs[k - 1])
            and observed[runs[k][0]].line == observed[runs[first][0]].line
            and looks_named(observed, runs[k])
            and core_span(observed[runs[k][0]].text)[0] == 0
        ):
            k += 1
        yield first, k


def settled(steps: Sequence[Step]) -> bool:
    """Whether a token is read with a capital, and beyond doubt."""
    words = [s for s in steps if s.arc.kind == Kind.WORD]
    return bool(words) and all(s.posterior > SURE and s.arc.case == TITLE for s in words)


def closes(observed: Sequence[ObservedToken], run: Run) -> bool:
    """Whether a mark ends a token."""
    text = observed[run[0]].text
    return core_span(text)[1] < len(text)


def looks_named(observed: Sequence[ObservedToken], run: Run) -> bool:
    """Whether a token looks like a syllable with a capital."""
    first, last, steps = run
    token = observed[first]
    text = token.text
    if last - first > 1 or not token.sick or token.caps:
        return False
    if text.islower() and TITLE not in [s.arc.case for s in steps]:
        return False
    a, b = core_span(text)
    core = text[a:b]
    if not 1 < len(core) <= 9 or (core.isupper() and core.isalpha()):  # a code
        return False
    inner = [s for s in steps if a <= s.arc.start - token.place < b and s.arc.text]
    if len(inner) != 1 or inner[0].arc.kind not in (Kind.WORD, Kind.KEPT):
        return False
    letters = sum(map(str.isalpha, core))
    return letters * 2 > len(core) and (core[0].isupper() or inner[0].arc.case == TITLE)
