"""Builds the case model: how a word is capitalised between its neighbours."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import write_table
from vnfix.decode.case import CASE_FORMAT
from vnfix.decode.vocabulary import CASE_STEP
from vnfix.text.tokens import BEGIN, MARKS, NUMBERS, UNIT, lm_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# Pairs kept on each side: those that say most beyond the word alone.
KEPT = 70_000
LEAN = 2.0
LEAST = 4.0
NO_CASE = 3


def build_case(
    texts: Sequence[tuple[Iterable[str], int]],
    lm_words: Sequence[str],
    path: Path,
    meta: Mapping[str, Any],
) -> dict[str, Any]:
    """Count case by neighbours, write the table and return facts for the model card.

    Args:
        texts: paragraphs with the weight of each source.
        lm_words: the language model's words, by their number.
        path: the table file.
        meta: facts for the header.

    """
    import numpy as np

    ids, cases, weights = _read(texts, lm_words)
    size = len(lm_words)
    alone = np.ones((size, 3)) * np.array([0.9, 0.09, 0.01])
    worded = cases < NO_CASE
    np.add.at(alone, (ids[worded], cases[worded]), weights[worded])
    alone /= alone.sum(axis=1, keepdims=True)
    tables: dict[str, Any] = {}
    pairs = {
        "before": (ids[:-1], ids[1:], cases[1:], weights[1:]),
        "after": (ids[:-1], ids[1:], cases[:-1], weights[:-1]),
    }
    for side, (first, second, case, weight) in pairs.items():
        ok = (case < NO_CASE) & (first > 0) & (second > 0) & (second != 1)
        keys = (first[ok].astype(np.int64) << 16) | second[ok]
        own = second[ok] if side == "before" else first[ok]
        tables |= _pairs(side, (keys, case[ok], weight[ok], own), alone)
    tables |= _openers(pairs["before"], lm_words)
    facts = {"pairs": {side: len(tables[side]) for side in pairs}}
    write_table(path, CASE_FORMAT, tables, {**meta, **facts})
    return facts


def _read(
    texts: Sequence[tuple[Iterable[str], int]], lm_words: Sequence[str]
) -> tuple[Any, Any, Any]:
    """Return language-model numbers, cases and weights of the running text, headings aside."""
    import numpy as np

    number = {w: k for k, w in enumerate(lm_words)}
    known: dict[str, tuple[int, int]] = {}
    parts, weights = [], []
    for paragraphs, weight in texts:
        ids, cases = array("H"), array("B")
        for paragraph in paragraphs:
            units = UNIT.findall(paragraph)
            if sum(map(str.isupper, units)) * 2 > len(units):
                continue
            ids.append(number[BEGIN])
            cases.append(NO_CASE)
            for unit in units:
                found = known.get(unit)
                if found is None:
                    found = known[unit] = (number.get(lm_unit(unit), 0), _case(unit))
                ids.append(found[0])
                cases.append(found[1])
        parts.append((np.frombuffer(ids, np.uint16), np.frombuffer(cases, np.uint8)))
        weights.append(np.full(len(ids), float(weight)))
    return (
        np.concatenate([p[0] for p in parts]).astype(np.int64),
        np.concatenate([p[1] for p in parts]).astype(np.int64),
        np.concatenate(weights),
    )


def _case(unit: str) -> int:
    """Return 0 for lower, 1 for title, 2 for upper case, NO_CASE for what has none of them."""
    if not unit[0].isalpha():
        return NO_CASE
    if unit.islower():
        return 0
    if unit[0].isupper() and (len(unit) == 1 or unit[1:].islower()):
        return 1
    return 2 if unit.isupper() else NO_CASE


def _pairs(side: str, counted: tuple[Any, Any, Any, Any], alone: Any) -> dict[str, Any]:
    """Return the pairs of one side that say most, sorted, with their costs."""
    import numpy as np

    keys, case, weight, own = counted
    unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    counts = np.zeros((len(unique), 3))
    np.add.at(counts, (inverse, case), weight)
    base = alone[own[first]]
    total = counts.sum(axis=1, keepdims=True)
    prob = (counts + LEAN * base) / (total + LEAN)
    gain = (counts * (np.log(prob) - np.log(base))).sum(axis=1)
    gain[total[:, 0] < LEAST] = 0
    kept = np.sort(np.argsort(-gain, kind="stable")[:KEPT])
    kept = kept[gain[kept] > 1.0]
    steps = np.clip(np.round(-np.log(prob[kept]) / CASE_STEP), 0, 255).astype(int)
    return {
        side: array("I", unique[kept].tolist()),
        f"{side}_cost": array("B", steps.ravel().tolist()),
    }


def _openers(counted: tuple[Any, Any, Any, Any], lm_words: Sequence[str]) -> dict[str, Any]:
    """Return the costs of the three cases after marks, numbers and the beginning."""
    first, _, case, weight = counted
    opener, costs = array("H"), array("B")
    marks = {BEGIN, *NUMBERS, *MARKS.values()}
    for k, word in enumerate(lm_words):
        if word not in marks:
            continue
        here = (first == k) & (case < NO_CASE)
        counts = [float(weight[here & (case == c)].sum()) + 1.0 for c in range(3)]
        opener.append(k)
        costs.extend(min(255, round(-math.log(n / sum(counts)) / CASE_STEP)) for n in counts)
    return {"opener": opener, "opener_cost": costs}
