"""Names of results: what tells them from their originals, and what file systems can hold."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

FIXED = ".fixed"
"""Between the name of a repaired document and its suffix."""
LONGEST_NAME = 255  # bytes of a file's name on the file systems in use
CUT = re.compile(r"~[0-9a-f]{8}\Z")


def fitting(name: Path, tail: str = "") -> Path:
    """Return the name, cut and marked with a hash where file systems refuse it.

    Args:
        name: the file.
        tail: its end, which stays; "" stands for its suffix.

    >>> from pathlib import Path
    >>> fitting(Path("plan.fixed.txt"), ".fixed.txt").name
    'plan.fixed.txt'
    >>> str(fitting(Path("k" * 250 + ".fixed.txt"), ".fixed.txt"))[-25:]
    'kkkkkk~c14c99b6.fixed.txt'

    """
    raw = os.fsencode(name.name)
    if len(raw) <= LONGEST_NAME:
        return name
    tail = tail or name.suffix
    mark = "~" + hashlib.sha256(raw).hexdigest()[:8]
    room = LONGEST_NAME - len(mark) - len(os.fsencode(tail))
    return name.with_name(raw[:room].decode("utf-8", "ignore") + mark + tail)


def fixed_name(stem: str, suffix: str) -> str:
    """Return the name of a repaired document, from the name of its original without the suffix."""
    tail = FIXED + suffix
    return fitting(Path(stem + tail), tail).name
