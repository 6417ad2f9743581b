"""Calibrated confidence: how often a reading like this one is right.

The posterior of the lattice is too sure of itself, since the true word may not be in the lattice
at all, and surest where an engine's style is unknown and the document has taught the channel its
own mistakes. A logistic regression over the posterior and signs of trouble around it, in the
document and in its marks, makes it honest (Platt 1999); `train.calibration` fits it on engines and
documents that the channel has not seen.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from vnfix import memory
from vnfix.data.tables import damage_told, load_facts
from vnfix.decode.kernel import State, advance
from vnfix.decode.lattice import units_of
from vnfix.decode.lm import Window
from vnfix.decode.prices import LEAST_CHANCE, SUREST, UNITS, Kind
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vnfix.decode.lattice import Step
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Rows

FORMAT = "vnfix-calibration"
VERSION = 2
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


@dataclass(frozen=True, slots=True)
class Group:
    """The reading of one token, or of a run of tokens that belong together.

    Attributes:
        start: offset in the document's text.
        end: offset just past it.
        before: the text there.
        after: what it is read as.
        steps: the arcs of the best path.

    """

    start: int
    end: int
    before: str
    after: str
    steps: Sequence[Step]

    @property
    def posterior(self) -> float:
        """The least posterior among the steps."""
        return min(s.posterior for s in self.steps)

    @property
    def words(self) -> list[Step]:
        """The steps that say words."""
        return [s for s in self.steps if s.arc.kind == Kind.WORD]


def logit(p: float) -> float:
    """Return the log odds of a probability, within +-9.2."""
    p = min(max(p, 1.0 - SUREST), SUREST)
    return math.log(p / (1.0 - p))


def channel_of(group: Group) -> float:
    """Return the channel's cost of a reading, in nats a character."""
    costs = (min(s.arc.channel) for s in group.words if min(s.arc.channel) < s.arc.cost + UNITS)
    return sum(costs) / UNITS / max(len(group.before), 1)


@lru_cache(maxsize=memory.TOKENS)
def letters_of(text: str) -> str:
    """Return the letters and digits of a text, without accents and case.

    >>> letters_of("Điều 5,")
    'dieu5'
    """
    return "".join(filter(str.isalnum, strip_accents(text).lower()))


class Evidence:
    """Works out what is known of the readings of one document."""

    def __init__(self, groups: Sequence[Group], lm: LanguageModel, general: Rows) -> None:
        """Look at the whole document.

        Args:
            groups: the readings of all tokens, in order.
            lm: the language model.
            general: the channel, not adapted to the document's own reading.

        """
        self._groups = groups
        self._read = Counter((g.before, g.after) for g in groups)
        self._observed = Counter(g.before for g in groups)
        self._sure = [logit(g.posterior) for g in groups]
        self._channel = [channel_of(g) for g in groups]
        self._neighbours = _Neighbours(groups, lm)
        self._general = general
        self._document = self._whole()

    def _whole(self) -> tuple[float, float]:
        """Return the channel's mean cost of what is changed, and the logarithm of all tokens."""
        changed = [(k, g) for k, g in enumerate(self._groups) if g.after != g.before and g.words]
        length = sum(len(g.before) for _, g in changed)
        cost = sum(self._channel[k] * len(g.before) for k, g in changed)
        return cost / max(length, 1), math.log(max(len(self._groups), 1))

    def told(self, k: int) -> tuple[float, ...]:
        """Return the values of NAMES of one group, of SIGNS alone where it changes nothing."""
        g = self._groups[k]
        return self.signs(k) if g.after == g.before else self.of(k)

    def signs(self, k: int) -> tuple[float, ...]:
        """Return the values of SIGNS of one group."""
        g = self._groups[k]
        near = [self._sure[i] for i in (k - 1, k + 1) if 0 <= i < len(self._groups)]
        same, places = self._read[g.before, g.after], self._observed[g.before]
        return (
            1.0,
            self._sure[k],
            min(near, default=logit(SUREST)),
            self._channel[k],
            sum(s.lm for s in g.steps) / UNITS,
            math.log(same) - 2.0 * math.log(places / same),
            float(len(g.steps) > 1),
            1.0 / max(len(g.before), 1),
            float(any(s.arc.kind in (Kind.KEPT, Kind.NOTHING, Kind.PROPOSED) for s in g.steps)),
        )

    def of(self, k: int) -> tuple[float, ...]:
        """Return the values of NAMES of one group."""
        g = self._groups[k]
        seen, meant = letters_of(g.before), letters_of(g.after)
        rival = max((p for s in g.steps for _, p in s.others), default=0.0)
        first, printed = (next(filter(str.isalpha, t), "") for t in (g.before, g.after))
        marked = g.after[-1:] in MARKS
        return (
            *self.signs(k),
            min(self._channel[k], STEEP) ** 2,
            logit(1.0 - rival),
            Levenshtein.distance(seen, meant) / max(len(g.before), 1),
            float(any(s.arc.kind == Kind.KEPT for s in g.steps)),
            float(first.isupper() != printed.isupper()),
            float(marked),
            *self._neighbours.marks(k),
            float(not FOREIGN.isdisjoint(g.before)),
            self._learnt(k),
            *self._document,
        )

    def _learnt(self, k: int) -> float:
        """Return how much dearer a reading is by the channel before it knew the document.

        What the document itself has taught may be a mistake that confirms itself.
        """
        g = self._groups[k]
        words, seen = g.words, g.before.strip(EDGES)
        if len(words) != 1 or not seen or " " in seen:
            return UNTOLD
        chance = self._general.chance(seen, words[0].arc.text) + LEAST_CHANCE
        cost = -math.log(chance) / len(seen)
        return max(UNLEARNT, min(cost - self._channel[k], MOST_LEARNT))


