"""Words with lost glyphs, and what stands around them: the cipher solver's view of a text."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from vnfix.glyphs.statistics import BORDER, JOINER
from vnfix.model import LostGlyph
from vnfix.text.patterns import pattern
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vnfix.glyphs.statistics import Statistics
    from vnfix.model import Document

# Inside of the solver the k-th symbol is one character, of the last private-use plane.
FIRST_SYMBOL = 0x100000
# What a character of that plane becomes that stands in the text itself.
NO_SYMBOL = "\ue000"
# U+FFFD says only that something is lost, so each of its places may be another letter.
FREE = 0xFFFD
SYMBOL = pattern(f"[{chr(FIRST_SYMBOL)}-\U0010fffd]")
# A word, or marks that stand alone; symbols count as letters.
RUN = pattern(f"[\\p{{L}}\\p{{M}}{chr(FIRST_SYMBOL)}-\U0010fffd]+")
# What stands before the first word of a sentence, of a heading or of an item.
OPENING = pattern(r'[.:;!?…"“\d•*+]\p{Pe}?\s*$|\n\s*[-–(]\s*$')


class Case(Enum):
    """What the surroundings say of a lost letter's case."""

    LOWER = "lower"
    UPPER = "upper"
    SECOND = "second letter after a capital"
    TITLE = "first letter inside a sentence"
    NAME = "first letter after a word with a capital"
    OPENING = "first letter of a sentence"
    UNKNOWN = "unknown"


class Run(NamedTuple):
    """One word with lost glyphs.

    Attributes:
        pattern: the word in lower case, each lost glyph a symbol character.
        cases: what is known of the case of each symbol, in order.
        place: the same of the first letter where that is known, else UPPER.
        capital: whether the first letter is a known capital.

    """

    pattern: str
    cases: tuple[Case, ...]
    place: Case = Case.UPPER
    capital: bool = True

    @property
    def symbols(self) -> list[int]:
        """Numbers of the symbols, in order."""
        return [ord(c) - FIRST_SYMBOL for c in SYMBOL.findall(self.pattern)]


class Segment(NamedTuple):
    """Neighbouring words with lost glyphs between two words that are known.

    Attributes:
        left: number of the word before, in the statistics.
        runs: the words with lost glyphs.
        right: number of the word after.

    """

    left: int
    runs: tuple[Run, ...]
    right: int


class CipherText(NamedTuple):
    """A text as the solver sees it.

    Attributes:
        keys: font key and glyph number by symbol.
        segments: the segments in the order of the text; their symbols are the markers in order.

    """

    keys: Mapping[int, tuple[str, int]]
    segments: tuple[Segment, ...]


class _Word(NamedTuple):
    """A word of the encoded text: lower case and as it stands, with its place."""

    text: str
    start: int
    end: int
    joined: bool

    @property
    def lost(self) -> bool:
        """Whether a letter of the word is lost."""
        return SYMBOL.search(self.text) is not None


def cipher_text(text: str, markers: Sequence[LostGlyph], statistics: Statistics) -> CipherText:
    """Encode the markers without a letter as symbols and collect the words that hold them."""
    numbers = number_symbols(m for m in markers if not m.letter)
    encoded = encode(text, markers, numbers)
    words = _words(encoded)
    segments = []
    for first, stop in _stretches(words):
        runs = tuple(_run(encoded, words, k) for k in range(first, stop))
        left = _number(words, first - 1, statistics) if words[first].joined else BORDER
        follows = stop < len(words) and words[stop].joined
        right = _number(words, stop, statistics) if follows else BORDER
        segments.append(Segment(left, runs, right))
    return CipherText({k: key for key, k in numbers.items()}, tuple(segments))


def number_symbols(markers: Iterable[LostGlyph]) -> dict[tuple[str, int], int]:
    """Return a symbol number for each font key and glyph number.

    >>> from vnfix.model import LostGlyph
    >>> number_symbols([LostGlyph(0, 1, "", 0xFFFD), LostGlyph(3, 9, "", 33)])
    {('', 65533): 65533, ('', 33): 0}
    """
    numbers: dict[tuple[str, int], int] = {}
    count = 0
    for key in dict.fromkeys((m.font, m.glyph) for m in markers):
        free = key == ("", ord(REPLACEMENT))
        numbers[key] = FREE if free else count
        count += not free
    return numbers


