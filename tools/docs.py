"""Writes the generated pages of `docs/`: run `make docs` after a change of the command line.

A test compares the pages with what this module would write, so that they cannot go stale.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from vnfix.cli import group
from vnfix.commands import COMMANDS
from vnfix.config import Config
from vnfix.settings import BY_FIELD, KINDS

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# The command line

Written by `make docs` from the commands' own help; edit the help texts, not this page.
What the exit codes mean stands in [errors.md](errors.md), the library in [library.md](library.md).
"""
WIDTH = 80
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


PAGES = {"cli.md": cli_page, "options.md": options_page}

if __name__ == "__main__":
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), "utf-8", newline="\n")
