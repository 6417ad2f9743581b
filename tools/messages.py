"""What the command line can say, found in the source: `python -m tools.messages`.

It compares that with the Vietnamese catalogue (`vnfix/files/messages/vi.toml`) and prints what
is missing there, in the form of the catalogue for a person to fill in, and what nobody says any
more.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.cli import group
from vnfix.commands import COMMANDS
from vnfix.commands.language import evened
from vnfix.files.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).parent.parent / "vnfix"
# What only those meet who program: the library's own, builders, checks, the page's requests.
FOR_PROGRAMMERS = (
    "__init__.py", "adapters/", "api.py", "batch/ordered.py", "document.py", "data/", "decode/",
    "detectors/", "fixers/", "glyphs/", "review/web/", "streaming.py", "train/",
)  # fmt: skip
# Of those rooms, modules whose errors offices meet too: their dictionaries, rules and tables.
FOR_ALL = (
    "data/confidences.py", "data/entries.py", "data/lexicon.py", "data/rulebook.py",
    "data/tables.py", "review/web/pages.py", "review/web/server.py", "review/web/app.py",
)  # fmt: skip
# Names of what is called with a message, or a remedy, and of variables that hold one.
SAYS = re.compile(r"\w*Error|_?broken|_refused|_no_layer|say|detail|error|warn|warning|fail")
HOLDS = re.compile(r"message|remedy|why|said|reason")
CONSTANT = re.compile(r"[A-Z][A-Z_]+")
# `%s` and its like in the messages of the log.
PERCENT = re.compile(r"%(?:s|d|r|\.\d+f)")
PLACE = re.compile(r"\{\d*\}")
WORDS = re.compile(r"[A-Za-z]{2}.* |[a-z]{3}\.$")


def main() -> int:
    """Print what is missing and what is stale; return 1 if there is any."""
    missing, stale = compared()
    for text in missing:
        print(f'{json.dumps(text, ensure_ascii=False)} = ""')
    for text in stale:
        print(f"Nobody says any more: {text}")
    return int(bool(missing or stale))


def compared() -> tuple[list[str], list[str]]:
    """Return the English texts that the catalogue lacks, and those that nobody says any more."""
    tables = tomllib.loads(CATALOGUE.read_text("utf-8"))
    wanted = dict.fromkeys([*spoken(), *shown()])
    known = tables["said"] | tables["composed"]
    missing = [text for text in wanted if not known.get(text)]
    return missing, [text for text in tables["said"] if text not in wanted]


def shown() -> Iterator[str]:
    """Yield the help of all commands and options."""
    context = click.Context(group)
    found = (group.get_command(context, name) for name in COMMANDS)
    for command in [group, *filter(None, found)]:
        yield evened((command.help or "").partition("\f")[0])
        yield from (p.help for p in command.params if isinstance(p, click.Option) and p.help)


def spoken() -> Iterator[str]:
    """Yield the templates of all messages and remedies in the source."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in FOR_ALL or not name.startswith(FOR_PROGRAMMERS):
            tree = ast.parse(path.read_text("utf-8"))
            named = {name: value for node in tree.body for name, value in _assigned(node)}
            for node in ast.walk(tree):
                yield from _told(node, named)


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((t.id, node.value) for t in node.targets if isinstance(t, ast.Name))


def _told(node: ast.AST, named: Mapping[str, ast.expr]) -> Iterator[str]:
    """Yield the templates in a call that says something, or in a variable that holds a message."""
    for name, value in _assigned(node):
        if HOLDS.fullmatch(name):
            yield from _templates(value)
    if isinstance(node, ast.Call):
        function = node.func
        called = (
            function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        )
        if SAYS.fullmatch(called):
            for argument in node.args[:2]:
                is_constant = isinstance(argument, ast.Name) and CONSTANT.fullmatch(argument.id)
                yield from _templates(named.get(argument.id, argument) if is_constant else argument)  # type: ignore[attr-defined]


def _templates(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _templates(node.body)
        yield from _templates(node.orelse)
        return
    count = iter(range(99))
    text = PLACE.sub(lambda _: f"{{{next(count)}}}", PERCENT.sub("{}", _raw(node)))
    if WORDS.search(PLACE.sub("", text)):
        yield text


def _raw(node: ast.expr) -> str:
    """Return a text with `{}` for what is put into it, "" for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_raw(part) or "{}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_raw(node.left) or "{}") + (_raw(node.right) or "{}")
    return ""


if __name__ == "__main__":
    sys.exit(main())
