"""Builds `train/capitals.tsv`: words in capitals that lost their circumflex in one of the texts.

The largest text was read from pictures in part: its headings say `THUÉ`, `CHÁT`, `THUẺ`. A model
that learnt them would write them. Such a word is all but unknown in small letters, beside how often
it stands in capitals, and the word with a circumflex is far commoner.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from vnfix.text.unicode import Tone, add_tone, strip_tone, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vnfix.train.sources import Text

HEADER = """\
# Words in capitals that lost their circumflex: text, word as it stands there, word that is meant,
# how often. Source: counts of words in the texts themselves. Read by vnfix/train/sources.py.
# Builder: python -m vnfix.train capitals. Check: tests/train/test_capitals.py
"""
WORD = regex.compile(r"\p{L}{2,}")
CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
LEAST = 2  # places of such a word in its text
CAPITALS = 0.1  # of a word that was read right fewer places are in capitals, beside small letters
RARER = 200  # times a word in small letters that the slip is taken for is commoner
CLEARER = 2  # times the word is commoner than another one that may be meant


def slips(capitals: Mapping[str, int], small: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Yield word, word that is meant, and how often, in capitals.

    Args:
        capitals: how often each word stands in capitals in one text.
        small: how often each word stands in small letters in all texts.

    """
    for upper, times in sorted(capitals.items()):
        word = upper.lower()
        often = times >= LEAST and times >= CAPITALS * small.get(word, 0)
        if often and not word.isascii() and (meant := _meant(word, small)):
            yield upper, meant.upper(), times


def _meant(word: str, small: Mapping[str, int]) -> str:
    """Return what a word with a marked tone says with a circumflex; "" where that is not clear."""
    least = RARER * max(small.get(word, 0), 1)
    same: list[str] = []
    others: list[str] = []
    for k, letter in enumerate(word):
        plain, tone = strip_tone(letter), tone_of(letter)
        if plain in CIRCUMFLEX and tone is not Tone.LEVEL:
            for other in set(Tone) - {Tone.LEVEL}:
                found = word[:k] + add_tone(CIRCUMFLEX[plain], other) + word[k + 1 :]
                (same if other is tone else others).append(found)
    for words in (same, others):
        ranked = sorted(((small.get(w, 0), w) for w in words), reverse=True)
        first, second = [*ranked, (0, ""), (0, "")][:2]
        if first[0] >= max(least, CLEARER * second[0]):
            return first[1]
    return ""


def build(texts: Sequence[Text], out: Path) -> int:
    """Count the texts as they are, write the table and return its number of rows."""
    small: Counter[str] = Counter()
    capitals: dict[str, Counter[str]] = {}
    for text in texts:
        words = Counter(w for paragraph in text.as_it_is() for w in WORD.findall(paragraph))
        small.update({w: n for w, n in words.items() if w.islower()})
        capitals[text.path.name] = Counter({w: n for w, n in words.items() if w.isupper()})
    rows = [(name, *row) for name, found in capitals.items() for row in slips(found, small)]
    lines = "".join(f"{name}\t{seen}\t{meant}\t{n}\n" for name, seen, meant, n in rows)
    out.write_text(HEADER + lines, "utf-8", newline="\n")
    return len(rows)
