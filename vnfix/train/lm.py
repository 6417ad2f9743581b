"""Builds the language model: n-grams of syllables, interpolated modified Kneser-Ney.

Source: Chen and Goodman 1999, "An empirical study of smoothing techniques for language modeling";
pruning by each n-gram's weighted difference to its back-off (Seymore and Rosenfeld 1996), so that
the model fits a size. Texts of another weight than 1 count as if read that many times, while the
discounts are those of the counts as read.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import write_table
from vnfix.decode.lm import BACKOFF_STEP, BACKOFF_ZERO, COST_STEP, LM_FORMAT
from vnfix.text.tokens import BEGIN, MARKS, NUMBERS, UNKNOWN, lm_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ORDER = 4
BITS = 16
UNIGRAM_DISCOUNT = 0.5
NEVER = math.exp(-20)  # stands for the probability 0 of BEGIN


@dataclass(frozen=True, slots=True)
class LmSize:
    """How large the model may be: least count of a word, most n-grams kept of order 2, 3, 4."""

    min_count: int = 3
    words: int = 16_000
    kept: tuple[int, int, int] = (420_000, 540_000, 850_000)


@dataclass(slots=True)
class Level:
    """All n-grams of one order, sorted by key; a key packs the words, first word highest.

    Attributes:
        keys: packed words.
        read: occurrences as read; below the top order the number of words seen to the left.
        counts: the same, each with the weight of its source.
        often: weighted occurrences, at every order.
        prob: interpolated probabilities.

    """

    keys: Ints
    read: Floats
    counts: Floats
    often: Floats
    prob: Floats


def build_lm(
    texts: Sequence[tuple[Iterable[str], int]],
    path: Path,
    size: LmSize,
    meta: dict[str, Any],
    wanted: Iterable[str] = (),
) -> dict[str, Any]:
    """Count the texts, estimate and prune the model, and write it to `path`.

    Args:
        texts: paragraphs of NFC text, with the weight of each source.
        path: the table file.
        size: limits.
        meta: facts for the header.
        wanted: words that it has whatever their count: what it does not know it takes for a code,
            beside which other codes are likely.

    Returns:
        Facts for the model card: tokens, words, n-grams of each order.

    """
    import numpy as np

    words, corpus, weights = _read(texts, size, wanted)
    levels = _count(corpus, weights, np)
    levels[0] = _all_words(levels[0], len(words), np)
    _estimate(levels, np)
    keep = _prune(levels, size, np)
    arrays = _lay_out(levels, keep, np)
    facts = {
        "tokens": len(corpus),
        "words": len(words),
        "order": ORDER,
        "size": asdict(size),
        "ngrams": [int(k.sum()) for k in keep],
        "ngrams_counted": [len(x.keys) for x in levels],
    }
    arrays["words"] = "\n".join(words).encode()
    write_table(path, LM_FORMAT, arrays, {**meta, **facts})
    return facts


def _read(
    texts: Sequence[tuple[Iterable[str], int]], size: LmSize, wanted: Iterable[str]
) -> tuple[list[str], Any, Any]:
    """Return the vocabulary, and the running text as word ids with the weight of each."""
    import numpy as np

    seen: Counter[str] = Counter()
    parts: list[tuple[array[int], int]] = []
    first: dict[str, int] = {}
    for paragraphs, weight in texts:
        ids = array("i")
        for paragraph in paragraphs:
            ids.append(-1)
            ids.extend([first.setdefault(u, len(first)) for u in lm_units(paragraph)])
        parts.append((ids, weight))
        found = np.bincount(np.frombuffer(ids, dtype=np.int32) + 1, minlength=len(first) + 1)
        for name, n in zip(first, found[1:].tolist(), strict=True):
            seen[name] += n * weight
    fixed = [UNKNOWN, BEGIN, *NUMBERS, *sorted(set(MARKS.values()))]
    chosen = {w for w, n in seen.items() if n >= size.min_count}
    chosen.update(w for w in wanted if lm_units(w) == [w])
    rest = sorted(chosen.difference(fixed), key=lambda w: (-seen[w], w))
    words = fixed + rest[: size.words - len(fixed)]
    number = {w: k for k, w in enumerate(words)}
    lookup = np.array([number[BEGIN]] + [number.get(w, 0) for w in first], dtype=np.int64)
    corpus = np.concatenate([lookup[np.frombuffer(p, dtype=np.int32) + 1] for p, _ in parts])
    weights = np.concatenate([np.full(len(p), w, dtype=np.float64) for p, w in parts])
    return words, corpus, weights


def _count(corpus: Any, weights: Any, np: Any) -> list[Level]:
    """Count n-grams of each order; below the top by left contexts, but after BEGIN as they are."""
    levels = [_windows(corpus, weights, ORDER, np)]
    occurrences = levels[0].read
    for n in range(ORDER - 1, 0, -1):
        level, above = _windows(corpus, weights, n, np), levels[0]
        at = np.searchsorted(level.keys, above.keys & ((1 << (BITS * n)) - 1))
        inside, size = level.keys >> (BITS * (n - 1)) != 1, len(level.keys)
        # A context counts once, with the mean weight of the places where it stands.
        contexts = np.bincount(at, weights=above.often / occurrences, minlength=size)
        occurrences = level.read
        level.read = np.where(inside, np.bincount(at, minlength=size), level.read)
        level.counts = np.where(inside, contexts, level.counts)
        levels.insert(0, level)
    return levels


def _windows(corpus: Any, weights: Any, n: int, np: Any) -> Level:
    """Count the windows of `n` words that do not run over a BEGIN."""
    size = len(corpus) - n + 1
    key = np.zeros(size, dtype=np.int64)
    ok = np.ones(size, dtype=bool)
    for k in range(n):
        part = corpus[k : k + size]
        key = (key << BITS) | part
        if k:
            ok &= part != 1
    keys, inverse, read = np.unique(key[ok], return_inverse=True, return_counts=True)
    counts = np.bincount(inverse, weights=weights[:size][ok], minlength=len(keys))
    return Level(keys, read.astype(np.float64), counts, counts, counts)


def _discounts(counts: Any, np: Any) -> Any:
    """Return the discount of each n-gram: D1, D2 or D3+ (Chen and Goodman 1999, eq. 17)."""
    n1, n2, n3, n4 = (float(((counts > k - 0.5) & (counts < k + 0.5)).sum()) for k in (1, 2, 3, 4))
    if not (n1 and n2 and n3):
        return np.minimum(0.5, counts)
    y = n1 / (n1 + 2 * n2)
    d = [1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * (n4 or 1) / n3]
    d = [min(max(x, 0.1), 0.95 * k) for k, x in enumerate(d, 1)]
    return np.where(counts < 1.5, d[0], np.where(counts < 2.5, d[1], d[2]))


def _all_words(unigrams: Level, size: int, np: Any) -> Level:
    """Give every word of the vocabulary a unigram, also those that never follow another.

    Nothing predicts BEGIN.
    """
    counts = np.zeros(size)
    counts[unigrams.keys] = unigrams.counts
    counts[1] = 0
    return Level(np.arange(size), counts, counts, counts, counts)


def _estimate(levels: list[Level], np: Any) -> None:
    """Fill in the interpolated probabilities, from the lowest order up."""
    uni = levels[0]
    counts = uni.counts
    seen = counts > 0
    shared = UNIGRAM_DISCOUNT * seen.sum() / (len(counts) - 1)
    uni.prob = (np.where(seen, counts - UNIGRAM_DISCOUNT, 0) + shared) / counts.sum()
    uni.prob[1] = NEVER
    for n in range(1, ORDER):
        level, below = levels[n], levels[n - 1]
        context = level.keys >> BITS
        groups, inverse = np.unique(context, return_inverse=True)
        discount = _discounts(level.read, np) * level.counts / level.read
        total = np.bincount(inverse, weights=level.counts, minlength=len(groups))
        spared = np.bincount(inverse, weights=discount, minlength=len(groups))
        suffix = level.keys & ((1 << (BITS * n)) - 1)
        lower = below.prob[np.searchsorted(below.keys, suffix)]
        kept = level.counts - discount
        level.prob = kept / total[inverse] + spared[inverse] / total[inverse] * lower


def _prune(levels: list[Level], size: LmSize, np: Any) -> list[Any]:
    """Choose the n-grams to keep: every word, then by what each saves; prefixes stay.

    The last two words of each stay as well: where the decoder knows no pair it looks no further.
    """
    keep = [np.ones(len(levels[0].keys), dtype=bool)]
    for n in range(1, ORDER):
        level, below = levels[n], levels[n - 1]
        suffix = level.keys & ((1 << (BITS * n)) - 1)
        lower = below.prob[np.searchsorted(below.keys, suffix)]
        saved = level.often * (np.log(level.prob) - np.log(lower))
        room = min(size.kept[n - 1], len(saved))
        chosen = np.zeros(len(saved), dtype=bool)
        chosen[np.argpartition(-saved, room - 1)[:room]] = True
        keep.append(chosen)
    for n in range(ORDER - 1, 0, -1):
        prefix = levels[n].keys[keep[n]] >> BITS
        keep[n - 1][np.searchsorted(levels[n - 1].keys, np.unique(prefix))] = True
        if n > 1:
            last = levels[n].keys[keep[n]] & ((1 << (2 * BITS)) - 1)
            keep[1][np.searchsorted(levels[1].keys, np.unique(last))] = True
    return keep


def _backoff(levels: list[Level], keep: list[Any], n: int, np: Any) -> Any:
    """Return the back-off weight of every kept n-gram of order `n` (as a cost, nats)."""
    contexts = levels[n - 1].keys[keep[n - 1]]
    level, below = levels[n], levels[n - 1]
    kept = keep[n]
    suffix = level.keys[kept] & ((1 << (BITS * n)) - 1)
    lower = below.prob[np.searchsorted(below.keys, suffix)]
    at = np.searchsorted(contexts, level.keys[kept] >> BITS)
    used = np.bincount(at, weights=level.prob[kept], minlength=len(contexts))
    lent = np.bincount(at, weights=lower, minlength=len(contexts))
    weight = np.maximum(1 - used, 1e-4) / np.maximum(1 - lent, 1e-4)
    return -np.log(weight)


def _lay_out(levels: list[Level], keep: list[Any], np: Any) -> dict[str, Any]:
    """Return the arrays of the trie: per order words, costs, back-offs and first children.

    The n-grams of an order are sorted by their words, so the children of one context are a run.
    """
    arrays: dict[str, Any] = {}
    for n in range(1, ORDER + 1):
        level, kept = levels[n - 1], keep[n - 1]
        keys = level.keys[kept]
        cost = np.round(-np.log(level.prob[kept]) / COST_STEP)
        if n > 1:
            arrays[f"word{n}"] = array("H", (keys & ((1 << BITS) - 1)).tolist())
        arrays[f"cost{n}"] = array("B", np.clip(cost, 0, 255).astype(int).tolist())
        if n < ORDER:
            step = np.round(_backoff(levels, keep, n, np) / BACKOFF_STEP) + BACKOFF_ZERO
            arrays[f"back{n}"] = array("B", np.clip(step, 0, 255).astype(int).tolist())
            above = levels[n].keys[keep[n]] >> BITS
            first = np.searchsorted(above, keys, side="left")
            arrays[f"child{n}"] = array("I", [*first.tolist(), len(above)])
    return arrays
