"""The command line: parse, call, print; it decides nothing.

Each command is a module of `vnfix.commands`, imported when it is run; what is heavy is imported
inside of its function, and what no help needs inside of functions here, so that `vnfix --help` is
quick.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands import COMMANDS, SUMMARIES
from vnfix.commands.about import version_option
from vnfix.commands.language import (
    Context,
    is_english,
    lang_option,
    language_of,
    speak,
    tell_usage_error,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class Commands(click.Group):
    """The group of all commands; turns errors into messages and exit codes."""

    context_class = Context

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run the command line in the language that is asked for, or the system's."""
        speak(language_of(sys.argv[1:] if args is None else args))
        if is_english() or options.get("standalone_mode") is False:
            return super().main(args, *more, **options)
        try:
            code = super().main(args, *more, **options | {"standalone_mode": False})
        except click.ClickException as e:
            tell_usage_error(e)
            code = e.exit_code
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the contract."""
        del ctx
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, without importing it."""
        del ctx
        limit = formatter.width - 6 - max(map(len, SUMMARIES))
        told = [(name, click.Command(name, help=text)) for name, text in SUMMARIES.items()]
        with formatter.section("Commands"):
            formatter.write_dl([(name, c.get_short_help_str(limit)) for name, c in told])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = COMMANDS[cmd_name]()
        command.context_class = Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a name that is none, say which one it looks like."""
        if args[0] not in COMMANDS:
            from vnfix.settings import did_you_mean

            if near := did_you_mean(args[0], COMMANDS):
                ctx.fail(f"No such command {args[0]!r}. {near}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; its return value, if any, is the exit code."""
        from vnfix.commands.options import Console, say_fault
        from vnfix.errors import ExitCode, VnfixError

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
@lang_option
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
