# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What is written at each place, and what else it may be: one distribution over all readings.

The decoder's path is the best one by its own arcs. Where it is not sure of a place, all that may
stand there is ranked (`ranking`), and the likeliest of these is written: on documents that neither
has seen, that takes away one wrong word in six of the seeds and one in nine of the gazette's.
Plain Python that Cython compiles with the types of `choice.pxd`, as the kernel is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.alternatives.doubts import (
    ALTERNATIVES,
    DOUBT,
    DOUBTFUL,
    LEAST,
    is_address,
    is_doubtful,
    is_printed_so,
)
from vnfix.alternatives.places import spots_of
from vnfix.alternatives.ranking import FeatureMaker, general, ranking_of
from vnfix.alternatives.readings import NUMBER
from vnfix.alternatives.rivals import Rivals
from vnfix.alternatives.views import likeliest as best_first
from vnfix.decode.corrections import correction, held_once, shared
from vnfix.decode.prices import NAMED_MOST
from vnfix.decode.rounds import stretches
from vnfix.model import Correction, Safety
from vnfix.packed import gathered
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.alternatives.places import Spot
    from vnfix.alternatives.ranking import Ranking
    from vnfix.alternatives.readings import Rival
    from vnfix.config import Config
    from vnfix.decode.confidence import Calibration
    from vnfix.decode.groups import Group
    from vnfix.decode.rounds import Outcome, Task
    from vnfix.model import Document
    from vnfix.resources import Resources

# Where the decoder is surer than this, its reading stands: of what would be written instead,
# less than half was right.
RANKED = 0.8
# A name is read by tables that the ranking does not know: of those as sure as this it is right in
# fewer places.
NAMED = 0.45
# A word that was left as it is becomes another one only if that is likelier than all else.
LIKELIER = 0.5
SLIGHT = 1e-4  # what is less likely than this is neither written nor offered
ROUNDING = 1e-9  # more than a sum of shares is off by
# What would leave a word out leaves it as it is where another reading is as likely as this.
SPOKEN = 0.05
# Two words with a mark and no blank between them: what the decoder writes apart.
RUN_TOGETHER = pattern(r"\p{Ll}{2}[.,;:]\p{L}{2}")
# So much likelier than the decoder's is a reading that differs from it in no letter.
CLEARLY = 0.15
# Copies that are C numbers where this is compiled.
_RANKED, _NAMED, _LIKELIER, _SLIGHT, _CLEARLY = RANKED, NAMED, LIKELIER, SLIGHT, CLEARLY
_NAMED_MOST, _NUMBER = NAMED_MOST, NUMBER
REASON = "likelier than the decoder's reading"
LEFT = "left as it is, and may be wrong"


class Option(NamedTuple):
    """A reading of a place and its probability; those of a place sum to one at most."""

    share: float
    text: str


# What makes an option of its values: quicker than a call of the class.
OPTION: Any = partial(tuple.__new__, Option)


def read(task: Task, resources: Resources, config: Config) -> Sequence[Correction]:
    """Decode the lines of a task; the others are context that stays as it is.

    Returns:
        Corrections sorted by place, without overlaps, none across a line end.

    """
    return gathered(_chosen_by_stretch(task, resources, config, asking=False))


def consider(task: Task, resources: Resources, config: Config) -> Sequence[Correction]:
    """Decode as `read` does, for a person: with more alternatives, and with doubts.

    Returns:
        The corrections of `read`. Among them, with the fixer `DOUBT`, words that were left as they
        are and may be wrong: their `after` is the likeliest reading, which is not made unasked.

    """
    return gathered(_chosen_by_stretch(task, resources, config, asking=True))


def _chosen_by_stretch(
    task: Task, resources: Resources, config: Config, *, asking: bool
) -> Iterator[Correction]:
    if not task.sick:
        return
    for part in stretches(task, resources, config):
        yield from considered(task.document, part, resources, asking=asking)
        del part  # before the next one is read


def considered(
    document: Document, found: Outcome, resources: Resources, *, asking: bool = False
) -> Iterator[Correction]:
    """Yield the corrections of a decoded document, and its doubts if `asking`, sorted by place."""
    if found.charts is None:
        return
    spots, memory = spots_of(document, found, resources.lm)
    maker = FeatureMaker(Rivals(found.charts, resources.case, resources.far), memory)
    chooser = _Chooser(maker, ranking_of(resources.models), resources.calibration)
    for spot in spots:
        made = chooser.place(spot, asking)
        if made is not None:
            yield made


