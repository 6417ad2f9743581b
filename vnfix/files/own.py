"""Which files vnfix itself has written: they are never taken as inputs out of a folder."""

from __future__ import annotations

import glob
from pathlib import Path  # noqa: TC003 - examples need it
from typing import TYPE_CHECKING

from vnfix.files.names import CUT, FIXED, fixed_name

if TYPE_CHECKING:
    from collections.abc import Collection

LEDGER = "ledger.sqlite3"
REPORTS = ("report.json", "report.html")
OWN = frozenset({LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm", f"{LEDGER}-journal", *REPORTS})
CORRECTIONS = b'{"format": "vnfix-corrections"'
# How reports and pages begin, which may lie anywhere and have any name.
REPORT = b'"format": "vnfix-report"'
PAGE = b'name="generator" content="vnfix '
MARKS = {
    ".jsonl": (CORRECTIONS, CORRECTIONS.replace(b" ", b"")),
    ".json": (REPORT,),
    ".html": (PAGE,),
    ".htm": (PAGE,),
    ".sqlite3": (b"SQLite format 3\0",),
}
HEAD = 1000  # bytes


def is_result(path: Path) -> bool:
    """Tell whether vnfix has written a file.

    That is a repaired document that lies beside its original (`plan.fixed.pdf`), a correction file,
    a report, a diff page, or the ledger of a folder run.
    """
    if path.stem.endswith(FIXED) and _has_original(path):
        return True
    suffix = path.suffix.lower()
    if suffix == ".sqlite3" and path.name != LEDGER:
        return False  # somebody else's
    return path.name in OWN - {LEDGER, *REPORTS} or begins_with(path, MARKS.get(suffix, ()))


def begins_with(path: Path, marks: Collection[bytes], size: int = HEAD) -> bool:
    """Tell whether one of some marks stands in the first bytes of a file; not if unreadable.

    Args:
        path: the file.
        marks: without any, the file is not opened.
        size: how many bytes are looked at.

    """
    if not marks:
        return False
    try:
        with path.open("rb") as f:
            head = f.read(size)
    except OSError:
        return False
    return any(mark in head for mark in marks)


def _has_original(path: Path) -> bool:
    """Tell whether a file lies there whose repaired document has this name, cut or not."""
    stem = CUT.sub("", path.stem.removesuffix(FIXED))
    near = path.parent.glob(f"{glob.escape(stem)}*")
    named = ((other.stem, other.name) for other in near if other != path)
    return any(path.name in (fixed_name(n, path.suffix) for n in both) for both in named)