def _stretches(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of joined words that all hold symbols."""
    first = 0
    while first < len(words):
        stop = first
        while stop < len(words) and words[stop].lost and (stop == first or words[stop].joined):
            stop += 1
        if stop > first:
            yield first, stop
        first = max(stop, first + 1)


def encode(text: str, markers: Sequence[LostGlyph], numbers: Mapping[tuple[str, int], int]) -> str:
    """Return the text with the letter of each marker, or a symbol where none is known.

    Characters of the text that look like symbols, but are no markers, become a sign that is none.
    """
    pieces, end = [], 0
    for m in markers:
        pieces.append(SYMBOL.sub(NO_SYMBOL, text[end : m.start]))
        letter = SYMBOL.sub(NO_SYMBOL, m.letter)
        pieces.append(letter or chr(FIRST_SYMBOL + numbers[m.font, m.glyph]))
        end = m.end
    pieces.append(SYMBOL.sub(NO_SYMBOL, text[end:]))
    return nfc("".join(pieces))


def _words(encoded: str) -> list[_Word]:
    """Return the words; `joined` says that only blanks and hyphens divide it from the last."""
    words: list[_Word] = []
    end = 0
    for m in RUN.finditer(encoded):
        joined = bool(words) and bool(JOINER.fullmatch(encoded, end, m.start()))
        words.append(_Word(m.group(), m.start(), m.end(), joined))
        end = m.end()
    return words


def _number(words: Sequence[_Word], k: int, statistics: Statistics) -> int:
    return BORDER if words[k].lost else statistics.word_number(words[k].text.lower())


def _run(encoded: str, words: Sequence[_Word], k: int) -> Run:
    word = words[k].text
    cases = []
    for m in SYMBOL.finditer(word):
        others = SYMBOL.sub("", word[1:] if m.start() else word)
        cases.append(_case(encoded, words, k, (m.start(), others)))
    place = Case.UPPER
    if not SYMBOL.match(word):
        place = _case(encoded, words, k, (0, SYMBOL.sub("", word[1:]) or "x"))
    return Run(word.lower(), tuple(cases), place, word[0].isupper())


def _case(encoded: str, words: Sequence[_Word], k: int, place: tuple[int, str]) -> Case:
    """Read a letter's case off its word; off the neighbours if that says nothing."""
    position, others = place
    word = words[k]
    if any(c.isupper() for c in others) or _in_capitals(encoded, words, k):
        return Case.UPPER
    if position and not others and word.text[0].isupper():
        around = encoded[max(0, word.start - 1) : word.start] + encoded[word.end : word.end + 1]
        return Case.UPPER if "-" in around or "/" in around else Case.SECOND
    if position or (not others and encoded[word.end : word.end + 1] == ")"):
        return Case.LOWER
    gap = encoded[words[k - 1].end if k else 0 : words[k].start]
    if OPENING.search(gap) or not k:
        return Case.OPENING
    if "\n" in gap:
        return Case.NAME if _capital_follows(encoded, words, k) else Case.UNKNOWN
    return Case.NAME if words[k - 1].text[0].isupper() else Case.TITLE


def _capital_follows(encoded: str, words: Sequence[_Word], k: int) -> bool:
    """Whether the next word on the line begins with a capital, as in a name."""
    if k + 1 == len(words) or not words[k + 1].joined:
        return False
    gap = _between(encoded, words[k], words[k + 1])
    return "\n" not in gap and words[k + 1].text[0].isupper()


def _in_capitals(encoded: str, words: Sequence[_Word], k: int) -> bool:
    """Whether the nearest words, of the same line if it has others, are all in capitals."""
    if any(c.islower() for c in words[k].text):
        return False
    near = [j for j in (k - 1, k + 1) if 0 <= j < len(words)]
    same = [j for j in near if "\n" not in _between(encoded, words[min(j, k)], words[max(j, k)])]
    texts = [SYMBOL.sub("", words[j].text) for j in same or near]
    texts = [w for w in texts if len(w) > 1]
    return bool(texts) and all(w.isupper() for w in texts)


def _between(encoded: str, first: _Word, second: _Word) -> str:
    return encoded[first.end : second.start]


# Finds lost glyphs in a text: `(cid:N)`, U+FFFD and private-use characters.
#
# Where the reader names the font object (`Document.glyphs`), that counts. In plain text the font
# is
# unknown: a marker is its own key, though several fonts may share a number.

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# The private-use areas of the first plane and of the two last ones (Unicode 23.5).
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
MARKER = pattern(rf"\(cid:(\d{{1,7}})\)|[{REPLACEMENT}{PRIVATE}]")


def is_nameless(text: str) -> bool:
    r"""Whether the text of one glyph says nothing: empty, NUL, U+FFFD or private use.

    >>> is_nameless("\ufffd"), is_nameless("ff")
    (True, False)
    """
    return not text.strip("\0") or bool(MARKER.fullmatch(text))


def find_markers(document: Document) -> list[LostGlyph]:
    """Return the lost glyphs in the order of the text; those that the reader knows stand first.

    >>> from vnfix.model import Document
    >>> [(g.start, g.glyph) for g in find_markers(Document("x(cid:33)t", ()))]
    [(1, 33)]
    """
    known = {g.start: g for g in document.glyphs}
    taken = {k for g in document.glyphs for k in range(g.start, g.end)}
    for m in MARKER.finditer(document.text):
        if m.start() not in taken:
            glyph = int(m.group(1)) if m.group(1) else ord(m.group())
            known[m.start()] = LostGlyph(m.start(), m.end(), "", glyph)
    return [known[k] for k in sorted(known)]
