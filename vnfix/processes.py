"""Processes that vnfix starts: none of them runs code that lies in the working folder.

A fresh interpreter that is given code (`-c`, as `multiprocessing` does) looks for modules in the
working folder first, and so does `python -m`: an `ftfy.py` among a person's downloads would be run.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE_PATH = "PYTHONSAFEPATH"
HOME = Path(__file__).resolve().parent.parent


@contextmanager
def safe_start() -> Iterator[None]:
    """Start Python processes inside of this; they leave the working folder out of their path."""
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


def leave_working_folder() -> None:
    """Import nothing from the working folder from now on, unless vnfix itself lies there."""
    if not (here := _working_folder()) or here == HOME:
        return
    sys.path[:] = [p for p in sys.path if p and _real(p) != here]


def _working_folder() -> Path | None:
    try:
        return Path.cwd().resolve()
    except OSError:  # it was removed
        return None


def _real(entry: str) -> Path | None:
    try:
        return Path(entry).resolve()
    except OSError:
        return None
