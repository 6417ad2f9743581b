"""Lines that nobody can repair: letter-spaced text whose accented letters are gone (`C n c L u t`).

Where each letter stands by itself, no gap says where a word ends, and the letters that Vietnamese
needs most are missing, several texts fit. That is said, and the line is left as it is.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import regex

from vnfix.analysis import inventory, once
from vnfix.detectors.spacing import GAP
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern
from vnfix.text.tokens import split_words
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "beyond_repair"
EVIDENCE = "letter-spaced, and its accented letters are gone"
# Letters that Latin-1 lacks; of true text every tenth letter and more is one.
LOST = pattern(r"[ăđơư\u1ea0-\u1eff]", regex.IGNORECASE)
LATIN = pattern(r"[àáâãèéêìíòóôõùúý]", regex.IGNORECASE)
ENDS = pattern(r"(?<=[aeiouyàáâãèéêìíòóôõùúý])(?:ng|nh|ch|[cmnpt])|th|ph|kh|gi|tr")
LETTERS = 14  # of a line, at least
SINGLE = 0.8  # share of its pieces that are one letter or figure
DIFFERENT = 7  # letters: a row of check marks has fewer
SMALL = 0.5  # share of small letters: the heads of columns are capitals


@once
def lost_lines(analysis: Analysis) -> frozenset[int]:
    """Return the indices of the lines that are beyond repair."""
    found, lines = inventory(analysis), analysis.document.lines
    single = found.sums(array("d", [len(token) == 1 for token in found.types]))
    return frozenset(
        k for k, n in enumerate(single) if n >= LETTERS and is_beyond_repair(lines[k].text)
    )


def is_beyond_repair(line: str) -> bool:
    """Tell whether a line is letter-spaced Vietnamese without the letters that carry it.

    >>> is_beyond_repair("C n c L u t T h u g i á t r g i a t n g n g à y 0 3")
    True
    >>> is_beyond_repair("C ă n c ứ L u ậ t T h u ế g i á t r ị g i a t ă n g")
    False
    """
    if len(line) < 2 * LETTERS:
        return False
    pieces = split_words(line)
    if sum(len(p) == 1 for p in pieces) < LETTERS:
        return False
    single = [p for p in pieces if len(p) == 1 and p.isalnum()]
    letters = [nfc(p) for p in single if p.isalpha()]
    if len(letters) < LETTERS or len(single) < SINGLE * len(pieces) or GAP.search(line.strip()):
        return False
    text = "".join(letters)
    small = sum(c.islower() for c in text) >= SMALL * len(text)
    looks = small and len(set(text.lower())) >= DIFFERENT and bool(LATIN.search(text))
    return looks and not LOST.search(text) and len(ENDS.findall(text.lower())) >= len(text) // 10


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines that are beyond repair; no fixer touches them."""
    lines = sorted(lost_lines(analysis))
    return [Finding(k, Damage.BEYOND_REPAIR, 1.0, NAME, EVIDENCE) for k in lines]
