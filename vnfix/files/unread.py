"""What a folder holds that is not read: told by kind, with what helps (`unread.toml`)."""

from __future__ import annotations

import stat
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("unread.toml")
SPECIAL = {
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}
LINK, RESULT, OTHER = "link", "result", "other"


@dataclass(frozen=True, slots=True)
class UnreadKind:
    """A kind of file that is not read.

    Attributes:
        name: what such files are called, in Vietnamese and in English.
        helps: what can be done to have them read, in both.
        suffixes: by which they are known, with their dots, in small letters.

    """

    name: tuple[str, str]
    helps: tuple[str, str]
    suffixes: tuple[str, ...] = ()


def unread_kinds() -> Mapping[str, UnreadKind]:
    """Return all kinds by their keys, in the order in which they are told."""
    return {
        key: UnreadKind(tuple(kind["name"]), tuple(kind["helps"]), tuple(kind.get("suffixes", ())))
        for key, kind in _table()["kinds"].items()
    }


def kind_of_suffix(suffix: str) -> str:
    """Return the key of the kind that files with a suffix are of.

    >>> kind_of_suffix(".DOCX"), kind_of_suffix(".abc")
    ('word', 'other')

    """
    return _by_suffix().get(suffix.lower(), OTHER)


def special_kind(path: Path) -> str:
    """Return the key of the kind of what is no file, such as a pipe; "" for a file."""
    try:
        return SPECIAL.get(stat.S_IFMT(path.stat().st_mode), "")
    except OSError:
        return ""  # the reader will say why


def is_ignored(name: str) -> bool:
    """Tell whether nobody would miss a file: it is hidden, or a program has left it behind.

    >>> is_ignored("Thumbs.db"), is_ignored("~$plan.docx"), is_ignored("plan.docx")
    (True, True, False)

    """
    ignored, small = _table()["ignored"], name.lower()
    return small in ignored["names"] or small.startswith(tuple(ignored["prefixes"]))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _by_suffix() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, kind in unread_kinds().items():
        for suffix in kind.suffixes:
            found.setdefault(suffix, key)
    return found
