"""Other readings of a place: all that a person may want to put there with one key.

The lattice's own rivals are those that its beam has kept. Here are also the channel's words that
the beam has dropped, what the language model expects between the neighbours, other cases and
marks, the number that the letters look like, the token as it was seen, and nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING

import regex

from vnfix.alternatives.places import core_of, edges_of
from vnfix.decode.align import Ear, Hearing
from vnfix.decode.groups import written
from vnfix.decode.lattice import Step
from vnfix.decode.looks import FORM_MARKS, LISTED, SIGNS, capitalize
from vnfix.decode.prices import IN_CAPITALS, LOWER, Kind
from vnfix.decode.quantities import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vnfix.alternatives.places import Spot
    from vnfix.decode.candidates import Charts
    from vnfix.decode.case import CaseModel

# So many words of a chart, and of what is expected, are looked at; those before the last number
# in both of their likelier cases.
CHARTED, LIKELY, EXPECTED, TWO_CASES = 40, 40, 12, 5
ENDS = ("", ",", ".", ";", ":")
DEBRIS = 4  # a longer token is not taken for dirt
# So much is remembered of a document: charts, costs of cases, observed texts.
CHARTS_KEPT, CASES_KEPT, HEARD_KEPT = 1 << 11, 1 << 14, 1 << 11
FAR = 25.0  # nats: worse than this the channel is not heard any more
WEIGHT = 0.5  # of the channel in the choice of what is expected
PRINTED = frozenset(',.;:()"-–/%')  # around words and in numbers
DIGITS = str.maketrans("oOQD}lIitr!|JZzSsgqGbBT", "00000111111112255996687")

# Zeros and ones; dates and amounts, which their form proves.
ONES = regex.compile(r"\P{L}*[oO01lIt|]{2}\P{L}*")
SURELY = regex.compile(
    r"\P{L}*(?:(?:0?[1-9]|[12]\d|3[01])(?P<mark>[/-])(?:0?[1-9]|1[0-2])(?P=mark)(?:19|20)\d\d"
    r"|\d{1,3}(?:\.\d{3})+)\P{L}*"
)
CODED = regex.compile(r"\P{L}*[BDGQSTZ]\d")
LONG = regex.compile(r"\d{7}")

Charted = dict[tuple[int, int], list[tuple[int, int, str]]]
"""Words of a chart by the places that they span: cost, number of the arc, text."""


@dataclass(slots=True)
class Rival:
    """Another reading of a place.

    Attributes:
        share: its posterior in the lattice, 0 where the beam has dropped it.
        kinds: where it comes from.

    """

    share: float = 0.0
    kinds: set[str] = field(default_factory=set)


class Rivals:
    """Lists the other readings of places of one document."""

    def __init__(self, charts: Charts, case: CaseModel) -> None:
        """Use the charts of the last round, with the channel adapted to the document."""
        self.charts = charts
        self.lm = charts.tools.lm
        self.vocabulary = charts.tools.vocabulary
        self.case = case
        self._words: dict[tuple[str, bool], Charted] = {}
        self._cased: dict[tuple[int, tuple[int, int]], tuple[float, float, float]] = {}
        self._heard: dict[str, Hearing] = {}
        rows = charts.tools.rows
        self._ear = Ear(rows.pairs.columns, rows.likelihood)

    def of(self, spot: Spot, *, words: bool = True) -> dict[str, Rival]:
        """Return the other readings of a place.

        Args:
            spot: the place.
            words: also those that nothing but its neighbours speaks for.

        """
        found: dict[str, Rival] = {}
        for kind, texts in (
            ("chart", self._from_charts(spot)),
            ("expected", self._expected(spot) if words else ()),
            ("marks", other_marks(spot.group.after)),
            ("case", other_cases(spot.group.after)),
            ("number", numbers(spot.group.before)),
            ("unchanged", [spot.group.before]),
            ("nothing", [""] if may_be_debris(spot.group.before) else []),
        ):
            for text in texts:
                rival = found.get(text)
                if rival is None:
                    rival = found[text] = Rival()
                rival.kinds.add(kind)
        kept = self.numbers_of(spot)
        found = {t: r for t, r in found.items() if not kept or keeps(kept, t)}
        for text, share in self._from_lattice(spot):
            rival = found.setdefault(text, Rival())
            rival.share = max(rival.share, share)
        found.pop(spot.group.after, None)
        return found

    def numbers_of(self, spot: Spot) -> list[str]:
        """Return the measures, codes and amounts of a place, in order."""
        before = spot.group.before
        sure = self.charts.effort.digits
        return [before[a:b] for a, b in telling(before, caps=spot.observed.caps, sure=sure)]

    def _from_lattice(self, spot: Spot) -> Iterator[tuple[str, float]]:
        steps = spot.group.steps
        for k, step in enumerate(steps):
            for arc, share in step.others:
                other = Step(arc, 0, share, ())
                yield written([*steps[:k], other, *steps[k + 1 :]]), share

    def _from_charts(self, spot: Spot) -> Iterator[str]:
        """Yield the readings with one step said otherwise, then those of the whole as one word."""
        steps = spot.group.steps
        observed = spot.observed
        for k, step in enumerate(steps):
            a, b = step.arc.start - observed.place, step.arc.end - observed.place
            if step.arc.kind not in (Kind.WORD, Kind.KEPT, Kind.NUMBER) or b > len(observed.text):
                continue
            row = self._charted(observed.text, caps=observed.caps).get((a, b), ())
            if len(steps) == 1:
                yield from (text for _, _, text in row)
                continue
            for _, _, text in row:
                arc = step.arc._replace(text=text, kind=Kind.WORD)
                yield written([*steps[:k], step._replace(arc=arc), *steps[k + 1 :]])
        if spot.single:
            yield from self._whole(observed.text, caps=observed.caps)

    def _whole(self, text: str, *, caps: bool) -> Iterator[str]:
        first, last = edges_of(text)
        found = [
            (cost, text[:a] + word + text[b:])
            for (a, b), row in self._charted(text, caps=caps).items()
            if a <= first and b >= last
            for cost, _, word in row
        ]
        yield from (said for _, said in sorted(found)[:CHARTED])

    def _charted(self, text: str, *, caps: bool) -> Charted:
        """Return the cheapest words of a token's chart by the places that they span."""
        found = self._words.get((text, caps))
        if found is None:
            if len(self._words) >= CHARTS_KEPT:
                self._words.clear()
            found = self._words[text, caps] = self._cheapest(text, caps=caps)
        return found

    def _cheapest(self, text: str, *, caps: bool) -> Charted:
        chart, words = self.charts.token(text, caps=caps), self.vocabulary.words
        number, case = chart.word, chart.case
        arcs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        spans = zip(chart.kind, chart.start, chart.end, chart.cost, strict=False)
        for a, (kind, start, end, cost) in enumerate(islice(spans, chart.size)):
            if kind == Kind.WORD:
                arcs.setdefault((start, end), []).append((cost, a))
        return {
            span: [(c, a, capitalize(words[number[a]], case[a])) for c, a in sorted(row)[:CHARTED]]
            for span, row in arcs.items()
        }

    def _expected(self, spot: Spot) -> Iterator[str]:
        """Yield what the neighbours expect, with the marks that the token has."""
        token = spot.group.before
        if not spot.single or " " in spot.group.after or token in ("-", "–", "+"):
            return
        first, last = edges_of(token)
        head, tail = plain(token[:first]), plain(token[last:])
        core = token[first:last] or token
        tail_units = self.lm.units(tail)[:1]
        arrays, window = self.lm.arrays, spot.window
        words = self.lm.words
        pool = [w for w in self.lm.expected.between(window) if words[w].isalpha()]
        said = window.costs(arrays, pool, tail_units)
        costs = nsmallest(LIKELY, zip(said, (words[w] for w in pool), strict=True))
        heard = self.hearing(core)
        ranked = sorted((cost + WEIGHT * min(heard.cost(word), FAR), word) for cost, word in costs)
        for k, (_, word) in enumerate(ranked[:EXPECTED]):
            for case in self._likely_cases(spot, word)[: 2 if k < TWO_CASES else 1]:
                yield head + capitalize(word, case) + tail

    def _likely_cases(self, spot: Spot, word: str) -> list[int]:
        costs = self.case_costs(spot, word)
        if costs is None:
            return [LOWER]
        return sorted(range(3 if len(word) > 1 else 2), key=costs.__getitem__)

    def case_costs(self, spot: Spot, word: str) -> tuple[float, float, float] | None:
        """Return the costs of a word's three cases at a place, nats; None for unknown words."""
        number = self.vocabulary.number.get(word.lower())
        if number is None:
            return None
        if spot.observed.caps:
            return IN_CAPITALS
        key = (number, spot.near)
        found = self._cased.get(key)
        if found is None:
            if len(self._cased) >= CASES_KEPT:
                self._cased.clear()
            found = self._cased[key] = self._costs(number, spot.near)
        return found

    def _costs(self, number: int, near: tuple[int, int]) -> tuple[float, float, float]:
        own = self.vocabulary.case_costs(number)
        return self.case.costs(own, self.vocabulary.lm[number], near)

    def hearing(self, observed: str) -> Hearing:
        """Return the channel's costs of what may have been meant by an observed text."""
        found = self._heard.get(observed)
        if found is None:
            if len(self._heard) >= HEARD_KEPT:
                self._heard.clear()
            found = self._heard[observed] = Hearing(observed, self._ear)
        return found


