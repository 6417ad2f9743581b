"""Learning from reviews: what was decided helps with the next documents of that kind."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.config import Config
from vnfix.decode.channel import ChannelModel, source_weights
from vnfix.errors import NothingToDoError, RefusedError
from vnfix.files.project import CHANNEL, LEARNED, LEARNED_PROTECTED
from vnfix.train.channel import train_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from vnfix.learn.lessons import Lesson, Lessons
    from vnfix.review import Store

HEAD = "# Written by `vnfix learn`, and anew each time; keep your own entries in another file."


@dataclass(frozen=True, slots=True)
class Learned:
    """What `learn` has written.

    Attributes:
        lessons: the entries.
        pairs: number of words that the channel has learned from, 0 where they were too few.
        files: the files.

    """

    lessons: Lessons
    pairs: int
    files: tuple[Path, ...]


def learn(stores: Sequence[Store], folder: Path, config: Config | None = None) -> Learned:
    """Write what the decisions of reviews teach into a project folder.

    Args:
        stores: open stores.
        folder: where to; `vnfix` finds it by itself if it is called `.vnfix` and lies beside or
            above the documents.
        config: the dictionaries and the channel that are known already.

    Raises:
        NothingToDoError: there are not enough decisions that agree.
        RefusedError: a file of that name is not from here, or cannot be written.

    """
    from vnfix.learn.evidence import gather
    from vnfix.learn.lessons import lessons
    from vnfix.resources import load_resources

    resources = load_resources(_without_learned(config or Config(), folder))
    stores = list(stores)
    evidence = gather((_name(store, folder), store) for store in stores)
    found = lessons(evidence, resources.lexicon)
    channel = learned_channel(resources.channel, evidence.pairs)
    if not (found.fixes or found.words or found.protected or channel):
        raise NothingToDoError(
            "There is nothing to learn yet: too few decisions agree.",
            "Decide some more; a word counts from two or three places on.",
        )
    files = [
        _write(folder / LEARNED, (*found.fixes, *found.words), stores),
        _write(folder / LEARNED_PROTECTED, found.protected, stores),
    ]
    if channel:
        from vnfix.train.channel import write_channel

        write_channel(channel, folder / CHANNEL, {"learned": sum(evidence.pairs.values())})
        files.append(folder / CHANNEL)
    return Learned(found, sum(evidence.pairs.values()) if channel else 0, tuple(files))


def _without_learned(config: Config, folder: Path) -> Config:
    """Return the configuration without what was learned before, for that is learned anew."""

    def other(path: Path) -> bool:
        return path.resolve() not in {(folder / name).resolve() for name in (LEARNED, CHANNEL)}

    channel = config.channel if config.channel and other(config.channel) else None
    return replace(config, dictionary=tuple(filter(other, config.dictionary)), channel=channel)


def _name(store: Store, folder: Path) -> str:
    try:
        return os.path.relpath(store.path, folder)
    except ValueError:  # on another drive
        return store.path.name


def _write(path: Path, entries: Iterable[Lesson], stores: Iterable[Store]) -> Path:
    from vnfix.files.aside import write_aside

    if path.exists() and not path.read_bytes().startswith(HEAD.encode()):
        raise RefusedError(
            f"{path} was not written by `vnfix learn`.", "Rename it, or name another folder: `-o`."
        )
    text = "".join(f"{line}\n" for line in (HEAD, *entries))
    write_aside(path, text.encode(), replace=True, private_as=[s.path for s in stores])
    return path


# The channel of an office's own documents: the shipped one with one more source, the decisions.

SOURCE = "learned"
# Fewer words say less about an engine than the decoder finds out from a page by itself.
LEAST_PAIRS = 200
ROUNDS = 3


def learned_channel(
    shipped: ChannelModel, pairs: Mapping[tuple[str, str], int]
) -> ChannelModel | None:
    """Return the channel with the pairs as a source of their own; None where they are too few.

    Expectation maximisation starts from the sources that are like the pairs.

    Args:
        shipped: the channel to add to; a source learned earlier is replaced.
        pairs: how often (observed, meant) was decided.

    """
    if sum(pairs.values()) < LEAST_PAIRS:
        return None
    others = {name: counts for name, counts in shipped.sources.items() if name != SOURCE}
    base = ChannelModel(others, shipped.letters, shipped.shapes)
    rows = base.mixture(source_weights(base, pairs))
    model = base
    for _ in range(ROUNDS):
        counts = train_source(pairs, rows.likelihood)
        model = ChannelModel({**others, SOURCE: counts}, shipped.letters, shipped.shapes)
        rows = model.rows[SOURCE]
    return model
