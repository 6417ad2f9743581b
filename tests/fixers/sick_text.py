"""A document whose lines are all sick, for the tests of fixers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.document import split_lines
from vnfix.model import Damage, Document, Finding

if TYPE_CHECKING:
    from vnfix.fixers import Fixer
    from vnfix.model import Candidate


def proposed(fixer: Fixer, text: str, config: Config | None = None) -> list[Candidate]:
    """Return what a fixer proposes for a text of which every line was found garbled."""
    document = Document(text, tuple(split_lines(text)))
    findings = [Finding(k, Damage.OCR, 1.0, "test") for k in range(len(document.lines))]
    used = config or Config()
    return list(fixer(Analysis.of(document, used, findings)))


def healthy(fixer: Fixer, text: str) -> list[Candidate]:
    """Return what a fixer proposes for a text in which nothing was found."""
    document = Document(text, tuple(split_lines(text)))
    return list(fixer(Analysis.of(document, Config())))


def readings(fixer: Fixer, text: str) -> set[tuple[str, str]]:
    """Return (before, after) of each proposal for a garbled text."""
    return {(text[c.start : c.end], c.after) for c in proposed(fixer, text)}
