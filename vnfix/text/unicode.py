"""Vietnamese letters in Unicode: NFC, tone marks, accents, the case of a word. Pure functions."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from vnfix.text.patterns import pattern


class Tone(StrEnum):
    """The six tones by their Vietnamese names; LEVEL (*ngang*) has no mark."""

    LEVEL = "ngang"
    FALLING = "huyền"
    RISING = "sắc"
    ASKING = "hỏi"
    TUMBLING = "ngã"
    HEAVY = "nặng"


class Case(StrEnum):
    """How the letters of a word are capitalised.

    A single capital letter is TITLE: "Ở" opens a sentence more often than it is a heading.
    """

    NONE = "none"
    LOWER = "lower"
    TITLE = "title"
    UPPER = "upper"
    MIXED = "mixed"


MARKS = {
    "\N{COMBINING GRAVE ACCENT}": Tone.FALLING,
    "\N{COMBINING ACUTE ACCENT}": Tone.RISING,
    "\N{COMBINING HOOK ABOVE}": Tone.ASKING,
    "\N{COMBINING TILDE}": Tone.TUMBLING,
    "\N{COMBINING DOT BELOW}": Tone.HEAVY,
}
"""Combining marks of the five marked tones."""

_MARK_OF = {tone: mark for mark, tone in MARKS.items()}

# Latin-1 Supplement to Latin Extended-B hold â ê ô ă đ ơ ư, Latin Extended Additional the rest.
_LATIN = [chr(c) for c in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]


_APART = {c: parts for c in _LATIN if (parts := unicodedata.normalize("NFD", c)) != c}


def _without(parts: str, *, marks: bool) -> str:
    """Return a letter in pieces without its tone marks, or without all its combining marks."""
    kept = [c for c in parts if c not in MARKS and not (marks and unicodedata.combining(c))]
    return unicodedata.normalize("NFC", "".join(kept))


_TONELESS = {ord(c): w for c, parts in _APART.items() if (w := _without(parts, marks=False)) != c}
_BASE = {ord(c): w for c, parts in _APART.items() if (w := _without(parts, marks=True)) != c}
_BASE |= {ord("đ"): "d", ord("Đ"): "D"}
_TONE = {c: MARKS[mark] for c, parts in _APART.items() for mark in parts if mark in MARKS}

_ACCENTED = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz" + _ACCENTED.lower())
"""The small letters of Vietnamese in one piece, and the other ones of ASCII."""
PLAIN = frozenset(map(chr, range(0x21, 0x7F))) | LETTERS | frozenset(_ACCENTED.upper() + "“”‘’–…")
"""What most right text is made of, white space aside: nothing in it is ever odd."""


OWN_LETTERS = frozenset("ơưƠƯ").union(map(chr, range(0x1EA0, 0x1EFA)))
"""Letters that no other language has: engines that were taught another one never write them."""


def is_vietnamese(word: str) -> bool:
    """Tell whether a word in NFC has a letter that only Vietnamese has.

    >>> [is_vietnamese(w) for w in ("Lộc", "hành", "loc")]
    [True, False, False]
    """
    return not OWN_LETTERS.isdisjoint(word)


MOST_MARKS = 30
"""Combining marks that a letter of any script may have, as in Unicode's "stream-safe" text."""
_ENDLESS = pattern(rf"(\p{{M}}{{{MOST_MARKS + 1},}})")


def nfc(text: str) -> str:
    """Return `text` in NFC; the same object where it is already.

    Longer runs of marks than any letter has stay as they are: the time that it takes to put them in
    order grows with the square of their number.

    >>> len(nfc("\u1ea1")), len(nfc("a\u0323"))
    (1, 1)
    >>> len(nfc("a\u0323" + "b" + 31 * "\u0323"))
    33
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    if len(text) <= MOST_MARKS:
        return unicodedata.normalize("NFC", text)
    parts = _ENDLESS.split(text)  # every second one is such a run
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def strip_tone(text: str) -> str:
    """Remove the tone marks of NFC text and keep the letters â, ê, ô, ă, ơ, ư, đ.

    >>> strip_tone("Quyết định")
    'Quyêt đinh'
    """
    return text.translate(_TONELESS)


def strip_accents(text: str) -> str:
    """Remove all accents of NFC text; đ becomes d.

    >>> strip_accents("Độc lập")
    'Doc lap'
    """
    return text if text.isascii() else text.translate(_BASE)


def tone_of(text: str) -> Tone:
    """Return the first tone mark in NFC text, LEVEL where there is none.

    >>> tone_of("quyết").value
    'sắc'
    """
    for c in text:
        if c in _TONE:
            return _TONE[c]
    return Tone.LEVEL


def add_tone(letter: str, tone: Tone) -> str:
    """Put a tone mark on one toneless letter.

    >>> add_tone("ê", Tone.HEAVY)
    'ệ'
    """
    if tone is Tone.LEVEL:
        return letter
    return nfc(letter + _MARK_OF[tone])


def case_of(word: str) -> Case:
    """Return the case class of a word; characters without case do not count.

    >>> [case_of(w).value for w in ("kế", "Kế", "KẾ", "kẾ", "QĐ-UBND", "2020")]
    ['lower', 'title', 'upper', 'mixed', 'upper', 'none']
    """
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return Case.NONE
    if all(c.islower() for c in letters):
        return Case.LOWER
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return Case.TITLE
    return Case.UPPER if all(c.isupper() for c in letters) else Case.MIXED


def apply_case(word: str, case: Case) -> str:
    """Return `word` in that case; NONE and MIXED leave it as it is.

    >>> apply_case("kế", Case.TITLE), apply_case("kế", Case.UPPER)
    ('Kế', 'KẾ')
    """
    if case is Case.LOWER:
        return word.lower()
    if case is Case.UPPER:
        return word.upper()
    return word[:1].upper() + word[1:].lower() if case is Case.TITLE else word


CASES = range(3)
"""Lower, title and upper case, as the decoder numbers them."""


def in_case(word: str, case: int) -> str:
    """Write a lower-case word in lower (0), title (1) or upper (2) case.

    >>> [in_case("kế", case) for case in CASES]
    ['kế', 'Kế', 'KẾ']
    """
    if case == 1:
        return word[:1].upper() + word[1:]
    return word.upper() if case else word
