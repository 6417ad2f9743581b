"""Which codes of a word in an encoding of the 1990s are letters, and which are just signs.

A table says what a code would mean. Whether `®` is đ or a registered sign, `µ` a letter or micro,
the word around it has to say: what does not become a syllable stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors.legacy_votes import (
    BEYOND_LATIN,
    CAPITALS,
    KNOWN,
    goodness,
    is_word,
    pieces,
    rate,
)
from vnfix.detectors.weights import core, gate, is_bare_syllable
from vnfix.text.encodings import encoding
from vnfix.text.encodings.half_capitals import raise_half_capitals
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Sequence

    Around = tuple[str, str]

# The last sign of a word in VIQR: a tone, or the end of the sentence?
LAST_SIGN = pattern(r"(?<=[\p{L}'`~^(+*])[.?](?=\P{L}*$)")
AROUND = 1 << 10  # characters that a word looks at on either side, however long its line is
SURE = 1.0  # nats by which signs that look like quotes must win as letters
ENDS, GOES_ON = 1.0, -4.0  # nats that a tone must win by before a capital letter, and elsewhere
QUOTES = "\"'`“”‘’„()[]{}<>.,;:!?…–—•/-"
NO_LETTER = pattern(r"\P{L}+")
LETTERS = pattern(r"\p{L}+")
CONTROL = pattern(r"[\x00-\x1f\x80-\x9f]")
LAST_WORD = pattern(r"\p{L}+(?=\s*$)")
NUMBER = pattern(r"[\d.,]*\d")
# Signs that stand beside words of all languages: registered, micro, degree, quotes ...
BESIDE = "®©°µμ§«»ªº¶·†‡±×÷¼½¾¹²³"
SIGN = r"(?:[^\p{L}\p{ASCII}]|[ªºµ])"
UNWESTERN = pattern(rf"{SIGN}\p{{L}}|\p{{L}}{SIGN}|\p{{Ll}}\p{{Lu}}")


def decode_places(
    word: str, around: Around, name: str, *, mixed: bool = False
) -> list[tuple[int, str]]:
    """Return (offset in the word, letters) for each code of one word.

    Args:
        word: without blanks.
        around: the text before and after it in its line; see `around_of`.
        name: key of the encoding.
        mixed: whether its line holds words in Unicode too; right words then stay.

    >>> decode_places("hµnh", ("", ""), "tcvn3")
    [(0, 'h'), (1, 'à'), (2, 'n'), (3, 'h')]

    """
    out: list[tuple[int, str]] = []
    done = 0
    for start, end in pieces(word, name):
        piece = word[start:end]
        before, behind = around_of(word, start, end)
        sides = around[0] + before, behind + around[1]
        stays = mixed and 0 < goodness(piece) >= goodness(encoding(name).decode(piece))
        left, right = (0, 0) if stays else edges(piece, sides, name)
        out += [(k, word[k]) for k in range(done, start + left)]
        out += _codes(word, (start + left, start + right), name)
        done = start + right
    return out + [(k, word[k]) for k in range(done, len(word))]


def around_of(text: str, start: int, end: int) -> Around:
    """Return what stands before and behind a span of a line, as far as its words look."""
    return text[max(start - AROUND, 0) : start], text[end : end + AROUND]


def decode_line(words: Sequence[str], name: str) -> list[str]:
    """Return the words of a line as they read in an encoding."""
    mixed = any(BEYOND_LATIN.search(w) for w in words)
    whole, start = " ".join(words), 0
    out = []
    for word in words:
        end = start + len(word)
        around = around_of(whole, max(start - 1, 0), end + 1)
        start = end + 1
        places = decode_places(word, around, name, mixed=mixed)
        out.append("".join(letters for _, letters in places))
    return raise_half_capitals(words, out) if name == "tcvn3" else out


def _codes(word: str, span: tuple[int, int], name: str) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    table, (at, end) = encoding(name), span
    for m in table.pattern.finditer(word, at, end):
        out += [(k, word[k]) for k in range(at, m.start())]
        out.append((m.start(), table.letters[m.group()]))
        at = m.end()
    return out + [(k, word[k]) for k in range(at, end)]


def edges(piece: str, around: Around, name: str) -> tuple[int, int]:
    """Return the part of a piece to decode; (0, 0) where it stays as it is."""
    if BEYOND_LATIN.search(piece):
        return 0, 0
    if name == "viqr":
        left, right = 0, _viqr_end(piece, around)
    elif NO_LETTER.fullmatch(piece):
        return (0, len(piece)) if _hidden(piece, around, name) else (0, 0)
    else:
        left, right = _unquoted(piece, name)
    decoded = encoding(name).decode(piece[left:right])
    beside = BESIDE if "»" in around[1] + piece else BESIDE.replace("«", "")
    return (left, right) if _is_right(piece[left:right], decoded, beside) else (0, 0)


def _unquoted(piece: str, name: str) -> tuple[int, int]:
    """Return the part without the signs around a word, unless they are more likely letters."""
    left = len(piece) - len(piece.lstrip(QUOTES))
    right = len(piece.rstrip(QUOTES))
    decode = encoding(name).decode
    inner, whole = decode(piece[left:right]), decode(piece)
    if left >= right or (goodness(whole) == KNOWN and _strength(whole) > _strength(inner) + SURE):
        return 0, len(piece)
    return left, right


def _is_right(piece: str, decoded: str, beside: str) -> bool:
    """Tell whether a decoded piece is a word, or at least was none in any other language."""
    words = [w for w in LETTERS.findall(decoded) if not w.isascii()]
    hard = bool(UNWESTERN.search(piece)) and not piece.isascii()
    if all(_may_be_word(w, hard=hard) for w in words):
        return True
    rest = piece.strip(beside)
    if rest != piece and rest.isascii() and not is_bare_syllable(rest.lower()):
        return False
    return hard


def _may_be_word(word: str, *, hard: bool) -> bool:
    """Tell whether letters may be meant; several syllables in one only where signs are in it."""
    low = word.lower()
    known = is_word(low) if hard else goodness(low) > 0 or is_syllable(low)
    if known or CAPITALS.fullmatch(word):
        return True
    return is_bare_syllable(strip_accents(low))


def _hidden(signs: str, around: Around, name: str) -> bool:
    """Tell whether signs are a word: `đã`; or one sign a letter: `ở`, `ý`, `đ)` of an item."""
    if signs in "×–—…•":
        return False
    bare = NUMBER.sub("", signs).strip(QUOTES) or signs
    letters = encoding(name).decode(bare)
    if len(letters) > 1:
        return letters.isalpha() and is_syllable(letters.lower())
    if len(letters) != 1 or not letters.isalpha():
        return False
    if letters in "đĐ":
        return _is_stroke(bare, (around[0] + signs[: signs.index(bare)], around[1]))
    if signs != bare and signs[0].isdigit():
        return False
    if around[1].startswith(")") or CONTROL.search(signs):
        return True
    return rate(letters) > 0 and bool(around[0].strip())


def _is_stroke(sign: str, around: Around) -> bool:
    """Tell whether a sign alone is đ, the currency or an item, rather than `Pentium ®` or `§ 3`."""
    if sign == "§":
        return around[1].startswith((")", ".")) or not around[1][:2].strip()
    before = LAST_WORD.search(around[0])
    if before is None or not before.group().isascii():
        return True
    return is_bare_syllable(before.group().lower())


def _viqr_end(word: str, around: Around) -> int:
    """Return where the letters of a VIQR word end; its last sign may end the sentence instead."""
    sign = LAST_SIGN.search(word)
    if sign is None:
        return len(word)
    decode = encoding("viqr").decode
    bare, marked = decode(word[: sign.start()]), decode(word[: sign.end()])
    if marked == bare + sign.group() or not is_syllable(core(marked)):
        return sign.start()
    wins = rate(marked) - rate(bare)
    return (
        sign.end()
        if wins > (ENDS if _may_end(word[sign.end() :], around) else GOES_ON)
        else sign.start()
    )


def _may_end(rest: str, around: Around) -> bool:
    """Tell whether a sentence may end here: no mark follows, nor is the line one of names."""
    follows = (rest + around[1]).lstrip()
    if follows[:1] in tuple(",;:)-/(?!"):
        return not follows
    titled = all(w[0].isupper() for w in (around[0] + " " + around[1]).split())
    return not titled and (not follows or follows[0].isupper())


def _strength(word: str) -> float:
    """Return how much a word speaks for healthy Vietnamese, in nats: common ones most."""
    return -gate().weights.get(core(word).lower(), (0.0, 0.0))[0]
