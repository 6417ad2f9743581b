"""Convert the lines in an encoding of the 1990s, word by word; nothing here is guessed."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import regex

from vnfix.detectors.legacy import BEYOND_LATIN, KNOWN, assign, goodness
from vnfix.detectors.spacing import spaced_words
from vnfix.detectors.weights import core, gate
from vnfix.model import Candidate, Safety
from vnfix.text.encodings import TITLES, encoding
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Document, Line

NAME = "legacy"
WORD = regex.compile(r"\S+")
# .VnTimeH, .VnArial NarrowH, VnTimeHBold: capitals are drawn in the places of small letters.
CAPITALS = regex.compile(r"^\.?Vn[\w. ]*?H(?:$|[^a-z])|^\.?Vn\w*?H(?:Bold|Italic)")
# The last sign of a word in VIQR: a tone, or the end of the sentence?
LAST_SIGN = regex.compile(r"(?<=[\p{L}'`~^(+*])[.?](?=\P{L}*$)")
SURE = 1.0  # nats by which signs that look like quotes must win as letters
ENDS, GOES_ON = 1.0, -4.0  # nats that a tone must win by before a capital letter, and elsewhere
QUOTES = "\"'`“”‘’„()[]{}<>.,;:!?…–—•/-"
NO_LETTER = regex.compile(r"\P{L}+")
CONTROL = regex.compile(r"[\x00-\x1f\x80-\x9f]")


def propose(analysis: Analysis) -> list[Candidate]:
    """Propose the letters that the codes of each legacy line stand for."""
    assigned = assign(analysis)
    if not assigned:
        return []
    capitals = Capitals(analysis.document)
    # A line without accents has nothing to convert, but may be set in a font of capitals.
    plain = {
        k: "tcvn3" for k, x in enumerate(analysis.document.lines) if capitals.meet(x.start, x.end)
    }
    return [
        candidate
        for k, name in sorted((plain | dict(assigned)).items())
        for candidate in _line(analysis.document.lines[k], name, capitals)
    ]


class Capitals:
    """Where a document is set in capital-only fonts."""

    def __init__(self, document: Document) -> None:
        """Keep the runs of fonts whose names end in H."""
        runs = [r for r in document.fonts if CAPITALS.search(r.font)]
        self._starts = [r.start for r in runs]
        self._ends = [r.end for r in runs]

    def meet(self, start: int, end: int) -> bool:
        """Tell whether a part of a line is set in such a font."""
        k = bisect_right(self._ends, start)
        return k < len(self._starts) and self._starts[k] < end

    def raised(self, start: int, codes: Sequence[tuple[int, str]]) -> str:
        """Return decoded letters, in capitals where their first code is set in such a font.

        Args:
            start: offset of the word in the document.
            codes: offset in the word and letter of each code.

        """
        return "".join(c.upper() if self._covers(start + at) else c for at, c in codes)

    def _covers(self, offset: int) -> bool:
        k = bisect_right(self._starts, offset) - 1
        return k >= 0 and offset < self._ends[k]


def _line(line: Line, name: str, capitals: Capitals) -> Iterator[Candidate]:
    for start, end, word in _words(line.text):
        before = line.text[start:end]
        places = decode_places(word, (line.text[:start], line.text[end:]), name)
        if word == before:
            after = capitals.raised(line.start + start, places)
        else:
            after = "".join(letters for _, letters in places)
        if after != before:
            yield Candidate(
                line.start + start,
                line.start + end,
                after,
                0.0,
                NAME,
                f"{TITLES[name]} text",
                Safety.AUTO,
                exact=True,
            )


def _words(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of each word, letter-spaced ones closed up."""
    spaced = list(spaced_words(line)) if "  " in line else []
    yield from ((w.start, w.end, w.text) for w in spaced)
    rest = spaced[-1].end if spaced else 0
    yield from ((m.start(), m.end(), m.group()) for m in WORD.finditer(line, rest))


def decode_places(word: str, around: tuple[str, str], name: str) -> list[tuple[int, str]]:
    """Return (offset in the word, letters) for each code of one word.

    Args:
        word: without blanks.
        around: the text before and after it in its line.
        name: key of the encoding.

    >>> decode_places("hµnh", ("", ""), "tcvn3")
    [(0, 'h'), (1, 'à'), (2, 'n'), (3, 'h')]

    """
    left, right = _edges(word, around, name)
    out = list(enumerate(word[:left]))
    table, at = encoding(name), left
    for m in table.pattern.finditer(word, left, right):
        out += [(i, word[i]) for i in range(at, m.start())]
        out.append((m.start(), table.letters[m.group()]))
        at = m.end()
    return out + [(i, word[i]) for i in range(at, len(word))]


def _edges(word: str, around: tuple[str, str], name: str) -> tuple[int, int]:
    """Return the part of a word to decode: signs around a word are mostly just that."""
    if name == "viqr":
        return 0, _viqr_end(word, around[1])
    if BEYOND_LATIN.search(word) or (NO_LETTER.fullmatch(word) and not _hidden(word, around, name)):
        return 0, 0
    left = len(word) - len(word.lstrip(QUOTES))
    right = len(word.rstrip(QUOTES))
    decode = encoding(name).decode
    inner, whole = decode(word[left:right]), decode(word)
    if left >= right or (goodness(whole) == KNOWN and _strength(whole) > _strength(inner) + SURE):
        return 0, len(word)
    return left, right


def _hidden(word: str, around: tuple[str, str], name: str) -> bool:
    """Tell whether signs are a word: `đã`; or one sign a letter: `ở`, `ý`, or `đ)` of an item."""
    if word in "×–—…•":
        return False
    letter = encoding(name).decode(word.strip(QUOTES) or word)
    if len(letter) > 1:
        return goodness(letter) == KNOWN
    if len(letter) != 1 or not letter.isalpha():
        return False
    if word[-1] == ")" or CONTROL.search(word):
        return True
    return goodness(letter) > 0 and bool(around[0].strip())


def _viqr_end(word: str, following: str) -> int:
    """Return where the letters of a VIQR word end; its last sign may end the sentence instead."""
    sign = LAST_SIGN.search(word)
    if sign is None:
        return len(word)
    decode = encoding("viqr").decode
    bare, marked = decode(word[: sign.start()]), decode(word[: sign.end()])
    if marked == bare + sign.group() or not is_syllable(core(marked)):
        return sign.start()
    ends = not following.strip() or following.lstrip()[0].isupper()
    wins = _strength(marked) - _strength(bare)
    return sign.end() if wins > (ENDS if ends else GOES_ON) else sign.start()


def _strength(word: str) -> float:
    """Return how much a word speaks for healthy Vietnamese, in nats: common ones most."""
    return -gate().weights.get(core(word).lower(), (0.0, 0.0))[0]
