"""The commands, one module each: `command` is the click command, its return value the exit code.

A new command is a module, and three lines here, in the order of the contract. They are imported
when they are run; a list of them tells what stands in `SUMMARIES`, so that `vnfix --help` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import click


def _fix() -> click.Command:
    from vnfix.commands.fix import command

    return command


def _batch() -> click.Command:
    from vnfix.commands.batch import command

    return command


def _check() -> click.Command:
    from vnfix.commands.check import command

    return command


def _propose() -> click.Command:
    from vnfix.commands.propose import command

    return command


def _diff() -> click.Command:
    from vnfix.commands.diff import command

    return command


def _review() -> click.Command:
    from vnfix.commands.review import command

    return command


def _apply() -> click.Command:
    from vnfix.commands.apply import command

    return command


def _learn() -> click.Command:
    from vnfix.commands.learn import command

    return command


def _explain() -> click.Command:
    from vnfix.commands.explain import command

    return command


def _train() -> click.Command:
    from vnfix.commands.train import command

    return command


def _completion() -> click.Command:
    from vnfix.commands.completion import command

    return command


def _data_check() -> click.Command:
    from vnfix.commands.data_check import command

    return command


COMMANDS: Mapping[str, Callable[[], click.Command]] = {
    "fix": _fix,
    "batch": _batch,
    "check": _check,
    "propose": _propose,
    "diff": _diff,
    "review": _review,
    "apply": _apply,
    "learn": _learn,
    "explain": _explain,
    "train": _train,
    "data-check": _data_check,
    "completion": _completion,
}

# The first sentence of each command's help.
SUMMARIES: Mapping[str, str] = {
    "fix": "Repair texts and the text layers of PDFs.",
    "batch": "Repair folders; the same as `fix`.",
    "check": "Tell whether documents are right, and if not, what is wrong with them.",
    "propose": "Write the corrections to a file.",
    "diff": "Show what would be changed, and change nothing.",
    "review": "Decide about corrections on a page in the browser.",
    "apply": "Apply a file of corrections.",
    "learn": "Learn from the decisions of reviews.",
    "explain": "Show why a text is read as it is.",
    "train": "Train on one's own texts.",
    "data-check": "Check dictionaries, rules and tables.",
    "completion": "Write the completion script of a shell.",
}
