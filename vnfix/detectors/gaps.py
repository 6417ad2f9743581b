"""Lines whose lost glyphs left blanks: `s a ổi một số i u của Nghị ịnh`.

Some extractors write nothing where a font does not name a letter. What is left are pieces that are
no words, of many kinds and all over the document. Other texts have pieces too and have lost
nothing: list letters, units, symbols, ticks in a table, and letters that stand apart because a page
was misread (text set sideways) or spaced out; those are still all there.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from vnfix.analysis import token_counts
from vnfix.detectors.beyond_repair import lost_lines
from vnfix.detectors.legacy import assign
from vnfix.detectors.legacy_votes import KNOWN, goodness
from vnfix.detectors.spacing import joins
from vnfix.detectors.weights import token_shape
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern
from vnfix.text.tokens import split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vnfix.analysis import Analysis

NAME = "gaps"
# An onset without its rime, or the end of a rime.
PIECE = pattern(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu?|r|s|th?|tr|v|x|[aâeêioôơuư]?(?:ch?|m|ng?|nh|p|t))"
)
LONGEST = 3  # letters of a piece
LEAST = 8  # pieces of a document
SHARE = 0.03  # of its words; true text has 0.1 %, the worst transcript that we know 1.2 %
LEAST_KINDS = 3  # different pieces
LONGER = 0.15  # share of the pieces that have two letters or more: `x` and `m` are everywhere
LEAST_WORDS = 2  # of a line that is evidence: where the page was misread, hardly a word is whole
EVIDENCE = "pieces of words, blanks for letters"


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines with pieces of words, in documents that are full of them."""
    count = token_counts(analysis)
    pieces = {t for t in count if is_piece(t)}
    if sum(count[t] for t in pieces) < LEAST:
        return []
    lost = lost_lines(analysis)
    elsewhere = Counter(t for k in lost for t in split_words(analysis.document.lines[k].text))
    found = sum(count[t] - elsewhere[t] for t in pieces)
    if found < LEAST or found < SHARE * count.total() or assign(analysis):
        return []
    lines = {k: split_words(x.text) for k, x in enumerate(analysis.document.lines) if k not in lost}
    whole = {k: tokens for k, tokens in lines.items() if _words(tokens, pieces) >= LEAST_WORDS}
    strength = _strength(whole.values(), pieces)
    if strength <= 0:
        return []
    doubtful = pieces | {t for t in count if _has_lost_its_head(t)}
    return [
        Finding(k, Damage.LOST_GLYPHS, strength, NAME, EVIDENCE)
        for k, tokens in lines.items()
        if _words(tokens, pieces) and not doubtful.isdisjoint(tokens)
    ]


def _words(tokens: Iterable[str], pieces: Collection[str]) -> int:
    """Return how many tokens of a line are whole words, as far as one can see."""
    return sum(len(t) > 1 and t not in pieces and t[0].isalpha() for t in tokens)


def _strength(lines: Collection[Collection[str]], pieces: Collection[str]) -> float:
    """Return how sure it is that the lines lost letters, 0 for no."""
    lost = [piece for tokens in lines for piece in _lost(tokens, pieces)]
    longer = sum(len(piece) > 1 for piece in lost)
    if len(lost) < LEAST or len(set(lost)) < LEAST_KINDS or longer < LONGER * len(lost):
        return 0.0
    share = len(lost) / sum(map(len, lines))
    return min(1.0, share / SHARE / 2) if share >= SHARE else 0.0


def _lost(tokens: Iterable[str], pieces: Collection[str]) -> list[str]:
    """Return the pieces of a line but for units (`5 m`) and runs that are words spaced out."""
    found: list[str] = []
    run: list[str] = []
    for before, token in pairwise(chain(("",), tokens, ("",))):
        if token in pieces and before[-1:].isdecimal():
            continue
        if token in pieces or (len(token) == 1 and token.isalpha()):
            run.append(token)
            continue
        if not joins(run):
            found += [t for t in run if t in pieces]
        run = []
    return found


def is_piece(token: str) -> bool:
    """Tell whether a token is a piece of a word.

    >>> [is_piece(t) for t in ("ng", "tr", "a)", "anh", "ịnh")]
    [True, True, False, False, False]
    """
    return (
        len(token) <= LONGEST
        and bool(PIECE.fullmatch(token))
        and token_shape(token) not in ("plain", "accented")
    )


def _has_lost_its_head(token: str) -> bool:
    """Tell whether a token has the shape of a rime and is hardly a word: `ược`, `ịnh`."""
    return token[0] in VOWELS and 0 < goodness(token) < KNOWN


VOWELS = frozenset("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
