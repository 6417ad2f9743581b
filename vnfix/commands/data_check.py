"""`vnfix data-check` tells whether dictionaries, rules and tables are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared
from vnfix.errors import ExitCode, NothingToDoError, VnfixError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vnfix.config import Config
    from vnfix.resources import Resources


@click.command("data-check")
@shared
def command(config: Config, console: Console) -> int:
    """Check dictionaries, rules and tables.

    Those that vnfix ships, and those given by --dictionary, --rules, --protect and --models.
    Dictionaries and rules go through the checks that loading them makes, tables are compared
    with their hashes. Exit code 3 if anything is wrong.
    """
    from vnfix.resources import load_resources

    faults = 0
    for name, check in checks(load_resources(config)):
        try:
            check()
        except VnfixError as e:
            console.error(f"{name}: {e}", e.remedy)
            faults += 1
        else:
            console.say(f"{name}: sound.")
    return ExitCode.UNREADABLE if faults else ExitCode.OK


def checks(resources: Resources) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each part of the data by name, with a function that raises if it is not sound."""
    yield "dictionaries", lambda: resources.lexicon
    yield "rules", lambda: resources.rulebook
    yield f"models in {resources.models}", lambda: check_tables(resources.models)


def check_tables(models: Path) -> int:
    """Compare all table files of a folder with their hashes and return their number.

    Raises:
        DataError: one is damaged.
        NothingToDoError: there are none.

    """
    from vnfix.tables import open_table, table_header

    heads = {path: table_header(path) for path in sorted(models.glob("*")) if path.is_file()}
    tables = {path: head for path, head in heads.items() if head}
    for path, head in tables.items():
        open_table(path, (head.get("format", ""), head.get("version", 0)), check=True)
    if not tables:
        raise NothingToDoError(f"There are no tables in {models}.", "Make them with `vnfix train`.")
    return len(tables)
