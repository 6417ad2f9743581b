"""`vnfix diff`: the proposed or decided corrections, shown."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import FILES, Console, shared, write_bytes
from vnfix.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vnfix.config import Config
    from vnfix.model import Correction, Document, Repair

COLOURS = {"-": "red", "+": "green", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class Output:
    """How the difference is shown.

    Attributes:
        words: word by word.
        html: file for the page, None for none.
        force: replace that file.

    """

    words: bool
    html: str | None
    force: bool


@click.command("diff")
@click.argument("path", metavar="PATH", type=FILES)
@click.argument("corrections", metavar="[F.jsonl]", type=FILES, required=False)
@click.option("--words", is_flag=True, help="Word by word, in colour on a terminal.")
@click.option("--html", metavar="FILE", type=FILES, help="One page, side by side, for any browser.")
@click.option("--force", is_flag=True, help="Replace an HTML file that exists.")
@shared
def command(
    path: str, corrections: str | None, config: Config, console: Console, **how: bool | str | None
) -> int:
    """Show what would be changed, and change nothing.

    A unified diff that applies with `patch -p1`; of a PDF, that of its text. With F.jsonl the
    decided corrections are shown instead of new proposals. PATH may be a folder. Exit code 1 if
    there is a difference.
    """
    from vnfix.commands.progress import say_unread
    from vnfix.files.collect import refuse_inputs, surveyed
    from vnfix.review.diffs import compared

    output = Output(
        bool(how["words"]), str(how["html"]) if how["html"] else None, bool(how["force"])
    )
    if output.words and output.html:
        raise UsageError("`--words` and `--html` exclude each other.", "Run it twice.")
    if path == corrections == "-":
        raise UsageError("Only one of the two can be standard input.", "Name a file.")
    if output.html:
        refuse_inputs([path, *([corrections] if corrections else [])], [Path(output.html)])
    if path == "-" or not Path(path).is_dir():
        return _show(compared(path, config, corrections), output, config)
    if corrections or output.html:
        raise UsageError("F.jsonl and `--html` go with one document.", "Name one of the folder.")
    sources = surveyed([path])
    code = _all([s.path for s in sources if not s.unread], output, config, console)
    say_unread(((s.unread, str(s.relative)) for s in sources), console)
    return code


def _all(paths: Iterable[str], output: Output, config: Config, console: Console) -> int:
    """Show file by file; one that fails stops no other."""
    from vnfix.files.failures import Failure, attempt, exit_code
    from vnfix.review.diffs import compared

    codes = []
    for path in paths:
        found = attempt(path, functools.partial(compared, path, config))
        if isinstance(found, Failure):
            console.failure(found)
            codes.append(found.code)
        else:
            codes.append(_show(found, output, config))
    return exit_code(codes)


def _show(found: tuple[Document, Repair, bytes], output: Output, config: Config) -> ExitCode:
    from vnfix.review.diffs import unified

    document, repair, source = found
    if output.html:
        _write_page(Path(output.html), document, repair, (source, config), force=output.force)
    elif output.words:
        _write_words(document, repair)
    else:
        _write_unified(unified(document, repair, source))
    return ExitCode.FOUND if repair.text != repair.original else ExitCode.OK


def _write_page(
    target: Path, document: Document, repair: Repair, read: tuple[bytes, Config], *, force: bool
) -> None:
    from vnfix.files.aside import write_aside
    from vnfix.formats.html import encode_html

    page = encode_html(document, repair, *read)
    write_aside(target, page, replace=force, private_as=[document.name])


def _write_words(document: Document, repair: Repair) -> None:
    from vnfix.review.diffs import marked, words

    show: Callable[[Correction], str] = _coloured if in_colour() else marked
    name = _visible(document.name)
    for line in words(document, repair, show):
        write_bytes(f"{name}:{line}\n".encode())


def _coloured(correction: Correction) -> str:
    """Return a change in colours; what a person should look at is yellow and has a `?`."""
    from vnfix.model import Safety

    sure = correction.safety is Safety.AUTO
    gone = click.style(_visible(correction.before), fg="red", strikethrough=True)
    come = click.style(_visible(correction.after), fg="green" if sure else "yellow", bold=True)
    return gone + come + ("" if sure else click.style("?", fg="yellow"))


def _write_unified(diff: bytes) -> None:
    """Write the bytes that `patch` wants; a terminal gets readable text in colour."""
    if not sys.stdout.isatty():
        write_bytes(diff)
        return
    for line in diff.decode("utf-8", "replace").split("\n")[:-1]:
        colour = COLOURS.get(line[:1]) if in_colour() else None
        write_bytes(f"{click.style(_visible(line), fg=colour)}\n".encode())


def _visible(text: str) -> str:
    """Return a text whose control characters a terminal does not obey."""
    from vnfix.formats.templates import visible

    return visible(text)


def in_colour() -> bool:
    """Whether standard output is a terminal that is to show colours (https://no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()
