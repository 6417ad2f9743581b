"""Put marks that stand apart back into their words, with the blanks that came with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.detached import mended
from vnfix.model import Candidate, Safety

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "detached"


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the words whose marks the grammar of syllables puts back in one way."""
    return [
        Candidate(
            analysis.document.lines[k].start + word.start,
            analysis.document.lines[k].start + word.end,
            word.after,
            0.0,
            NAME,
            "marks that stand apart",
            Safety.AUTO,
            exact=True,
        )
        for k, words in sorted(mended(analysis).items())
        for word in words
    ]
