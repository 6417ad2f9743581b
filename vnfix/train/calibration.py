"""Documents with gold, each decoded with a channel that was trained without it.

What is learnt of the decoder's own readings, how sure they are and what else they may be, must be
learnt from documents that the decoder has not seen.
"""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rapidfuzz.distance import Levenshtein

from vnfix.config import Config
from vnfix.data.tables import write_facts
from vnfix.decode.confidence import FORMAT, NAMES, VERSION, Group, features
from vnfix.decode.corrections import groups
from vnfix.decode.rounds import Outcome, outcome
from vnfix.document import make_document
from vnfix.pipeline import plan
from vnfix.resources import Resources
from vnfix.train.channel import build_channel
from vnfix.train.sources import shipped_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vnfix.model import Document

Learnt = TypeVar("Learnt")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with gold and how it is read.

    Attributes:
        document: the garbled document.
        gold: the true text of lines, by index.
        outcome: how it is read.
        resources: the tables that have not seen it.

    """

    document: Document
    gold: Mapping[int, str]
    outcome: Outcome
    resources: Resources


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Tables without each of the documents with gold.

    Attributes:
        shared: the data folder.
        folders: folder of tables that have not seen a document, by its name.
        left_out: documents that no table here has seen.

    """

    shared: Path
    folders: Mapping[str, Path]
    left_out: Sequence[str]

    def learn(self, study: Callable[[Lesson], list[Learnt]]) -> list[Learnt]:
        """Return what a function makes of all documents, in the order of their names.

        Args:
            study: a function of a module, as it runs in other processes.

        """
        job = partial(_study, self.shared, study)
        with ProcessPoolExecutor() as pool:
            return [row for found in pool.map(job, self.folders.items()) for row in found]


@contextmanager
def held_out(shared: Path, models: Path, leave_out: Sequence[str] = ()) -> Iterator[HeldOut]:
    """Train a channel without each document with gold; the tables go at the end.

    Args:
        shared: the data folder.
        models: folder with the other tables.
        leave_out: documents that are not used in any way.

    """
    names = sorted(p.stem for p in (shared / "gold").glob("*.tsv") if p.stem not in leave_out)
    with tempfile.TemporaryDirectory() as base:
        folders = {name: Path(base, name) for name in names}
        job = partial(_train, shared, models, leave_out)
        with ProcessPoolExecutor() as pool:
            list(pool.map(job, folders.items()))
        yield HeldOut(shared, folders, leave_out)


def _train(shared: Path, models: Path, leave_out: Sequence[str], place: tuple[str, Path]) -> None:
    name, folder = place
    folder.mkdir()
    for table in models.glob("*.tab"):
        if table.name != "channel.tab":
            shutil.copy(table, folder)
    build_channel(shipped_pairs(shared), folder / "channel.tab", [name, *leave_out])


def _study(
    shared: Path, study: Callable[[Lesson], list[Learnt]], place: tuple[str, Path]
) -> list[Learnt]:
    """Decode a document and study it."""
    name, folder = place
    config, resources = Config(models=folder), Resources(folder)
    document = make_document((shared / "seeds" / f"{name}.txt").read_text("utf-8"))
    read = outcome(plan(document, config, resources).task, resources, config)
    return study(Lesson(document, read_gold(shared, name), read, resources))


def read_gold(shared: Path, name: str) -> dict[int, str]:
    """Return the certain gold of a document by line index; only a line feed ends a line."""
    gold = {}
    with (shared / "gold" / f"{name}.tsv").open(encoding="utf-8") as f:
        next(f)
        for row in f:
            number, _, true, flag = row.rstrip("\n").split("\t")
            if flag == "ok":
                gold[int(number) - 1] = true
    return gold


# Fits the calibration of confidence on documents with gold, each decoded without its own gold.
#
# What is read there (`held_out`) is compared with the gold, and a logistic regression over
# `confidence.NAMES` is fitted to all of them (Platt 1999; iterated reweighted least squares with a
# small ridge).

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
