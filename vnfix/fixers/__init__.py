"""Fixers: each proposes candidates for spans of the sick lines.

A fixer is a function `propose(analysis) -> Sequence[Candidate]` in a
module of its own; it is registered by one line in `FIXERS`. Exact candidates become corrections
as they stand (earlier fixers win where two overlap), the others are arcs of the decoder's lattice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.fixers import (
    detached,
    dictionary,
    doc_numbers,
    glyphs,
    legacy,
    letterspacing,
    line_marks,
    list_order,
    mojibake,
    motto,
    nearly,
    phrases,
    rules,
    systematic,
    tidy,
    wrong_letters,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Candidate

    Fixer = Callable[[Analysis], Sequence[Candidate]]

# These work on lines whose damage is settled, which the others do not see.
SETTLERS: Mapping[str, Fixer] = {"wrong_letters": wrong_letters.propose}
FIXERS: Mapping[str, Fixer] = {
    "legacy": legacy.propose,
    "mojibake": mojibake.propose,
    "detached": detached.propose,
    "letter_spacing": letterspacing.propose,
    "systematic": systematic.propose,
    "tidy": tidy.propose,
    "glyphs": glyphs.propose,
    "doc_numbers": doc_numbers.propose,
    "dictionary": dictionary.propose,
    "rules": rules.propose,
    "list_order": list_order.propose,
    "line_marks": line_marks.propose,
    "motto": motto.propose,
    "phrases": phrases.propose,
    "nearly": nearly.propose,
}
