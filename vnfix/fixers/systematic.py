"""Put right what a second conversion from VNI has made wrong throughout a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.systematic import wrong_words
from vnfix.model import Candidate, Safety
from vnfix.text.unicode import apply_case, case_of

if TYPE_CHECKING:
    from vnfix.analysis import Analysis
    from vnfix.detectors.systematic import Wrong

NAME = "systematic"


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the right words; where a neighbour had to tell, a person is asked."""
    return [_candidate(wrong) for wrong in wrong_words(analysis)]


def _candidate(wrong: Wrong) -> Candidate:
    return Candidate(
        wrong.start,
        wrong.start + len(wrong.text),
        apply_case(wrong.right, case_of(wrong.text)),
        0.0,
        NAME,
        "converted from VNI once more, as all over this document",
        Safety.AUTO if wrong.sure else Safety.REVIEW,
        exact=True,
    )
