"""Decodes with a second reading: lines in doubt are read again, and both readings weighed.

Two noisy views of one word: the first reading with its channel, the neighbours and the document is
the ranking of `alternatives`; the second one is weighed with it by `evidence`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.alternatives.choice import (
    Option,
    chosen,
    considered,
    is_worth_asking,
    letters_of,
    likeliest,
)
from vnfix.alternatives.doubts import DOUBT, is_doubtful, is_printed_so
from vnfix.alternatives.places import Spot, spots_of
from vnfix.alternatives.ranking import FeatureMaker, general, ranking_of
from vnfix.alternatives.readings import SECOND, Rival, gather
from vnfix.alternatives.rivals import Rivals
from vnfix.decode.corrections import guessed
from vnfix.decode.groups import Group
from vnfix.decode.rounds import stretches
from vnfix.logs import logger
from vnfix.look.evidence import Heard, is_plausible, joint_of, likeness, nothing
from vnfix.look.hearing import Row, listen, words_of
from vnfix.model import Correction, Safety, Second

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.decode.rounds import Outcome, Task
    from vnfix.look.hearing import Offsets
    from vnfix.look.tesseract import Tesseract
    from vnfix.model import Document
    from vnfix.resources import Resources

log = logger(__name__)
FIXER = "look"
SURE = 0.84
"""A change that is surer than this is in no doubt."""
LETTERS = 0.9
"""A place in doubt is not looked at if its letters are as sure as this: marks or case are open.

