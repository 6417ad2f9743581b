"""The lines in an encoding of the 1990s that was read as if it were Latin-1.

Told from the content: in the right encoding the odd words of a line become Vietnamese words, in a
wrong one they do not, and in French or German no encoding makes any. A short doubtful line follows
the encoding that its document has shown elsewhere. A font's name is not asked: subsets hide it.

A page that an OCR engine of another language has read is full of odd words too, and some of them
become Vietnamese in some encoding. So the whole document must bear it out: of all its odd words,
foreign lines aside, nearly all become Vietnamese as the lines are read.
"""

from __future__ import annotations

from array import array
from bisect import bisect
from collections import Counter
from typing import TYPE_CHECKING

from vnfix.analysis import inventory, once
from vnfix.detectors.legacy_decode import LETTERS, decode_line
from vnfix.detectors.legacy_votes import (
    BEYOND_LATIN,
    NOTED,
    SILENT,
    STRANGE,
    Vote,
    goodness,
    is_odd,
    is_right,
    is_word,
    pieces,
    rate,
    vote,
)
from vnfix.detectors.spacing import LEAST_SPACED, spaced_words
from vnfix.detectors.weights import gate, line_score
from vnfix.model import Damage, Finding
from vnfix.text.encodings import NAMES, TITLES, canonical, encoding
from vnfix.text.tokens import split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.detectors.weights import Score
    from vnfix.model import Document

NAME = "legacy"
STRONG = 2.0  # points from which on a line shows its encoding by itself
WEAK = 0.5  # points from which on a line follows its document
SHARE = 0.7  # of the odd words must become Vietnamese
# Of the odd words of a document that must become Vietnamese: in 16 legacy documents 90 % and more,
# in pages read by a German OCR 72 % at most.
BORNE_OUT = 0.8
DOUBT = 1.0  # odd words that count for the encoding, so that a single line is no worse off
REACH = 8  # lines over which an encoding is handed on to lines that say nothing
HEALTHY = -1.0  # nats, at most, for damage in a line that has been decoded
EXPLAINED = 1.3  # points from which on a line does so whose words are all Vietnamese in it
LEAST = 2  # lines that only a second encoding explains
RARE = 0.1  # share of the doubtful lines below which those that an encoding explains are lucky
CLEAR = 10.0  # nats for garbled text from which on lines among legacy ones are not of their kind
SENTENCE = 4  # words of a line that is more than a code or a heading
GAP = "  "  # between the words of letter-spaced text
MARGIN = 1.5  # points by which another encoding than the document's must win


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
    votes = _Votes(analysis)
    strong = {k: name for k in votes.odd if (name := votes.alone(k))}
    if not strong or len(strong) < RARE * votes.doubtful():
        return {}
    usual = votes.usual(strong)
    weak = {k: name for k in votes.odd if (name := votes.among(k, usual, strong.get(k, "")))}
    found = strong | weak
    if not votes.bear_out(found):
        return {}
    return found | _followers(analysis.document, found)


def _followers(document: Document, found: Mapping[int, str]) -> dict[int, str]:
    """Return the lines that say nothing themselves but stand among lines of one encoding."""
    before = _nearest(document, found, range(len(document.lines)))
    after = _nearest(document, found, range(len(document.lines) - 1, -1, -1))
    out = {}
    for k, name in sorted((before | after).items()):
        enclosed = before.get(k) == after.get(k)
        if k not in found and _better(document.lines[k].text, name, enclosed=enclosed):
            out[k] = name
    return out


def _nearest(document: Document, found: Mapping[int, str], numbers: range) -> dict[int, str]:
    """Return the encoding of the last line found before each line, if it is near."""
    out, name, since = {}, "", 0
    for k in numbers:
        text = document.lines[k].text
        since = 0 if k in found else since + any(map(str.isalpha, text))
        far = since > REACH or BEYOND_LATIN.search(text)
        name = found.get(k, "" if far else name)
        if name:
            out[k] = name
    return out


