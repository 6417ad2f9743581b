"""The project folder `.vnfix/`: what an office has of its own, found without being named.

It is looked for beside the first document and in the folders above it, then in the working folder
and those above. The nearest one that holds any of the files below is taken, up to the home folder.
Options add to it; `--channel` replaces its channel. It may hold options itself (`config.toml`),
which outrank those of a `pyproject.toml` in the working folder or above. The library uses it only
where it is asked to, by `with_project`.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.files.settings import read_settings
from vnfix.settings import KINDS, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config

FOLDER = ".vnfix"
DICTIONARY, LEARNED = "dictionary.txt", "learned.txt"
PROTECTED, LEARNED_PROTECTED = "protect.txt", "learned-protect.txt"
RULES = "rules.toml"
CHANNEL = "channel.tab"
CONFIG = "config.toml"
PYPROJECT, TABLE = "pyproject.toml", ("tool", "vnfix")
FILES = (DICTIONARY, LEARNED, PROTECTED, LEARNED_PROTECTED, RULES, CHANNEL, CONFIG)


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

    def settings(self) -> dict[str, Any]:
        """Return the options of its `config.toml`; arguments and errors as `read_settings`."""
        return next((read_settings(path) or {} for path in self._those(CONFIG)), {})

    def _those(self, *names: str) -> tuple[Path, ...]:
        return tuple(p for name in names if (p := self.folder / name).is_file())


def find_project(*starts: str | os.PathLike[str]) -> Project | None:
    """Return the nearest project folder.

    Args:
        starts: files or folders, the first with a project counts; none means the working folder.

    """
    for start in starts or (os.curdir,):
        for parent in upward(Path(os.path.abspath(start))):  # noqa: PTH100 - links keep their names
            folder = parent / FOLDER
            if any((folder / name).is_file() for name in FILES) and not planted(folder):
                return Project(folder)
    return None


def with_project(config: Config, *starts: str | os.PathLike[str]) -> Config:
    """Return `config` with what the nearest project folder holds; arguments as `find_project`.

    Its options count where those of `config` are the default ones.
    """
    found = find_project(*starts)
    if not found:
        return config
    default = type(config)()
    own = {n: v for n in KINDS if (v := getattr(config, n)) != getattr(default, n)}
    return found.add_to(merged(merged(default, found.settings()), own))


def with_lessons(config: Config, folder: Path) -> Config:
    """Return `config` with what `vnfix learn` has written into a project folder by now.

    A program that runs for long asks again for each document: lessons come, and may be taken away.
    A channel that was named by hand stays.
    """
    if not folder.is_dir() or planted(folder):
        return config

    def now(known: tuple[Path, ...], name: str) -> tuple[Path, ...]:
        path = folder / name
        others = tuple(p for p in known if p.resolve() != path.resolve())
        if not path.is_file():
            return others
        return known if len(others) < len(known) else (path, *known)

    channels = now((config.channel,) if config.channel else (), CHANNEL)
    return replace(
        config,
        dictionary=now(config.dictionary, LEARNED),
        protect=now(config.protect, LEARNED_PROTECTED),
        channel=channels[-1] if channels else None,
    )


def found_settings(
    project: Project | None, folder: str | os.PathLike[str]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the configuration files and their options, the one that outranks the other last.

    Args:
        project: the project folder, if there is one.
        folder: where the search for `pyproject.toml` begins; it goes on in the folders above.

    Raises:
        DataError: a file cannot be read, or is no TOML.
        UsageError: there is no such option, or it cannot have that value.

    """
    for parent in upward(Path(folder).absolute()):
        path = parent / PYPROJECT
        if path.is_file() and not planted(path):
            settings = read_settings(path, TABLE)
            if settings is not None:
                yield path, settings
                break
    if project and (settings := project.settings()):
        yield project.folder / CONFIG, settings


def upward(path: Path) -> Iterator[Path]:
    """Yield a folder, if the path is one, and those above it, up to the home folder."""
    home = Path.home()
    for parent in (path, *path.parents):
        if parent.is_dir():
            yield parent
        if parent == home:
            return


def planted(path: Path) -> bool:
    """Whether somebody else may have put a file or folder there: its parent is open to all."""
    open_to_all = path.parent.stat().st_mode & stat.S_IWOTH
    return bool(open_to_all) and hasattr(os, "getuid") and path.stat().st_uid != os.getuid()
