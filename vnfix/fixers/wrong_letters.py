"""Put back the letters of a font, or of a text, that others stand for throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.wrong_letters import wrong_words
from vnfix.model import Candidate, Safety

if TYPE_CHECKING:
    from vnfix.analysis import Analysis
    from vnfix.detectors.wrong_letters import Wrong

NAME = "wrong_letters"


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the right words; where none comes out a person is asked."""
    return [_candidate(wrong) for wrong in wrong_words(analysis)]


def _candidate(wrong: Wrong) -> Candidate:
    return Candidate(
        wrong.start,
        wrong.start + len(wrong.text),
        wrong.right,
        0.0,
        NAME,
        "the letters of this font stand for others, as all its words show",
        Safety.AUTO if wrong.sure else Safety.REVIEW,
        exact=True,
    )
