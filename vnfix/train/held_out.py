"""Documents with gold, each decoded with a channel that has seen neither it nor its engine.

What is learnt of the decoder's own readings, how sure they are and what else they may be, must be
learnt from documents that the decoder has not seen, and from engines that it does not know.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vnfix.config import Config
from vnfix.decode.rounds import Outcome, outcome
from vnfix.document import make_document
from vnfix.pipeline import Plan, plan
from vnfix.resources import Resources
from vnfix.train.channel import train_channel_of, write_channel
from vnfix.train.sources import count_pairs, read_pairs, shipped_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Learnt = TypeVar("Learnt")
PairCounts = Counter[tuple[str, str]]
Counts = dict[str, dict[str, PairCounts]]
"""Pairs of words by source and document."""

FOLDS = 2
"""The documents of an engine are read in so many parts, each without its own pairs."""
MOST_LINES = 900
"""Lines of a part; more of one engine would say little new."""


class Part(NamedTuple):
    """Documents that are read with one channel.

    Attributes:
        source: the source of the channel whose pairs are left out, all of them.
        documents: names of documents whose pairs are left out of all other sources.
        channel: the table that was trained without both.

    """

    source: str
    documents: tuple[str, ...]
    channel: Path


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with gold and how it is read.

    Attributes:
        source: the source of the channel that its lines are.
        name: the document's name.
        plan: the document, and all that is proposed for it.
        gold: the true text of lines, by number; only a line feed ends a line.
        outcome: how it is read.
        resources: the tables that have not seen it.

    """

    source: str
    name: str
    plan: Plan
    gold: Mapping[int, str]
    outcome: Outcome
    resources: Resources


class Text(NamedTuple):
    """A document with gold that has not been read yet."""

    name: str
    text: str
    gold: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Channels without each engine, or each document read by hand.

    Attributes:
        shared: the data folder.
        models: folder with the other tables.
        parts: what is read with which channel.

    """

    shared: Path
    models: Path
    parts: Sequence[Part]

    def learn(self, study: Callable[[Lesson], list[Learnt]], *, by_hand: bool) -> list[Learnt]:
        """Return what a function makes of all documents, in the order of their names.

        Args:
            study: a function of a module, as it runs in other processes.
            by_hand: only of documents whose gold was read by hand, which are whole.

        """
        chosen = [p for p in self.parts if is_by_hand(p.source) or not by_hand]
        job = partial(_study, self.shared, self.models, study)
        with ProcessPoolExecutor() as pool:
            return [row for found in pool.map(job, chosen) for row in found]


def is_by_hand(source: str) -> bool:
    """Whether a source is one whole document with gold read by hand."""
    return source.startswith("seed-")


@contextmanager
def held_out(
    counts: Counts, shared: Path, models: Path, leave_out: Sequence[str] = (), *, by_hand: bool
) -> Iterator[HeldOut]:
    """Train the channels; they go at the end.

    Args:
        counts: of `counted`.
        shared: the data folder.
        models: folder with the other tables.
        leave_out: documents that are not used in any way.
        by_hand: only for documents whose gold was read by hand.

    """
    used = {
        source: {d: pairs for d, pairs in documents.items() if d not in leave_out}
        for source, documents in counts.items()
    }
    with tempfile.TemporaryDirectory() as base:
        parts = [
            Part(source, documents, Path(base, f"{source}-{k}.tab"))
            for source in used
            if is_by_hand(source) or not by_hand
            for k, documents in enumerate(parts_of(sorted(used[source])))
        ]
        with ProcessPoolExecutor() as pool:
            list(pool.map(partial(train_part, used), parts))
        yield HeldOut(shared, models, parts)


def parts_of(documents: Sequence[str]) -> list[tuple[str, ...]]:
    """Deal documents out.

    >>> parts_of(["a", "b", "c"]), parts_of(["a"])
    ([('a', 'c'), ('b',)], [('a',)])
    """
    return [tuple(documents[k::FOLDS]) for k in range(FOLDS) if documents[k::FOLDS]]


def counted(shared: Path, store: Path | None = None) -> Counts:
    """Count the pairs of words of each source and document.

    Args:
        shared: the data folder.
        store: a file that keeps the counts; read instead where it is there.

    """
    files = shipped_pairs(shared)
    if store is None or not store.exists():
        with ProcessPoolExecutor() as pool:
            counts = dict(zip(files, pool.map(_counted, files.values()), strict=True))
        if store is not None:
            rows = {
                s: {d: [[*p, n] for p, n in c.items()] for d, c in found.items()}
                for s, found in counts.items()
            }
            store.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return counts
    stored = json.loads(store.read_text("utf-8"))
    return {
        source: {d: Counter({(a, b): n for a, b, n in rows}) for d, rows in documents.items()}
        for source, documents in stored.items()
    }


def _counted(paths: Sequence[Path]) -> dict[str, PairCounts]:
    found: dict[str, PairCounts] = {}
    for path in paths:
        for pair in read_pairs(path):
            found.setdefault(pair.document, Counter()).update(count_pairs(iter([pair])))
    return found


def without(counts: Counts, source: str, documents: Sequence[str]) -> dict[str, PairCounts]:
    """Return the pairs by source, without one source and some documents of all others."""
    return {
        name: sum((c for d, c in found.items() if d not in documents), PairCounts())
        for name, found in counts.items()
        if name != source
    }


def train_part(counts: Counts, part: Part) -> None:
    """Train the channel of a part."""
    model = train_channel_of(without(counts, part.source, part.documents))
    write_channel(model, part.channel, {"left_out": [part.source, *part.documents]})


def _study(
    shared: Path, models: Path, study: Callable[[Lesson], list[Learnt]], part: Part
) -> list[Learnt]:
    """Decode the documents of a part and study them."""
    config, resources = Config(models=models), Resources(models, own_channel=part.channel)
    found: list[Learnt] = []
    for text in texts_of(shared, part):
        planned = plan(make_document(text.text), config, resources)
        read = outcome(planned.task, resources, config)
        found += study(Lesson(part.source, text.name, planned, text.gold, read, resources))
    return found


def texts_of(shared: Path, part: Part) -> Iterator[Text]:
    """Yield documents of a part until there are enough lines."""
    if is_by_hand(part.source):
        (name,) = part.documents
        text = (shared / "seeds" / f"{name}.txt").read_text("utf-8")
        yield Text(name, text, read_gold(shared, name))
        return
    lines: dict[str, list[tuple[str, str]]] = {}
    for path in shipped_pairs(shared)[part.source]:
        for pair in read_pairs(path):
            lines.setdefault(pair.document, []).append((pair.seen, pair.meant))
    count = 0
    for name in part.documents:
        if count < MOST_LINES:
            rows = lines[name]
            count += len(rows)
            gold = {k: meant for k, (_, meant) in enumerate(rows)}
            yield Text(name, "\n".join(seen for seen, _ in rows), gold)


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
