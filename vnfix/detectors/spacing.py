"""Letter-spaced text: `t h ô n g   t ư`, each letter by itself, words apart by wider gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTER = r"[^\s\d]"
LEAST_SPACED = 4  # letters of a run
RUN = pattern(rf"(?<!\S){LETTER}(?:[ \u00a0]{{1,4}}{LETTER}){{{LEAST_SPACED - 1},}}(?!\S)")
GAP = pattern(r"[ \u00a0]{2,}")
WORD = pattern(rf"{LETTER}(?:[ \u00a0]{LETTER})*[ \u00a0]*")
LONGEST = 7  # letters of a syllable
LEAST_LETTERS = 3  # two letters that stand apart make a syllable too easily: `i u`
BLANKS = pattern(r"[ \u00a0]+")


class Spaced(NamedTuple):
    """A letter-spaced word.

    Attributes:
        start: offset in the line.
        end: offset just past the word and the gap behind it.
        text: the word closed up, with one blank if another word of the run follows.

    """

    start: int
    end: int
    text: str


def spaced_words(line: str) -> Iterator[Spaced]:
    """Yield the words of letter-spaced runs; a run with no wider gap is left, its words unknown.

    >>> [w.text for w in spaced_words("c ủ a   T h ủ   t ư ớ n g")]
    ['của ', 'Thủ ', 'tướng']
    >>> list(spaced_words("a b c d"))
    []
    """
    for run in RUN.finditer(line):
        if GAP.search(run.group()):
            for m in WORD.finditer(line, run.start(), run.end()):
                last = m.end() == run.end()
                text = BLANKS.sub("", m.group())
                yield Spaced(m.start(), m.end(), text if last else f"{text} ")


def joins(pieces: Sequence[str]) -> bool:
    """Tell whether pieces in a row are whole syllables whose letters stand apart.

    >>> joins(["t", "ư", "c", "ủ", "a"]), joins(["x", "t", "t", "ng"]), joins(["i", "u"])
    (True, False, False)
    """
    if sum(map(len, pieces)) < LEAST_LETTERS:
        return False
    reached = [True] + [False] * len(pieces)
    for end in range(2, len(pieces) + 1):
        reached[end] = any(
            reached[start] and is_syllable("".join(pieces[start:end]).lower())
            for start in range(max(0, end - LONGEST), end - 1)
        )
    return reached[-1]
