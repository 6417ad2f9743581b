"""The language of the command line: English, or Vietnamese out of the catalogue.

Rows of JSON, ledgers and correction files stay as they are.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ENGLISH, VIETNAMESE = "en", "vi"
# Where a system names its language; the first that says anything decides.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
OPTION = "--lang"
USAGE, HINT = "Usage: ", "Try '{0} {1}' for help."

lang_option = click.option(
    OPTION,
    type=click.Choice([ENGLISH, VIETNAMESE]),
    expose_value=False,  # it is looked for before anything else
    help="Language of messages and help; the system's if not given.",
)

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language_of(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> str:
    """Return the language that the arguments ask for, or else the system's.

    >>> language_of(["fix", "--lang", "vi"]), language_of([], {"LANG": "vi_VN.UTF-8"})
    ('vi', 'vi')
    >>> language_of(["--lang=en"], {"LANG": "vi_VN"})
    'en'
    """
    for k, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if argument == "--":
            break
        if name == OPTION:
            named = value or "".join(arguments[k + 1 : k + 2])
            return VIETNAMESE if named == VIETNAMESE else ENGLISH
    found = os.environ if variables is None else variables
    told = next((found[name] for name in VARIABLES if found.get(name)), "")
    return VIETNAMESE if told.partition("_")[0].partition(".")[0] == VIETNAMESE else ENGLISH


def speak(language: str) -> None:
    """Say what is printed from now on in a language."""
    _language.set(language)


def is_english() -> bool:
    """Tell whether English is spoken."""
    return _language.get() == ENGLISH


def translated(text: str) -> str:
    """Return a message in the language that is spoken; what the catalogue lacks stays English."""
    if is_english():
        return text
    from vnfix.files.catalogue import vietnamese

    return vietnamese(text)


def evened(text: str) -> str:
    r"""Return a text with blanks for its line ends.

    >>> evened("a\n  b")
    'a b'
    """
    return " ".join(text.split())


class HelpFormatter(click.HelpFormatter):
    """Writes the help of a command in the language that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, translated(prefix or USAGE.strip()) + " ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(translated(heading))

    def write_text(self, text: str) -> None:
        """Write what a command does; a text that is translated is one paragraph."""
        whole = evened(text)
        super().write_text(text if is_english() else translated(whole))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with their help."""
        super().write_dl([(name, _help(text)) for name, text in rows], col_max, col_spacing)


def _help(text: str) -> str:
    """Return the help of an option, or the first sentence of a command's, as click cuts it."""
    if is_english() or not text:
        return text
    from vnfix.files.catalogue import catalogue

    told, mark, more = text.partition("  [")
    if told in catalogue():
        return catalogue()[told] + mark + more
    begin = told.removesuffix("...").removesuffix(".")
    for english, whole in catalogue().items():
        if english.startswith(begin) and len(begin) > len("Repair"):
            return whole.partition(". ")[0].removesuffix(".") + "."
    return text


class Context(click.Context):
    """A context whose help is written in the language that is spoken."""

    formatter_class = HelpFormatter


def tell_usage_error(error: click.ClickException) -> None:
    """Print what click has refused, as click does it."""
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        if context.help_option_names:
            hint = HINT.format(context.command_path, context.help_option_names[-1])
            click.echo(translated(hint) + "\n", err=True)
    click.echo(translated(f"Error: {error.format_message()}"), err=True)
