"""Learning from reviews: what was decided helps with the next documents of that kind."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.config import Config
from vnfix.decode.channel import ChannelModel, source_weights
from vnfix.errors import NothingToDoError, RefusedError
from vnfix.files.project import CHANNEL, LEARNED, LEARNED_PROTECTED
from vnfix.learn.lessons import Lessons
from vnfix.review.learned import (
    ENGINE,
    FIX,
    PROTECTED,
    SOURCE,
    WORD,
    LessonName,
    forgotten,
    name_of,
    write_lines,
)
from vnfix.train.channel import train_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from vnfix.learn.evidence import Evidence
    from vnfix.learn.lessons import Lesson
    from vnfix.learn.trial import Trial
    from vnfix.resources import Resources
    from vnfix.review import Store


@dataclass(frozen=True, slots=True)
class Learned:
    """What `learn` has written.

    Attributes:
        lessons: the entries.
        pairs: number of words that the channel has learned from, 0 where they were too few.
        files: the files.
        trial: what it changes on decisions that were left out; None where there were too few.
        forgotten: how many lessons were taken back before, and stay so.

    """

    lessons: Lessons
    pairs: int
    files: tuple[Path, ...]
    trial: Trial | None = None
    forgotten: int = 0


def learn(stores: Sequence[Store], folder: Path, config: Config | None = None) -> Learned:
    """Write what the decisions of reviews teach into a project folder.

    Args:
        stores: open stores.
        folder: where to; `vnfix` finds it by itself if it is called `.vnfix` and lies beside or
            above the documents.
        config: the dictionaries and the channel that are known already.

    Raises:
        NothingToDoError: there are not enough decisions that agree.
        RefusedError: what was decided does not help on decisions that are left out; or a file of
            that name is not from here, or cannot be written.

    """
    from vnfix.learn.evidence import gather
    from vnfix.learn.trial import teaches, tried
    from vnfix.resources import load_resources

    back = _taken_back(folder)
    known = _without_learned(config or Config(), folder)
    resources = load_resources(known)
    named = [(_name(store, folder), store) for store in stores]
    found, channel, pairs = _taught(gather(named), resources, back)
    if not (found.fixes or found.words or found.protected or channel):
        if back:
            raise NothingToDoError(
                "There is nothing to learn that was not taken back.",
                "`vnfix learn --list` shows it, and `--use-again` uses it again.",
            )
        raise NothingToDoError(
            "There is nothing to learn yet: too few decisions agree.",
            "Decide some more; a word counts from two or three places on.",
        )

    def ways(place: Path) -> dict[str, Config]:
        """Write what half of the decisions say, and return the ways of using it."""
        half, own, _ = _taught(gather(named, teaches), resources, back)
        write_lessons(place, half, own)
        return _ways(known, place, has_channel=own is not None)

    trials = tried([store for _, store in named], known, ways)
    kept = _helpful(trials)
    if kept != BOTH:
        found = found if kept == WORDS else Lessons((), (), ())
        channel = channel if kept == ROWS else None
    back = _taken_back(folder)  # somebody may have done so while the lesson was tried
    found = _wanted(found, back)
    channel = channel if LessonName(ENGINE) not in back else None
    files = write_lessons(folder, found, channel, [store for _, store in named])
    return Learned(found, pairs if channel else 0, tuple(files), trials.get(kept), len(back))


BOTH, WORDS, ROWS = "both", "words", "rows"
"""Ways of using what was learned: all of it, the entries alone, the channel alone."""


def _taught(
    evidence: Evidence, resources: Resources, back: Collection[LessonName]
) -> tuple[Lessons, ChannelModel | None, int]:
    """Return the entries, the channel, and from how many words it was estimated.

    What was taken back does not come again, however much of the evidence says it.
    """
    from vnfix.learn.lessons import lessons

    found = _wanted(lessons(evidence, resources.lexicon), back)
    wanted = LessonName(ENGINE) not in back
    channel = learned_channel(resources.channel, evidence.pairs) if wanted else None
    return found, channel, sum(evidence.pairs.values())


def _taken_back(folder: Path) -> set[LessonName]:
    return {f.taught.name for f in forgotten(folder)}


def _wanted(found: Lessons, back: Collection[LessonName]) -> Lessons:
    """Return the lessons without those that were taken back."""

    def of(kind: str, lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
        return tuple(x for x in lessons if name_of(kind, str(x)) not in back)

    return Lessons(of(FIX, found.fixes), of(WORD, found.words), of(PROTECTED, found.protected))


def _ways(known: Config, place: Path, *, has_channel: bool) -> dict[str, Config]:
    words = replace(
        known,
        dictionary=(*known.dictionary, place / LEARNED),
        protect=(*known.protect, place / LEARNED_PROTECTED),
    )
    if not has_channel:
        return {BOTH: words}
    engine = replace(known, channel=place / CHANNEL)
    return {BOTH: replace(words, channel=place / CHANNEL), WORDS: words, ROWS: engine}


def _helpful(trials: dict[str, Trial]) -> str:
    """Return the way that takes away most errors.

    Raises:
        RefusedError: each of them makes more errors than it takes away.

    """
    if not trials:
        return BOTH
    best = min(trials, key=lambda way: trials[way].after)
    if not trials[best].helps:
        t = trials[best]
        raise RefusedError(
            "What was decided does not help: on decisions that were left out there are"
            f" {t.after} errors with it instead of {t.before}.",
            "Decide more documents of this kind, and learn again.",
        )
    return best


def write_lessons(
    folder: Path, found: Lessons, channel: ChannelModel | None, stores: Sequence[Store] = ()
) -> list[Path]:
    """Write what was learned into a project folder, and return the files."""
    files = [
        write_lines(folder / LEARNED, map(str, (*found.fixes, *found.words)), stores),
        write_lines(folder / LEARNED_PROTECTED, map(str, found.protected), stores),
    ]
    if channel:
        from vnfix.train.channel import write_channel

        write_channel(channel, folder / CHANNEL, {"learned": len(channel.sources)})
        files.append(folder / CHANNEL)
    return files


def _without_learned(config: Config, folder: Path) -> Config:
    """Return the configuration without what was learned before, for that is learned anew."""
    names = (LEARNED, LEARNED_PROTECTED, CHANNEL)
    own = {(folder / name).resolve() for name in names}

    def other(path: Path) -> bool:
        return path.resolve() not in own

    return replace(
        config,
        dictionary=tuple(filter(other, config.dictionary)),
        protect=tuple(filter(other, config.protect)),
        channel=config.channel if config.channel and other(config.channel) else None,
    )


def _name(store: Store, folder: Path) -> str:
    try:
        return os.path.relpath(store.path, folder)
    except ValueError:  # on another drive
        return store.path.name


# The channel of an office's own documents: the shipped one with one more source, the decisions.

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
