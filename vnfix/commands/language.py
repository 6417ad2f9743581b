"""The language of the command line: English, or Vietnamese out of a catalogue (`messages/vi.toml`).

Messages are made in English, wherever they come from; what is printed is looked up by its English
text, or by the template that fits it, so that no message has to be written twice in the code. Rows
of JSON, ledgers and correction files stay as they are.
"""

from __future__ import annotations

import os
import re
import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ENGLISH, VIETNAMESE = "en", "vi"
CATALOGUE = Path(__file__).parent / "messages" / "vi.toml"
# Where a system names its language; the first that says anything decides.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
OPTION = "--lang"
PLACE = re.compile(r"\{(\d+)\}")
SENTENCE = re.compile(r"(?<=[.?;]) (?=[A-Z`])")
COUNTED = re.compile(r"(\d[\d.]* )?(\D.*?)( \(.*\))?")
MARKS = ("Error: ", "Warning: ", "Needs OCR: ")
DEEPEST = 4  # messages inside of messages
USAGE, HINT = "Usage: ", "Try '{0} {1}' for help."

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
    return "\n".join(
        line[: len(line) - len(line.lstrip())] + _message(line.strip(), 0)
        for line in text.split("\n")
    )


def catalogue() -> Mapping[str, str]:
    """Return English -> Vietnamese: texts, and templates with `{0}` for what is put into them."""
    return _catalogue()


def evened(text: str) -> str:
    r"""Return a text with blanks for its line ends.

    >>> evened("a\n  b")
    'a b'
    """
    return " ".join(text.split())


@cache
def _catalogue() -> dict[str, str]:
    """Read the catalogue, and the words that the reports have in both languages."""
    from vnfix.files.unread import unread_kinds

    report = Path(__file__).parent.parent / "batch" / "report.toml"
    tables = tomllib.loads(report.read_text("utf-8"))
    words = {
        key: pair[0][0].lower() + pair[0][1:] if not pair[0][:2].isupper() else pair[0]
        for name in ("kind", "outcome")
        for key, pair in tables[name].items()
    }
    kinds = [pair for kind in unread_kinds().values() for pair in (kind.name, kind.helps)]
    words |= {english: vietnamese for vietnamese, english in kinds}
    read: dict[str, dict[str, str]] = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return words | read["composed"] | read["said"]


@cache
def _templates() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return the templates, those that say most themselves first: a part, the text, the pattern."""
    found = []
    for english in _catalogue():
        parts = PLACE.split(english)[::2]
        if len(parts) > 1 and any(part.strip() for part in parts):
            numbers = PLACE.findall(english)
            names = [f"(?P<p{n}>.*?)" for n in numbers]
            made = "".join(re.escape(a) + b for a, b in zip(parts, [*names, ""], strict=True))
            found.append((max(parts, key=len), english, made))
    found.sort(key=lambda row: -len(PLACE.sub("", row[1])))
    return tuple((part, text, re.compile(made, re.DOTALL)) for part, text, made in found)


def _message(text: str, depth: int) -> str:
    """Return a message or a part of one."""
    known = _catalogue().get(text)
    if known or not text or depth > DEEPEST:
        return known or text
    for mark in MARKS:  # before a message that is told by itself
        if text.startswith(mark):
            return _catalogue()[f"{mark}{{0}}"].format(_message(text.removeprefix(mark), depth + 1))
    if told := _sentences(text, depth):  # before a template takes all of them for one
        return told
    for part, english, pattern in _templates():
        found = pattern.fullmatch(text) if part in text else None
        if found:
            values = {name[1:]: _message(v, depth + 1) for name, v in found.groupdict().items()}
            return PLACE.sub(lambda m, values=values: values[m[1]], _catalogue()[english])  # type: ignore[misc]
    return _parts(text, depth)


def _sentences(text: str, depth: int) -> str:
    """Return several sentences that the catalogue has one by one; else nothing."""
    parts = SENTENCE.split(text)
    told = [_message(part, depth + 1) for part in parts] if len(parts) > 1 else []
    known = all(a != b for a, b in zip(parts, told, strict=False))
    return " ".join(told) if known else ""


def _parts(text: str, depth: int) -> str:
    """Return what is put together: sentences, a list, a number of something."""
    for border, joined in ((SENTENCE, " "), (re.compile(", "), ", ")):
        parts = border.split(text)
        if len(parts) > 1:
            return joined.join(_message(part, depth + 1) for part in parts)
    for found in re.finditer(": ", text):  # a message behind the name of its file
        rest = text[found.end() :]
        if (told := _message(rest, depth + 1)) != rest:
            return text[: found.end()] + told
    counted = COUNTED.fullmatch(text)
    if counted and counted[2] in _catalogue():
        return f"{counted[1] or ''}{_catalogue()[counted[2]]}{counted[3] or ''}"
    return text


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
    told, mark, more = text.partition("  [")
    if told in _catalogue():
        return _catalogue()[told] + mark + more
    begin = told.removesuffix("...").removesuffix(".")
    for english, vietnamese in _catalogue().items():
        if english.startswith(begin) and len(begin) > len("Repair"):
            return vietnamese.partition(". ")[0].removesuffix(".") + "."
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


def languages() -> Iterable[str]:
    """Return the languages that can be asked for."""
    return (ENGLISH, VIETNAMESE)
