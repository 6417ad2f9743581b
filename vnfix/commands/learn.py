"""`vnfix learn`: reviews teach the next documents."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.language import translated
from vnfix.commands.options import FILES, Console, reviewer_named, reviewer_option, shared
from vnfix.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.config import Config
    from vnfix.learn import Learned
    from vnfix.review.learned import LessonName


@click.command("learn")
@click.argument("stores", metavar="STORE...", type=FILES, nargs=-1, required=True)
@click.option(
    "-o", "--output", "out", metavar="DIR", type=FILES, help="Project folder; that of the store."
)
@click.option("--list", "lists", is_flag=True, help="Only show what was learned.")
@click.option(
    "--forget", metavar="TEXT", multiple=True, help="Take a lesson back, as `--list` names it."
)
@click.option(
    "--use-again", "again", metavar="TEXT", multiple=True, help="Use one that was taken back."
)
@reviewer_option
@shared
def command(
    stores: tuple[str, ...],
    config: Config,
    console: Console,
    *,
    lists: bool,
    **options: Any,  # noqa: ANN401 - of several kinds
) -> None:
    """Learn from the decisions of reviews.

    STORE is the file in which `vnfix review` keeps them (.vnfix/review.sqlite3). What was decided
    alike everywhere becomes entries of a dictionary and protected words, each with the decisions
    that it comes from, and the channel is estimated anew. All of it goes into a project folder
    `.vnfix`, which is found by itself for documents beside or below it. A lesson that is taken back
    is used no more, and is not learned again until somebody wants it.
    """
    from vnfix.learn import learn
    from vnfix.review import Store
    from vnfix.review.forgetting import take_back, use_again

    paths = _stores(stores)
    folder = Path(options["out"]) if options["out"] else _beside(paths)
    with ExitStack() as stack:
        opened = [stack.enter_context(Store(path)) for path in paths]
        if options["forget"] or options["again"]:
            reviewer = reviewer_named(options["reviewer"])
            for lesson in _named(folder, options["forget"], taken_back=False):
                places = take_back(folder, opened, lesson, reviewer)
                console.say(f"{lesson}: taken back; asked again at {places} places.")
            for lesson in _named(folder, options["again"], taken_back=True):
                places = use_again(folder, opened, lesson)
                console.say(f"{lesson}: used again; made again at {places} places.")
        elif lists:
            _list(folder)
        else:
            _tell(learn(opened, folder, config), console)


def _stores(names: Iterable[str]) -> list[Path]:
    paths = [Path(name) for name in names]
    for path in paths:
        if not path.is_file():
            remedy = "Name the file that `vnfix review` wrote."
            raise UnreadableError(f"There is no store {path}.", remedy)
    return paths


def _beside(paths: Sequence[Path]) -> Path:
    from vnfix.files.project import FOLDER

    return paths[0].parent if paths[0].resolve().parent.name == FOLDER else Path(FOLDER)


def _list(folder: Path) -> None:
    """Print the lessons, a line each: kind, name, and where it comes from or who took it back."""
    from vnfix.formats.templates import visible
    from vnfix.review.learned import learned

    for t in learned(folder):
        said = f"{t.places} places, {t.who}: {t.decisions}" if t.places else ""
        if t.taken_back:
            said = f"taken back by {t.taken_back}"
        click.echo(visible(f"{t.kind}\t{t.name}\t{translated(said)}"))


def _named(folder: Path, texts: Iterable[str], *, taken_back: bool) -> list[LessonName]:
    """Return the lessons of these names; UsageError where there is none of a name."""
    from vnfix.review.learned import learned

    found: list[LessonName] = []
    there = [t.name for t in learned(folder) if bool(t.taken_back) == taken_back]
    for text in texts:
        fits = [name for name in there if str(name) == text]
        if not fits:
            raise UsageError(f"There is no lesson {text}.", "`vnfix learn --list` shows them.")
        found += fits
    return found


def _tell(learned: Learned, console: Console) -> None:
    found = learned.lessons
    for path in learned.files:
        console.say(f"{path}: written.")
    counts = f"{len(found.fixes)} corrections, {len(found.words)} words"
    console.say(f"{counts}, {len(found.protected)} protected words.")
    if learned.forgotten:
        console.say(f"Taken back, and not learned again: {learned.forgotten}.")
    if learned.pairs:
        console.say(f"The channel has learned from {learned.pairs} words.")
    if learned.trial:
        t = learned.trial
        console.say(
            f"Tried on {t.places} decisions that it was not learned from: {t.before} errors"
            f" without it, {t.after} with it."
        )
    for lesson in (*found.fixes, *found.words, *found.protected):
        console.detail(str(lesson))