class _Chooser:
    """Chooses among the readings of the places of one document."""

    def __init__(self, maker: FeatureMaker, ranking: Ranking, calibration: Calibration) -> None:
        self._maker = maker
        self._ranking = ranking
        self._calibration = calibration

    def place(self, spot: Spot, asking: bool) -> Correction | None:
        """Return what to do about a place; None where it is left and nothing is asked."""
        g: Group = spot.group
        kept = g.after == g.before
        if kept:
            if not is_doubtful(spot, self._maker.rivals):
                return None
            if not (asking or self._may_change(spot)):
                return None
        else:
            name: float = named(g)
            sure: float = name or self._calibration.confidence(spot.signs)
            if sure >= (_NAMED if name else _RANKED):
                made = correction(g, sure, self._calibration.auto)
                return self._with_rivals(made, spot) if asking else made
        found = self._maker.rivals.of(spot)
        shares = self._shares(spot, found)
        if kept and not asking and likeliest_other(shares) < _LIKELIER and not needs_all(g):
            return None
        decision = decided(g, self._ranked(g, found, shares, False))
        if decision.written.text != g.before:
            return told(g, decision)
        if not asking:
            return None
        doubt = told(g, decision)
        return doubt if is_worth_asking(doubt) else None

    def _shares(self, spot: Spot, found: dict[str, Rival]) -> list[float]:
        """Return the probability of the reading that stands, of each other one, and of none."""
        features = self._maker.features(spot, found)
        return self._ranking.probabilities(features, general(spot))

    def _may_change(self, spot: Spot) -> bool:
        """Whether something else may be written where the decoder has changed nothing.

        Not an address; and where a number, a measure, a code or an amount stands, only what keeps
        its digits and is likely even among such readings alone. It says no only where `chosen`
        would, for less work.
        """
        before, rivals = spot.group.before, self._maker.rivals
        if is_address(before):
            return False
        figures = rivals.numbers_of(spot)
        if not figures and (any(map(str.isalpha, before)) or not any(map(str.isdecimal, before))):
            return True
        found = rivals.of(spot, False)
        kept = {
            text: rival
            for text, rival in found.items()
            if (not figures or rival.bits & _NUMBER)
            and keeps_number(before, text)
            and not (text[-1:].isdecimal() and text == before.rstrip(";:,."))  # no speck
        }
        return likeliest_other(self._shares(spot, kept)) > _LIKELIER - ROUNDING

    def _ranked(
        self, g: Group, found: dict[str, Rival], shares: list[float], every: bool
    ) -> list[Option]:
        """Return the readings of a place: first the decoder's, then the others, likeliest first.

        Args:
            g: the place.
            found: its other readings.
            shares: how likely each is.
            every: also those that are hardly likely.

        """
        least: float = 0.0 if every or needs_all(g) else min(shares[0], _SLIGHT)
        options = [OPTION((shares[0], g.after))]
        for share, text in best_first(shares, list(found), least):
            options.append(OPTION((-share, text)))
        return options

    def _with_rivals(self, made: Correction, spot: Spot) -> Correction:
        """Return a correction of the decoder's with the ranked readings as alternatives."""
        if made.safety is Safety.AUTO:
            return made
        found = self._maker.rivals.of(spot)
        options = self._ranked(spot.group, found, self._shares(spot, found), True)
        others = [(o.text, o.share) for o in options[1:]]
        return replace(made, alternatives=shared(made.confidence, others[:ALTERNATIVES], LEAST))


def likeliest_other(shares: list[float]) -> float:
    """Return the share of the likeliest reading but the one that stands, 0 where there is none."""
    found: float = 0.0
    for k in range(1, len(shares) - 1):
        share: float = shares[k]
        if share > found:
            found = share
    return found


def named(g: Group) -> float:
    """Return how sure a reading is as a name, whatever the lattice says; 0 where it is none.

    On documents of names that were not looked at, so many of such readings were right.
    """
    sure: float = g.posterior
    if sure > _NAMED_MOST:
        return 0.0
    for step in g.steps:
        if step.named:
            return sure
    return 0.0


def opens(g: Group) -> bool:
    """Whether a place opens a line."""
    for step in g.steps:
        if step.opens:
            return True
    return False


def needs_all(g: Group) -> bool:
    """Whether also the least likely readings of a place may matter: together, or if none is left.

    What opens a line gets a capital, and then is the same as another reading; where nothing but
    marks stands, it may be left out if nothing else can be said.
    """
    return opens(g) or not any(map(str.isalnum, g.before))


def likeliest(option: Option) -> tuple[float, str]:
    """Return what sorts readings: the likeliest first, equal ones by their text."""
    return -option.share, option.text


