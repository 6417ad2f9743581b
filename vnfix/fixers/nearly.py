"""Put right the words of nearly right text; a person should see each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.nearly import wrong_words
from vnfix.model import Candidate, Safety

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "nearly"
WRITTEN = 0.95  # confidence from which on a word is changed at all
REASON = "the neighbours tell the word, and it looks nearly like what stands here"


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the words that are sure enough; the others stay."""
    return [
        Candidate(
            wrong.reading.start,
            wrong.reading.end,
            wrong.reading.after,
            0.0,
            NAME,
            REASON,
            Safety.REVIEW,
            exact=True,
            confidence=round(wrong.confidence, 4),
        )
        for wrong in wrong_words(analysis)
        if wrong.confidence >= WRITTEN
    ]
