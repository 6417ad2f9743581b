"""Where the tone mark of oa, oe and uy stands: `hoà` (new) or `hòa` (old), and stray marks.

Only open syllables have the choice: `hoàn`, `khuya` and, the u being part of qu, `quý` have none.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vnfix.text.patterns import pattern
from vnfix.text.syllable import LONGEST, is_syllable
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    import regex

LATIN = 0x2000  # what lies behind is rare in our texts, and not remembered
TONES = "\u0300\u0301\u0303\u0309\u0323"
# An optional onset that is not q, one of the three rimes with its tone, and no more letters.
OPEN = pattern(
    rf"(?i)(?<![\p{{L}}\p{{M}}])((?:[bcdđghklmnprstvx]|[cgknpt]h|gi|ng|ngh|tr)?)"
    rf"([ou])([{TONES}]?)([aey])([{TONES}]?)(?![\p{{L}}\p{{M}}])"
)
LETTERS = pattern(r"[\p{L}\p{M}]+")
PAIRS = frozenset({"oa", "oe", "uy"})


def place(word: str, style: str) -> str:
    """Return the word with its tone mark where `style` wants it; other words stay as they are.

    >>> place("hòa", "new"), place("HOÀ", "old"), place("quý", "old"), place("hoàn", "old")
    ('hoà', 'HÒA', 'quý', 'hoàn')
    """
    if style not in ("new", "old") or word.isascii():
        return word
    parts = _decomposed_tones(word)
    moved = OPEN.sub(lambda m: _moved(m, style), parts)
    return word if moved == parts else nfc(moved)


class _Apart(dict[int, str]):
    """Character -> the same with its tone marks behind it and all else composed."""

    def __missing__(self, code: int) -> str:
        marks = unicodedata.normalize("NFD", chr(code))
        tone = "".join(m for m in marks if m in TONES)
        base = "".join(m for m in marks if m not in TONES)
        found = nfc(base) + tone
        if code < LATIN:
            self[code] = found
        return found


_APART = _Apart()


def _decomposed_tones(word: str) -> str:
    """Return the word with its tone marks apart and all else composed."""
    return nfc(word).translate(_APART)


def _moved(m: regex.Match[str], style: str) -> str:
    onset, first, early, second, late = m.groups()
    tone = early or late
    if (first + second).lower() not in PAIRS or not tone or (early and late):
        return m.group()
    return onset + (first + second + tone if style == "new" else first + tone + second)


def put_together(word: str) -> str:
    r"""Return the word with stray tone marks joined to its vowel, doubled ones dropped.

    Where no legal syllable comes out, the word stays as it is.

    >>> put_together("tiên\u0301"), put_together("va\u0300\u0300")
    ('tiến', 'và')
    """
    return LETTERS.sub(lambda m: _joined(m.group()), word)


def _joined(letters: str) -> str:
    if len(letters) > 2 * LONGEST or is_syllable(letters):
        return letters
    parts = _decomposed_tones(letters)
    tones = {c for c in parts if c in TONES}
    plain = "".join(c for c in parts if c not in TONES)
    if len(tones) != 1:
        return letters
    tone = tones.pop()
    tries = (
        nfc(plain[: k + 1] + tone + plain[k + 1 :])
        for k, c in reversed(list(enumerate(plain)))
        if unicodedata.normalize("NFD", c)[0].lower() in "aeiouy"
    )
    return next((t for t in tries if is_syllable(t)), letters)
