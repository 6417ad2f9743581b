"""The report of a folder run: worst documents first, as JSON and as a page to read."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vnfix.batch.results import Outcome
from vnfix.files.aside import write_aside
from vnfix.files.catalogue import vietnamese
from vnfix.files.failures import exit_code
from vnfix.files.own import PAGE, REPORT
from vnfix.files.unread import unread_kinds
from vnfix.formats.corrections import json_line
from vnfix.formats.templates import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vnfix.batch.results import JobResult
    from vnfix.errors import ExitCode
    from vnfix.files.unread import UnreadKind

FORMAT = "vnfix-report"
VERSION = 1
HERE = Path(__file__).parent
SHOWN = 50  # documents with lines before and after
# Why a file has no result, worst first.
UNDONE = (Outcome.FAILED, Outcome.REFUSED, Outcome.NEEDS_OCR, Outcome.NOT_READ)


@dataclass(frozen=True)
class Report:
    """What became of all files of a run.

    Attributes:
        results: of each file, in no order.
        began: when the run began, ISO 8601.
        seconds: how long it took.
        files: number of inputs.
        interrupted: it was stopped before all of them were done.
        described: version, options and hashes of the data, as the ledger has them.

    """

    results: tuple[JobResult, ...]
    began: str
    seconds: float
    files: int
    interrupted: bool
    described: Mapping[str, Any]

    @cached_property
    def outcomes(self) -> dict[Outcome, int]:
        """How many files came to which end; all ends are there."""
        count = Counter(r.outcome for r in self.results)
        return {outcome: count[outcome] for outcome in Outcome}

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Kind of damage -> words in lines with it, most first."""
        count: Counter[str] = Counter()
        for r in self.results:
            count.update(r.figures.kinds if r.figures else {})
        return dict(count.most_common())

    @cached_property
    def totals(self) -> dict[str, int]:
        """Pages, words, corrections, doubtful ones and places left, of all files."""
        figures = [r.figures for r in self.results if r.figures]
        names = ("pages", "words", "corrections", "doubtful", "left")
        return {name: sum(getattr(f, name) for f in figures) for name in names}

    @property
    def exit_code(self) -> ExitCode:
        """The highest code that applies."""
        return exit_code(r.code for r in self.results if r.outcome is not Outcome.NOT_READ)

    @property
    def missing(self) -> int:
        """How many files were not begun, where the run was stopped."""
        return self.files - len(self.results)

    @cached_property
    def unread(self) -> list[tuple[UnreadKind, list[JobResult]]]:
        """The files that were not read, by kind."""
        found = [
            (kind, [r for r in self.ranked if r.unread == key])
            for key, kind in unread_kinds().items()
        ]
        return [(kind, rows) for kind, rows in found if rows]

    @cached_property
    def ranked(self) -> list[JobResult]:
        """Worst first: what has no result, then what is likely to hold the most mistakes."""
        return sorted(self.results, key=lambda r: (_rank(r), r.name))


def _rank(result: JobResult) -> tuple[float, ...]:
    if result.outcome in UNDONE:
        return (0, UNDONE.index(result.outcome))
    f = result.figures
    return (1, -f.wrong / f.words, f.health) if f and f.words else (2,)


def write_reports(report: Report, out: Path) -> None:
    """Write `report.json` and `report.html`.

    Raises:
        RefusedError: they cannot be written.

    """
    sources = [r.source for r in report.results]
    write_aside(out / "report.json", to_json(report).encode(), replace=True, private_as=sources)
    html = to_html(report).encode("utf-8", "replace")  # names need not be Unicode
    write_aside(out / "report.html", html, replace=True, private_as=sources)


def is_report(path: Path) -> bool:
    """Tell whether an earlier run has written this file."""
    try:
        with path.open("rb") as f:
            head = f.read(1000)
    except OSError:
        return False
    return REPORT in head or PAGE in head


def to_json(report: Report) -> str:
    """Return the report as JSON, a line for each file."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "vnfix": report.described["version"],
        "began": report.began,
        "seconds": report.seconds,
        "interrupted": report.interrupted,
        "exit_code": int(report.exit_code),
        "options": report.described["options"],
        "totals": {"files": report.files, **report.totals},
        "outcomes": report.outcomes,
        "kinds": report.kinds,
    }
    rows = ",\n".join(json_line(_row(r)) for r in report.ranked)
    return f'{json_line(head)[:-1]}, "files": [\n{rows}\n]}}\n'


def _row(result: JobResult) -> dict[str, Any]:
    row = {
        "file": result.name,
        "source": result.source,
        "outcome": result.outcome,
        "exit_code": int(result.code),
        "reason": result.reason,
        "remedy": result.remedy,
        "unread": result.unread,
        "cause": result.cause,
        "warnings": result.warnings,
        "sha256": result.sha256,
        "size": result.size,
        "seconds": result.seconds,
        "outputs": [o.path for o in result.outputs],
    }
    return row | (asdict(result.figures) if result.figures else {})


def to_html(report: Report) -> str:
    """Return the report as a page that needs nothing but itself; all text is escaped."""
    values = {
        "report": report,
        "undone": [r for r in report.ranked if r.outcome in UNDONE and not r.unread],
        "done": [r for r in report.ranked if r.outcome not in UNDONE],
        "shown": SHOWN,
        "href": href,
        "vietnamese": vietnamese,
    }
    return render(HERE, "report", values)


def href(path: str) -> str:
    """Return a relative link to an output; whatever its name, it stays below the folder.

    >>> href("javascript:x.txt")
    './javascript%3Ax.txt'
    """
    return "./" + quote(os.fsencode(path))
