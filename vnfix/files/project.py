"""The project folder `.vnfix/`: what an office has of its own, found without being named.

It is looked for beside the first document and in the folders above it, then in the working folder
and those above. The nearest one that holds any of the files below is taken, up to the home folder.
Options add to it; `--channel` replaces its channel. The library uses it only where it is asked to,
by `with_project`.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config

FOLDER = ".vnfix"
DICTIONARY, LEARNED = "dictionary.txt", "learned.txt"
PROTECTED, LEARNED_PROTECTED = "protect.txt", "learned-protect.txt"
RULES = "rules.toml"
CHANNEL = "channel.tab"
FILES = (DICTIONARY, LEARNED, PROTECTED, LEARNED_PROTECTED, RULES, CHANNEL)


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder.

    Attributes:
        folder: the folder `.vnfix`.

    """

    folder: Path

    def add_to(self, config: Config) -> Config:
        """Return the configuration with the files of the project added."""
        return replace(
            config,
            dictionary=(*self._those(DICTIONARY, LEARNED), *config.dictionary),
            protect=(*self._those(PROTECTED, LEARNED_PROTECTED), *config.protect),
            rules=(*self._those(RULES), *config.rules),
            channel=config.channel or next(iter(self._those(CHANNEL)), None),
        )

    def _those(self, *names: str) -> tuple[Path, ...]:
        return tuple(p for name in names if (p := self.folder / name).is_file())


def find_project(*starts: str | os.PathLike[str]) -> Project | None:
    """Return the nearest project folder.

    Args:
        starts: files or folders, the first with a project counts; none means the working folder.

    """
    for start in starts or (os.curdir,):
        for parent in _upward(Path(os.path.abspath(start))):  # noqa: PTH100 - links keep their names
            folder = parent / FOLDER
            if any((folder / name).is_file() for name in FILES) and not _planted(folder):
                return Project(folder)
    return None


def with_project(config: Config, *starts: str | os.PathLike[str]) -> Config:
    """Return `config` with what the nearest project folder holds; arguments as `find_project`."""
    found = find_project(*starts)
    return found.add_to(config) if found else config


def _upward(path: Path) -> Iterator[Path]:
    """Yield a folder and those above it, up to the home folder."""
    home = Path.home()
    for parent in (path, *path.parents):
        if parent.is_dir():
            yield parent
        if parent == home:
            return


def _planted(folder: Path) -> bool:
    """Whether somebody else may have put the folder there: its parent is open to all."""
    open_to_all = folder.parent.stat().st_mode & stat.S_IWOTH
    return bool(open_to_all) and hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()
