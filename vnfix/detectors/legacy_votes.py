"""What one word says of the encodings of the 1990s: the evidence of the legacy detector.

A word is cut where cells and forms are joined (`|`, `/`, leaders), and each piece is read in every
encoding. A piece wins points by how common the syllable is that it becomes (`syllables.tsv`), and
more where no Western word looks like it (`NguyÔn`, `V¨n`, `®­êng`).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix import memory
from vnfix.detectors.weights import ADDRESS, POINTS, core, gate, shape
from vnfix.errors import DataError
from vnfix.text.encodings import NAMES, encoding
from vnfix.text.encodings.half_capitals import raised
from vnfix.text.patterns import pattern
from vnfix.text.syllable import LONGEST, is_syllable
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# ASCII only: VIQR writes marks behind the vowel. Inside a word, for "?" and "." also end sentences.
VIQR = pattern(r"(?i)[aeou][(^+*]|[aeiouy][`~]|[aeiouy]['?.](?=\p{L})|dd")
MARKS_OF_VIQR = frozenset("(^+*`~'?.")
# No code has these letters in any encoding; those left out are in Windows-1252.
BEYOND_LATIN = pattern(
    r"[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u0180-\u0191\u0193-\u01ff\u1e00-\u1eff]"
)
# ASCII signs that join cells and words; no table but VIQR's uses them.
JOINTS = '|/\\,;:=&()[]<>"_@*+-'
AROUND = JOINTS + ".!?'“”‘’–…"
JOINING = frozenset(JOINTS + ".")
JOINT = pattern(rf"[{re.escape(JOINTS)}]+|\.+(?=\P{{L}}|$)|(?<=\P{{L}})\.")
VIQR_JOINT = pattern(r"[|/\\]+")
# What no Western word has inside: signs among letters, a capital behind a small letter, controls.
SIGN = r"[\x80-\x9f\xa1-\xb4\xb6-\xbf×÷\u2030\u2020-\u2022\u02c6\u02dc\u2212\u2219]"
HARD = pattern(
    rf"\p{{L}}{SIGN}|{SIGN}\p{{L}}|{SIGN}{{2}}|\p{{Ll}}\p{{Lu}}|^\p{{Lu}}(?=\P{{ASCII}})\p{{Lu}}\p{{Ll}}"
    r"|[\x80-\x9f]|\p{L}µ|µ\p{L}"
)
VIQR_HARD = pattern(r"(?i)[aeo]\^|a\((?=[\p{L}'`?~.])|[ou]\+(?=[\p{L}'`?~.])|^dd[aeiouy]")
CAPITALS = pattern(r"[A-ZĐƯƠÔÂÊĂ]{2,8}")
# Powers, units and degrees are right in any text, though some encoding makes a word of them: `m²`
# would be `mỗ`, `µm` would be `àm`.
SIGNS_OF_UNITS = frozenset("²³µ°º")
UNIT = pattern(r"[\d.,]*(?:[A-Za-z]{1,2}[²³]+|µ(?:mol|[mglsFAVWHM])|°[CFKNSEWB]|[Nn][°º])[.,;:]?")
# A word with the number of a note; in the encodings of the 1990s some of these end in a letter.
NOTED = pattern(r"\p{Ll}+[¹²³]+[.,;:]?")

MISSED = -0.7  # points for an odd word that stays odd
BROKEN = -1.5  # points for a right word made wrong
KNOWN = 1.0  # how good a word of official text is
LEGAL = 0.3  # the same of a syllable by its spelling only
COMMON = 0.1  # points for each nat by which a syllable is more common
BETTER = 0.8  # points, at most, for a rare syllable that becomes a common one
UNWESTERN = 1.0  # points for a word that is none in the West either
STRANGE = -1.0  # points, at least, for a word without accents
LOST = -0.25  # points for each nat by which it is rarer than those with accents,
USUAL = 2.0  # but for so many
SHORT = 0.2  # points for an abbreviation
RUN_TOGETHER = 10 * LONGEST  # letters and marks of words that lost their blanks, at most
LONG = 3  # letters of a word that is no abbreviation, whatever its case
UNLISTED = -2.0  # nats: rate of a syllable that is in no text


class Vote(NamedTuple):
    """What one word says.

    Attributes:
        odd: not ASCII and no Vietnamese word as it stands, or marked as in VIQR.
        hard: no Western word looks like it either.
        plain: points for ASCII letters, none where such a syllable is written without accents.
        points: for each name in `NAMES`, what reading the word in that encoding wins.

    """

    odd: bool
    hard: bool
    plain: float
    points: tuple[float, ...]


SILENT = Vote(odd=False, hard=False, plain=0, points=(0.0,) * len(NAMES))


def pieces(token: str, name: str = "") -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece of a token between the signs that join cells.

    >>> [("Sè:12/Q§"[a:b]) for a, b in pieces("Sè:12/Q§")]
    ['Sè', '12', 'Q§']
    """
    at = 0
    if not JOINING.isdisjoint(token):
        if _is_address(token):
            return
        joint = VIQR_JOINT if name == "viqr" else JOINT
        for m in joint.finditer(token):
            if m.start() > at:
                yield at, m.start()
            at = m.end()
    if at < len(token):
        yield at, len(token)


