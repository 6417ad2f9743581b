"""The lines in an encoding of the 1990s that was read as if it were Latin-1.

Told from the content: in the right encoding the odd words of a line become Vietnamese words, in a
wrong one they do not, and in French or German no encoding makes any. A short doubtful line follows
the encoding that its document has shown elsewhere. A font's name is not asked: subsets hide it.

A page that an OCR engine of another language has read is full of odd words too, and some of them
become Vietnamese in some encoding. So the whole document must bear it out: of all its odd words,
foreign lines aside, nearly all become Vietnamese as the lines are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from vnfix.analysis import once
from vnfix.detectors.spacing import spaced_words
from vnfix.detectors.weights import core, gate, line_score, shape
from vnfix.model import Damage, Finding
from vnfix.text.encodings import NAMES, TITLES, canonical, encoding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Document

NAME = "legacy"
# ASCII only: VIQR writes marks behind the vowel. Inside a word, for "?" and "." also end sentences.
VIQR = regex.compile(r"(?i)[aeou][(^+*]|[aeiouy][`~]|[aeiouy]['?.](?=\p{L})|dd")
STRONG = 2.0  # points from which on a line shows its encoding by itself
WEAK = 0.5  # points from which on a line follows its document
SHARE = 0.7  # of the odd words must become Vietnamese
# Of the odd words of a document that must become Vietnamese: in 16 legacy documents 90 % and more,
# in pages read by a German OCR 72 % at most.
BORNE_OUT = 0.8
DOUBT = 1.0  # odd words that count for the encoding, so that a single line is no worse off
REACH = 8  # lines over which an encoding is handed on to lines that say nothing
# No legacy text has these letters; those left out are in Windows-1252.
BEYOND_LATIN = regex.compile(
    r"[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u0180-\u0191\u0193-\u01ff\u1e00-\u1eff]"
)
HEALTHY = -1.0  # nats, at most, for damage in a line that has been decoded
MISSED = -0.7  # points for an odd word that stays odd
BROKEN = -1.5  # points for a right word made wrong
KNOWN = 1.0  # points for an odd word that becomes a word of official text
LEGAL = 0.3  # points for an odd word that becomes a syllable by its spelling only


@dataclass(frozen=True, slots=True)
class Vote:
    """What one word says.

    Attributes:
        odd: not ASCII and no Vietnamese word as it stands, or marked as in VIQR.
        points: for each name in `NAMES`, what reading the word in that encoding wins.

    """

    odd: bool
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the odd words of a line say.

    Attributes:
        name: the encoding that makes most of them, "" where none makes sense of the line.
        points: what reading the line in it wins.
        won: odd words that become Vietnamese.
        odd: odd words that an encoding would change, or leave odd.

    """

    name: str
    points: float
    won: int
    odd: int


SILENT = Vote(odd=False, points=(0.0,) * len(NAMES))


@once
def assign(analysis: Analysis) -> Mapping[int, str]:
    """Return line index -> name of its legacy encoding; other lines are left out.

    `config.encoding` may name an encoding for all lines that have something to convert.
    """
    if not analysis.config.legacy:
        return {}
    forced = canonical(analysis.config.encoding)
    if forced:
        return _forced(analysis.document, forced)
    readings = _readings(analysis.document)
    points = {k: r for k, r in readings.items() if r.name}
    strong = {k: r.name for k, r in points.items() if r.points >= STRONG}
    if not strong:
        return {}
    usual = Counter(strong.values()).most_common(1)[0][0]
    weak = {k: r.name for k, r in points.items() if k not in strong and r.name == usual}
    found = strong | weak
    if not _borne_out(readings, found):
        return {}
    return found | _followers(analysis.document, found)


def _borne_out(readings: Mapping[int, Reading], found: Mapping[int, str]) -> bool:
    """Tell whether nearly all odd words of a document become Vietnamese."""
    won = sum(readings[k].won for k in found) + DOUBT
    odd = sum(r.odd for r in readings.values()) + DOUBT
    return won >= BORNE_OUT * odd


def _followers(document: Document, found: Mapping[int, str]) -> dict[int, str]:
    """Return the lines that say nothing themselves but stand among lines of one encoding."""
    out = {}
    for numbers in (range(len(document.lines)), range(len(document.lines) - 1, -1, -1)):
        name, since = "", 0
        for k in numbers:
            text = document.lines[k].text
            since = 0 if k in found else since + 1
            name = found.get(k, "" if since > REACH or BEYOND_LATIN.search(text) else name)
            if name and k not in found and _better(text, name):
                out[k] = name
    return out


