"""The grammar of a Vietnamese syllable (*âm tiết*): onset, rime and tone as spelled today.

It accepts what the spelling rules allow, said or not; which syllables really occur is for
`Lexicon.syllables` to say. Own rules, after the school grammar of *chính tả*.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from vnfix import memory
from vnfix.text.unicode import Tone, add_tone, nfc, strip_accents


class Syllable(NamedTuple):
    """The parts of a syllable in lowercase; `onset + rime` is the syllable without its tone."""

    onset: str
    rime: str
    tone: Tone


LONGEST = 16
"""Letters and marks of a syllable at most, however they are composed."""
_FRONT = "eêi"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Each line: a nucleus (with its glide), then the codas that may follow it; "-" is none.
_RIMES = """
a - i o u y m n ng nh p t c ch
ă m n ng p t c
â m n ng p t c u y
e - o m n ng p t c
ê - u m n nh p t ch
i - a u m n nh p t ch
iê u m n ng p t c
y -
yê u m n ng t
o - i m n ng p t c
oa - i o y m n ng nh p t c ch
oă m n ng t c
oe - o m n t
oo ng c
ô - i m n ng p t c
ơ - i m n p t
u - a i m n ng p t c
uâ n ng t y
uê - n nh ch
uô i m n ng t c
uơ -
uy - a u n nh p t ch
uyê n t
ư - a i u m n ng t c
ươ i m n ng p t c u
"""
# "qu" has swallowed the glide, and "gi" an i: rimes that are spelled so only after them.
_AFTER_QU = _set(
    "a ai ao au ay am an ang anh ap at ac ach ăm ăn ăng ăp ăt ăc ân âng ât âc ây e eo en et ê ên "
    "ênh êt êch i in it ơ ơi y yt ynh ych yên yêt yp yu ôc"
)
_AFTER_GI = _set("êng êc")
_ONSETS = _set("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_Y_ALONE = _set("d h k l m n s t th v") | {""}
_STOPS = ("p", "t", "c", "ch")
_EITHER = frozenset(["oa", "oe", "uy"])


def _rimes() -> list[str]:
    rows = (line.split() for line in _RIMES.split("\n") if line)
    return [head + coda.replace("-", "") for head, *codas in rows for coda in codas]


_PLAIN = frozenset(_rimes())


def _mark_places(rime: str) -> tuple[int, ...]:
    """Return the letters of a rime that may carry the tone mark; two for old and new style."""
    vowels = rime.rstrip("mnpgtch")
    accented = [k for k, c in enumerate(vowels) if c in "ăâêôơ"]
    if accented:
        return (accented[-1],)
    if "ư" in vowels or len(vowels) == 1:
        return (0,)
    if vowels != rime:
        return (len(vowels) - 1,)
    if rime in _EITHER:
        return (0, 1)
    return (1,) if len(vowels) == 3 else (0,)


def _tones_of(rime: str) -> tuple[Tone, ...]:
    return (Tone.RISING, Tone.HEAVY) if rime.endswith(_STOPS) else tuple(Tone)


def _spellings() -> dict[str, tuple[str, Tone]]:
    """Return every spelling of every rime with a tone -> (rime, tone)."""
    return {
        rime[:k] + add_tone(rime[k], tone) + rime[k + 1 :]: (rime, tone)
        for rime in _PLAIN | _AFTER_QU | _AFTER_GI
        for tone in _tones_of(rime)
        for k in _mark_places(rime)
    }


_SPELLED = _spellings()
_SPELLED_VOWELS = frozenset(c for spelling in _SPELLED for c in spelling) - set("mnpgtch")


def _fits(onset: str, rime: str) -> bool:
    """Whether the spelling rules let this onset and this rime meet."""
    if onset == "qu":
        return rime in _AFTER_QU
    if onset == "gi":
        return rime in _AFTER_GI or (rime in _PLAIN and rime[0] not in "iy")
    if rime not in _PLAIN:
        return False
    if rime[0] == "y":
        return onset in _Y_ALONE if rime == "y" else not onset
    if onset in ("k", "gh", "ngh"):
        return rime[0] in _FRONT
    if onset in ("c", "g", "ng"):
        return rime[0] not in _FRONT or (onset == "g" and rime in ("i", "in"))
    return bool(onset) or not rime.startswith("iê")


def _cut(word: str) -> int:
    """Return the length of the onset: the letters before the first vowel, "qu" and "gi" whole."""
    k = 0
    while k < len(word) and word[k] not in _SPELLED_VOWELS:
        k += 1
    if word[:2] in ("qu", "gi") and len(word) > 2 and word[2] in _SPELLED_VOWELS:
        return 2
    return k


def split(word: str) -> Syllable | None:
    """Return onset, rime and tone of a syllable in any case, None where the grammar forbids it.

    >>> split("Nghiệp")
    Syllable(onset='ngh', rime='iêp', tone=<Tone.HEAVY: 'nặng'>)
    >>> split("hoà") == split("hòa"), split("nghỉ") is None, split("c6ch") is None
    (True, False, True)
    """
    return _split(word) if len(word) <= LONGEST else None


@lru_cache(maxsize=memory.SYLLABLES)
def _split(word: str) -> Syllable | None:
    low = nfc(word).lower()
    k = _cut(low)
    found = _SPELLED.get(low[k:])
    onset = low[:k]
    if found is None or (onset and onset not in _ONSETS):
        return None
    return Syllable(onset, *found) if _fits(onset, found[0]) else None


def is_syllable(word: str) -> bool:
    """Whether `word` is spelled as a Vietnamese syllable; both `hòa` and `hoà` are.

    >>> [is_syllable(w) for w in ("Khánh", "HOÀ", "hòa", "quyết", "gì", "hQ", "kách", "cat")]
    [True, True, True, True, True, False, False, False]
    """
    return len(word) <= LONGEST and _split(word) is not None


def base(word: str) -> str:
    """Return `word` without any accent; đ becomes d.

    >>> base("Đường")
    'Duong'
    """
    return strip_accents(nfc(word))


def is_accented(word: str) -> bool:
    """Whether `word` carries an accent or a đ.

    >>> is_accented("đi"), is_accented("anh")
    (True, False)
    """
    text = nfc(word)
    return not text.isascii() and strip_accents(text) != text


@lru_cache(maxsize=memory.TOKENS)
def old_style(word: str) -> str:
    """Return a syllable with its tone mark placed in the old style (*hòa, khỏe, thúy*).

    Anything that is no such syllable comes back unchanged. The case of each letter is kept.

    >>> [old_style(w) for w in ("hoà", "Uỷ", "THUỶ", "quý", "hoàn", "abc")]
    ['hòa', 'Ủy', 'THỦY', 'quý', 'hoàn', 'abc']
    """
    parts = split(word)
    if parts is None or parts.rime not in _EITHER or parts.tone is Tone.LEVEL:
        return word
    low = parts.onset + add_tone(parts.rime[0], parts.tone) + parts.rime[1]
    return "".join(c.upper() if o.isupper() else c for c, o in zip(low, nfc(word), strict=True))
