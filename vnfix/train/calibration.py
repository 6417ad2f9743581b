"""Fits the calibration of confidence on documents with gold, each decoded without its own gold.

What is read there (`held_out`) is compared with the gold, and a logistic regression over
`confidence.NAMES` is fitted to all of them (Platt 1999; iterated reweighted least squares with a
small ridge).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from vnfix.decode.confidence import FORMAT, NAMES, VERSION, Group, features
from vnfix.decode.corrections import groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vnfix.model import Document
    from vnfix.train.held_out import HeldOut, Lesson

AUTO = 0.98
"""Least confidence of an AUTO correction: 99 % and more of these were right on gold held out."""
RIDGE = 1.0
STEPS = 50

Row = tuple[tuple[float, ...], bool]


def judged(document: Document, gold: Mapping[int, str], found: Sequence[Group]) -> Iterator[Row]:
    """Yield the features of the changed groups on lines with gold, and whether they are right.

    Args:
        document: the garbled document.
        gold: the true text of lines, by index.
        found: the readings of all tokens, sorted.

    """
    by_line: dict[int, list[tuple[Group, tuple[float, ...]]]] = {}
    line = 0
    for g, values in zip(found, features(found), strict=True):
        while document.lines[line].end < g.start:
            line += 1
        by_line.setdefault(line, []).append((g, values))
    for index, true in gold.items():
        items = by_line.get(index, [])
        right = right_groups([g.after.split() for g, _ in items], true.split())
        for (g, values), ok in zip(items, right, strict=True):
            if g.after != g.before:
                yield values, ok


def right_groups(read: Sequence[Sequence[str]], true: Sequence[str]) -> list[bool]:
    """Return for each group of words of a line whether the truth has the same words there.

    >>> right_groups([["năm"], ["nay", "là"], ["x"]], ["năm", "nay", "là", "y"])
    [True, True, False]
    """
    words = [w for g in read for w in g]
    equal = [False] * len(words)
    follows = [True] * (len(words) + 1)  # no true word was left out before this one
    for op in Levenshtein.opcodes(words, list(true)):
        if op.tag == "equal":
            equal[op.src_start : op.src_end] = [True] * (op.src_end - op.src_start)
        elif op.tag == "insert":
            follows[op.src_start] = False
    result, at = [], 0
    for g in read:
        end = at + len(g)
        result.append(all(equal[at:end]) and (len(g) < 2 or all(follows[at + 1 : end])))
        at = end
    return result


def fit(rows: Sequence[Row]) -> list[float]:
    """Return the weights of a logistic regression."""
    import numpy as np

    x = np.array([r[0] for r in rows])
    y = np.array([r[1] for r in rows], dtype=float)
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    z = x / spread
    ridge = np.full(len(NAMES), RIDGE)
    ridge[0] = RIDGE / 100
    w = np.zeros(len(NAMES))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(z @ w, -30, 30)))
        hessian = (z.T * (p * (1.0 - p) + 1e-9)) @ z + np.diag(ridge)
        w = w + np.linalg.solve(hessian, z.T @ (y - p) - ridge * w)
    return [round(float(v), 5) for v in w / spread]


def study(lesson: Lesson) -> list[Row]:
    """Return the judged readings of one document."""
    found = list(groups(lesson.document, lesson.outcome.decoded))
    return list(judged(lesson.document, lesson.gold, found))


def build_calibration(held: HeldOut, path: Path) -> dict[str, Any]:
    """Fit the calibration and write it to `path`."""
    rows = held.learn(study)
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "names": list(NAMES),
        "weights": fit(rows),
        "auto": AUTO,
        "readings": len(rows),
        "left_out": sorted(held.left_out),
    }
    write_facts(path, facts)
    return facts


def write_facts(path: Path, facts: dict[str, Any]) -> None:
    """Write a small table as JSON, aside first."""
    aside = path.with_name(path.name + ".part")
    aside.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)
