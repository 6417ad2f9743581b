# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What readings look like wherever they stand.

Most are a word of the vocabulary in some case, and what stands around it is the same for many: that
is looked at once, and the word's part is in tables. Like the kernel this is plain Python that
Cython compiles with the types of `shapes.pxd`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.decode.prices import LOWER, TITLE, UPPER
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from vnfix.decode.far import FarPairs
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

ODD = frozenset(".,;:\"'^~*!")  # marks that are counted
# What no letter beside it becomes a unit with.
JOINTS = frozenset(" .,;:!?()[]{}<>/|\\\"'“”‘’«»…–—-_+*=%&@#$^~`°•§0123456789")
_LOWER, _TITLE, _UPPER = LOWER, TITLE, UPPER


def core_of(text: str) -> str:
    """Return a text without the marks at its ends.

    >>> core_of('("ctia",'), core_of("...")
    ('ctia', '')
    """
    first, last = edges_of(text)
    return text[first:last]


def edges_of(text: str) -> tuple[int, int]:
    """Return where the first letter or digit stands and where the last one ends."""
    first, last = 0, len(text)
    while first < last and not text[first].isalnum():
        first += 1
    if first == last:
        return last, last
    while not text[last - 1].isalnum():
        last -= 1
    return first, last


def word_of(text: str, at: int) -> str:
    """Return the first (0) or last (-1) word of a text in lower case, without marks.

    >>> word_of("Quý I,", -1)
    'i'
    """
    words = text.lower().split()
    return core_of(words[len(words) - 1 if at else 0]) if words else ""


def case_of(word: str) -> int:
    """Return how a word is written."""
    if len(word) > 1 and word.isupper():
        return _UPPER
    return _TITLE if word and word[0].isupper() else _LOWER


class Frame:
    """What stands around the word of a reading, or all of a reading that has no such word.

    Attributes:
        head: before the word.
        tail: behind it.
        left: the same from the first letter or digit on.
        right: the same to the last one.
        before: the language model's words of the head.
        behind: those of the tail.
        far: the first of the former in the table of pairs, 0 for none.
        later: the first of the latter.
        apart: 1 where a blank is there, else 0.
        marks: how many marks.
        stop: 1 where the reading ends in a full stop; `colon`, `semicolon` and `comma` likewise.
        bare: 1 where it ends in none of the marks.
        fits: whether a word here is a unit, and not the end or the beginning of another one.
        first: the first word of the reading, None where that is the word itself.
        number: of that in the vocabulary, -1 for none.
        case: how it is written.

    """

    def __init__(self, head: str, tail: str, tables: Shapes) -> None:
        """Look at both."""
        self.head, self.tail = head, tail
        self.before, self.behind = tables.lm.units(head), tables.lm.units(tail)
        self.far, self.later = tables.first_far(self.before), tables.first_far(self.behind)
        self.apart = 1.0 if " " in head or " " in tail else 0.0
        self.marks = float(sum([c in ODD for c in head]) + sum([c in ODD for c in tail]))
        end = tail[len(tail) - 1 :] if tail else ""
        self.stop, self.colon = float(end == "."), float(end == ":")
        self.semicolon, self.comma = float(end == ";"), float(end == ",")
        self.bare = float(not tail or end.isalnum())
        self.left, self.right = head[edges_of(head)[0] :], tail[: edges_of(tail)[1]]
        if not core_of(tail):
            self.right = ""
        self.first: str | None = None
        self.number, self.case = -1, _LOWER
        self.fits = not (head and head[len(head) - 1] not in JOINTS)
        self.fits = self.fits and not (tail and tail[0] not in JOINTS)
        self._begin(head, tail, tables)

    def _begin(self, head: str, tail: str, tables: Shapes) -> None:
        """Find the first word."""
        words = head.split()
        if " " in head:
            self.fits = self.fits and head[0] != " "
            if words:
                core = core_of(words[0])
                self.first, self.case = word_of(head, 0), case_of(core)
                self.number = tables.number.get(self.first, -1)
        elif self.left or core_of(tail.split(" ")[0]):
            self.fits = False