class _Neighbours:
    """What the language model says of the marks behind words, there or lost."""

    def __init__(self, groups: Sequence[Group], lm: LanguageModel) -> None:
        self._groups = groups
        self._lm = lm
        self._numbers = [lm.unit(mark) for mark in MARKS]
        known: dict[str, tuple[int, ...]] = {}
        self._units: list[int] = []
        self._ends: list[int] = []
        for g in groups:
            found = known.get(g.after)
            if found is None:
                found = known[g.after] = units_of(g.after, lm)
            self._units += found
            self._ends.append(len(self._units))
        self._states = [lm.begin()]
        for unit in self._units:
            into = State(0, -1, -1)
            advance(lm.arrays, self._states[-1], unit, into)
            self._states.append(into)

    def marks(self, k: int) -> tuple[float, float, float]:
        """Return how far a mark is out of place, is unlikely, and a comma behind is likely."""
        after = self._groups[k].after
        follower = self._groups[k + 1].after if k + 1 < len(self._groups) else ""
        end, last = self._ends[k], after[-1:]
        right = tuple(self._units[end : end + AHEAD])
        if last in MARKS:
            lost = float(last == "." and follower[:1].islower())
            return lost, self._unlikely(end, right) if right else 0.0, -LOUDEST
        if not (last.isalnum() and follower[:1].isalnum() and end and right):
            return 0.0, 0.0, -LOUDEST
        window = Window(self._states[end], right)
        comma = window.cost(self._lm.arrays, ()) - window.cost(self._lm.arrays, self._numbers[1:2])
        return 0.0, 0.0, max(-LOUDEST, min(comma, LOUDEST))

    def _unlikely(self, end: int, right: tuple[int, ...]) -> float:
        """Return by how many nats another mark, or none, would be likelier than the last unit."""
        own, arrays = self._units[end - 1], self._lm.arrays
        window = Window(self._states[end - 1], right)
        others = [window.cost(arrays, (unit,)) for unit in self._numbers if unit != own]
        best = min(*others, window.cost(arrays, ()))
        return max(-LOUDEST, min(window.cost(arrays, (own,)) - best, LOUDEST))


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic regression, and from which confidence on AUTO is safe.

    Attributes:
        weights: one for each of NAMES.
        auto: least confidence of an AUTO correction.

    """

    weights: tuple[float, ...]
    auto: float

    def confidence(self, values: Sequence[float]) -> float:
        """Return the probability that a reading with these features is right."""
        x = sum(map(mul, self.weights, values))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def load_calibration(path: Path) -> Calibration:
    """Read a calibration.

    Raises:
        DataError: the file is missing, malformed or of another version.

    """
    facts = load_facts(path, (FORMAT, VERSION), NAMES)
    with damage_told(path):
        return Calibration(tuple(facts["weights"]), float(facts["auto"]))
