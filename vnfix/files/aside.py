"""Bytes to a file, wholly or not at all: written aside, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from vnfix.errors import RefusedError

# A file that is being written; one that lies there when nothing runs is left from a dead run.
PREFIX, SUFFIX = ".vnfix-", ".part"


def write_aside(path: Path, data: bytes, *, replace: bool) -> None:
    """Write `data` to `path`; folders on the way are made.

    A device or pipe is written to as it is, a link's target is replaced, not the link, and a
    replaced file keeps its permissions.

    Args:
        path: the file.
        data: its bytes.
        replace: allow an existing file to be replaced.

    Raises:
        RefusedError: the file exists, or it cannot be written.

    """
    try:
        if path.exists() and not path.is_file():
            _write_special(path, data)
            return
        if path.exists() and not replace:
            remedy = "Name another file, or allow it with `--force`."
            raise RefusedError(f"{path} exists already.", remedy)
        _write_and_rename(path.resolve(), data)
    except OSError as e:
        remedy = "Check the folder, its permissions and the free space."
        raise RefusedError(f"{path} cannot be written: {e.strerror or e}.", remedy) from e


def _write_special(path: Path, data: bytes) -> None:
    if path.is_dir():
        raise RefusedError(f"{path} is a folder.", "Name a file.")
    with path.open("wb") as f:
        f.write(data)


def _write_and_rename(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
        _set_mode(aside, path)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _set_mode(aside: Path, path: Path) -> None:
    """Give the new file the permissions of the old one, or those of any new file."""
    if path.exists():
        shutil.copymode(path, aside)
        return
    umask = os.umask(0)
    os.umask(umask)
    aside.chmod(0o666 & ~umask)
