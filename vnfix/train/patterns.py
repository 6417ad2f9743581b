"""Compiles the patterns of vnfix for the version of `regex` that is installed: `patterns.json`.

    python -m vnfix.train.patterns FILE

The sets that `regex` makes on the way keep their order only where hashes stay the same: the builder
starts a Python that hashes strings so, and its nodes are hashed by what they say.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from binascii import b2a_base64
from pathlib import Path
from typing import Any

import regex

import vnfix
from vnfix.config import Config
from vnfix.processes import safe_start
from vnfix.resources import load_resources
from vnfix.text.patterns import FILE, Late, head_of

NODE: Any = vars(regex._regex_core)["RegexBase"]
ROOMS = ("text", "data", "detectors", "fixers", "decode", "alternatives", "look", "settle")


def build_patterns(path: Path = FILE) -> None:
    """Write the file."""
    command = [sys.executable, "-m", __name__, str(path)]
    with safe_start():
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0"}, check=True)


def shipped_patterns() -> list[tuple[str, int]]:
    """Return sources and flags of the patterns of the repairing modules and of the rules."""
    found: list[Any] = []
    for module in pkgutil.walk_packages(vnfix.__path__, "vnfix."):
        if module.name.split(".")[1] in ROOMS:
            found += vars(importlib.import_module(module.name)).values()
    for rule in load_resources(Config()).rulebook.rules:
        found += (rule.pattern, rule.result)
    return sorted({late.of for late in found if isinstance(late, Late)})


def _row(source: str, flags: int) -> list[Any]:
    """Return what `regex` keeps of a pattern when it pickles it."""
    made: Any = regex.compile(source, flags)
    _, whole, code, groups, _, named, indexes, *more = made._pickled_data
    if named or indexes:
        raise ValueError(f"a pattern with named lists: {source}")
    return [source, flags, whole, b2a_base64(code, newline=False).decode(), groups, *more]


def _told(key: object) -> str:
    """Return what a node of `regex` says of itself, without addresses."""
    if isinstance(key, NODE):
        return _told(key._key)
    if isinstance(key, tuple | list):
        return f"({' '.join(map(_told, key))})"
    return key.__name__ if isinstance(key, type) else repr(key)


def main(path: Path) -> None:
    """Write the file, in a Python that hashes as the builder wants."""
    NODE.__hash__ = lambda self: hash(_told(self))
    rows = (json.dumps(_row(*of), ensure_ascii=False) for of in shipped_patterns())
    body = "[\n" + ",\n".join(rows) + "\n]\n"
    path.write_text(json.dumps(head_of(body)) + "\n" + body, "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