def _is_address(token: str) -> bool:
    return not POINTS.isdisjoint(token) and ADDRESS.search(token) is not None


@lru_cache(maxsize=memory.TOKENS)
def is_odd(token: str) -> bool:
    """Tell what `vote` tells of a token as `odd`, for less work."""
    if len(token) < 2 or token.isdigit():
        return False
    if token.isascii():
        return _is_odd_ascii(token)
    return not _is_usual(token) and any(_is_odd_piece(token[a:b]) for a, b in pieces(token))


def _is_usual(token: str) -> bool:
    """Tell whether a token is one common word with accents, as most are that are not odd."""
    word = token.lstrip(JOINTS).rstrip(JOINTS + ".")
    low = word.lower()
    return word.isalpha() and not low.isascii() and _rates().get(low, UNLISTED) > 0.0


def _is_odd_ascii(token: str) -> bool:
    if MARKS_OF_VIQR.isdisjoint(token) and "dd" not in token.lower():
        return False
    return VIQR.search(token) is not None and not _is_address(token)


def _is_odd_piece(piece: str) -> bool:
    if len(piece) < 2 or piece.isascii() or _is_unit(piece):
        return False
    if goodness(piece) <= 0:
        return True
    return not BEYOND_LATIN.search(piece) and _is_rare(piece)


def _is_unit(piece: str) -> bool:
    return not SIGNS_OF_UNITS.isdisjoint(piece) and UNIT.fullmatch(piece) is not None


@lru_cache(maxsize=memory.TOKENS)
def vote(token: str) -> Vote:
    """Weigh one token in every encoding."""
    if len(token) < 2 or token.isdigit():
        return SILENT
    if token.isascii():
        return _vote_ascii(token)
    votes = [_vote_piece(token[a:b]) for a, b in pieces(token)]
    if len(votes) == 1:
        return votes[0]
    return Vote(
        any(v.odd for v in votes),
        any(v.hard for v in votes),
        sum(v.plain for v in votes),
        tuple(sum(v.points[i] for v in votes) for i in range(len(NAMES))),
    )


def _vote_ascii(token: str) -> Vote:
    if not _is_odd_ascii(token):
        return Vote(odd=False, hard=False, plain=_plain(core(token)), points=SILENT.points)
    points = tuple(_gain(token, n, hard=False) if n == "viqr" else 0.0 for n in NAMES)
    hard = bool(VIQR_HARD.search(token)) and max(points) > 0
    if hard:
        points = tuple(p + UNWESTERN if p > 0 else p for p in points)
    return Vote(odd=True, hard=hard, plain=0, points=points)


def _plain(word: str) -> float:
    """Return what a word without accents speaks against legacy text, which loses no accents."""
    low = word.lower()
    if not word.isalpha() or word.isupper() or len(word) == 1:
        return 0.0
    if shape(word) != "plain":
        return STRANGE
    lost = _bases().get(low, UNLISTED) - _rates().get(low, UNLISTED)
    return max(STRANGE, LOST * max(0.0, lost - USUAL))


