"""Fills in lost letters: from the embedded fonts where they know them, else as a cipher."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vnfix.glyphs.lost import find_lost, statistics_of
from vnfix.glyphs.runs import cipher_text
from vnfix.model import Candidate, Damage, Safety

if TYPE_CHECKING:
    from vnfix.analysis import Analysis
    from vnfix.glyphs.cipher import SolvedGlyph
    from vnfix.model import LostGlyph

NAME = "glyphs"
# A letter of the cipher is filled in without asking from this confidence on.
SURE = 0.97
# Below this a marker that everyone sees is better than a letter that looks right.
LEAST = 0.3


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose a letter for every lost glyph of the document.

    The cipher is solved for the whole document at once, with the letters that the fonts know
    already in place.

    Raises:
        DataError: the solver's table is missing or damaged.

    """
    if not any(f.kind is Damage.LOST_GLYPHS for f in analysis.findings):
        return []
    from vnfix.glyphs.cipher import solve

    glyphs = find_lost(analysis.document, analysis.resources).glyphs
    text = cipher_text(analysis.document.text, glyphs, statistics_of(analysis.resources))
    readings = iter(solve(text, statistics_of(analysis.resources)) if text.keys else [])
    proposals = (_proved(g) if g.letter else _solved(g, next(readings)) for g in glyphs)
    return [c for c in proposals if c is not None]


def _proved(glyph: LostGlyph) -> Candidate:
    """Propose what the fonts prove; a strange letter may come from a legacy font, so ask."""
    from vnfix.glyphs.embedded import is_vietnamese

    plain = is_vietnamese(glyph.letter) or unicodedata.category(glyph.letter).startswith("P")
    safety = Safety.AUTO if plain else Safety.REVIEW
    reason = f"glyph {glyph.glyph} of font object {glyph.font}, known from {glyph.source}"
    return _candidate(glyph, glyph.letter, reason, (safety, None))


def _solved(glyph: LostGlyph, reading: SolvedGlyph) -> Candidate | None:
    """Propose what the cipher says, unless the glyph is no letter or a mere guess."""
    if not reading.letter or reading.confidence < LEAST:
        return None
    safety = Safety.AUTO if reading.confidence >= SURE else Safety.REVIEW
    where = f"font object {glyph.font}" if glyph.font else "an unknown font"
    reason = f"glyph {glyph.glyph} of {where}, solved as a cipher over the whole document"
    return _candidate(glyph, reading.letter, reason, (safety, reading.confidence))


def _candidate(
    glyph: LostGlyph, letter: str, reason: str, trust: tuple[Safety, float | None]
) -> Candidate:
    safety, confidence = trust
    return Candidate(
        glyph.start,
        glyph.end,
        letter,
        price=0.0,
        fixer=NAME,
        reason=reason,
        safety=safety,
        exact=True,
        confidence=confidence,
    )