def keeps(numbers: Iterable[str], text: str) -> bool:
    """Whether numbers stand in a reading, in their order.

    >>> keeps(["20mg"], "(20mg)"), keeps(["20mg"], "trị")
    (True, False)
    """
    at = 0
    for number in numbers:
        at = text.find(number, at)
        if at < 0:
            return False
        at += len(number)
    return True


def plain(marks: str) -> str:
    """Return marks if they may be printed around a word, else nothing."""
    return marks if set(marks) <= PRINTED else ""


def other_marks(text: str) -> Iterator[str]:
    """Yield a reading with other marks around it.

    >>> sorted(set(other_marks("^chức.")))
    ['Chức', '^chức', '^chức,', '^chức.', '^chức:', '^chức;', 'chức', 'chức.']
    """
    first, last = edges_of(text)
    core = text[first:last]
    if not core:
        return
    stem = text[:-1] if text[-1] in ENDS else text
    yield from (stem + end for end in ENDS)
    if text != core:
        yield from (core, core.lower(), core[0].upper() + core[1:].lower(), text[first:])
        yield text[:last]


def other_cases(text: str) -> Iterable[str]:
    """Return a reading in lower case, with a capital, and in capitals.

    >>> other_cases("(viên")
    ('(viên', '(Viên', '(VIÊN')
    """
    core = core_of(text)
    title = text.replace(core, core[:1].upper() + core[1:].lower(), 1)
    return (text.lower(), title, text.upper()) if len(core) > 1 else (text.lower(), title)


def numbers(token: str) -> Iterable[str]:
    """Return the number that a token looks like.

    Of those with more than one letter none was right but `O1`, `tt`, dates and amounts, of those
    that begin with a capital and a digit, which codes do, none; nor of longer ones without points.

    >>> numbers("20l9"), numbers("ol"), numbers("ctia"), numbers("B12"), numbers("iozt")
    (['2019'], ['01'], [], [], [])
    >>> numbers("|"), numbers("ioo.ooo"), numbers("oi-3-2025")
    (['1'], ['100.000'], ['01-3-2025'])
    """
    number = token.translate(DIGITS)
    turned = sum(a != b for a, b in zip(token, number, strict=True))
    proven = turned == 1 or ONES.fullmatch(token) or SURELY.fullmatch(number)
    if not turned or not proven or CODED.match(token):
        return []
    whole = all(c.isdecimal() or c in PRINTED for c in number)
    return [number] if whole and not LONG.search(number) else []


def may_be_debris(token: str) -> bool:
    """Whether a token may be dirt on the page."""
    alone = (
        token in LISTED or token in SIGNS or token[1:] == ")" or not FORM_MARKS.isdisjoint(token)
    )
    return len(token) <= DEBRIS and not alone and not any(c.isdecimal() for c in token)
