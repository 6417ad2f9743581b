"""The options that all commands share, and how they become one `Config` and one `Console`."""

from __future__ import annotations

import functools
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.about import version_option
from vnfix.commands.language import lang_option, translated
from vnfix.errors import RefusedError, UsageError
from vnfix.settings import BY_FIELD, CHOICES, FLAGS, KINDS, PATH, PATHS, SWITCH, converted, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.shell_completion import CompletionItem

    from vnfix.config import Config
    from vnfix.files.failures import Failure
    from vnfix.files.project import Project

OTHERS: tuple[Callable[..., Any], ...] = (
    click.option("--no-project", is_flag=True, help="Do not look for a folder `.vnfix`."),
    click.option("--no-config", is_flag=True, help="Take no options from configuration files."),
    click.option("-q", "--quiet", is_flag=True, help="Errors only."),
    click.option(
        "-v",
        "--verbose",
        count=True,
        help="Say more; show where a fault happened. Twice: what goes on inside.",
    ),
    lang_option,
    version_option,
)


@dataclass(frozen=True, slots=True)
class Console:
    """Messages to standard error; results go to standard output elsewhere.

    Attributes:
        quiet: errors only.
        verbose: 1: details too; 2: the log as well.

    """

    quiet: bool = False
    verbose: int = 0

    def say(self, message: str) -> None:
        """Tell what was done."""
        if not self.quiet:
            _echo(message)

    def detail(self, message: str) -> None:
        """Tell more, if asked for."""
        if self.verbose:
            _echo(message)

    def error(self, message: str, remedy: str = "") -> None:
        """Tell what went wrong, and what to do about it."""
        self.warn(f"Error: {message}", remedy)

    def warn(self, message: str, remedy: str) -> None:
        """Tell what was not done and what helps, with `--quiet` too."""
        _echo(message)
        if remedy:
            _echo(remedy)

    def failure(self, failure: Failure) -> None:
        """Tell why a file has no result; where a fault happened, if details are asked for."""
        from vnfix.files.failures import FailureKind

        told = "Needs OCR" if failure.kind is FailureKind.NEEDS_OCR else "Error"
        self.warn(f"{told}: {failure.message}", failure.remedy)
        if failure.trace and self.verbose:
            click.echo(failure.trace, err=True)


def _echo(message: str) -> None:
    """Print one line, whatever is in the names of files: a terminal would obey it."""
    from vnfix.formats.templates import visible

    click.echo(visible(translated(message)), err=True)


class Files(click.ParamType):  # type: ignore[type-arg]  # click 8.1 is not generic
    """Names of files or folders: shells complete them, and nothing is checked here."""

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Let the shell complete a path."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


FILES = Files()


reviewer_option = click.option(
    "--reviewer", metavar="NAME", help="Who decides; else the name of the user."
)


def reviewer_named(given: object) -> str:
    """Return who decides: the name that was given, or else the user's on this machine.

    Raises:
        UsageError: it is none that can be shown.

    """
    reviewer = str(given or _user())
    if not reviewer.strip() or not reviewer.isprintable():
        raise UsageError("A reviewer needs a name that can be printed.", "Say `--reviewer NAME`.")
    return reviewer


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "user"


def flag_of(field: str) -> Callable[..., Any]:
    """Return the option of the command line for a field of `Config`; its value is None unasked."""
    flag = BY_FIELD[field]
    names = (flag.name, field)
    kind = KINDS[field]
    if kind == SWITCH:
        return click.option(*names, is_flag=True, default=None, help=flag.help)
    if kind == PATHS:
        return click.option(*names, multiple=True, type=FILES, metavar=flag.value, help=flag.help)
    if field in CHOICES:
        return click.option(*names, type=click.Choice(CHOICES[field]), help=flag.help)
    types = {"int": click.IntRange(0), "float": click.FloatRange(0, 1), PATH: FILES}
    return click.option(*names, type=types.get(kind), metavar=flag.value, help=flag.help)


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the shared options; the command gets `config` and `console` in their place."""

    @functools.wraps(function)
    def run(**options: Any) -> Any:  # noqa: ANN401 - options of any command
        from vnfix.commands.log import set_up_logging

        console = Console(options.pop("quiet"), options.pop("verbose"))
        set_up_logging(_echo, console.verbose, quiet=console.quiet)
        found = None if options.pop("no_project") else _project(options)
        configured = not options.pop("no_config")
        given = {name: options.pop(name) for name in BY_FIELD if name in options}
        if found:
            console.detail(f"Using {found.folder}.")
        config = _config(found, given, console, configured=configured)
        return function(config=config, console=console, **options)

    everywhere = [flag_of(flag.field) for flag in FLAGS if flag.everywhere]
    options = [*everywhere, *OTHERS]
    return functools.reduce(lambda command, option: option(command), reversed(options), run)


@contextmanager
def telling_refusals(console: Console) -> Iterator[None]:
    """Tell that something could not be written, and go on: another error is about to be told."""
    try:
        yield
    except RefusedError as e:
        console.error(str(e), e.remedy)


def write_bytes(data: bytes) -> None:
    """Write to standard output as it is: no platform encoding, no changed line ends.

    Raises:
        RefusedError: there is no room for it.
        BrokenPipeError: nobody listens any more.

    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as e:
        message = f"Standard output cannot be written: {e.strerror}."
        raise RefusedError(message, "Check the free space, or name a file: `-o OUT`.") from e


def _project(options: dict[str, Any]) -> Project | None:
    """Return the project folder of the first document, else of the working folder."""
    from vnfix.files.project import find_project

    named = options.get("path") or next(iter(options.get("paths") or ()), None)
    return find_project(*([named] if named and named != "-" else []), os.curdir)


def _config(
    project: Project | None, given: dict[str, Any], console: Console, *, configured: bool
) -> Config:
    """Return the options of the configuration files, then the project's, then those given."""
    from vnfix.config import Config
    from vnfix.files.project import found_settings

    config = Config()
    for path, settings in found_settings(project, os.curdir) if configured else ():
        console.detail(f"Options of {path}.")
        config = merged(config, settings)
    config = project.add_to(config) if project else config
    return merged(config, converted({k: v for k, v in given.items() if v not in (None, ())}))


def say_fault(error: Exception) -> None:
    """Tell of a fault of vnfix itself; where it happened is shown with `-v` only."""
    from vnfix.commands.log import told_in_full
    from vnfix.files.failures import FAULT_REMEDY

    fault = f"A fault of vnfix itself: {type(error).__name__}: {error}.\n{FAULT_REMEDY}"
    click.echo(translated(fault), err=True)
    if told_in_full():
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