@lru_cache(maxsize=memory.TOKENS)
def _vote_piece(piece: str) -> Vote:
    if len(piece) < 2 or piece.isascii() or _is_unit(piece):
        return SILENT
    right = goodness(piece) > 0
    if BEYOND_LATIN.search(piece):  # right words of Unicode may stand in a line of any encoding
        return (
            SILENT if right else Vote(odd=True, hard=False, plain=0, points=(MISSED,) * len(NAMES))
        )
    hard = not right and bool(HARD.search(piece))
    return Vote(_is_odd_piece(piece), hard, 0, tuple(_gain(piece, n, hard=hard) for n in NAMES))


def _gain(piece: str, name: str, *, hard: bool) -> float:
    before = goodness(piece) > 0
    decoded = encoding(name).decode(piece)
    if decoded == piece:
        return 0.0 if before or name == "viqr" else MISSED
    if name == "tcvn3":
        decoded = raised(piece, decoded)
    if goodness(decoded) > 0:
        if (
            len(piece) < LONG
            and piece[0].isascii()
            and piece[0].isupper()
            and not piece[1].islower()
        ):
            return SHORT  # `N§` may be an abbreviation
        if before and not _is_rare(piece):
            return max(BROKEN, min(BETTER, COMMON * (rate(decoded) - rate(piece))))
        return LEGAL + COMMON * max(0.0, rate(decoded)) + (UNWESTERN if hard else 0.0)
    return BROKEN if before else _of_no_word(core(decoded), hard=hard)


def _of_no_word(decoded: str, *, hard: bool) -> float:
    if CAPITALS.fullmatch(decoded):
        return SHORT
    return LEGAL if hard and is_word(decoded) else MISSED


def _is_rare(piece: str) -> bool:
    """Tell whether a syllable by its spelling is hardly one: `sè`, `hé`."""
    return rate(piece) <= 0.0


@lru_cache(maxsize=memory.TOKENS)
def goodness(token: str) -> float:
    """Return how good a Vietnamese word a token is: `KNOWN`, `LEGAL` or 0."""
    word = core(token)
    if word.isascii() or (
        word.lower() not in _rates() and shape(word) not in ("accented", "joined-good")
    ):
        return 0.0
    weight = gate().weights.get(word.lower())
    return KNOWN if weight and weight[0] < 0 else LEGAL


def is_right(token: str) -> bool:
    """Tell whether a token is a Vietnamese word as it stands, however rare, and has no other signs.

    >>> [is_right(t) for t in ("nhô,", "“Sè”", "®Õn", "thµnh")]
    [True, True, False, False]
    """
    word = token.strip(AROUND)
    return word.isalpha() and goodness(word) > 0


def rate(word: str) -> float:
    """Return the logarithm of how often a syllable occurs, per million; joined ones count least."""
    parts = regex.split(r"[-–/,.&:;]+", core(word).lower())
    return min((_rates().get(p, UNLISTED) for p in parts if p), default=UNLISTED)


def is_word(word: str) -> bool:
    """Tell whether letters are one Vietnamese syllable, or several run together (`ximăng`)."""
    low = word.lower()
    if len(low) > RUN_TOGETHER:
        return False
    begins, met = [0], {0}  # where a syllable may begin, each once
    while begins:
        at = begins.pop()
        rest = low[at : at + LONGEST + 1]
        if is_syllable(rest) or rest in _rates():
            return True
        for k in range(1, min(len(rest), len(low) - at - 1)):
            if at + k not in met and is_syllable(rest[:k]):
                met.add(at + k)
                begins.append(at + k)
    return False


@lru_cache(maxsize=1)
def _bases() -> Mapping[str, float]:
    """Return how often syllables that are the same without accents occur altogether."""
    rates: dict[str, float] = {}
    for word, nats in _rates().items():
        base = strip_accents(word)
        rates[base] = rates.get(base, 0.0) + math.exp(nats)
    return {base: math.log(r) for base, r in rates.items()}


@lru_cache(maxsize=1)
def _rates() -> Mapping[str, float]:
    text = Path(__file__).with_name("syllables.tsv").read_text("utf-8")
    try:
        rows = [row for row in text.splitlines() if not row.startswith("#")]
        cells = "\t".join(rows).split("\t")
        return dict(zip(cells[::2], map(float, cells[1::2]), strict=True))
    except ValueError as e:
        raise DataError(f"syllables.tsv: {e}.", "Install vnfix again.") from e
