"""A run over many files: what is left to do, who does it, and what is told of it."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vnfix.batch.job import JobSpec, run_job
from vnfix.batch.ledger import Ledger, clean_up, sort_out
from vnfix.batch.pool import Limits, Pool, workers
from vnfix.batch.report import Report, is_report, write_reports
from vnfix.errors import DataError, RefusedError, UsageError
from vnfix.files.aside import narrow
from vnfix.files.own import LEDGER, REPORTS
from vnfix.logs import logger

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from vnfix.batch.ledger import Remaining
    from vnfix.batch.results import JobResult
    from vnfix.config import Config
    from vnfix.files.collect import Job


log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """By what means a run is made; nothing here changes a result.

    Attributes:
        jobs: worker processes; None takes one for each core, 0 this process, without limits.
        timeout: seconds that one file may take; None means the default.
        memory: megabytes that one file may take; None means the default.
        dask: address of a Dask scheduler whose workers do the jobs.
        force: replace files that are not results of vnfix.
        in_place: the outputs are the inputs.

    """

    jobs: int | None = None
    timeout: float | None = None
    memory: float | None = None
    dask: str | None = None
    force: bool = False
    in_place: bool = False

    @property
    def limits(self) -> Limits:
        """The limits of a file."""
        given = {"timeout": self.timeout, "memory": self.memory}
        return Limits(**{name: value for name, value in given.items() if value is not None})


class Watcher(Protocol):
    """Who is told of a run as it goes on."""

    def begin(self, todo: Sequence[Job], kept: Sequence[JobResult]) -> None:
        """Hear of the files that have to be done, and what became of others in earlier runs."""

    def hear(self, result: JobResult) -> None:
        """Hear what became of a file."""


class Silence:
    """A watcher that says nothing."""

    def begin(self, todo: Sequence[Job], kept: Sequence[JobResult]) -> None:
        """Say nothing."""

    def hear(self, result: JobResult) -> None:
        """Say nothing."""


class Executor(Protocol):
    """Who does the jobs."""

    def run(self, specs: Iterator[JobSpec]) -> Generator[JobResult]:
        """Yield the results in any order; a job is taken when it can be begun."""
        ...


class Here:
    """Does the jobs in this process, one after the other."""

    def run(self, specs: Iterator[JobSpec]) -> Generator[JobResult]:
        """Yield the result of each job."""
        yield from map(run_job, specs)


def run(
    jobs: Sequence[Job], out: Path | None, config: Config, means: Means, watcher: Watcher
) -> Report:
    """Do all jobs and return the report, which is also written to `out`.

    A run that was cut off goes on where it was: the ledger in `out` knows what is done.

    Args:
        jobs: from `collect.plan`.
        out: the folder of ledger and reports; None for none.
        config: the options.
        means: by what means.
        watcher: who is told as it goes on.

    Raises:
        UsageError: means that make no sense.
        RefusedError: the ledger or a report cannot be written, or another run has the ledger.
        DataError: a dictionary, rule file or model cannot be used.
        KeyboardInterrupt: after the reports of what is done so far were written.

    """
    _check(means)
    if out and not means.force:
        _refuse_reports(out)
    began, clock = datetime.now(UTC).astimezone().isoformat(timespec="seconds"), time.monotonic()
    described = describe(config)
    if means.dask:
        jobs, config = [job.absolute() for job in jobs], _absolute(config)
    results: list[JobResult] = []
    stopped: BaseException | None = None
    with Ledger(out, described, began) as ledger:
        if ledger.path:
            narrow(ledger.path, [job.source for job in jobs])
        remaining = _sorted_out(jobs, ledger, means, watcher, results)
        try:
            with closing(_results(remaining, ledger, config, means)) as answers:
                for result in answers:
                    log.debug("%s: %s in %.2f s", result.source, result.outcome, result.seconds)
                    watcher.hear(result)
                    results.append(result)
        except (KeyboardInterrupt, RefusedError) as e:
            stopped = e
        seconds = round(time.monotonic() - clock, 1)
        report = Report(tuple(results), began, seconds, len(jobs), bool(stopped), described)
        _leave(report, out, stopped)
    return report


def _refuse_reports(out: Path) -> None:
    """Refuse to replace reports where vnfix has written none."""
    for path in (out / name for name in REPORTS):
        if path.exists() and not (out / LEDGER).exists() and not is_report(path):
            remedy = "Name another output folder, or replace it with `--force`."
            raise RefusedError(f"{path} exists already and is not a result of vnfix.", remedy)


def _sorted_out(
    jobs: Sequence[Job], ledger: Ledger, means: Means, watcher: Watcher, results: list[JobResult]
) -> Remaining:
    """Return what has to be done; the results of all else are added to `results`."""
    if ledger.path:
        clean_up(ledger.folder)
    force = means.force or ledger.path is None
    remaining = sort_out(jobs, ledger, means.limits, force=force)
    log.info("%d files to do, %d done before", len(remaining.todo), len(remaining.kept))
    watcher.begin(remaining.todo, remaining.kept)
    for result in remaining.refused:
        watcher.hear(result)
    results += [*remaining.kept, *remaining.refused, *remaining.unread]
    return remaining


def _results(
    remaining: Remaining, ledger: Ledger, config: Config, means: Means
) -> Generator[JobResult]:
    """Yield the result of each job when it stands in the ledger."""
    todo = remaining.todo
    by_source = {job.source: job for job in todo}

    def specs() -> Iterator[JobSpec]:
        for job in todo:
            careful = job.source in remaining.careful
            ledger.start(job, careful=careful)
            yield JobSpec(job, config, means.in_place, careful)

    if not todo:
        return
    with closing(_executor(len(todo), means).run(specs())) as answers:
        for answer in answers:
            if answer.fatal:
                raise DataError(answer.reason, answer.remedy)
            yield ledger.finish(by_source[answer.source], answer)


def _leave(report: Report, out: Path | None, stopped: BaseException | None) -> None:
    """Write the reports and tidy up; then raise what has stopped the run."""
    try:
        if out:
            clean_up(out)
            write_reports(report, out)
    except RefusedError:
        if stopped is None:
            raise
    if stopped is not None:
        raise stopped


def _check(means: Means) -> None:
    limited = means.timeout is not None or means.memory is not None
    if means.dask and (limited or means.jobs is not None):
        remedy = "Give them to the workers: `dask worker --memory-limit ... --nworkers ...`."
        raise UsageError("`--dask` excludes `--jobs`, `--timeout` and `--memory`.", remedy)
    if means.jobs == 0 and limited:
        remedy = "Use `--jobs 1`: a limit needs a process of its own."
        raise UsageError("`--jobs 0` excludes `--timeout` and `--memory`.", remedy)
    if not means.dask and means.jobs != 0:
        workers(means.jobs)
    given: tuple[object, ...] = (means.timeout, means.memory)
    limits = (limit for limit in given if limit is not None)
    if not all(isinstance(limit, int | float) and limit > 0 for limit in limits):
        remedy = "Leave `--timeout` and `--memory` out, or give positive numbers."
        raise UsageError("The limits of a run must be above 0.", remedy)


def _executor(todo: int, means: Means) -> Executor:
    if means.dask:
        from vnfix.batch.cluster import Cluster

        return Cluster(means.dask)
    if means.jobs == 0:
        return Here()
    return Pool(min(todo, workers(means.jobs)), means.limits)


def _absolute(config: Config) -> Config:
    """Return the options as those see them who have another working folder."""
    found: dict[str, Any] = {}
    for f in fields(config):
        value = getattr(config, f.name)
        if isinstance(value, Path):
            found[f.name] = value.absolute()
        elif isinstance(value, tuple):
            found[f.name] = tuple(path.absolute() for path in value)
    return replace(config, **found)


def describe(config: Config) -> dict[str, Any]:
    """Return all that decides about results but the inputs: version, options, hashes of data.

    Raises:
        DataError: a dictionary, rule file or model cannot be read.

    """
    from vnfix.resources import PACKAGE, load_resources
    from vnfix.version import __version__

    options = {f.name: _described(getattr(config, f.name)) for f in fields(config)}
    del options["models"]  # not where they are decides, but what they are
    models = load_resources(config).models.glob("*")
    shipped = [p for d in ("dictionaries", "rules") for p in (PACKAGE / d).iterdir()]
    return {
        "version": __version__,
        "options": options,
        "models": _hashes(sorted(p for p in models if p.is_file())),
        "data": _hashes(sorted(shipped)),
    }


def _described(value: object) -> object:
    """Return an option as JSON has it; of files what is in them."""
    if isinstance(value, Path):
        return _hashes([value])
    return _hashes(value) if isinstance(value, tuple) else value


def _hashes(paths: Iterable[Path]) -> list[str]:
    """Return name and hash of each file; of a table the hash in its header, which is quick."""
    from vnfix.data.tables import table_header
    from vnfix.files.collect import fingerprint

    hashes = []
    for path in paths:
        try:
            head = table_header(path)
        except OSError as e:
            raise DataError(f"{path} cannot be read: {e.strerror}.", "Check the path.") from e
        hashes.append(f"{path.name} {head.get('sha256') or fingerprint(str(path))[1]}")
    return hashes
