"""Decides how each word of the best path is capitalised, from its neighbours and what was seen.

Case is half right in garbled text: `hiQn` says nothing, `UBND` does. P(case | word before, word)
and P(case | word, word after) come from the texts; the channel says how likely each case is to be
written as it was seen.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vnfix import memory
from vnfix.data.tables import damage_told, lengths, open_table
from vnfix.decode.candidates import capitalize
from vnfix.decode.openers import ONE_SHAPE, tells
from vnfix.decode.prices import (
    IN_CAPITALS,
    INF,
    LOWER,
    MOST_CAPITALS,
    SHAPED,
    TITLE,
    UNITS,
    UNSEEN,
    UPPER,
    Kind,
)
from vnfix.decode.vocabulary import CASE_STEP
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import BEGIN
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vnfix.decode.lattice import ObservedToken, Step
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

CASE_FORMAT = ("vnfix-case", 1)
CASE_LAYOUT = {"before": "I", "after": "I", "opener": "H"}
CASE_LAYOUT |= dict.fromkeys(("before_cost", "after_cost", "opener_cost"), "B")


Costs = tuple[float, float, float]


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
    _known: dict[tuple[Costs, int, tuple[int, int]], Costs] = field(
        default_factory=dict, repr=False, compare=False
    )

    def costs(self, own: Costs, word: int, near: tuple[int, int]) -> Costs:
        """Return the costs (nats) of a word in the three cases.

        Args:
            own: its costs without neighbours.
            word: number in the language model.
            near: the numbers of the words before and after it, -1 for none.

        """
        key = (own, word, near)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= memory.CASES:
                self._known.clear()
            found = self._known[key] = self._costs(own, word, near)
        return found

    def _costs(self, own: Costs, word: int, near: tuple[int, int]) -> Costs:
        first = _find(self.before, near[0], word) or self._opened(own, near[0])
        second = _find(self.after, word, near[1]) or own
        low, title, up = (
            first[0] + second[0] - own[0],
            first[1] + second[1] - own[1],
            first[2] + second[2] - own[2],
        )
        norm = math.log(math.exp(-low) + math.exp(-title) + math.exp(-up))
        return low + norm, title + norm, up + norm

    def _opened(self, own: Costs, before: int) -> Costs:
        opener = self.opener.get(before)
        if opener is None:
            return own
        return _mean(own[0], opener[0]), _mean(own[1], opener[1]), _mean(own[2], opener[2])


def _mean(a: float, b: float) -> float:
    """Return the cost of the mean of two probabilities."""
    return -math.log((math.exp(-a) + math.exp(-b)) / 2)


def _find(table: tuple[Any, Any], a: int, b: int) -> Costs | None:
    if a < 0 or b < 0:
        return None
    keys, costs = table
    key = a << 16 | b
    k = bisect_left(keys, key)
    if k == len(keys) or keys[k] != key:
        return None
    return costs[3 * k] * CASE_STEP, costs[3 * k + 1] * CASE_STEP, costs[3 * k + 2] * CASE_STEP


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
        unit = [self._units(s.arc.kind, s.arc.word, s.arc.text) for s in steps]
        behind = following(unit)
        text = "".join(s.text for s in observed)
        line = {s.place + k: s.line for s in observed if s.caps for k in range(len(s.text))}
        settled, before = [], self.lm.number[BEGIN]
        small = False  # whether the word before was read in small letters
        for k, step in enumerate(steps):
            shouted = text[step.arc.start : step.arc.end]
            if step.arc.kind == Kind.WORD and unit[k][0] and not step.named:
                capital = (step.arc.start in line and not (small and shouted.islower())) or (
                    sum(map(str.isalpha, shouted)) > 2 and shouted.isupper()
                )
                near = None if capital else (before, behind[k])
                shape = text[step.arc.start : step.arc.start + 1]
                settled.append(self._settled(step, unit[k][0], (near, shape)))
            else:
                settled.append(step)
            if step.arc.text:
                word = step.arc.kind == Kind.WORD and shouted[1:].islower()
                small = word and reads_small(shouted, step.arc.text)
            before = unit[k][-1] if unit[k] else before
        return _alike(settled, text, line)

    def _units(self, kind: int, word: int, text: str) -> tuple[int, ...]:
        if kind == Kind.WORD:
            return (self.vocabulary.lm[word],)
        return tuple(self.lm.unit(part) for part in text.split()[-1:]) if text else ()

    def _settled(self, step: Step, unit: int, around: tuple[tuple[int, int] | None, str]) -> Step:
        arc = step.arc
        near, shape = around
        case = self.vocabulary.case
        low, title, up = (case[3 * arc.word + k] * CASE_STEP for k in range(3))
        costs = IN_CAPITALS if near is None else self.model.costs((low, title, up), unit, near)
        known = min(arc.channel)
        observed = [(c if c < INF else known + UNSEEN) / UNITS for c in arc.channel]
        if len(arc.text) == 1:
            observed[UPPER] = math.inf
        if tells(shape, arc.text):
            for k in (LOWER,) if shape.isupper() else (TITLE, UPPER):
                observed[k] += SHAPED
        total = [a + b for a, b in zip(costs, observed, strict=True)]
        best = min(range(LOWER, UPPER + 1), key=total.__getitem__)
        sure = 1.0 / sum(math.exp(total[best] - t) for t in total)
        text = capitalize(self.vocabulary.words[arc.word], best)
        settled = arc._replace(text=text, case=best)
        return step._replace(arc=settled, posterior=step.posterior * sure)


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
