"""Words whose marks stand apart: `Kê ́ hoạch`, `caỉ cać h`, `só̂`; PDF viewers and macOS write such.

A mark goes back into its word where the grammar of syllables leaves one reading. A blank that came
with the mark, or that cuts a syllable which cannot end there (`nă m`), goes with it.
"""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from vnfix.analysis import characters, once
from vnfix.detectors.legacy import assign
from vnfix.detectors.weights import gate, line_score
from vnfix.text.patterns import pattern
from vnfix.text.syllable import LONGEST as LONGEST_SYLLABLE
from vnfix.text.syllable import is_syllable
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis

TONES = "\u0300\u0301\u0303\u0309\u0323"
SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn
MARKS = TONES + SHAPES
# Consonants that Unicode has a letter for with such a mark (`ń`, `ṇ`), though no syllable has.
_WITH_MARK = (nfc(c + m) for c in "bcdfghjklmnpqrstvwxz" for m in MARKS)
# `ñ` is a letter of other languages and of VNI.
CONSONANTS = "".join(c + c.upper() for c in _WITH_MARK if len(c) == 1 and c != "ñ")
LOOSE = frozenset(MARKS + CONSONANTS)
STRAY = pattern(rf"[{MARKS}]|(?<=\p{{L}})[{CONSONANTS}]")
BEHIND = pattern(r"(?<![^\p{L}\p{M}\s])([^\p{L}\p{M}\s]++)(\p{M}++)$")  # as behind a comma
PIECE = pattern(r"[^\s\p{M}]\S*|\p{M}+")
WORD = pattern(r"([^\p{L}\p{M}]*+)((?:\p{L}[\p{L}\p{M}]*+)?)([^\p{L}\p{M}]*+)")
CODA = pattern(r"(?:[nc]?h|n?g|[cmnpt])")
GLIDE = pattern(r"[iouy]")
CONSONANT = pattern(r"[bcdghklmnpqrstvx]{1,3}")
LONGEST = 3  # pieces of one word
# Costs of the best way to cut a line: a mended word, each piece joined, a piece that is no word.
MENDED, JOINED, BROKEN, STUCK = 1.0, 0.5, 3.0, 6.0


class Mended(NamedTuple):
    """A word put together.

    Attributes:
        start: offset in the line.
        end: offset just past it.
        after: the word.

    """

    start: int
    end: int
    after: str


@once
def mended(analysis: Analysis) -> Mapping[int, Sequence[Mended]]:
    """Return line index -> its words with their marks put back; other lines are left out."""
    if not analysis.config.stray_marks or LOOSE.isdisjoint(characters(analysis)):
        return {}
    if not STRAY.search(analysis.document.text):
        return {}
    legacy = assign(analysis)
    lines = ((k, _mend(x.text)) for k, x in enumerate(analysis.document.lines) if k not in legacy)
    return {k: words for k, words in lines if words}


def _mend(line: str) -> list[Mended]:
    """Return the mended words of a line that is Vietnamese once they are."""
    if not STRAY.search(line) or not STRAY.search(nfc(line)):
        return []
    pieces = [(m.start(), m.end()) for m in PIECE.finditer(line)]
    words = list(_best_cut(line, pieces))
    after = line
    for w in reversed(words):
        after = after[: w.start] + w.after + after[w.end :]
    garbled, foreign = line_score(after.split(), gate())
    return words if garbled < 0.0 and foreign < 0.0 else []


def _best_cut(line: str, pieces: Sequence[tuple[int, int]]) -> Iterator[Mended]:
    """Yield the mended words of the cheapest way to join the pieces of a line."""
    best: list[tuple[float, int, str | None]] = [(0.0, 0, None)]
    for stop in range(1, len(pieces) + 1):
        ways = []
        for first in range(max(0, stop - LONGEST), stop):
            cost, word = _group([line[a:b] for a, b in pieces[first:stop]])
            ways.append((best[first][0] + cost, first, word))
        best.append(min(ways, key=lambda way: way[0]))
    found, stop = [], len(pieces)
    while stop:
        _, first, word = best[stop]
        if word is not None:
            found.append(Mended(pieces[first][0], pieces[stop - 1][1], word))
        stop = first
    yield from reversed(found)


