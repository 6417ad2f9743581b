"""Word and bigram statistics that the cipher solver reads letters with.

The table `letters.tab` is made by `vnfix.train.glyph_stats`; it holds no text beyond single words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vnfix.data.tables import Table, ascending, below, damage_told, lengths, open_table
from vnfix.text.patterns import pattern
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STATISTICS_FILE = "letters.tab"
STATISTICS_FORMAT = ("vnfix-letters", 1)
LAYOUT = dict.fromkeys(("words", "unigram", "backoff", "title", "bigram_costs"), "B")
LAYOUT |= {"bigram_starts": "I", "bigram_seconds": "H"}
# The first two words are no words: the border of a stretch of text, and any word not listed.
BORDER, UNKNOWN = 0, 1
COST_STEP = 0.1
# Cost of one particular unlisted word, in nats: as rare as one in ten million.
UNKNOWN_COST = 16.0

WORD = pattern(r"[\p{L}\p{M}]+")
# Blanks, hyphens and slashes join words into a stretch; anything else divides stretches.
JOINER = pattern(r"[\s/-]*")
STRETCH = pattern(r"[\p{L}\p{M}]++(?:[\s/-]++[\p{L}\p{M}]++)*+")


def stretches(line: str) -> Iterator[list[str]]:
    """Yield runs of words that nothing but blanks, hyphens and slashes divides, in lower case.

    >>> list(stretches("Số 12/QĐ-UBND ngày"))
    [['số'], ['qđ', 'ubnd', 'ngày']]
    """
    text = nfc(line).lower()
    yield from map(WORD.findall, STRETCH.findall(text))


@dataclass(frozen=True)
class Statistics:
    """Counts of official text as costs (negative logarithms of probabilities, nats).

    Attributes:
        words: lower-case words by number; numbers 0 and 1 are BORDER and UNKNOWN.
        unigram: cost of each word.
        backoff: cost of leaving the listed bigrams of each word.
        bigram: cost by `first * 65536 + second`, for the listed pairs.
        title: share of each word's places inside a sentence where it begins with a capital.

    """

    words: list[str]
    unigram: list[float]
    backoff: list[float]
    bigram: dict[int, float]
    title: list[float]

    @cached_property
    def number(self) -> dict[str, int]:
        """Number of each word."""
        return {w: k for k, w in enumerate(self.words) if k > UNKNOWN}

    @cached_property
    def by_length(self) -> dict[int, str]:
        """All words of one length, a line each, for matching patterns."""
        groups: dict[int, list[str]] = defaultdict(list)
        for w in self.number:
            groups[len(w)].append(w)
        return {n: "\n".join(ws) for n, ws in groups.items()}

    def word_number(self, word: str) -> int:
        """Return the number of a lower-case word, UNKNOWN for one that is not listed."""
        return self.number.get(word, UNKNOWN)

    def chance(self, first: int, second: int) -> float:
        """Return the probability of word `second` after word `first`."""
        cost = self.bigram.get(first << 16 | second)
        if cost is None:
            cost = self.backoff[first] + self.unigram[second]
        return math.exp(-cost)


@lru_cache(maxsize=2)
def load_statistics(path: Path) -> Statistics:
    """Read the table at `path`.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, STATISTICS_FORMAT, LAYOUT, _check)
    with damage_told(path):
        return _statistics(table)


def _check(table: Table) -> None:
    """Check that no pair of words leads outside of the arrays."""
    size, pairs = len(table.text("words")), len(table.arrays["bigram_costs"])
    lengths(table, unigram=size, backoff=size, title=size, bigram_starts=size + 1)
    lengths(table, bigram_seconds=pairs)
    ascending(table.arrays["bigram_starts"], pairs)
    below(table.arrays["bigram_seconds"], size)


def _statistics(table: Table) -> Statistics:
    arrays = table.arrays
    starts, costs = arrays["bigram_starts"].tolist(), arrays["bigram_costs"].tolist()
    seconds = arrays["bigram_seconds"].tolist()
    bigram = {
        first << 16 | seconds[k]: costs[k] * COST_STEP
        for first in range(len(starts) - 1)
        for k in range(starts[first], starts[first + 1])
    }
    return Statistics(
        words=table.text("words"),
        unigram=[c * COST_STEP for c in arrays["unigram"]],
        backoff=[c * COST_STEP for c in arrays["backoff"]],
        bigram=bigram,
        title=[c / 255 for c in arrays["title"]],
    )
