"""Writes the generated pages of `docs/`: run `make docs` after a change of the command line.

A test compares the pages with what this module would write, so that they cannot go stale.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import click

from vnfix.cli import group
from vnfix.commands import COMMANDS
from vnfix.config import Config
from vnfix.errors import ExitCode
from vnfix.settings import BY_FIELD, FLAGS, KINDS
from vnfix.version import __version__

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# The command line

Written by `make docs` from the commands' own help; edit the help texts, not this page.
What the exit codes mean stands in [errors.md](errors.md), the library in [library.md](library.md).
"""
WIDTH = 80
MAN = """.\\" Written by `make docs` from the commands' own help.
.TH VNFIX 1 "" "vnfix {version}" "User Commands"
.nh
.ad l
.SH NAME
vnfix \\- repair the garbled text of Vietnamese official documents
.SH SYNOPSIS
.B vnfix
COMMAND [OPTIONS] [ARGS]...
.SH DESCRIPTION"""
COMMON = {
    *(flag.field for flag in FLAGS if flag.everywhere),
    *("no_project", "no_config", "quiet", "verbose", "version"),
}
MAN_END = """.SH FILES
.TP
.B pyproject.toml
Options of a project, in the table [tool.vnfix].
.TP
.B .vnfix/
Options (config.toml), words, rules and decisions for the documents beside or below it.
.SH SEE ALSO
.BR ocrmypdf (1),
.BR pdftotext (1),
.BR patch (1)
"""
OPTIONS = """# Options

Written by `make docs` from `vnfix.Config` and its flags; edit those, not this page.

Each option has one name: a field of `vnfix.Config`, a keyword of the library's functions, a key of
a configuration file. Those without a flag (–) are for the library and configuration files only.

| option | default | flag | meaning |
|---|---|---|---|
{rows}

## In a file

The command line also takes options from `[tool.vnfix]` of the nearest `pyproject.toml` (in the
working folder or above) and from `config.toml` in the project folder `.vnfix/` (beside the
documents or above), which outranks it.

```toml
# pyproject.toml
[tool.vnfix]
tone_placement = "old"
protect = ["words.txt"]     # as seen from this file
rounds = 1
```

In `.vnfix/config.toml` the same lines stand without `[tool.vnfix]`. What the command line says
wins; dictionaries, rules and protected words add up. A key that is no option is an error (exit
code 2). `--no-config` reads neither file, `--no-project` no folder `.vnfix`; `-v` says what was
read. The library reads `.vnfix/` only where it is asked to (`vnfix.files.project.with_project`),
and `pyproject.toml` never.
"""


def cli_page() -> str:
    """Return docs/cli.md."""
    parts = [HEAD]
    with group.make_context("vnfix", [], resilient_parsing=True) as top:
        top.terminal_width = WIDTH
        parts.append(_help(top))
        for name in COMMANDS:
            command = group.get_command(top, name)
            if command is not None:
                context = click.Context(command, parent=top, info_name=name)
                parts.append(f"## vnfix {name}\n\n{_help(context)}")
    return "\n".join(parts)


def _help(context: click.Context) -> str:
    return f"```text\n{context.command.get_help(context)}\n```\n"


def man_page() -> str:
    """Return docs/vnfix.1, the manual page in roff."""
    shared: list[str] = []
    with group.make_context("vnfix", [], resilient_parsing=True) as top:
        parts = [MAN.format(version=__version__), _prose(group.help or ""), ".SH COMMANDS"]
        for name in COMMANDS:
            command = group.get_command(top, name)
            if command is not None:
                context = click.Context(command, parent=top, info_name=name)
                usage = " ".join(command.collect_usage_pieces(context))
                parts.append(f".SS vnfix {name}\n.B vnfix {name}\n{_roff(usage)}\n.PP")
                parts.append(_prose(command.help or ""))
                own = [p for p in _options(command) if p.name not in COMMON]
                parts += _records(own, context)
                if name == "fix":
                    common = [p for p in _options(command) if p.name in COMMON]
                    shared = _records(common, context)
    codes = (f".TP\n.B {code.value}\n{_roff(code.name)}" for code in ExitCode)
    return "\n".join([*parts, ".SH COMMON OPTIONS", *shared, ".SH EXIT STATUS", *codes, MAN_END])


def _options(command: click.Command) -> list[click.Parameter]:
    return [p for p in command.params if isinstance(p, click.Option)]


def _records(options: list[click.Parameter], context: click.Context) -> list[str]:
    rows = (p.get_help_record(context) for p in options)
    return [f".TP\n.B {_roff(a)}\n{_roff(b)}" for a, b in filter(None, rows)]


def _prose(text: str) -> str:
    """Return paragraphs in roff."""
    paragraphs = (" ".join(p.split()) for p in inspect.cleandoc(text).split("\n\n"))
    return "\n.PP\n".join(map(_roff, paragraphs)) + "\n.PP"


def _roff(text: str) -> str:
    """Return a text that roff prints as it stands."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in ".'" else text


def options_page() -> str:
    """Return docs/options.md."""
    meanings = dict(
        re.findall(
            r"^ {8}(\w+): (.+?)\.?(?=\n {8}\w+: |\n\n)",
            str(Config.__doc__),
            re.DOTALL | re.MULTILINE,
        )
    )
    default = Config()
    rows = []
    for name in KINDS:
        flag = f"`{BY_FIELD[name].name}`" if name in BY_FIELD else "–"
        value = json.dumps(getattr(default, name)).replace("[]", "–").replace("null", "–")
        meaning = " ".join(meanings[name].split()).replace("|", "\\|")
        rows.append(f"| `{name}` | {value} | {flag} | {meaning} |")
    return OPTIONS.format(rows="\n".join(rows))


PAGES = {"cli.md": cli_page, "options.md": options_page, "vnfix.1": man_page}

if __name__ == "__main__":
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), "utf-8", newline="\n")
