# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Decides how each word of the best path is capitalised, from its neighbours and what was seen.

Case is half right in garbled text: `hiQn` says nothing, `UBND` does. The case model tells how words
are written between their neighbours; the channel says how likely each case is to be written as it
was seen. Plain Python that Cython compiles with the types of `capitals.pxd`, as the kernel is.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

from vnfix.decode.kernel.cases import between, likeliest
from vnfix.decode.lattice import STEP
from vnfix.decode.openers import ONE_SHAPE, shows
from vnfix.decode.prices import IN_CAPITALS, MOST_CAPITALS, SHAPED, UPPER, Kind
from vnfix.decode.vocabulary import CASE_STEP
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import BEGIN
from vnfix.text.unicode import in_case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.decode.case import CaseModel, Costs
    from vnfix.decode.lattice import ObservedToken, Step
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

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
# Copies that are C numbers where this is compiled.
_WORD, _CASE_STEP, _IN_CAPITALS = Kind.WORD, CASE_STEP, IN_CAPITALS


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


def in_large(seen: str) -> bool:
    """Whether a token is in capitals, three letters of it or more.

    >>> in_large("UBND"), in_large("TW"), in_large("I-1-I"), in_large("UBnD")
    (True, False, False, False)
    """
    if len(seen) < 3 or not seen.isupper():
        return False
    letters = 0
    for c in seen:
        letters += c.isalpha()
    return letters > 2


def lines_in_capitals(observed: Sequence[ObservedToken]) -> dict[int, int]:
    """Return for each place in a line in capitals which line it is."""
    found: dict[int, int] = {}
    for s in observed:
        if s.caps:
            for k in range(len(s.text)):
                found[s.place + k] = s.line
    return found


class Capitals:
    """Applies a case model to decoded paragraphs."""

    def __init__(self, model: CaseModel, vocabulary: Vocabulary, lm: LanguageModel) -> None:
        """Keep the tables."""
        self.table = model.neighbours
        self.words = vocabulary.words
        self.numbers, self.own = vocabulary.lm, vocabulary.case
        self.lm = lm
        self.begin: int = lm.number[BEGIN]

    def settle(self, observed: Sequence[ObservedToken], steps: Sequence[Step]) -> list[Step]:
        """Return the steps of a paragraph with each word in its likeliest case.

        Small letters behind a word in small letters are no capitals, though their line may hold
        a name in capitals and be taken for one: `Ông LÊ HOÀNG VŨ - Chức vụ: TGĐ`.
        """
        units = self._units(steps)
        text = "".join([s.text for s in observed])
        line = lines_in_capitals(observed)
        settled: list[Step] = []
        before = self.begin
        small = False  # whether the word before was read in small letters
        for k, step in enumerate(steps):
            arc, unit = step.arc, units[2 * k]
            word, start = arc.kind == _WORD, arc.start
            seen = text[start : arc.end]
            if word and unit > 0 and not step.named:
                capital = in_large(seen)
                if not capital and line and start in line:
                    capital = not (small and seen.islower())
                settled.append(
                    self._settled(step, seen[:1], unit, before, units[2 * k + 1], capital)
                )
            else:
                settled.append(step)
            if line and arc.text:
                small = word and seen[1:].islower() and reads_small(seen, arc.text)
            if unit >= 0:
                before = unit
        return alike(settled, text, line) if line else settled

    def _units(self, steps: Sequence[Step]) -> Any:
        """Return for each step the number of its last word and of the next one, -1 for none."""
        units = array("i", [-1]) * (2 * len(steps))
        for k, step in enumerate(steps):
            arc = step.arc
            if arc.kind == _WORD:
                word: int = arc.word
                units[2 * k] = self.numbers[word]
            elif arc.text:
                parts = arc.text.split()
                if parts:
                    units[2 * k] = self.lm.unit(parts[len(parts) - 1])
        behind = -1
        for k in range(len(steps) - 1, -1, -1):
            units[2 * k + 1] = behind
            if units[2 * k] >= 0:
                behind = units[2 * k]
        return units

    def _settled(
        self, step: Step, shape: str, unit: int, before: int, behind: int, capital: bool
    ) -> Step:
        """Return the step of a word in its likeliest case.

        Args:
            step: of a word.
            shape: the first character that was seen.
            unit: number of the word in the language model.
            before: that of the word before it, -1 for none.
            behind: that of the word behind it.
            capital: whether all is in capitals here.

        """
        arc = step.arc
        word: int = arc.word
        costs = _IN_CAPITALS
        if not capital:
            low, title, up = self.own[3 * word], self.own[3 * word + 1], self.own[3 * word + 2]
            own = (low * _CASE_STEP, title * _CASE_STEP, up * _CASE_STEP)
            costs = between(self.table, own, unit, (before, behind))
        text = arc.text
        told = shape.isupper() if shows(shape, text[:1]) else None
        case, sure = likeliest(costs, arc.channel, SHOWN[told, len(text) == 1])
        if case != arc.case:
            arc = arc._replace(text=in_case(self.words[word], case), case=case)
        sure = step.posterior * sure
        found: Step = STEP((arc, step.lm, sure, step.others, step.named, step.opens))
        return found


def alike(steps: list[Step], text: str, line: dict[int, int]) -> list[Step]:
    """Return the steps with the odd words of lines in capitals in capitals too.

    Where most other words of such a line are in capitals, a word is as well, unless it was read
    in small letters that are its own.

    Args:
        steps: of a paragraph.
        text: its tokens, without blanks.
        line: of each place in a line in capitals, the line.

    """
    words: dict[int, int] = {}
    upper: dict[int, int] = {}
    for step in steps:
        arc = step.arc
        here = line.get(arc.start, -1)
        said = here >= 0 and arc.kind == _WORD
        if said and is_syllable(arc.text.lower()):  # codes are in capitals anywhere
            words[here] = words.get(here, 0) + 1
            upper[here] = upper.get(here, 0) + (arc.case == UPPER)
    for k, step in enumerate(steps):
        arc = step.arc
        here = line.get(arc.start, -1)
        if arc.kind != _WORD or arc.case == UPPER or len(arc.text) < 2 or step.named:
            continue
        large = upper.get(here, 0)
        most = large > 1 and large >= MOST_CAPITALS * (words[here] - 1)
        if most and not reads_small(text[arc.start : arc.end], arc.text):
            steps[k] = step._replace(arc=arc._replace(text=arc.text.upper(), case=UPPER))
    return steps
