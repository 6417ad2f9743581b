"""How a run over many files is told: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from vnfix.batch.results import Outcome
from vnfix.commands.language import translated
from vnfix.files.collect import size_of, tell_unread
from vnfix.formats.templates import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.batch.job import JobSpec
    from vnfix.batch.report import Report
    from vnfix.batch.results import JobResult, Unsure
    from vnfix.commands.options import Console
    from vnfix.files.collect import Job

PLACES = 10  # lines that are named
LOOK = "`vnfix review` asks about them, `-v` shows them, `--min-confidence` sets the bound."
EVERY = 10.0  # seconds between two plain lines


class Progress:
    """Tells of failures as they come, and how far the run is; a watcher of `batch.run`.

    Use it with `with`, so that a bar is taken off the terminal.
    """

    def __init__(self, console: Console) -> None:
        """Tell nothing yet."""
        self._console = console
        self._bar = _Bar() if _on_terminal() and not console.quiet else None
        self._began = self._told = time.monotonic()
        self._done = self._all = self._pages = self._words = 0
        self._bytes = self._of_bytes = 0

    def __enter__(self) -> Progress:
        """Return the progress itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar off the terminal."""
        if self._bar:
            self._bar.stop()

    def begin(self, todo: Sequence[Job], kept: Sequence[JobResult]) -> None:
        """Tell of what was done before, of what failed then, and of a slow kernel."""
        from vnfix.decode.kernel import compiled

        if todo and not compiled():
            self._console.say(
                "The kernel runs as plain Python, with the same results but many times slower: "
                "install a wheel, or a C compiler and vnfix anew."
            )
        self._all = len(todo)
        self._of_bytes = sum(size_of(job.source) for job in todo)
        if kept:
            self._console.say(f"{len(kept)} files were done before; {len(todo)} are left.")
        for result in sorted((r for r in kept if r.reason), key=lambda r: r.name):
            for line in lines_of(replace(result, warnings=()), self._console):
                click.echo(line, err=True)
        if self._bar and todo:
            self._bar.start()

    def hear(self, result: JobResult) -> None:
        """Count a file, and tell if it has failed."""
        self._done += 1
        self._bytes += size_of(result.source)
        if result.figures:
            self._pages += result.figures.pages
            self._words += result.figures.words
        for line in lines_of(result, self._console):
            if self._bar:
                self._bar.print(line)
            else:
                click.echo(line, err=True)
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        seconds = max(now - self._began, 1e-3)
        left = seconds * (self._of_bytes - self._bytes) / self._bytes if self._bytes else 0.0
        figures = (
            f"{self._done} of {self._all} files, {self._pages} pages,"
            f" {self._words / seconds:,.0f} words/s, {timedelta(seconds=round(left))} left"
        )
        if self._bar:
            self._bar.show(self._bytes, self._of_bytes, translated(figures))
        elif now - self._told >= EVERY:
            self._told = now
            self._console.say(figures)


def lines_of(result: JobResult, console: Console) -> list[str]:
    """Return what is told of a file: warnings, what failed and what helps."""
    lines = [] if console.quiet else [f"Warning: {visible(w)}" for w in result.warnings]
    if result.reason:
        told = "Needs OCR" if result.outcome is Outcome.NEEDS_OCR else "Error"
        lines += [f"{told}: {visible(result.reason)}", visible(result.remedy)]
    if result.trace and console.verbose:
        lines.append(result.trace)
    elif console.verbose and result.figures:
        f = result.figures
        changed = f"{f.corrections} corrections ({f.corrections - f.doubtful} AUTO)"
        if f.left:
            changed += f", {f.left} places left, too unsure"
        lines.append(f"{visible(result.name)}: read as {f.read_as}, {result.outcome}, {changed}.")
        lines += (
            f"  page {u.page}, line {u.line}: {visible(u.before)!r} was left, perhaps"
            f" {visible(u.after)!r} ({u.confidence})"
            for u in f.unsure
        )
    return [translated(line) for line in lines if line]


def single(spec: JobSpec, console: Console) -> tuple[JobResult, bytes]:
    """Do the job of a file that is the only one, and tell what happened.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    from vnfix.batch.job import run_single
    from vnfix.errors import DataError

    result, data = run_single(spec)
    if result.fatal:
        raise DataError(result.reason, result.remedy)
    for line in lines_of(result, console):
        click.echo(line, err=True)
    if result.figures and result.figures.unsure:
        console.say(_left(result.source, result.figures.unsure))
    return result, data


def _left(name: str, unsure: Sequence[Unsure]) -> str:
    """Return how many places are too unsure to be changed, and where they are."""
    lines = list(dict.fromkeys(str(u.line) for u in unsure))
    where = ", ".join(lines[:PLACES]) + (" ..." if len(lines) > PLACES else "")
    word = "line" if len(lines) == 1 else "lines"
    told = f"{name}: left as they were, too unsure to be changed: {len(unsure)} ({word} {where})."
    return f"{told} {LOOK}"


class _Bar:
    """A bar with the figures behind it, at the foot of the terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._console = Console(stderr=True, highlight=False)
        columns = BarColumn(), TextColumn("{task.description}", markup=False)
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("")

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def show(self, done: int, total: int, figures: str) -> None:
        self._progress.update(self._task, completed=done, total=total or 1, description=figures)

    def print(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)


def summarise(report: Report, console: Console) -> None:
    """Print what was not read; then the table at the end of a run, and its sum in one line."""
    say_unread(((r.unread, r.name) for r in report.results), console)
    if console.quiet:
        return
    rows = [(outcome, n) for outcome, n in report.outcomes.items() if n]
    if _on_terminal():
        _print_table(rows, report)
    else:
        wide = max((len(translated(outcome)) for outcome, _ in rows), default=0)
        for outcome, n in rows:
            click.echo(f"  {translated(outcome):<{wide}} {n:>7}", err=True)
    totals = report.totals
    console.say(
        f"{totals['pages']} pages, {totals['words']} words, {totals['corrections']} corrections,"
        f" {totals['doubtful']} of them for a person; left as they were, too unsure:"
        f" {totals['left']}; {report.seconds:.1f} s."
    )
    ends = [f"{n} {outcome}" for outcome, n in rows]
    if report.missing:
        ends.append(f"{report.missing} not begun")
    console.say(f"{report.files} files: {', '.join(ends)}.")


def say_unread(files: Iterable[tuple[str, str]], console: Console) -> None:
    """Say what was not read, and what helps; with `--quiet` too.

    Args:
        files: kind ("" for what was read) and name of each.
        console: where to say it.

    """
    for what, helps in tell_unread(files):
        console.warn(what, helps)


def _print_table(rows: Sequence[tuple[Outcome, int]], report: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    heads = map(translated, ("outcome", "files", "pages", "words"))
    table = Table(*heads, title_justify="left")
    for outcome, n in rows:
        figures = [r.figures for r in report.results if r.outcome is outcome and r.figures]
        pages, words = sum(f.pages for f in figures), sum(f.words for f in figures)
        table.add_row(translated(outcome), *map(str, (n, pages, words)))
    for column in table.columns[1:]:
        column.justify = "right"
    Console(stderr=True, highlight=False).print(table)


def _on_terminal() -> bool:
    import sys

    return sys.stderr.isatty()
