"""Builds `letters.tab`: words, bigrams and capitals, small enough to sit beside the big model.

The cipher solver needs to know which words are likely, which follow which, and which begin with
a capital inside a sentence. Bigrams are smoothed by absolute discounting (Ney, Essen and Kneser
1994) and kept where they differ most from their back-off, weighted by their count.
"""

from __future__ import annotations

import lzma
import math
import unicodedata
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from vnfix.data.tables import write_table
from vnfix.glyphs.statistics import (
    BORDER,
    COST_STEP,
    STATISTICS_FORMAT,
    UNKNOWN,
    UNKNOWN_COST,
    stretches,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DISCOUNT = 0.75
FORMULAS = "annotations"
# A word that only a blank divides from the word before it stands inside a sentence.
INSIDE = regex.compile(r"(?<=\p{L} )\p{L}+")


@dataclass(frozen=True, slots=True)
class GlyphStatsSize:
    """How large the table may be: least count of a word, most words, most bigrams."""

    min_count: int = 5
    words: int = 9_000
    bigrams: int = 105_000


@dataclass(slots=True)
class Counts:
    """What was counted: words, their capitals inside sentences, and pairs of word numbers."""

    words: list[str]
    unigram: list[int]
    title: list[float]
    pairs: Counter[tuple[int, int]]


def build(shared: Path, path: Path) -> dict[str, Any]:
    """Build the shipped table from the official texts of the data folder, and write it to `path`.

    The annotations of the codification are left out: their formulas would crowd out the bigrams.
    """
    texts = [p for p in sorted((shared / "text").glob("*.txt.xz")) if FORMULAS not in p.name]
    meta = {"texts": [p.name for p in texts]}
    return build_glyph_stats(texts, path, GlyphStatsSize(), meta)


def build_glyph_stats(
    texts: Sequence[Path], path: Path, size: GlyphStatsSize, meta: dict[str, Any]
) -> dict[str, Any]:
    """Count the texts (plain or .xz, a paragraph a line) and write the table to `path`.

    Returns:
        Facts for the model card: words, bigrams, words counted.

    """
    counts = _count(texts, size)
    unigram, bigram, backoff = _estimate(counts, size)
    keys = sorted(bigram)
    arrays: dict[str, array[Any] | bytes] = {
        "words": "\n".join(counts.words).encode(),
        "unigram": array("B", map(_step, unigram)),
        "backoff": array("B", map(_step, backoff)),
        "title": array("B", [round(255 * t) for t in counts.title]),
        "bigram_starts": array("I", _starts(keys, len(counts.words))),
        "bigram_seconds": array("H", [w for _, w in keys]),
        "bigram_costs": array("B", [_step(bigram[k]) for k in keys]),
    }
    facts = {"words": len(counts.words), "bigrams": len(keys), "counted": sum(counts.unigram)}
    write_table(path, STATISTICS_FORMAT, arrays, {**meta, **facts})
    return facts


def _paragraphs(texts: Sequence[Path]) -> Iterator[str]:
    for path in texts:
        opener = lzma.open if path.suffix == ".xz" else Path.open
        with opener(path, "rt", encoding="utf-8") as f:
            yield from f


def _count(texts: Sequence[Path], size: GlyphStatsSize) -> Counts:
    met: dict[str, int] = {"": BORDER}  # a number for each word, as they are met
    read = array("I", [BORDER])  # the numbers of all words, a border after each stretch
    cased: Counter[str] = Counter()
    for line in _paragraphs(texts):
        for run in stretches(line):
            read.extend([met.setdefault(w, len(met)) for w in run])
            read.append(BORDER)
        cased.update(INSIDE.findall(unicodedata.normalize("NFC", line)))
    times = Counter(read)
    seen = Counter({w: times[k] for w, k in met.items() if w})
    words = _vocabulary(seen, size)
    number = {w: k for k, w in enumerate(words)}
    numbers = [number.get(w, UNKNOWN) for w in met]
    pairs = Counter(pairwise(map(numbers.__getitem__, read)))
    unigram = [seen[w] for w in words]
    unigram[UNKNOWN] = seen.total() - sum(unigram)
    return Counts(words, unigram, _titles(words, cased), pairs)


def _vocabulary(seen: Counter[str], size: GlyphStatsSize) -> list[str]:
    often = [w for w, n in seen.items() if n >= size.min_count]
    often.sort(key=lambda w: (-seen[w], w))
    return ["", "?", *often[: size.words - 2]]


def _titles(words: Iterable[str], cased: Counter[str]) -> list[float]:
    """Return the share of capitals; words wholly in capitals tell nothing about a first letter."""
    title: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for word, n in cased.items():
        if len(word) > 1 and word.isupper():
            continue
        lower = word.lower()
        both[lower] += n
        if word[0].isupper():
            title[lower] += n
    return [(title[w] + 0.1) / (both[w] + 1) for w in words]


def _estimate(
    counts: Counts, size: GlyphStatsSize
) -> tuple[list[float], dict[tuple[int, int], float], list[float]]:
    """Return costs of words, of the bigrams kept, and of leaving them."""
    total = sum(counts.unigram)
    chance = [n / total for n in counts.unigram]
    after: Counter[int] = Counter()
    kinds: Counter[int] = Counter()
    for (v, _), n in counts.pairs.items():
        after[v] += n
        kinds[v] += 1
    smooth: dict[tuple[int, int], float] = {}
    gain: dict[tuple[int, int], float] = {}
    for (v, w), n in counts.pairs.items():
        if n < 2 or UNKNOWN in (v, w) or w == BORDER:
            continue
        spared = DISCOUNT * kinds[v] / after[v]
        smooth[v, w] = (n - DISCOUNT) / after[v] + spared * chance[w]
        gain[v, w] = n * abs(math.log(smooth[v, w] / (spared * chance[w])))
    best = sorted(gain, key=lambda k: (-gain[k], k))[: size.bigrams]
    bigram = {k: -math.log(smooth[k]) for k in best}
    unigram = [-math.log(p) if p else UNKNOWN_COST for p in chance]
    unigram[UNKNOWN] = UNKNOWN_COST
    return unigram, bigram, _backoff(bigram, chance, len(counts.words))


def _backoff(bigram: dict[tuple[int, int], float], chance: list[float], n: int) -> list[float]:
    """Share what the listed bigrams leave among the words that are not listed."""
    listed: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    for (v, w), cost in bigram.items():
        listed[v] += math.exp(-cost)
        covered[v] += chance[w]
    free = [max(1 - listed[v], 0.01) / max(1 - covered[v], 0.01) for v in range(n)]
    return [max(-math.log(x), 0.0) for x in free]


def _starts(keys: Sequence[tuple[int, int]], words: int) -> list[int]:
    """Return where the pairs of each first word begin, and where the last ends."""
    firsts = Counter(v for v, _ in keys)
    return list(accumulate((firsts[v] for v in range(words)), initial=0))


def _step(cost: float) -> int:
    return min(max(round(cost / COST_STEP), 0), 255)