def _group(parts: Sequence[str]) -> tuple[float, str | None]:
    """Return what it costs to read pieces as one word, and the word if it differs."""
    damaged = any(_is_damaged(p) for p in parts)
    if len(parts) == 1 and not damaged:
        return (BROKEN if _is_fragment(parts[0]) else 0.0), None
    if not damaged and not _is_cut(parts):
        return math.inf, None
    word = put_back("".join(parts))
    if word is None:
        return (STUCK, None) if len(parts) == 1 else (math.inf, None)
    return MENDED + JOINED * (len(parts) - 1), word


def _letters(part: str) -> str:
    m = WORD.fullmatch(part)
    return m[2] if m else ""


def _is_damaged(part: str) -> bool:
    """Tell whether a piece has a loose mark, or one on a letter that it does not belong to."""
    word = nfc(part)
    if STRAY.search(word):
        return True
    letters = _letters(word)
    return not letters.isascii() and _is_fragment(part) and put_back(letters) is not None


def _is_fragment(part: str) -> bool:
    letters = _letters(part)
    if CONSONANT.fullmatch(letters):
        return part.startswith(letters)
    return len(letters) > 1 and not letters.isupper() and not is_syllable(letters.lower())


def _is_cut(parts: Sequence[str]) -> bool:
    """Tell whether the second of two pieces is the end of a syllable, and of no other."""
    first = nfc(parts[0])
    if len(parts) != 2 or not first.isalpha() or first.isascii():
        return False
    end = _letters(parts[1])
    if not parts[1].startswith(end):
        return False
    open_ended = not is_syllable(first.lower())
    return bool(CODA.fullmatch(end) or (open_ended and GLIDE.fullmatch(end)))


def put_back(piece: str) -> str | None:
    r"""Return a word with its marks where they belong, None where that is not one syllable.

    >>> put_back("tin\u0309h"), put_back("so\u0301\u0302"), put_back("Uy\u0309")
    ('tỉnh', 'số', 'Ủy')
    >>> put_back("tr\u0309")
    """
    m = WORD.fullmatch(nfc(BEHIND.sub(r"\2\1", piece)))
    if m is None or not m[2] or any(map(str.isdigit, m[3])) or len(m[2]) > LONGEST_SYLLABLE:
        return None
    apart = unicodedata.normalize("NFD", m[2])
    tones = {c for c in apart if c in TONES}
    if (
        "ñ" in m[2].lower()
        or len(tones) > 1
        or any(unicodedata.combining(c) and c not in MARKS for c in apart)
    ):
        return None
    plain = nfc("".join(c for c in apart if c not in TONES))
    shaped = {w for w in _shaped(plain) if not STRAY.search(w)}
    read = {w for base in shaped for w in _toned(base, "".join(tones))}
    return m[1] + read.pop() + m[3] if len(read) == 1 else None


def _shaped(plain: str) -> Iterator[str]:
    """Yield the ways to put one loose circumflex, breve or horn on a vowel."""
    loose = [c for c in plain if c in SHAPES]
    bare = "".join(c for c in plain if c not in SHAPES)
    if len(loose) != 1:
        yield plain
        return
    for k in range(len(bare)):
        joined = nfc(bare[k] + loose[0])
        if len(joined) == 1:
            yield bare[:k] + joined + bare[k + 1 :]


def _toned(base: str, tone: str) -> set[str]:
    """Return the syllables that a tone makes; of two places for it the first (`hòa`)."""
    if not tone:
        return {base} if is_syllable(base.lower()) else set()
    for k, c in enumerate(base):
        if unicodedata.normalize("NFD", c)[0].lower() in "aeiouy":
            word = nfc(base[: k + 1] + tone + base[k + 1 :])
            if is_syllable(word.lower()):
                return {word}
    return set()
