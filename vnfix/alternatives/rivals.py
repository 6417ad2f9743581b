# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Other readings of a place: all that a person may want to put there with one key.

The lattice's own rivals are those that its beam has kept. Here are also the channel's words that
the beam has dropped, what the language model expects between the neighbours, other cases and
marks, the number that the letters look like, the token as it was seen, and nothing at all.
Plain Python that Cython compiles with the types of `rivals.pxd`, as the kernel is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.alternatives.readings import (
    CASE,
    CHART,
    EXPECTED,
    LIKELY,
    MARKS,
    NOTHING,
    NUMBER,
    UNCHANGED,
    Casing,
    Rival,
    collect,
    demanded,
    gather,
    row_of,
    spliced,
    weigh,
    wider,
)
from vnfix.alternatives.shapes import Shape, Shapes, core_of, edges_of
from vnfix.decode.align import Ear, Hearing
from vnfix.decode.groups import changed
from vnfix.decode.looks import FORM_MARKS, LISTED, SIGNS
from vnfix.decode.prices import Kind
from vnfix.decode.quantities import telling
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vnfix.alternatives.places import Spot
    from vnfix.decode.candidates import Charts
    from vnfix.decode.case import CaseModel
    from vnfix.decode.far import FarPairs
    from vnfix.decode.groups import Group
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

SAID = (Kind.WORD, Kind.KEPT, Kind.NUMBER)  # what may be another word
ENDS = ("", ",", ".", ";", ":")
DEBRIS = 4  # a longer token is not taken for dirt
HEARD_KEPT = 1 << 11  # so many observed texts of a document are remembered
PRINTED = frozenset(',.;:()"-–/%')  # around words and in numbers
DASHES = frozenset("-–+")  # a token that is one of them is no word
DIGITS = str.maketrans("oOQD}lIitr!|JZzSsgqGbBT", "00000111111112255996687")

# Zeros and ones; dates and amounts, which their form proves.
ONES = pattern(r"\P{L}*[oO01lIt|]{2}\P{L}*")
SURELY = pattern(
    r"\P{L}*(?:(?:0?[1-9]|[12]\d|3[01])(?P<mark>[/-])(?:0?[1-9]|1[0-2])(?P=mark)(?:19|20)\d\d"
    r"|\d{1,3}(?:\.\d{3})+)\P{L}*"
)
CODED = pattern(r"\P{L}*[BDGQSTZ]\d")
LONG = pattern(r"\d{7}")
# Tables whose readings' looks are remembered.
KEPT = 2
# Copies that are C numbers where this is compiled.
_CHART, _EXPECTED, _MARKS, _CASE, _LIKELY = CHART, EXPECTED, MARKS, CASE, LIKELY
_NUMBER, _UNCHANGED, _NOTHING = NUMBER, UNCHANGED, NOTHING
_DEBRIS, _HEARD_KEPT = DEBRIS, HEARD_KEPT


