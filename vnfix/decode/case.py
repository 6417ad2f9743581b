"""Decides how each word of the best path is capitalised, from its neighbours and what was seen.

Case is half right in garbled text: `hiQn` says nothing, `UBND` does. P(case | word before, word)
and P(case | word, word after) come from the texts; the channel says how likely each case is to be
written as it was seen.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import damage_told, lengths, open_table
from vnfix.decode.kernel import Neighbours, between, likeliest
from vnfix.decode.lattice import Step
from vnfix.decode.openers import ONE_SHAPE, tells
from vnfix.decode.prices import (
    IN_CAPITALS,
    MOST_CAPITALS,
    SHAPED,
    UPPER,
    Kind,
)
from vnfix.decode.vocabulary import CASE_STEP
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import BEGIN
from vnfix.text.unicode import in_case, strip_accents
from vnfix.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vnfix.decode.lattice import Arc, ObservedToken
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

CASE_FORMAT = ("vnfix-case", 1)
CASE_LAYOUT = {"before": "I", "after": "I", "opener": "H"}
CASE_LAYOUT |= dict.fromkeys(("before_cost", "after_cost", "opener_cost"), "B")


Costs = tuple[float, float, float]

SHOWN: dict[tuple[bool | None, bool], Costs] = {
    (capital, single): (
        SHAPED if capital else 0.0,
        0.0 if capital is not False else SHAPED,
        math.inf if single else 0.0 if capital is not False else SHAPED,
    )
    for capital in (None, False, True)
    for single in (False, True)
}
"""What speaks against each case: the shape of the first letter, where it shows its case, and that
one letter alone is no word in capitals; by whether it is a capital (None: it shows none), and
whether it is alone."""


@dataclass(frozen=True)
class CaseModel:
    """How words are capitalised between their neighbours.

    Attributes:
        before: sorted keys (word before, word) and their costs, three in a row, in steps.
        after: sorted keys (word, word after) and their costs.
        opener: costs of the three cases after each mark or number, where the pair is unknown.
        sha256: hash of the file.
        numbers: hash of the language model whose numbers the keys hold.

    """

    before: tuple[Any, Any]
    after: tuple[Any, Any]
    opener: dict[int, Costs]
    sha256: str = ""
    numbers: str = ""

    @cached_property
    def neighbours(self) -> Neighbours:
        """The same as the kernel wants it."""
        return Neighbours(self.before, self.after, self.opener, CASE_STEP)

    def costs(self, own: Costs, word: int, near: tuple[int, int]) -> Costs:
        """Return the costs (nats) of a word in the three cases.

        Args:
            own: its costs without neighbours.
            word: number in the language model.
            near: the numbers of the words before and after it, -1 for none.

        """
        return between(self.neighbours, own, word, near)


def load_case(path: Path) -> CaseModel:
    """Open a case model.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, CASE_FORMAT, CASE_LAYOUT)
    a = table.arrays
    with damage_told(path):
        lengths(table, **{f"{n}_cost": 3 * len(a[n]) for n in ("before", "after", "opener")})
        numbers = table.meta.get("language_model", "")
    marks = [k * CASE_STEP for k in a["opener_cost"]]
    costs = zip(marks[::3], marks[1::3], marks[2::3], strict=True)
    opener = dict(zip(a["opener"], costs, strict=True))
    before, after = (a["before"], a["before_cost"]), (a["after"], a["after_cost"])
    return CaseModel(before, after, opener, table.sha256, numbers)


def reads_small(observed: str, word: str) -> bool:
    """Whether a word was read with small letters of its own, in a shape that shows their case.

    Behind a capital any shape shows it, by its size.

    >>> reads_small("cua", "của"), reads_small("Cl)", "cụ"), reads_small("co", "cơ")
    (True, False, False)
    >>> reads_small("Luu:", "lưu")
    True
    """
    own = set(strip_accents(word).lower())
    if not observed[:1].isupper():
        own -= ONE_SHAPE
    return any(c in own for c in observed)


