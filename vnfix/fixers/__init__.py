"""Fixers: each proposes candidates for spans of the sick lines.

A fixer is a function `propose(document, findings, resources, config) -> list[Candidate]` in a
module of its own; it is registered by one line in `FIXERS`. Exact candidates become corrections
as they stand (earlier fixers win where two overlap), the others are arcs of the decoder's lattice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.fixers import (
    dictionary,
    doc_numbers,
    glyphs,
    legacy,
    letterspacing,
    mojibake,
    phrases,
    rules,
    systematic,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.model import Candidate, Document, Finding
    from vnfix.resources import Resources

    Fixer = Callable[[Document, Sequence[Finding], Resources, Config], list[Candidate]]

FIXERS: Mapping[str, Fixer] = {
    "legacy": legacy.propose,
    "mojibake": mojibake.propose,
    "letter_spacing": letterspacing.propose,
    "systematic": systematic.propose,
    "tidy": tidy.propose,
    "glyphs": glyphs.propose,
    "dictionary": dictionary.propose,
    "doc_numbers": doc_numbers.propose,
    "rules": rules.propose,
    "phrases": phrases.propose,
}
