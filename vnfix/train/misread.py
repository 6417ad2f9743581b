"""Builds `train/misread.tsv` and `train/slips.tsv`: what is wrong in the training texts.

The largest text holds documents that an engine with Vietnamese has read (`tô chức`, `hỗ sơ`, `NỌP
THUÉ`): a model that learns them takes such words for right, and writes them. A pair of words is a
slip where no other text has it, while with other accents on one of its words it is common there
and in the text itself. Where slips are dense they are mended; elsewhere a pair may be rare and
right. The parts are learnt all the same: they have the heads and ends of papers, as few texts do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vnfix.text.tokens import UNIT
from vnfix.text.unicode import strip_accents
from vnfix.train.sources import PARTS, SLIPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from vnfix.train.sources import Pair, Text

    Pairs = Counter[Pair]

SOURCE = """\
# Source: counts of pairs of words in the texts. Read by vnfix/train/sources.py.
# Builder: python -m vnfix.train misread. Check: tests/train/test_misread.py
"""
PARTS_HEADER = f"""\
# Parts of the texts where slips are dense: text, first and last paragraph (from 1), words, slips.
{SOURCE}"""
SLIPS_HEADER = f"""\
# Pairs of words that are mended there: text, pair as it stands there, pair that is meant.
{SOURCE}"""
KNOWN = 50  # times the pair that is meant is found in other texts, at least...
COMMONER = 50  # ...and as many times as often as the slip in the text itself
PART = 1_000  # words that are judged together
DENSE = 0.002  # slips a word; most parts of all texts have fewer than a quarter of that


class Part(NamedTuple):
    """Paragraphs one after the other, by number from 1; their words and slips."""

    first: int
    last: int
    words: int
    slips: int


def words_of(paragraph: str) -> list[str]:
    """Return the words of a paragraph in small letters, and its marks."""
    return UNIT.findall(paragraph.lower())


def count_pairs(text: Text) -> Pairs:
    """Return how often each word and each mark stands before each other."""
    pairs: Pairs = Counter()
    for paragraph in text.whole():
        pairs.update(pairwise(words_of(paragraph)))
    return pairs


def find_slips(own: Pairs, every: Pairs) -> dict[Pair, Pair]:
    """Return the pairs of a text that are slips, with what they mean.

    Args:
        own: how often the text has each pair.
        every: how often all texts have each pair, this one among them.

    """
    spelt: dict[str, set[str]] = defaultdict(set)
    for word in {word for pair in own for word in pair if word.isalpha()}:
        spelt[strip_accents(word)].add(word)
    found: dict[Pair, Pair] = {}
    for pair, times in own.items():
        if times == every[pair] and all(map(str.isalpha, pair)):
            meant = max(_spelt_otherwise(pair, spelt), key=lambda m: (own[m], m), default=pair)
            known = every[meant] - own[meant]  # in other texts
            if known >= KNOWN and own[meant] >= COMMONER * times:
                found[pair] = meant
    return found


def _spelt_otherwise(pair: Pair, spelt: dict[str, set[str]]) -> Iterator[Pair]:
    """Yield a pair with other accents on one of its words."""
    first, second = pair
    yield from ((first, w) for w in spelt[strip_accents(second)] if w != second)
    yield from ((w, second) for w in spelt[strip_accents(first)] if w != first)


def dense_parts(paragraphs: Iterable[str], slips: Collection[Pair]) -> Iterator[Part]:
    """Yield the parts in which slips are dense; those that follow each other as one."""
    last = Part(1, 0, 0, 0)
    for part in _parts(paragraphs, slips):
        if part.slips < DENSE * part.words:
            continue
        if part.first == last.last + 1:
            last = Part(last.first, part.last, last.words + part.words, last.slips + part.slips)
            continue
        if last.words:
            yield last
        last = part
    if last.words:
        yield last


def _parts(paragraphs: Iterable[str], slips: Collection[Pair]) -> Iterator[Part]:
    """Yield all parts of a text; what is left at the end is one, too."""
    first, number, words, found = 1, 0, 0, 0
    for number, paragraph in enumerate(paragraphs, 1):
        units = words_of(paragraph)
        words += len(units)
        found += sum(pair in slips for pair in pairwise(units))
        if words >= PART:
            yield Part(first, number, words, found)
            first, words, found = number + 1, 0, 0
    yield Part(first, number, words, found)


def build(texts: Sequence[Text], folder: Path) -> int:
    """Count the texts, write both tables and return the number of slips."""
    counted = [count_pairs(text) for text in texts]
    every: Pairs = Counter()
    for own in counted:
        every.update(own)
    dense: list[str] = []
    mended: list[str] = []
    for text, own in zip(texts, counted, strict=True):
        slips = find_slips(own, every)
        parts = list(dense_parts(text.whole(), slips))
        dense += [_row(text, *part) for part in parts]
        mended += [_row(text, *pair, *slips[pair]) for pair in sorted(slips) if parts]
    (folder / PARTS).write_text(PARTS_HEADER + "".join(dense), "utf-8", newline="\n")
    (folder / SLIPS).write_text(SLIPS_HEADER + "".join(mended), "utf-8", newline="\n")
    return len(mended)


def _row(text: Text, *cells: object) -> str:
    return "\t".join(map(str, (text.path.name, *cells))) + "\n"
