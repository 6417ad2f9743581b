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
from typing import TYPE_CHECKING, TypeVar

from vnfix.config import Config
from vnfix.decode.rounds import Outcome, Task, outcome
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
    from vnfix.pipeline import look, sick_lines
    from vnfix.readers.plain import make_document

    name, folder = place
    config, resources = Config(models=folder), Resources(folder)
    document = make_document((shared / "seeds" / f"{name}.txt").read_text("utf-8"))
    findings, proposed = look(document, resources, config)
    sick = sick_lines(document, findings, config)
    arcs = [c for c in proposed if not c.exact]
    read = outcome(Task(document, sick, arcs), resources, config)
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