def _better(line: str, name: str, *, enclosed: bool) -> bool:
    """Tell whether a line changes in an encoding, and not for the worse.

    A line of words that are right as they stand (`Cã`) must lie between lines of that encoding.
    """
    before = _listed(words(line))
    after = decode_line(before, name)
    if after == before or _is_foreign(after):
        return False
    changed = [(b, a) for b, a in zip(before, after, strict=True) if a != b]
    if all(goodness(b) for b, _ in changed):
        return enclosed and sum(rate(a) - rate(b) for b, a in changed) >= 0
    letters = [w for _, a in changed for w in LETTERS.findall(a)]
    return all(map(is_word, letters)) or _score(after)[0] <= max(0.0, _score(before)[0])


def _score(tokens: Iterable[str]) -> Score:
    """Return what the words say for garbled and for foreign text, joined cells each by itself."""
    return line_score((t[a:b] for t in tokens for a, b in pieces(t)), gate())


def _forced(document: Document, name: str) -> dict[int, str]:
    table = encoding(name)
    return {k: name for k, line in enumerate(document.lines) if table.pattern.search(line.text)}


class _Votes:
    """What the words of each line say.

    Attributes:
        odd: the lines with an odd word, by their index.

    """

    def __init__(self, analysis: Analysis) -> None:
        """Ask each different word once; most lines have none that is odd."""
        self._document = document = analysis.document
        found = inventory(analysis)
        odd = found.sums(array("d", map(is_odd, found.types)))
        spaced = GAP in document.text
        self.odd = array("I")
        for k, n in enumerate(odd):
            text = document.lines[k].text if spaced or n else ""
            if GAP in text:
                n = any(map(is_odd, words(text)))
            if n:
                self.odd.append(k)

    def words(self, k: int) -> Collection[str]:
        """Return the words of a line."""
        return words(self._document.lines[k].text)

    def doubtful(self) -> int:
        """Return how many lines have several odd words, in whatever way."""
        return sum(sum(map(is_odd, self.words(k))) > 1 for k in self.odd)

    def of(self, k: int) -> list[Vote]:
        """Return what each word of a line says."""
        return list(map(vote, self.words(k)))

    def alone(self, k: int) -> str:
        """Return the encoding that a line shows by itself, "" where it shows none."""
        tokens = self.words(k)
        if not _has_evidence(tokens):
            return ""
        said = map(vote, tokens)
        mixed = BEYOND_LATIN.search(self._document.lines[k].text)
        if mixed:  # the right words are in Unicode and say nothing of the others
            pairs = zip(tokens, said, strict=True)
            votes = [v for t, v in pairs if v.odd and not NOTED.fullmatch(t)]
        else:
            votes = list(said)
        name, won = _best(votes, NAMES)
        hard = any(v.hard for v in votes)
        won += sum(v.plain for v in votes)
        if mixed and not hard:
            return name if won >= STRONG and _explains(votes, name) else ""
        if won >= EXPLAINED and (hard or sum(v.odd for v in votes) > 1) and _explains(votes, name):
            return name
        return name if won >= STRONG and self._makes_sense(k, name) else ""

    def bear_out(self, found: Mapping[int, str]) -> bool:
        """Tell whether nearly all odd words of the document become Vietnamese; amounts are none."""
        won = odd = DOUBT
        for k in self.odd:
            tokens = self.words(k)
            said = [vote(t) for t in tokens if is_odd(t) and _is_written(t)]
            if k in found:
                points = [v.points[NAMES.index(found[k])] for v in said]
                won += sum(p > 0 for p in points)
                odd += sum(p != 0 for p in points)
            elif not _is_foreign(tokens):
                odd += sum(any(v.points) for v in said)
        return won >= BORNE_OUT * odd

    def usual(self, strong: Mapping[int, str]) -> list[str]:
        """Return the encodings of a document, commonest first; a lucky hit makes none."""
        first = Counter(strong.values()).most_common(1)[0][0]
        others = Counter(name for k, name in strong.items() if _best(self.of(k), [first])[1] < WEAK)
        return [first, *(n for n, lines in others.most_common() if n != first and lines >= LEAST)]

    def among(self, k: int, usual: Sequence[str], alone: str) -> str:
        """Return the best of the encodings that other lines of the document have, or "".

        Args:
            k: index of the line.
            usual: those encodings, commonest first.
            alone: what the line shows by itself.

        """
        mixed = BEYOND_LATIN.search(self._document.lines[k].text)
        if mixed and not _has_evidence(self.words(k)):
            return ""
        votes = self.of(k)
        name, won = _best(votes, usual)
        first = _best(votes, usual[:1])[1]
        if first >= WEAK and won < first + MARGIN:
            name, won = usual[0], first
        if alone and _best(votes, [alone])[1] >= won + MARGIN:
            return alone
        return name if won >= WEAK and self._makes_sense(k, name) else ""

    def _makes_sense(self, k: int, name: str) -> bool:
        """Tell whether the decoded line is healthy; a garbled or foreign one has a lucky hit."""
        garbled, foreign = _score(decode_line(_listed(self.words(k)), name))
        return garbled < HEALTHY and foreign < HEALTHY


