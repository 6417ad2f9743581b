"""Decides whether `hòa` or `hoà` is printed: by the garble of the word, its kin, the document.

Both places of the tone are right, and a document mostly keeps to one. Where the engine saw the
tone, the two are garbled apart (`héa` is hóa, `hod` is hoá); where it saw none, the document tells.
The language model has no say: it knows what other offices write.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.decode.align import probability
from vnfix.decode.prices import (
    DOCUMENT,
    KIN,
    LEAST_CHANCE,
    OLD_PRIOR,
    ONLY_OTHERS,
    SAYS_LEAST,
    SAYS_MOST,
    WHOLE_SAY,
    Kind,
)
from vnfix.text.tone_placement import place
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.decode.lattice import Arc, ObservedToken, Step
    from vnfix.decode.rows import Rows
    from vnfix.decode.vocabulary import Vocabulary


@dataclass(frozen=True)
class Styles:
    """What the garble of a document says of its tone placement, in log odds of the new one.

    Attributes:
        words: by word in the old placement, the sum over its places.
        whole: the sum over all of them.

    """

    words: Mapping[str, float]
    whole: float

    def odds(self, word: str) -> float:
        """Return the log odds that a word (in the old placement) is printed in the new one."""
        whole = max(-WHOLE_SAY, min(WHOLE_SAY, self.whole))
        return OLD_PRIOR + KIN * self.words.get(word, 0.0) + DOCUMENT * whole


@lru_cache(maxsize=memory.TOKENS)
def both(word: str) -> tuple[str, str] | None:
    """Return a word in the old and the new placement; None where it has no choice.

    >>> both("hoà"), both("hoàn")
    (('hòa', 'hoà'), None)
    """
    old, new = place(word, "old"), place(word, "new")
    return (old, new) if old != new else None


def styles(
    paths: Sequence[tuple[Sequence[ObservedToken], Sequence[Step]]],
    rows: Rows,
    before: Styles | None = None,
) -> Styles:
    """Gather what the garbled words of a document say.

    Args:
        paths: tokens and best path of each paragraph.
        rows: P(observed | intended), not adapted to the document's own reading.
        before: what the stretches of the document before these paragraphs say.

    """
    likelihood = rows.likelihood
    known: dict[tuple[str, str], float] = {}
    words: dict[str, float] = defaultdict(float, before.words if before else {})
    for observed, forms in _garbled(paths):
        key = (observed, forms[0])
        if key not in known:
            old, new = (probability(w, observed, likelihood) + LEAST_CHANCE for w in forms)
            says = math.log(new / old)
            known[key] = max(-SAYS_MOST, min(SAYS_MOST, says)) if abs(says) > SAYS_LEAST else 0.0
        words[place(forms[0].lower(), "old")] += known[key]
    return Styles(words, sum(words.values()))


def _garbled(
    paths: Sequence[tuple[Sequence[ObservedToken], Sequence[Step]]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    for observed, steps in paths:
        text = ""
        for step in steps:
            arc = step.arc
            if arc.kind == Kind.WORD and (forms := both(arc.text)):
                text = text or "".join(s.text for s in observed)
                yield text[arc.start : arc.end], forms


def settle(steps: Sequence[Step], found: Styles, vocabulary: Vocabulary) -> list[Step]:
    """Return the steps of a paragraph with each tone where the document has it."""
    return [
        _settled(step, found, vocabulary)
        if step.arc.kind == Kind.PROPOSED or (step.arc.kind == Kind.WORD and both(step.arc.text))
        else step
        for step in steps
    ]


def _settled(step: Step, found: Styles, vocabulary: Vocabulary) -> Step:
    arc = step.arc
    if arc.kind == Kind.PROPOSED:
        style = "new" if OLD_PRIOR + DOCUMENT * found.whole > SAYS_MOST else "old"
        return step._replace(arc=arc._replace(text=place(arc.text, style)))
    forms = both(arc.text) if arc.kind == Kind.WORD else None
    if forms is None:
        return step
    odds = found.odds(forms[0].lower())
    meant = forms[odds > 0.0]
    sure = 1.0 / (1.0 + math.exp(-abs(odds)))
    if not found.words.get(forms[0].lower()):
        sure = min(sure, ONLY_OTHERS)  # one document in three has words of both kinds
    posterior, others = _together(step, forms)
    number = vocabulary.number.get(meant.lower(), arc.word)
    settled: Arc = arc._replace(word=number, text=in_case(vocabulary.words[number], arc.case))
    return step._replace(arc=settled, posterior=posterior * sure, others=others)


def _together(step: Step, forms: tuple[str, str]) -> tuple[float, tuple[tuple[Arc, float], ...]]:
    """Return the posterior of both placements together, and the readings that are neither."""
    same = {f.lower() for f in forms}
    mine = sum(share for arc, share in step.others if arc.text.lower() in same)
    rest = tuple((arc, share) for arc, share in step.others if arc.text.lower() not in same)
    return min(step.posterior + mine, 1.0), rest
