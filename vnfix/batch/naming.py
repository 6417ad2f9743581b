"""What the output files of several inputs are called, so that no two of them meet."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Inputs whose own format is not text; their repaired text goes to a .txt file.
LAYERED = frozenset({".pdf", ".hocr", ".xml", ".html", ".htm"})
LEDGER = "ledger.sqlite3"
REPORTS = ("report.json", "report.html")
OWN = frozenset({LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm", f"{LEDGER}-journal", *REPORTS})
LONGEST = 255  # bytes of a file's name on the file systems in use


@dataclass(frozen=True, slots=True)
class Outputs:
    """Names of the files that a document gives, relative to the output folder.

    Attributes:
        text: the repaired text.
        corrections: the correction file.
        same: the repaired document in its own format, where that is not text.

    """

    text: Path
    corrections: Path
    same: Path | None


def outputs_of(names: Sequence[Path]) -> list[Outputs]:
    """Return the names of all outputs of inputs with these names; no two are alike.

    Raises:
        UsageError: two inputs have the very same name.

    >>> from pathlib import Path
    >>> [str(o.corrections) for o in outputs_of([Path("a.pdf"), Path("b.pdf"), Path("b.txt")])]
    ['a.jsonl', 'b.pdf.jsonl', 'b.jsonl']

    """
    texts = output_names(names)
    taken = {_key(t) for t in texts} | {_key(n) for n in names} | _folders(names) | OWN
    outputs = []
    for name, text in zip(names, texts, strict=True):
        plain = text.suffix.lower() == ".txt"
        rows = text.with_suffix(".jsonl") if plain else _longer(text, ".jsonl")
        rows = _free(_fitting(rows), ".jsonl", taken)
        same = _fitting(name) if name.suffix.lower() in LAYERED else None
        if same and _key(same) in OWN:
            same = same.with_name(f"{same.stem}_{same.suffix}")
        outputs.append(Outputs(text, rows, same))
    return outputs


def output_names(names: Sequence[Path]) -> list[Path]:
    """Return the names of the texts: `x.pdf` gives `x.txt`, or `x.pdf.txt` where two would meet.

    Names that differ by case only meet too, for many a file system does not tell them apart.

    Raises:
        UsageError: two inputs have the very same name.

    >>> from pathlib import Path
    >>> [str(p) for p in output_names([Path("a.pdf"), Path("b.pdf"), Path("b.txt")])]
    ['a.txt', 'b.pdf.txt', 'b.txt']

    """
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        remedy = "Repair them in two runs with two output folders."
        raise UsageError(f"Two inputs would both be written to {name}.", remedy)
    layered = [n.suffix.lower() in LAYERED for n in names]
    short = [n.with_suffix(".txt") if is_ else n for n, is_ in zip(names, layered, strict=True)]
    count = Counter([*map(_key, short), *_folders(names)])
    taken = {_key(n) for n, is_ in zip(names, layered, strict=True) if not is_} | OWN
    outputs = []
    for name, text, is_layered in zip(names, short, layered, strict=True):
        wanted = text if count[_key(text)] == 1 or not is_layered else _longer(name, ".txt")
        free = is_layered or _key(wanted) in OWN
        outputs.append(_free(_fitting(wanted), ".txt", taken) if free else _fitting(wanted))
    return outputs


def _folders(names: Iterable[Path]) -> set[str]:
    """Return the folders of the names, which no file can be called; there may be an `a.txt/`."""
    return {_key(parent) for name in names for parent in name.parents}


def _key(name: Path) -> str:
    return str(name).casefold()


def _longer(name: Path, suffix: str) -> Path:
    return name.with_name(name.name + suffix)


def _free(name: Path, suffix: str, taken: set[str]) -> Path:
    """Return the name, made longer until it is not taken; it is taken then."""
    while _key(name) in taken:
        name = _fitting(_longer(name, suffix))
    taken.add(_key(name))
    return name


def _fitting(name: Path) -> Path:
    """Return the name, its stem cut and marked with a hash where file systems refuse it."""
    raw = os.fsencode(name.name)
    if len(raw) <= LONGEST:
        return name
    mark = "~" + hashlib.sha256(raw).hexdigest()[:8]
    room = LONGEST - len(mark) - len(os.fsencode(name.suffix))
    return name.with_name(raw[:room].decode("utf-8", "ignore") + mark + name.suffix)