def _better(line: str, name: str) -> bool:
    """Tell whether a line changes in an encoding, and not for the worse; foreign lines do not."""
    after = [encoding(name).decode(t) for t in line.split()]
    if after == line.split() or _is_foreign(after):
        return False
    garbled, _ = line_score(after, gate())
    return garbled <= max(0.0, line_score(line.split(), gate())[0])


def _forced(document: Document, name: str) -> dict[int, str]:
    table = encoding(name)
    return {k: name for k, line in enumerate(document.lines) if table.pattern.search(line.text)}


def _readings(document: Document) -> dict[int, Reading]:
    """Return line index -> reading, of the lines that have odd words and are not foreign."""
    seen: dict[str, Vote] = {}
    quiet: set[str] = set()  # words that are not odd; most lines have no others
    out = {}
    for k, line in enumerate(document.lines):
        tokens = words(line.text)
        if quiet.issuperset(tokens):
            continue
        votes = [seen.get(t) or _remember(seen, t) for t in tokens]
        if not any(v.odd for v in votes):
            quiet.update(tokens)
            continue
        best = _best(votes)
        if best and _makes_sense(tokens, best.name):
            out[k] = best
        elif not _is_foreign(tokens):
            odd = sum(v.odd and any(v.points) for v in votes)
            out[k] = Reading("", 0.0, 0, odd)
    return out


def _is_foreign(tokens: Sequence[str]) -> bool:
    garbled, foreign = line_score(tokens, gate())
    return foreign > max(0.0, garbled)


def _makes_sense(tokens: Sequence[str], name: str) -> bool:
    """Tell whether the decoded line is healthy; a garbled or foreign one has only a lucky hit."""
    decode = encoding(name).decode
    garbled, foreign = line_score([decode(t) for t in tokens], gate())
    return garbled < HEALTHY and foreign < HEALTHY


def words(line: str) -> list[str]:
    """Return the words of a line, letter-spaced ones closed up."""
    if "  " in line:
        spaced = [w.text.strip() for w in spaced_words(line)]
        if spaced:
            return spaced
    return line.split()


def _remember(seen: dict[str, Vote], token: str) -> Vote:
    vote = seen[token] = _vote(token)
    return vote


def _best(votes: Sequence[Vote]) -> Reading | None:
    """Return the encoding that wins most, if it explains most of the odd words."""
    said = [v for v in votes if any(v.points)]
    sums = [sum(v.points[i] for v in said) for i in range(len(NAMES))]
    i = max(range(len(NAMES)), key=sums.__getitem__)
    won = sum(v.points[i] > 0 for v in votes if v.odd)
    odd = sum(v.odd and v.points[i] != 0 for v in votes)
    if sums[i] < WEAK or won < SHARE * odd:
        return None
    return Reading(NAMES[i], sums[i], won, odd)


def _vote(token: str) -> Vote:
    """Weigh one word in every encoding."""
    if len(token) < 2 or token.isdigit():
        return SILENT
    if token.isascii():
        if not VIQR.search(token):
            return SILENT
        return Vote(odd=True, points=tuple(_gain(token, n) if n == "viqr" else 0.0 for n in NAMES))
    right = goodness(token) > 0
    if right and BEYOND_LATIN.search(token):
        return Vote(odd=False, points=(BROKEN,) * len(NAMES))
    return Vote(odd=not right, points=tuple(_gain(token, n) for n in NAMES))


def _gain(token: str, name: str) -> float:
    before = goodness(token)
    decoded = encoding(name).decode(token)
    if decoded == token:
        return 0.0 if before > 0 or name == "viqr" else MISSED
    after = goodness(decoded)
    if before > 0:
        return 0.0 if after > 0 else BROKEN
    return after if after > 0 else MISSED


@lru_cache(maxsize=1 << 14)
def goodness(token: str) -> float:
    """Return how good a Vietnamese word a token is: `KNOWN`, `LEGAL` or 0."""
    word = core(token)
    if shape(word) not in ("accented", "joined-good") or word.isascii():
        return 0.0
    weight = gate().weights.get(word.lower())
    return KNOWN if weight and weight[0] < 0 else LEGAL


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines in a legacy encoding, each with the encoding's name as evidence."""
    return [
        Finding(k, Damage.LEGACY, 1.0, NAME, TITLES[name])
        for k, name in sorted(assign(analysis).items())
    ]
