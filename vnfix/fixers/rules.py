"""Proposes what the rulebook says: numbers, dates, percentages, list markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnfix.analysis import Analysis
    from vnfix.model import Candidate

NAME = "rules"


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the candidates of all rules in the sick lines."""
    if not analysis.config.use_rules:
        return []
    book = analysis.resources.rulebook
    return [
        candidate
        for span in analysis.spans_to_guess()
        for candidate in book.candidates(analysis.document.text, span)
    ]
