"""The shape of a token: the few dozen classes on which the gate's statistics are counted."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from vnfix.syllable import is_syllable

OUTER = "\"'`“”‘’«»()[]{}<>.,;:!?…*_~|=-–—−•·●○▪■□◦§©®°^/\\+&#%$@¬¦"
LONGEST_SYLLABLE = 7
BARE = regex.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:(?:[aeiouy]|[ou]a|oe|[iy]e|u[eoy]|uye|oo)(?:ch|nh|ng|[cmnpt])"
    r"|[aeiouy]|[aou]i|[aeiouy]u|a[oy]|[iou]a|[ou]a[iyou]|o?eo|oe|u[eoy]|[iy]eu|uo[iu]|uy[au])"
)

NEUTRAL = "neutral"
MEASURE = regex.compile(
    r"\p{Lu}{1,8}\d{1,4}\p{Lu}?|\d+(?:\p{L}|km|kg|ha|cm|mm|m2|m3|st|nd|rd|th|kV|MW)"
)
REFERENCE = regex.compile(
    r"\d+[\p{Lu}\d]*(?:[/.-][\p{Lu}\d]+)+|\p{Lu}[\p{Lu}\d]*(?:[/.&-][\p{Lu}\d]+)+"
)
ADDRESS = regex.compile(r"://|^www\.|@\p{L}|\.(?:vn|com|org|net)\b|^\p{L}:\\")
JOINERS = regex.compile(r"[-–/,.&:;]")
FOREIGN_LETTER = regex.compile(r"[^\p{Latin}\p{Common}]|[äåæçëïîñöøûüßœčćďěğıłńňőřśšşťůűźżžąęśțș]")
INNER_CAPITAL = regex.compile(r"\p{Ll}\p{Lu}")
CODE = regex.compile(
    r"\w_\w|::|->|[\w\]]\(\)|\w/\w+\.\w{1,5}$|^\p{Lu}?\p{Ll}{3,}(?:\p{Lu}\p{Ll}{2,})+$|[$@%]\w+[-=.{]"
)
LOST = regex.compile(r"cid:\d+|[\ufffd\ue000-\uf8ff]")


@lru_cache(maxsize=1 << 16)
def token_shape(token: str) -> str:
    """Return the class of a token as it stands in a text."""
    return shape(core(token))


def core(token: str) -> str:
    """Return a token without its outer punctuation, in NFC.

    >>> core("(hành,")
    'hành'
    """
    return unicodedata.normalize("NFC", token).strip(OUTER)


def shape(word: str) -> str:
    """Return the class of a word that `core` has returned.

    The classes are names only; what they weigh is counted from texts (`vnfix.train.gate`).

    >>> [shape(w) for w in ("hành", "hanh", "hiQn", "th6ng", "12/2020", "nghiém", "UBND")]
    ['accented', 'plain', 'inner-capital', 'digit', 'neutral', 'broken-latin', 'acronym']
    """
    if not any(c.isalpha() for c in word) or _is_reference(word):
        return NEUTRAL
    if word.isascii() and CODE.search(word):
        return "code"
    if not word.isascii() and FOREIGN_LETTER.search(word.lower()):
        return "foreign-letter"
    if word.isalpha():
        return _letters(word)
    parts = [p for p in JOINERS.split(word) if p and not p.isdigit()]
    if all(p.isalpha() for p in parts):
        return _joined(parts)
    return "digit" if any(c.isdigit() for c in word) else "symbol"


def _is_reference(word: str) -> bool:
    if word.isalpha():
        return False
    return bool(
        MEASURE.fullmatch(word)
        or REFERENCE.fullmatch(word)
        or ADDRESS.search(word)
        or LOST.search(word)
    )


def _letters(word: str) -> str:
    lower = word.lower()
    if len(word) == 1:
        return NEUTRAL if word.isascii() else "accented"
    if INNER_CAPITAL.search(word):
        return "inner-capital"
    if is_syllable(lower) and not word.isascii():
        return "accented"
    if is_bare_syllable(lower):
        return "plain"
    if word.isupper():
        return "acronym" if word.isascii() else "broken-capitals"
    if not word.isascii():
        return "broken-latin"
    if len(word) > LONGEST_SYLLABLE:
        return "long"
    return "name" if word[0].isupper() else "broken"


def is_bare_syllable(word: str) -> bool:
    """Tell whether a lower-case word looks like a syllable that has lost its accents.

    >>> [is_bare_syllable(w) for w in ("hanh", "hien", "duong", "the", "strong")]
    [True, True, True, True, False]
    """
    return bool(BARE.fullmatch(word))


def _joined(parts: list[str]) -> str:
    classes = {_letters(p) for p in parts}
    if classes <= {"accented", "acronym"}:
        return "joined-good"
    if classes <= {"accented", "acronym", "plain"}:
        return "joined-plain"
    return "joined-bad"
