"""`vnfix review`: the page for deciding about corrections."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import FILES, Console, reviewer_named, reviewer_option, shared
from vnfix.errors import ExitCode, UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.config import Config
    from vnfix.review.store import Store
    from vnfix.review.web.server import Page


@click.command("review")
@click.argument("paths", metavar="PATH...", type=FILES, nargs=-1, required=True)
@click.option("--store", "file", metavar="FILE", type=FILES, help="Where the decisions are kept.")
@reviewer_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; else any free one.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option(
    "--import",
    "files",
    metavar="F.jsonl",
    type=FILES,
    multiple=True,
    help="Decisions to take over.",
)
@click.option("--export", is_flag=True, help="Write the correction files and open no page.")
@click.option(
    "--force", is_flag=True, help="With --export: replace files that others have changed."
)
@shared
def command(
    paths: tuple[str, ...],
    config: Config,
    console: Console,
    *,
    files: tuple[str, ...],
    force: bool,
    **options: str | int | None,
) -> ExitCode:
    """Decide about corrections on a page in the browser.

    All documents are one queue; the decision that is worth most comes first. Every decision is
    saved at once, in .vnfix/ beside the documents or in --store FILE. The page is served to this
    machine only, at an address that nobody can guess. Ctrl-C ends it, and the next run goes on
    where this one stopped.
    """
    from vnfix.review.loading import enqueue
    from vnfix.review.store import Store, default_store

    if force and not options["export"]:
        raise UsageError(
            "`--force` goes with `--export`.", "Leave it out: the page replaces no such files."
        )
    sources = _sources(paths, console)
    file = options["file"]
    with Store(Path(str(file)) if file else default_store(paths)) as store:
        enqueue(store, sources)
        _import(store, files, config)
        if options["export"]:
            return _export(store, config, console, force=force)
        _serve(store, config, console, options)
        _tell_failed(store, console)
        console.say(f"The decisions are in {store.path}.")
    return ExitCode.OK


def _sources(paths: Sequence[str], console: Console) -> list[str]:
    """Return the documents, and say which files of a folder are none."""
    from vnfix.commands.progress import say_unread
    from vnfix.files.collect import surveyed

    if "-" in paths:
        raise UsageError("Standard input cannot be reviewed.", "Name a file or a folder.")
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise UnreadableError(f"{missing[0]} is not there.", "Check the path.")
    sources = surveyed(paths)
    say_unread(((s.unread, str(s.relative)) for s in sources), console)
    return [s.path for s in sources if not s.unread]


def _import(store: Store, files: Sequence[str], config: Config) -> None:
    """Take over decisions; their documents have to be in the store before."""
    from vnfix.review.exchange import merge
    from vnfix.review.loading import prepare

    while files and prepare(store, config):
        pass
    for file in files:
        merge(store, file)


def _export(store: Store, config: Config, console: Console, *, force: bool) -> ExitCode:
    from vnfix.files.failures import exit_code
    from vnfix.review.loading import prepare
    from vnfix.review.web.results import Kind, Wanted, write_results

    while prepare(store, config):
        pass
    unread = _tell_failed(store, console)
    result = write_results(store, Wanted([Kind.CORRECTIONS], force=force), config)
    _tell_unwritten(result["failed"], console)
    for name in result["written"]:
        console.say(name)
    codes = [ExitCode(failure["code"]) for failure in result["failed"]]
    codes += [ExitCode.OK for _ in (*result["written"], *result["healthy"])]
    return exit_code([*codes, *([ExitCode.SOME_FAILED] if unread else [])])


def _tell_unwritten(failed: Sequence[Mapping[str, str]], console: Console) -> None:
    for failure in failed:
        console.error(failure["error"], failure["remedy"])


def _finish(page: Page, console: Console) -> None:
    """Wait for what is being written, and tell what failed of it; nobody sees the page any more."""
    if page.is_writing:
        console.say("Files are still being written; Ctrl-C again stops that.")
    _tell_unwritten(page.finish(), console)


def _tell_failed(store: Store, console: Console) -> int:
    """Tell which documents could not be read, and return how many."""
    from vnfix.review.records import State, documents

    failed = [d for d in documents(store) if d.state is State.FAILED]
    for d in failed:
        console.error(d.message)
    return len(failed)


def _serve(
    store: Store, config: Config, console: Console, options: dict[str, str | int | None]
) -> None:
    """Serve the page until the user ends it; a process beside it proposes meanwhile."""
    from vnfix.files.project import FOLDER
    from vnfix.review.web import server
    from vnfix.review.web import server as proposing
    from vnfix.review.web.app import ReviewSession

    reviewer = reviewer_named(options["reviewer"])
    page = server.open_page(ReviewSession(store, reviewer, config), int(options["port"] or 0))
    folder = store.path.absolute().parent
    own = folder.name == FOLDER and not click.get_current_context().params["no_project"]
    worker = proposing.start(store, config, folder if own else None)
    try:
        console.say("The review page; Ctrl-C ends it:")
        click.echo(page.address)
        with ExitStack() as stack:
            if not options["no_browser"]:
                door = server.private_door(page.address, store.path.parent)
                click.launch(str(stack.enter_context(door)))
            page.serve()
        _finish(page, console)
    finally:
        if worker:
            worker.terminate()
            worker.join()
