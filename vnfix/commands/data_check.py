"""`vnfix data-check` tells whether dictionaries, rules and tables are sound."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared
from vnfix.errors import ExitCode, NothingToDoError, VnfixError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from vnfix.config import Config
    from vnfix.data.entries import Problem
    from vnfix.resources import Resources


@click.command("data-check")
@shared
def command(config: Config, console: Console) -> int:
    """Check dictionaries, rules and tables.

    Those that vnfix ships, and those given by --dictionary, --rules, --protect and --models.
    Tables are compared with their hashes. Exit code 3 if anything is wrong.
    """
    from vnfix.resources import load_resources

    faults = 0
    for name, check in checks(load_resources(config)):
        try:
            problems = check()
        except VnfixError as e:
            console.error(f"{name}: {e}", e.remedy)
            faults += 1
        else:
            for p in problems:
                console.error(str(p), p.remedy)
            faults += len(problems)
            if not problems:
                console.say(f"{name}: sound.")
    return ExitCode.UNREADABLE if faults else ExitCode.OK


def checks(resources: Resources) -> Iterator[tuple[str, Callable[[], Sequence[Problem]]]]:
    """Yield each part of the data by name, with a function that finds what is wrong with it."""
    from vnfix.data.check import PACKAGE, check_file, check_shipped

    yield "dictionaries and rules", lambda: [*check_shipped(), *check_laid(PACKAGE)]
    for path in (*resources.dictionary, *resources.rules, *resources.protect):
        yield str(path), partial(check_file, path, resources.lexicon)
    yield f"tables in {resources.models}", partial(check_tables, resources.models)


def check_laid(package: Path) -> list[Problem]:
    """Check that what a start reads of dictionaries and rules is made of those that are there.

    Raises:
        DataError: a table is damaged, or the rules cannot be read.

    """
    from vnfix.data.entries import Problem
    from vnfix.data.name_table import FILE as NAMES
    from vnfix.data.name_table import open_names
    from vnfix.data.rulebook import FILE, is_laid, load_rulebook
    from vnfix.fixers.phrase_table import FILE as PHRASES
    from vnfix.fixers.phrase_table import open_phrases
    from vnfix.fixers.phrases import LEAST_WORDS

    rules, dictionaries = package / "rules", package / "dictionaries"
    shapes = load_rulebook(rules).classes["shape"]
    current = {
        rules / FILE: is_laid(rules),
        dictionaries / NAMES: open_names(dictionaries) is not None,
        dictionaries / PHRASES: open_phrases(dictionaries, shapes, LEAST_WORDS) is not None,
    }
    message = "This table is of other files, and a start does without it."
    remedy = "Run `python -m vnfix.train rules names phrases`."
    return [Problem(path, 0, message, remedy) for path, sound in current.items() if not sound]


def check_tables(models: Path) -> Sequence[Problem]:
    """Compare all table files of a folder with their hashes; what is wrong is raised.

    Raises:
        DataError: one is damaged.
        NothingToDoError: there are none.

    """
    from vnfix.data.tables import open_table, table_header

    heads = {path: table_header(path) for path in sorted(models.glob("*")) if path.is_file()}
    tables = {path: head for path, head in heads.items() if head}
    for path, head in tables.items():
        open_table(path, (head.get("format", ""), head.get("version", 0)), check=True)
    if not tables:
        raise NothingToDoError(f"There are no tables in {models}.", "Make them with `vnfix train`.")
    return ()
