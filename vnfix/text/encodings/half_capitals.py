"""Raise the words that a capital-only font of TCVN3 leaves in two cases: `THàNH PHố`.

Such a font draws capitals in the places of the small letters with tones, so their codes stand
beside ASCII capitals. Where a PDF names its font, the font decides; here the words do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SMALL = pattern(r"[a-z]")
CAPITAL = pattern(r"[A-Z]")
# TCVN3 has one character for a letter, so that codes and letters stand at the same places.
PARTS = pattern(r"[^\s|/\\,;:=&()\[\]<>\"_@*+.\-]+")


def raised(code: str, letters: str) -> str:
    """Return a decoded piece in capitals if its codes alone are small: none but capitals beside.

    >>> raised("THµNH", "THàNH"), raised("Lý", "Lý")
    ('THÀNH', 'Lý')
    """
    return letters.upper() if _kind(code, letters) == "half" else letters


def raise_half_capitals(codes: Sequence[str], words: Sequence[str]) -> list[str]:
    """Return the words of a line, raised where they are capitals but for their codes.

    Args:
        codes: the words as they stand in the text.
        words: the same words decoded, letter by letter.

    >>> raise_half_capitals(["THµNH", "PHè", "Vµ"], ["THàNH", "PHố", "Và"])
    ['THÀNH', 'PHỐ', 'VÀ']
    >>> raise_half_capitals(["STT|Hä", "vµ", "tªn"], ["STT|Họ", "và", "tên"])
    ['STT|Họ', 'và', 'tên']

    """
    parts = list(_parts(codes, words))
    kinds = [_kind(codes[k][a:b], words[k][a:b]) for k, a, b in parts]
    out = list(words)
    sides = zip(_nearest(kinds), [*_nearest(kinds[::-1])][::-1], strict=True)
    for (k, a, b), kind, near in zip(parts, kinds, sides, strict=True):
        if kind == "half" or (kind == "open" and "small" not in near and any(near)):
            out[k] = out[k][:a] + out[k][a:b].upper() + out[k][b:]
    return out


def _parts(codes: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for k, (code, word) in enumerate(zip(codes, words, strict=True)):
        if len(code) == len(word):
            yield from ((k, m.start(), m.end()) for m in PARTS.finditer(code))


def _kind(code: str, letters: str) -> str:
    """Return "half" (raise it), "open" (its neighbours decide), "capital", "small" or ""."""
    if SMALL.search(code):
        return "small"
    if letters != letters.upper():
        return "half" if len(CAPITAL.findall(code)) > 1 else "open"
    return "capital" if len(letters) > 1 and is_syllable(letters.lower()) else ""


def _nearest(kinds: Sequence[str]) -> Iterator[str]:
    """Yield for each word the kind of the nearest one before it that shows a case, "" for none."""
    last = ""
    for kind in kinds:
        yield last
        if kind in ("half", "capital", "small"):
            last = kind
