"""Writes the generated pages of `docs/`: run `make docs` after a change of the command line.

A test compares the pages with what this module would write, so that they cannot go stale.
"""

from __future__ import annotations

from pathlib import Path

import click

from vnfix.cli import group
from vnfix.commands import COMMANDS

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# The command line

Written by `make docs` from the commands' own help; edit the help texts, not this page.
What the exit codes mean stands in [errors.md](errors.md), the library in [library.md](library.md).
"""
WIDTH = 80


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


PAGES = {"cli.md": cli_page}

if __name__ == "__main__":
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), "utf-8", newline="\n")