class Decision(NamedTuple):
    """What is done about a place.

    Attributes:
        options: its readings, that of the decoder first.
        written: the one that is written.
        top: the likeliest one that may be.

    """

    options: Sequence[Option]
    written: Option
    top: Option


def chosen(g: Group, options: Sequence[Option]) -> Correction:
    """Return the correction of a place by its readings; a doubt where it is left as it is.

    Args:
        g: the place, as the decoder reads it.
        options: its readings, that of the decoder first.

    """
    return told(g, decided(g, options))


def decided(g: Group, options: Sequence[Option]) -> Decision:
    """Return which of the readings of a place is written."""
    if opens(g):
        options = with_capital(options, g.before)
    stands = top = options[0]
    for o in options[1:]:
        if o.share >= stands.share and likeliest(o) < likeliest(top):
            if is_address(g.before):
                break
            if may_replace(o, stands, g.before):
                top = o
    kept = g.after == g.before
    written = stands if kept and top.share < _LIKELIER else top
    if not written.text:
        written = top = spoken(options, g, written)
    return Decision(options, written, top)


def told(g: Group, decision: Decision) -> Correction:
    """Return what is decided of a place as a correction, or as a doubt."""
    options, written, top = decision
    doubt = written.text == g.before
    said = top if doubt else written
    others = [(o.text, o.share) for o in sorted(options, key=likeliest) if o.text != said.text]
    first = written is options[0]
    return Correction(
        g.start,
        g.end,
        intern(g.before),
        intern(said.text),
        DOUBT if doubt else "decode",
        said.share,
        Safety.REVIEW,
        LEFT if doubt else "channel and language model" if first else REASON,
        held_once(tuple([(text, round(p, 4)) for text, p in others[:ALTERNATIVES] if p >= LEAST])),
    )


def with_capital(options: Sequence[Option], before: str) -> list[Option]:
    """Return readings as they are at the beginning of a line that begins with a capital.

    The ranking knows nothing of lists and headings, which tell so.
    """
    shares: dict[str, float] = {}
    first = options[0].text
    for o in options:
        text = o.text if o.text == before else o.text[:1].upper() + o.text[1:]
        here = shares.get(text, 0.0)
        shares[text] = here + o.share if text == first else max(here, o.share)
    return [Option(share, text) for text, share in shares.items()]


def spoken(options: Sequence[Option], g: Group, nothing: Option) -> Option:
    """Return what is written where nothing at all is likeliest: the likeliest word, if any.

    Of six words that would have been left out, none was rightly; four were read so. Letters that
    the decoder keeps are kept: nine engines and four plans have none that should go.
    """
    said = [o for o in options if o.text not in ("", g.before) and keeps_number(g.before, o.text)]
    best = min(said, key=likeliest, default=nothing)
    kept = g.after == g.before
    if best.share < SPOKEN and not (kept and any(map(str.isalnum, g.before))):
        return nothing
    return options[0] if kept else best


def may_replace(other: Option, stands: Option, before: str) -> bool:
    """Whether a reading may stand instead of the decoder's.

    Numbers stay, and words do not run together. Where only marks, blanks or case differ, or nothing
    but figures and marks was read, the other one has to be clearly likelier: of those that are so
    by a little, two of nine were right.
    """
    if not keeps_number(before, other.text) or RUN_TOGETHER.search(other.text):
        return False
    alike = letters_of(other.text) == letters_of(stands.text) or not any(map(str.isalpha, before))
    return not alike or other.share >= stands.share + _CLEARLY


def letters_of(text: str) -> str:
    """Return the letters and figures of a text in lower case.

    >>> letters_of("hạn. Các") == letters_of("hạn.các")
    True
    """
    return "".join(filter(str.isalnum, text.lower()))


def is_worth_asking(doubt: Correction) -> bool:
    """Whether a person should be asked: more has to speak against what is a number or an address.

    A number is asked about only where it is likelier wrong than right, an address never.
    """
    if is_address(doubt.before):
        return False
    wrong = sum(p for text, p in doubt.alternatives if text != doubt.before)
    if doubt.after != doubt.before:
        wrong += doubt.confidence
    return wrong >= (LIKELIER if is_printed_so(doubt.before) else DOUBTFUL)


def keeps_number(before: str, after: str) -> bool:
    """Whether the digits of a token without letters stand in its reading, in their order.

    >>> keeps_number("12,5", "125,"), keeps_number("12,5", "13,5"), keeps_number("c6", "có")
    (True, False, True)
    """
    if any(map(str.isalpha, before)):
        return True
    at = 0
    for c in before:
        if c.isdecimal():
            at = after.find(c, at) + 1
            if not at:
                return False
    return True