class Shape:
    """What a reading looks like wherever it stands.

    Attributes:
        text: the reading.
        lower: the reading in lower case.
        core: without the marks at its ends.
        word: its first word in lower case, without marks.
        number: of that in the vocabulary, -1 where it does not know it.
        case: how it is written.
        letters: whether the core is all letters.
        unit: the language model's number of the word in the frame, -1 where there is none.
        far: its first word in the table of pairs, 0 for none.
        frame: what stands around.

    """

    text: str
    lower: str
    core: str
    word: str
    number: int
    case: int
    letters: bool
    unit: int
    far: int
    frame: Frame

    @property
    def units(self) -> tuple[int, ...]:
        """The language model's words of it."""
        own = (self.unit,) if self.unit >= 0 else ()
        return (*self.frame.before, *own, *self.frame.behind)


class Shapes:
    """What readings look like by some tables; what was asked for is remembered."""

    def __init__(self, lm: LanguageModel, vocabulary: Vocabulary, pairs: FarPairs) -> None:
        """Keep the tables.

        Args:
            lm: the language model.
            vocabulary: the words.
            pairs: what stands near what.

        """
        self.lm, self.vocabulary, self.pairs = lm, vocabulary, pairs
        self.words, self.number = list(vocabulary.words), vocabulary.number
        self.unit, self.far = vocabulary.lm, pairs.numbers
        self.known: dict[str, Shape] = {}
        self.frames: dict[tuple[str, str], Frame] = {}

    def first_far(self, units: tuple[int, ...]) -> int:
        """Return the first word of a text that has pairs, 0 for none."""
        for unit in units:
            found: int = self.far[unit]
            if found:
                return found
        return 0

    def around(self, head: str, tail: str) -> Frame:
        """Return what a word stands in."""
        key = (head, tail)
        found = self.frames.get(key)
        if found is None:
            if len(self.frames) >= memory.FRAMES:
                self.frames.clear()
            found = self.frames[key] = Frame(head, tail, self)
        return found

    def put(self, word: int, case: int, frame: Frame) -> Shape:
        """Return a word of the vocabulary in some case and in a frame."""
        low = self.words[word]
        return self.worded(word, low if case == _LOWER else in_case(low, case), case, frame)

    def worded(self, word: int, core: str, case: int, frame: Frame) -> Shape:
        """Return the same, as it is written there."""
        bare = not frame.head and not frame.tail
        text = core if bare else frame.head + core + frame.tail
        if not frame.fits:
            return self.of(text)
        low = self.words[word]
        shape = Shape()
        shape.text, shape.frame = text, frame
        shape.lower = low if bare else text.lower()
        shape.unit = self.unit[word]
        shape.far = frame.far or self.far[shape.unit] or frame.later
        shape.letters = not frame.left and not frame.right
        shape.core = core if shape.letters else frame.left + core + frame.right
        if frame.first is None:
            shape.word, shape.number = low, word
            shape.case = _TITLE if case == _UPPER and len(low) < 2 else case
        else:
            shape.word, shape.number, shape.case = frame.first, frame.number, frame.case
        return shape

    def of(self, text: str) -> Shape:
        """Return what a reading looks like."""
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= memory.SHAPES:
                self.known.clear()
            found = self.known[text] = self._seen(text)
        return found

    def _seen(self, text: str) -> Shape:
        """Look at a reading."""
        first, last = edges_of(text)
        core = text[first:last]
        if core.isalpha():
            word = self.number.get(core.lower(), -1)
            if word >= 0:
                frame = self.around(text[:first], text[last:])
                if frame.fits:
                    return self.worded(word, core, case_of(core), frame)
        shape, words = Shape(), text.split()
        shape.text, shape.lower, shape.core = text, text.lower(), core
        shape.frame = Frame("", text, self)
        shape.frame.bare = float(text[len(text) - 1 :].isalnum())
        shape.unit, shape.far = -1, shape.frame.later
        shape.letters = core.isalpha()
        shape.word = word_of(text, 0)
        shape.number = self.number.get(shape.word, -1)
        shape.case = case_of(core_of(words[0])) if words else _LOWER
        return shape
