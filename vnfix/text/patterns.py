"""Patterns that are made when they are first asked, so that a start compiles few of them.

What the package `regex` makes of the patterns of vnfix lies in `patterns.json`, for the one version
of it that made that: handing it over takes a twentieth of the time of compiling. Any other version
compiles for itself.
"""

from __future__ import annotations

import hashlib
import json
from binascii import a2b_base64
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

import regex

FILE = Path(__file__).with_name("patterns.json")


class Late:
    """A pattern of `regex`; from its first use on each of its methods is the compiled pattern's."""

    def __init__(self, source: str, flags: int) -> None:
        """Keep what is to be compiled."""
        self.of = source, int(flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(_made(*self.of), name)
        setattr(self, name, value)
        return value


def pattern(source: str, flags: int = 0) -> regex.Pattern[str]:
    r"""Return a pattern of the package `regex` that is compiled when it is first asked.

    >>> pattern(r"\p{Lu}+").findall("Ủy ban NHÂN DÂN")
    ['Ủ', 'NHÂN', 'DÂN']
    """
    return cast("regex.Pattern[str]", Late(source, flags))


@lru_cache(maxsize=512)
def _made(source: str, flags: int) -> regex.Pattern[str]:
    laid = _laid().get((source, flags))
    if laid is None:
        return regex.compile(source, flags)
    whole, code, groups, *found = laid
    names = {number: name for name, number in groups.items()}
    # What `regex` does to unpickle a pattern.
    made: Any = vars(regex)["_regex"].compile
    return made(source, whole, a2b_base64(code), groups, names, {}, [], *found)  # type: ignore[no-any-return]


@cache
def _laid() -> dict[tuple[str, int], list[Any]]:
    """Return what this version of `regex` made of sources and flags; nothing if it is another."""
    try:
        head, _, body = FILE.read_text("utf-8").partition("\n")
        if json.loads(head) != head_of(body):
            return {}
        return {(source, flags): found for source, flags, *found in json.loads(body)}
    except (OSError, ValueError):  # it is not needed
        return {}


def head_of(body: str) -> dict[str, str]:
    """Return the first line of the file: by which version, and the hash of the rest."""
    return {"regex": regex.__version__, "sha256": hashlib.sha256(body.encode()).hexdigest()}
