"""Repair UTF-8 that was read as Latin-1 or Windows-1252; the work is ftfy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.mojibake import repaired
from vnfix.model import Candidate, Safety

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "mojibake"


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the Vietnamese line that a line of mojibake stands for."""
    return [
        _candidate(analysis.document.lines[k].start, analysis.document.lines[k].text, after)
        for k, after in repaired(analysis).items()
    ]


def _candidate(start: int, before: str, after: str) -> Candidate:
    """Return a candidate for the part of a line that differs."""
    left = 0
    while left < min(len(before), len(after)) and before[left] == after[left]:
        left += 1
    right = 0
    while right < min(len(before), len(after)) - left and before[-1 - right] == after[-1 - right]:
        right += 1
    return Candidate(
        start + left,
        start + len(before) - right,
        after[left : len(after) - right],
        0.0,
        NAME,
        "UTF-8 that was read as Windows-1252",
        Safety.AUTO,
        exact=True,
    )
