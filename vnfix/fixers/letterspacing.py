"""Close up letter-spaced words, `t h ô n g   t ư`, where that makes Vietnamese words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.spacing import spaced_words
from vnfix.detectors.weights import core, shape
from vnfix.model import Candidate, Damage, Safety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.analysis import Analysis

NAME = "letter_spacing"
GOOD = 0.8  # share of the words of a line that must be syllables once they are closed up


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the words of letter-spaced lines; legacy lines are closed up by their own fixer."""
    if not analysis.config.letter_spacing:
        return []
    legacy = {f.line for f in analysis.findings if f.kind is Damage.LEGACY}
    out = []
    for k, line in enumerate(analysis.document.lines):
        if k in legacy or "  " not in line.text:
            continue
        words = list(spaced_words(line.text))
        if not _are_words([w.text.strip() for w in words]):
            continue
        out += [
            Candidate(
                line.start + w.start,
                line.start + w.end,
                w.text,
                0.0,
                NAME,
                "letter-spaced",
                Safety.AUTO,
                exact=True,
            )
            for w in words
        ]
    return out


def _are_words(words: Sequence[str]) -> bool:
    shapes = [shape(core(w)) for w in words]
    good = sum(s in ("accented", "plain", "acronym") for s in shapes)
    return "accented" in shapes and good >= GOOD * len(shapes)