def following(units: Sequence[tuple[int, ...]]) -> list[int]:
    """Return for each step the first word said behind it, -1 for none.

    >>> following([(5,), (), (7, 8)])
    [7, 7, -1]
    """
    found, last = [], -1
    for said in reversed(units):
        found.append(last)
        last = said[0] if said else last
    return found[::-1]


@dataclass(frozen=True)
class Capitals:
    """Applies a case model to decoded paragraphs."""

    model: CaseModel
    vocabulary: Vocabulary
    lm: LanguageModel

    def settle(self, observed: Sequence[ObservedToken], steps: Sequence[Step]) -> list[Step]:
        """Return the steps of a paragraph with each word in its likeliest case.

        Small letters behind a word in small letters are no capitals, though their line may hold
        a name in capitals and be taken for one: `Ông LÊ HOÀNG VŨ - Chức vụ: TGĐ`.
        """
        unit = [self._units(s.arc) for s in steps]
        behind = following(unit)
        text = "".join(s.text for s in observed)
        line = {s.place + k: s.line for s in observed if s.caps for k in range(len(s.text))}
        settled, before = [], self.lm.number[BEGIN]
        small = False  # whether the word before was read in small letters
        for k, step in enumerate(steps):
            arc, said = step.arc, unit[k]
            shouted = text[arc.start : arc.end]
            if arc.kind == Kind.WORD and said[0] and not step.named:
                capital = (arc.start in line and not (small and shouted.islower())) or (
                    shouted.isupper() and sum(map(str.isalpha, shouted)) > 2
                )
                near = None if capital else (before, behind[k])
                settled.append(self._settled(step, said[0], (near, shouted[:1])))
            else:
                settled.append(step)
            if line and arc.text:
                word = arc.kind == Kind.WORD and shouted[1:].islower()
                small = word and reads_small(shouted, arc.text)
            before = said[-1] if said else before
        return _alike(settled, text, line) if line else settled

    def _units(self, arc: Arc) -> tuple[int, ...]:
        if arc.kind == Kind.WORD:
            return (self.vocabulary.lm[arc.word],)
        return tuple(self.lm.unit(part) for part in arc.text.split()[-1:]) if arc.text else ()

    def _settled(self, step: Step, unit: int, around: tuple[tuple[int, int] | None, str]) -> Step:
        arc = step.arc
        near, shape = around
        costs = IN_CAPITALS
        if near is not None:
            costs = self.model.costs(self.vocabulary.case_costs(arc.word), unit, near)
        told = tells(shape, arc.text)
        shown = SHOWN[shape.isupper() if told else None, len(arc.text) == 1]
        case, sure = likeliest(costs, arc.channel, shown)
        if case != arc.case:
            text = in_case(self.vocabulary.words[arc.word], case)
            arc = arc._replace(text=text, case=case)
        return Step(arc, step.lm, step.posterior * sure, step.others, step.named, step.opens)


def _alike(steps: list[Step], text: str, line: Mapping[int, int]) -> list[Step]:
    """Return the steps with the odd words of lines in capitals in capitals too.

    Where most other words of such a line are in capitals, a word is as well, unless it was read
    in small letters that are its own.

    Args:
        steps: of a paragraph.
        text: its tokens, without blanks.
        line: of each place in a line in capitals, the line.

    """
    words, upper = Counter[int](), Counter[int]()
    for step in steps:
        said = step.arc.kind == Kind.WORD and is_syllable(step.arc.text.lower())
        if said and step.arc.start in line:  # codes are in capitals anywhere
            words[line[step.arc.start]] += 1
            upper[line[step.arc.start]] += step.arc.case == UPPER
    for k, step in enumerate(steps):
        arc = step.arc
        here = line.get(arc.start, -1)
        if arc.kind != Kind.WORD or arc.case == UPPER or len(arc.text) < 2 or step.named:
            continue
        most = upper[here] > 1 and upper[here] >= MOST_CAPITALS * (words[here] - 1)
        if most and not reads_small(text[arc.start : arc.end], arc.text):
            steps[k] = step._replace(arc=arc._replace(text=arc.text.upper(), case=UPPER))
    return steps
