"""The command line: parse, call, print; it decides nothing.

Each command is a module of `vnfix.commands`, imported when it is run or listed; what is heavy is
imported inside of its function, so that `vnfix --help` is quick.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands import COMMANDS
from vnfix.commands.about import version_option
from vnfix.commands.options import Console, say_fault
from vnfix.errors import ExitCode, VnfixError
from vnfix.settings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


class Commands(click.Group):
    """The group of all commands; turns errors into messages and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the contract."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        return COMMANDS[cmd_name]()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a name that is none, say which one it looks like."""
        if args[0] not in COMMANDS and (near := did_you_mean(args[0], COMMANDS)):
            ctx.fail(f"No such command {args[0]!r}. {near}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; its return value, if any, is the exit code."""
        try:
            code = super().invoke(ctx)
        except VnfixError as e:
            Console().error(str(e), e.remedy)
            code = e.exit_code
        except (KeyboardInterrupt, click.Abort):
            Console().say("Interrupted.")
            code = ExitCode.INTERRUPTED
        except BrokenPipeError:
            _silence_stdout()
            code = ExitCode.OK
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as e:
            say_fault(e)
            code = ExitCode.FAULT
        ctx.exit(int(code or 0))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def group() -> None:
    """Repair the garbled text of Vietnamese official documents.

    PATH is a text file, a PDF (its text layer is read), a folder, or - for standard input.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: the arguments; None takes those of the process.

    """
    try:
        group.main(argv, prog_name="vnfix")
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else 0
    return 0  # pragma: no cover - click always leaves by SystemExit


def _silence_stdout() -> None:
    """Let the interpreter's last flush go nowhere, for the reader of the pipe has gone."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
