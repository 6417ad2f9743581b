"""Builds `far.tab`: pairs of words at a distance, by their pointwise mutual information.

Source: Church and Hanks 1990, "Word association norms, mutual information, and lexicography"; both
counts are smoothed, so that rare pairs say little. Pairs are kept by what they tell in all: their
information times how often they are, or are to be expected.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import write_table
from vnfix.decode.far import FAR_FORMAT, FARTHEST, NEAREST, STEP
from vnfix.text.tokens import lm_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

WORDS = 6_000
PAIRS = 200_000
SMOOTH = 100.0
# One text counts at most so much and so often: codified law would drown the rest.
MOST_UNITS, MOST_WEIGHT = 6_000_000, 3


def build_far(
    texts: Sequence[tuple[Iterable[str], int]],
    lm_words: Sequence[str],
    path: Path,
    meta: dict[str, Any],
) -> dict[str, Any]:
    """Count the texts, write the table and return facts for the model card.

    Args:
        texts: paragraphs of NFC text, with the weight of each source.
        lm_words: the language model's words, the commonest first.
        path: the table file.
        meta: facts for the header.

    """
    words = [w for w in lm_words if w.isalpha()][:WORDS]
    counts, units = _count(texts, words)
    arrays = _kept(counts)
    arrays["words"] = "\n".join(words).encode()
    facts = {"tokens": units, "words": len(words), "pairs": len(arrays["word"])}
    write_table(path, FAR_FORMAT, arrays, {**meta, **facts})
    return facts


def _count(texts: Sequence[tuple[Iterable[str], int]], words: Sequence[str]) -> tuple[Ints, int]:
    """Return how often each word stands so far before each other, and how many units were read."""
    import numpy as np

    size, units = len(words) + 1, 0
    number = {w: k for k, w in enumerate(words, 1)}
    counts = np.zeros(size * size, dtype=np.int64)
    for paragraphs, weight in texts:
        ids = _read(paragraphs, number)
        units += len(ids)
        for apart in range(NEAREST, FARTHEST + 1):
            left, right = ids[:-apart].astype(np.int64), ids[apart:]
            both = (left > 0) & (right > 0)
            keys, often = np.unique(left[both] * size + right[both], return_counts=True)
            counts[keys] += often * min(weight, MOST_WEIGHT)
    return counts.reshape(size, size), units


def _read(paragraphs: Iterable[str], number: dict[str, int]) -> Any:
    """Return the words of a text by number, 0 for others; no pair spans two paragraphs."""
    import numpy as np

    ids = array("H")
    for paragraph in paragraphs:
        ids.extend([0] * FARTHEST)
        ids.extend([number.get(u, 0) for u in lm_units(paragraph)])
        if len(ids) > MOST_UNITS:
            break
    ids.extend([0] * FARTHEST)
    return np.frombuffer(ids, dtype=np.uint16)


def _kept(counts: Ints) -> dict[str, Any]:
    """Return the arrays of the pairs that tell most."""
    import numpy as np

    by_chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1)
    told = np.log((counts + SMOOTH) / (by_chance + SMOOTH))
    steps = np.clip(np.round(told / STEP), -128, 127).astype(np.int8)
    worth = np.abs(told) * np.maximum(counts, by_chance)
    worth[steps == 0] = 0.0
    least = np.partition(worth.ravel(), -PAIRS)[-PAIRS] if worth.size > PAIRS else 0.0
    left, right = np.nonzero((worth >= least) & (worth > 0.0))
    first = np.searchsorted(left, np.arange(len(counts) + 1))
    return {
        "first": array("I", first.tolist()),
        "word": array("H", right.tolist()),
        "score": array("b", steps[left, right].tolist()),
    }