The second reading is no better at those: of the words that all lines in doubt would mend, nine in
ten are in the lines that are left, half as many on light scans.
"""
NUMBER = 2
"""Figures of a word that is a number."""
FIRM = 0.8
"""The engine's confidence in a number from which on it may have other figures."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Reads as `alternatives.choice` does, with a second reading of the lines in doubt.

    Attributes:
        source: the PDF.
        engine: reads lines.
        asking: whether a person is asked: doubts are returned too, with all alternatives.

    """

    source: bytes
    engine: Tesseract
    asking: bool = False

    def read(self, task: Task, resources: Resources, config: Config) -> Sequence[Correction]:
        """Return corrections sorted by offset, without overlaps, none across a line end.

        Raises:
            UnreadableError: the pages cannot be shown.

        """
        if not task.sick:
            return []
        found: list[Correction] = []
        for part in stretches(task, resources, config):
            found += self._stretch(part, task.document, resources, config)
        return found

    def _stretch(
        self, part: Outcome, document: Document, resources: Resources, config: Config
    ) -> list[Correction]:
        first = list(considered(document, part, resources, asking=self.asking))
        if part.charts is None or not document.words:
            return first
        places = Places.of(document, part, resources)
        doubted = places.rows(places.in_doubt())
        heard = listen(self.source, self.engine, doubted, config.look_budget)
        before = {(c.start, c.end): c for c in first}
        decided = dict(places.decided(heard, before, self.engine.name))
        made = [c for c in decided.values() if c.fixer != DOUBT or self._asked(c)]
        changed = sum(c.fixer == FIXER for c in made)
        said = "%s: %d of %d damaged lines read again, %d words read otherwise"
        log.info(said, document.name, len(doubted), len(places.lines), changed)
        kept = [c for c in first if (c.start, c.end) not in decided]
        return sorted([*kept, *made], key=lambda c: c.start)

    def _asked(self, doubt: Correction) -> bool:
        return self.asking and is_worth_asking(doubt)


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a decoded document, by line, with what weighs their readings."""

    document: Document
    resources: Resources
    lines: Mapping[int, Sequence[Spot]]
    maker: FeatureMaker

    @classmethod
    def of(cls, document: Document, found: Outcome, resources: Resources) -> Places:
        """Return the places of what was decoded."""
        spots, memory = spots_of(document, found, resources.lm)
        lines: dict[int, list[Spot]] = defaultdict(list)
        for spot in spots:
            lines[spot.observed.line].append(spot)
        assert found.charts is not None
        maker = FeatureMaker(Rivals(found.charts, resources.case, resources.far), memory)
        return cls(document, resources, lines, maker)

    def rows(self, lines: Sequence[int]) -> list[Row]:
        """Return lines that can be read again; those without boxes cannot."""
        found = (Row(self.lines[k], words_of(self.document, k)) for k in lines)
        return [row for row in found if row.words]

    def in_doubt(self) -> list[int]:
        """Return the lines with a place whose letters may be wrong, in order."""
        return [k for k in sorted(self.lines) if any(map(self._is_open, self.lines[k]))]

    def _is_open(self, spot: Spot) -> bool:
        """Whether other letters or figures may stand at a place than the decoder reads there."""
        if not self._doubted(spot):
            return False
        found = self.maker.rivals.of(spot)
        letters = letters_of(spot.group.after)
        texts = zip((spot.group.after, *found), self._shares(spot, found), strict=False)
        return sum(share for text, share in texts if letters_of(text) == letters) < LETTERS

    def _doubted(self, spot: Spot) -> bool:
        before = spot.group.before
        if before == spot.group.after:
            return is_doubtful(spot, self.maker.rivals) and not is_printed_so(before)
        return self.resources.calibration.confidence(spot.signs) < SURE

    def decided(
        self,
        heard: Mapping[Offsets, Heard],
        before: Mapping[Offsets, Correction],
        name: str,
    ) -> Iterator[tuple[Offsets, Correction]]:
        """Yield what is to be made of each place that was read again; a doubt where it stays.

        Where both readings say the same and the first one is sure, there is nothing to decide.

        Args:
            heard: what was read.
            before: the corrections without it.
            name: of the engine.

        """
        for spot in (spot for spots in self.lines.values() for spot in spots):
            span = (spot.group.start, spot.group.end)
            said = heard.get(span)
            if said and self._is_telling(spot, said):
                yield span, self._decision(spot, said, before.get(span), name)

    def _is_telling(self, spot: Spot, heard: Heard) -> bool:
        g = spot.group
        if heard.text == g.after and not self._doubted(spot):
            return False
        return is_plausible(heard, g.before, g.after) and keeps_figures(heard, g.before)

    def _decision(
        self, spot: Spot, heard: Heard, before: Correction | None, name: str
    ) -> Correction:
        made = chosen(spot.group, self.options(spot, heard))
        made = replace(made, second=Second(heard.text, round(heard.confidence, 4), name))
        if made.fixer == DOUBT:
            return made
        sure = made.confidence >= self.resources.calibration.auto
        as_before = before is not None and before.after == made.after
        return replace(
            made,
            fixer=made.fixer if as_before else FIXER,
            safety=Safety.AUTO if sure and may_be_made(spot, made.after, heard) else Safety.REVIEW,
            reason=f"{made.reason}; {name}: {heard.text}",
        )

    def options(self, spot: Spot, heard: Heard) -> list[Option]:
        """Return the readings of a place: first the decoder's, then the others."""
        texts, known = self.known(spot, heard)
        joint = joint_of(self.resources.models)
        rows = [likeness(t, p, heard) for t, p in zip(texts, known, strict=False)]
        shares = joint.probabilities(rows, nothing(known[-1], heard))
        first, *others = map(Option, shares, texts)
        return [first, *sorted(others, key=likeliest)]

    def known(self, spot: Spot, heard: Heard) -> tuple[list[str], list[float]]:
        """Return the readings of a place, and how likely each is without the second reading.

        The last probability, one more than there are readings, is that of none of them.
        """
        found = self.maker.rivals.of(spot)
        if heard.text != spot.group.after:
            gather(found, [heard.text], SECOND)
        return [spot.group.after, *found], self._shares(spot, found)

    def _shares(self, spot: Spot, found: dict[str, Rival]) -> list[float]:
        ranking = ranking_of(self.resources.models)
        return ranking.probabilities(self.maker.features(spot, found), general(spot))


def keeps_figures(heard: Heard, before: str) -> bool:
    """Whether what was read may stand against a number: with other figures only if it is sure.

    >>> keeps_figures(Heard("52/2018/NĐ-C", 0.46), "52/2016/ND-CP")
    False
    >>> keeps_figures(Heard("1", 0.5), "|")
    True
    """
    first = figures_of(before)
    return len(first) < NUMBER or figures_of(heard.text) == first or heard.confidence >= FIRM


def figures_of(text: str) -> list[str]:
    """Return the figures of a text."""
    return [c for c in text if c.isdecimal()]


def may_be_made(spot: Spot, after: str, heard: Heard) -> bool:
    """Whether a change that is sure enough may be made without asking.

    Numbers only where both readings have the same figures.
    """
    g = spot.group
    if not after or guessed(Group(g.start, g.end, g.before, after, g.steps)):
        return False
    first, second, made = map(figures_of, (g.before, heard.text, after))
    return first == second == made