def _has_evidence(tokens: Iterable[str]) -> bool:
    """Tell whether an odd word becomes Vietnamese that is none as it stands.

    Right ones are only rare: of 7,159 short legacy texts two have nothing else (`Sè nép`).
    """
    return any(max(vote(t).points) > 0 and not is_right(t) for t in tokens if is_odd(t))


def _is_written(token: str) -> bool:
    """Tell whether a token is more than a number with a sign."""
    return sum(map(str.isalpha, token)) > 1


def _is_foreign(tokens: Iterable[str]) -> bool:
    garbled, foreign = line_score(tokens, gate())
    return foreign > max(0.0, garbled)


def _explains(votes: Sequence[Vote], name: str) -> bool:
    """Tell whether every word of a line is Vietnamese in an encoding."""
    i = NAMES.index(name)
    return all(
        v.plain > STRANGE and (v.points[i] > 0 or not v.odd) and v.points[i] >= 0 for v in votes
    )


def words(line: str) -> Collection[str]:
    """Return the words of a line, letter-spaced ones closed up."""
    found = split_words(line)
    if GAP in line and sum(len(w) == 1 for w in found) >= LEAST_SPACED:
        return [w.text.strip() for w in spaced_words(line)] or found
    return found


def _listed(tokens: Iterable[str]) -> list[str]:
    """Return all tokens; each that comes again is held once."""
    known: dict[str, str] = {}
    return [known.setdefault(token, token) for token in tokens]


def _best(votes: Sequence[Vote], names: Sequence[str]) -> tuple[str, float]:
    """Return the encoding that wins most, and its points if it explains most of the odd words."""
    points = [v.points for v in votes if v.points is not SILENT.points]
    places = map(NAMES.index, names)
    sums = {n: sum([p[i] for p in points]) for n, i in zip(names, places, strict=True)}
    name = max(sums, key=sums.__getitem__)
    i = NAMES.index(name)
    won = sum(v.points[i] > 0 for v in votes if v.odd)
    odd = sum(v.odd and v.points[i] != 0 for v in votes)
    return (name, sums[name]) if won and won >= SHARE * odd else (name, 0.0)


def outside(analysis: Analysis, lines: Sequence[int]) -> list[int]:
    """Return those of the garbled lines that are no part of a legacy document.

    What the tables do not convert there is right, or not to be told: no food for guesses. A block
    of lines between legacy ones counts as another kind of text only if it is clearly garbled.
    """
    legacy = assign(analysis)
    if not legacy:
        return list(lines)
    blocks: list[list[int]] = []
    edges = sorted(legacy)
    for k in lines:
        if blocks and bisect(edges, blocks[-1][-1]) == bisect(edges, k):
            blocks[-1].append(k)
        else:
            blocks.append([k])
    return [k for block in blocks if _is_garbled(analysis.document, block) for k in block]


def _is_garbled(document: Document, block: Sequence[int]) -> bool:
    tokens = [document.lines[k].text.split() for k in block]
    return sum(max(0.0, _score(t)[0]) for t in tokens if len(t) >= SENTENCE) >= CLEAR


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines in a legacy encoding, each with the encoding's name as evidence."""
    return [
        Finding(k, Damage.LEGACY, 1.0, NAME, TITLES[name])
        for k, name in sorted(assign(analysis).items())
    ]
