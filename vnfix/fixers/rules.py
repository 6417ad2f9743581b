"""Proposes what the rulebook says: numbers, dates, percentages, list markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.analysis import sick_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.config import Config
    from vnfix.model import Candidate, Document, Finding
    from vnfix.resources import Resources

NAME = "rules"


def propose(
    document: Document, findings: Sequence[Finding], resources: Resources, config: Config
) -> list[Candidate]:
    """Return the candidates of all rules in the sick lines."""
    if not config.use_rules:
        return []
    book = resources.rulebook
    return [
        candidate
        for span in sick_spans(document, findings, config)
        for candidate in book.candidates(document.text, span)
    ]
