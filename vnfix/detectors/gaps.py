"""Lines whose lost glyphs left blanks: `s a ổi một số i u của Nghị ịnh`.

Some extractors write nothing where a font does not name a letter. What is left are pieces that are
no words, all over the document; single ones are list letters, units and symbols.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from vnfix.analysis import token_counts
from vnfix.detectors.legacy import KNOWN, assign, goodness
from vnfix.detectors.weights import token_shape
from vnfix.model import Damage, Finding

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "gaps"
# An onset without its rime, or the end of a rime.
PIECE = regex.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu?|r|s|th?|tr|v|x|[aâeêioôơuư]?(?:ch?|m|ng?|nh|p|t))"
)
LEAST = 8  # pieces of a document
SHARE = 0.03  # of its words; true text has 0.1 %, the worst transcript that we know 1.2 %
EVIDENCE = "pieces of words, blanks for letters"


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines with pieces of words, in documents that are full of them."""
    count = token_counts(analysis)
    pieces = {t for t in count if is_piece(t)}
    found = sum(count[t] for t in pieces)
    if found < LEAST or found < SHARE * count.total() or assign(analysis):
        return []
    doubtful = pieces | {t for t in count if _has_lost_its_head(t)}
    return [
        Finding(k, Damage.LOST_GLYPHS, min(1.0, found / count.total() / SHARE / 2), NAME, EVIDENCE)
        for k, line in enumerate(analysis.document.lines)
        if not doubtful.isdisjoint(line.text.split())
    ]


def is_piece(token: str) -> bool:
    """Tell whether a token is a piece of a word.

    >>> [is_piece(t) for t in ("ng", "tr", "a)", "anh", "ịnh")]
    [True, True, False, False, False]
    """
    return bool(PIECE.fullmatch(token)) and token_shape(token) not in ("plain", "accented")


def _has_lost_its_head(token: str) -> bool:
    """Tell whether a token has the shape of a rime and is hardly a word: `ược`, `ịnh`."""
    return token[0] in VOWELS and 0 < goodness(token) < KNOWN


VOWELS = frozenset("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
