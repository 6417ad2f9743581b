"""Bytes to a file, wholly or not at all: written aside, then renamed.

What is written has reached the disk before it gets its name, and the name before the call returns:
a power failure leaves the old file or the new one, never an empty one.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import RefusedError
from vnfix.logs import logger

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logger(__name__)
# A file that is being written; one that lies there when nothing runs is left from a dead run.
PREFIX, SUFFIX = ".vnfix-", ".part"


def write_aside(
    path: Path, data: bytes, *, replace: bool, private_as: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Write `data` to `path`; folders on the way are made.

    A device or pipe is written to as it is, a link's target is replaced, not the link, and a
    replaced file keeps its permissions.

    Args:
        path: the file.
        data: its bytes.
        replace: allow an existing file to be replaced.
        private_as: the inputs; who may not read one of them may not read a new file either.

    Raises:
        RefusedError: the file exists, or it cannot be written.

    """
    try:
        if path.exists() and not path.is_file():
            _write_special(path, data)
            return
        if path.exists() and not replace:
            remedy = "Name another file, or allow it with `--force`."
            raise RefusedError(f"{path} exists already.", remedy, key="exists", name=str(path))
        _write_and_rename(path.resolve(), data, mode_for(private_as))
        log.info("%s: written, %d bytes", path, len(data))
    except OSError as e:
        remedy = "Check the folder, its permissions and the free space."
        message = f"{path} cannot be written: {e.strerror or e}."
        raise RefusedError(message, remedy, key="unwritable", name=str(path)) from e


def _write_special(path: Path, data: bytes) -> None:
    if path.is_dir():
        raise RefusedError(f"{path} is a folder.", "Name a file.", key="is-folder", name=str(path))
    with path.open("wb") as f:
        f.write(data)


def mode_for(inputs: Iterable[str | os.PathLike[str]]) -> int:
    """Return the permissions of a new file that is made from these inputs."""
    umask = os.umask(0)
    os.umask(umask)
    mode = 0o666 & ~umask
    for path in inputs:
        with suppress(OSError, ValueError):  # such as standard input
            mode &= Path(path).stat().st_mode | 0o600
    return mode


def narrow(path: Path, inputs: Iterable[str | os.PathLike[str]]) -> None:
    """Take from a database and its log the permissions that one of the inputs does not give."""
    mode = mode_for(inputs)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(OSError):  # it is somebody else's, who bounds it
            file = path.with_name(name)
            file.chmod(stat.S_IMODE(file.stat().st_mode) & (mode | 0o600))


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_and_rename(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        if path.exists():
            shutil.copymode(path, aside)
        else:
            aside.chmod(mode)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
