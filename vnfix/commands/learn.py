"""`vnfix learn`: reviews teach the next documents."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import FILES, Console, shared
from vnfix.errors import UnreadableError

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.learn import Learned


@click.command("learn")
@click.argument("stores", metavar="STORE...", type=FILES, nargs=-1, required=True)
@click.option(
    "-o", "--output", "out", metavar="DIR", type=FILES, help="Project folder; that of the store."
)
@shared
def command(stores: tuple[str, ...], out: str | None, config: Config, console: Console) -> None:
    """Learn from the decisions of reviews.

    STORE is the file in which `vnfix review` keeps them (.vnfix/review.sqlite3). What was decided
    alike everywhere becomes entries of a dictionary and protected words, each with the decisions
    that it comes from, and the channel is estimated anew. All of it goes into a project folder
    `.vnfix`, which is found by itself for documents beside or below it.
    """
    from vnfix.files.project import FOLDER
    from vnfix.learn import learn
    from vnfix.review import Store

    paths = [Path(name) for name in stores]
    for path in paths:
        if not path.is_file():
            remedy = "Name the file that `vnfix review` wrote."
            raise UnreadableError(f"There is no store {path}.", remedy)
    beside = paths[0].parent if paths[0].resolve().parent.name == FOLDER else Path(FOLDER)
    with ExitStack() as stack:
        opened = [stack.enter_context(Store(path)) for path in paths]
        learned = learn(opened, Path(out) if out else beside, config)
    _tell(learned, console)


def _tell(learned: Learned, console: Console) -> None:
    found = learned.lessons
    for path in learned.files:
        console.say(f"{path}: written.")
    counts = f"{len(found.fixes)} corrections, {len(found.words)} words"
    console.say(f"{counts}, {len(found.protected)} protected words.")
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
