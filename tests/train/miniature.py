"""A miniature of the trained tables, and the plain way to the language model's probabilities.

`python -m tests.train.miniature` writes the committed tables anew.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.text.tokens import BEGIN, MARKS, NUMBERS, UNKNOWN, lm_units
from vnfix.train.lm import LmSize
from vnfix.train.sources import Text
from vnfix.train.vocabulary import build_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIXTURES = Path(__file__).parent / "fixtures"
TEXTS = [Text(FIXTURES / "office.txt", 1)]
SYLLABLES = ("lụa", "sen")
SMALL = LmSize(min_count=2, words=100, kept=(120, 60, 30))
WHOLE = LmSize(min_count=2, words=100, kept=(10_000, 10_000, 10_000))
COMMITTED = ("lm.tab", "vocabulary.tab")

Gram = tuple[str, ...]


def build(out: Path) -> None:
    """Write the miniature."""
    build_language(TEXTS, SYLLABLES, out, SMALL)


@dataclass
class PlainModel:
    """Interpolated modified Kneser-Ney in dictionaries, with weighted texts, order 4."""

    texts: Sequence[tuple[Sequence[str], int]]
    min_count: int

    def __post_init__(self) -> None:
        """Count."""
        seen: Counter[str] = Counter()
        for paragraphs, weight in self.texts:
            for paragraph in paragraphs:
                for unit in lm_units(paragraph):
                    seen[unit] += weight
        fixed = {UNKNOWN, BEGIN, *NUMBERS, *MARKS.values()}
        self.words = sorted(fixed | {w for w, n in seen.items() if n >= self.min_count})
        self.read = [self._occurrences(n, weighted=False) for n in range(1, 5)]
        self.mean = [self._occurrences(n, weighted=True) for n in range(1, 5)]
        self.counts = [self._counts(n) for n in range(1, 5)]
        self.p = cache(self._p)

    def _sentences(self) -> Iterator[tuple[list[str], int]]:
        known = set(self.words)
        for paragraphs, weight in self.texts:
            for paragraph in paragraphs:
                units = [u if u in known else UNKNOWN for u in lm_units(paragraph)]
                yield [BEGIN, *units], weight

    def _occurrences(self, n: int, *, weighted: bool) -> Counter[Gram]:
        found: Counter[Gram] = Counter()
        for units, weight in self._sentences():
            for k in range(len(units) - n + 1):
                found[tuple(units[k : k + n])] += weight if weighted else 1
        return found

    def _counts(self, n: int) -> dict[Gram, tuple[float, float]]:
        """Return (as read, weighted) of each n-gram; below the top its left contexts count."""
        read, often = self.read[n - 1], self.mean[n - 1]
        if n == 4:
            return {g: (read[g], often[g]) for g in read}
        out: dict[Gram, tuple[float, float]] = {}
        left: dict[Gram, list[float]] = defaultdict(list)
        for gram, k in self.read[n].items():
            left[gram[1:]].append(self.mean[n][gram] / k)
        for gram in read:
            begun = gram[0] == BEGIN
            out[gram] = (read[gram], often[gram]) if begun else (len(left[gram]), sum(left[gram]))
        return out

    def discount(self, gram: Gram) -> float:
        """Return what the n-gram lends to others."""
        read, weighted = self.counts[len(gram) - 1][gram]
        if len(gram) == 1:
            return 0.5
        n = Counter(k for k, _ in self.counts[len(gram) - 1].values())
        if not (n[1] and n[2] and n[3]):
            return min(0.5, read) * weighted / read
        y = n[1] / (n[1] + 2 * n[2])
        k = min(3, int(read))
        d = k - (k + 1) * y * (n[k + 1] or 1) / n[k]
        return min(max(d, 0.1), 0.95 * k) * weighted / read

    def _p(self, word: str, context: Gram) -> float:
        """Return P(word | context); 0 for BEGIN."""
        if word == BEGIN:
            return 0.0
        counts = self.counts[len(context)]
        if not context:
            grams = [g for g in counts if g != (BEGIN,)]
            total = sum(counts[g][1] for g in grams)
            own = max(counts.get((word,), (0, 0.0))[1] - 0.5, 0.0)
            return (own + 0.5 * len(grams) / (len(self.words) - 1)) / total
        after = [g for g in counts if g[:-1] == context]
        lower = self.p(word, context[1:])
        if not after:
            return lower
        total = sum(counts[g][1] for g in after)
        spared = sum(self.discount(g) for g in after)
        gram = (*context, word)
        own = counts[gram][1] - self.discount(gram) if gram in counts else 0.0
        return (own + spared * lower) / total

    def cost(self, word: str, context: Gram) -> float:
        """Return -log P."""
        return -math.log(self.p(word, context))

    def contexts(self) -> Iterator[Gram]:
        """Yield every context that was seen, and some that were not."""
        yield from {g[:-1] for counts in self.counts for g in counts}
        yield from product(self.words[-3:], self.words[-6:-3])


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        for name in COMMITTED:
            (FIXTURES / name).write_bytes((Path(folder) / name).read_bytes())
