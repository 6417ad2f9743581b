"""Whether two files are the same, told in a line: pytest would explain a million entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.data.tables import open_table, table_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def difference(built: Path, wanted: Path) -> str:
    """Return which part of a file differs and how much; nothing where all bytes are the same."""
    if built.read_bytes() == wanted.read_bytes():
        return ""
    if wanted.suffix != ".tab":
        lines = built.read_text("utf-8").splitlines(), wanted.read_text("utf-8").splitlines()
        return f"{wanted.name}: {_apart(*lines)} lines differ"
    head = table_header(wanted)
    tables = [open_table(p, (head["format"], head["version"])) for p in (built, wanted)]
    mine, theirs = (dict(t.arrays) for t in tables)
    if mine.keys() != theirs.keys():
        return f"{wanted.name}: other arrays: {sorted(mine.keys() ^ theirs.keys())}"
    parts = [f"{k}: {n} entries" for k in mine if (n := _apart(list(mine[k]), list(theirs[k])))]
    return f"{wanted.name}: {', '.join(parts) or 'the facts in its header'}"


def _apart(a: Sequence[object], b: Sequence[object]) -> int:
    """Return how many entries are not the same, those of the longer one's rest included."""
    return sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