class Rivals:
    """Lists the other readings of places of one document."""

    def __init__(self, charts: Charts, case: CaseModel, far: FarPairs) -> None:
        """Use the charts of the last round, with the channel adapted to the document."""
        self.charts = charts
        self.lm = charts.tools.lm
        self.vocabulary = charts.tools.vocabulary
        self.shapes = shapes_by(self.lm, self.vocabulary, far)
        self._casing = Casing(case, self.vocabulary)
        self._heard: dict[str, Hearing] = {}
        rows = charts.tools.rows
        self._ear = Ear(rows.pairs.columns, rows.likelihood)

    def of(self, spot: Spot, words: bool = True) -> dict[str, Rival]:
        """Return the other readings of a place.

        Args:
            spot: the place.
            words: also those that nothing but its neighbours speaks for.

        """
        found: dict[str, Rival] = {}
        group: Group = spot.group
        before, after = group.before, group.after
        self._from_charts(found, spot)
        if words:
            collect(found, self._expected(spot), _EXPECTED)
        gather(found, other_marks(after), _MARKS)
        gather(found, other_cases(after), _CASE)
        gather(found, numbers(before), _NUMBER)
        gather(found, [before], _UNCHANGED)
        if may_be_debris(before):
            gather(found, [""], _NOTHING)
        kept = self.numbers_of(spot)
        if kept:
            found = {text: rival for text, rival in found.items() if keeps(kept, text)}
        for text, share in changed(group.steps, 0.0):
            weigh(found, text, share)
        found.pop(after, None)
        return found

    def numbers_of(self, spot: Spot) -> list[str]:
        """Return the measures, codes and amounts of a place, in order."""
        before, observed = spot.group.before, spot.observed
        if before == observed.text:  # known from the search
            return [before[a:b] for a, b in self.charts.look(before, observed.caps).numbers]
        sure = self.charts.effort.digits
        return [before[a:b] for a, b in telling(before, caps=observed.caps, sure=sure)]

    def _from_charts(self, found: dict[str, Rival], spot: Spot) -> None:
        """Add the readings with one step said otherwise, then those of the whole as one word."""
        steps, observed = spot.group.steps, spot.observed
        text, place = observed.text, observed.place
        chart = self.charts.token(text, observed.caps).chart()
        known, size = (-1, -1), len(text)
        for k, step in enumerate(steps):
            arc = step.arc
            a, b = arc.start - place, arc.end - place
            if arc.kind not in SAID or b > size:
                continue
            known = (a, b)
            collect(found, spliced(self.shapes, steps, k, row_of(chart, a, b)), _CHART)
        if spot.single():
            listed = known if len(steps) == 1 else (-1, -1)
            collect(found, wider(chart, text, edges_of(text), self.shapes, listed), _CHART)

    def _expected(self, spot: Spot) -> list[Shape]:
        """Return what the neighbours expect, with the marks that the token has."""
        token = spot.group.before
        if not spot.single() or " " in spot.group.after or token in DASHES:
            return []
        first, last = edges_of(token)
        frame = self.shapes.around(plain(token[:first]), plain(token[last:]))
        likely = self.lm.expected.likely(spot.around().window, frame.behind[:1], _LIKELY)
        hearing = self.hearing(token[first:last] or token)
        return demanded(likely, hearing, self.casing(spot), self.shapes, frame)

    def casing(self, spot: Spot) -> Casing:
        """Return what the cases of words cost at a place."""
        self._casing.turn(spot.around().near, spot.observed.caps)
        return self._casing

    def hearing(self, observed: str) -> Hearing:
        """Return the channel's costs of what may have been meant by an observed text."""
        found = self._heard.get(observed)
        if found is None:
            if len(self._heard) >= _HEARD_KEPT:
                self._heard.clear()
            found = self._heard[observed] = Hearing(observed, self._ear)
        return found


_kept: list[Shapes] = []


def shapes_by(lm: LanguageModel, vocabulary: Vocabulary, pairs: FarPairs) -> Shapes:
    """Return what readings look like by some tables; those of the last ones are remembered."""
    same = (s for s in _kept if s.lm is lm and s.vocabulary is vocabulary and s.pairs is pairs)
    found = next(same, None) or Shapes(lm, vocabulary, pairs)
    _kept[:] = [found, *(s for s in _kept if s is not found)][:KEPT]
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


def other_marks(text: str) -> list[str]:
    """Return a reading with other marks around it.

    >>> sorted(set(other_marks("^chức.")))
    ['Chức', '^chức', '^chức,', '^chức.', '^chức:', '^chức;', 'chức', 'chức.']
    """
    first, last = edges_of(text)
    core = text[first:last]
    if not core:
        return []
    whole = len(text) - 1
    stem = text[:whole] if text[whole] in ENDS else text
    found = [stem + end for end in ENDS]
    if text != core:
        title = core[:1].upper() + core[1:].lower()
        found += (core, core.lower(), title, text[first:], text[:last])
    return found


def other_cases(text: str) -> list[str]:
    """Return a reading in lower case, with a capital, and in capitals.

    >>> other_cases("(viên")
    ['(viên', '(Viên', '(VIÊN']
    """
    core = core_of(text)
    title = text.replace(core, core[:1].upper() + core[1:].lower(), 1)
    return [text.lower(), title, text.upper()] if len(core) > 1 else [text.lower(), title]


def numbers(token: str) -> list[str]:
    """Return the number that a token looks like.

    Of those with more than one letter none was right but `O1`, `tt`, dates and amounts, of those
    that begin with a capital and a digit, which codes do, none; nor of longer ones without points.

    >>> numbers("20l9"), numbers("ol"), numbers("ctia"), numbers("B12"), numbers("iozt")
    (['2019'], ['01'], [], [], [])
    >>> numbers("|"), numbers("ioo.ooo"), numbers("oi-3-2025")
    (['1'], ['100.000'], ['01-3-2025'])
    """
    number = token.translate(DIGITS)
    if number == token:
        return []
    for c in number:
        if not c.isdecimal() and c not in PRINTED:
            return []
    turned = sum([a != b for a, b in zip(token, number, strict=True)])
    proven = turned == 1 or ONES.fullmatch(token) or SURELY.fullmatch(number)
    return [number] if proven and not CODED.match(token) and not LONG.search(number) else []


def may_be_debris(token: str) -> bool:
    """Whether a token may be dirt on the page."""
    if len(token) > _DEBRIS:
        return False
    alone = (
        token in LISTED or token in SIGNS or token[1:] == ")" or not FORM_MARKS.isdisjoint(token)
    )
    return not alone and not any(map(str.isdecimal, token))
