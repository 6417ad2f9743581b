"""The commands, one module each: `command` is the click command, its return value the exit code.

A new command is a module, and two lines here, in the order of the contract. They are imported when
they are run or listed, so that `vnfix --help` is quick.
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
