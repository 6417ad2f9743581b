"""What is left to do of a folder run, and what must not be touched."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.collect import fingerprint, size_of
from vnfix.batch.results import JobResult, Outcome, failed
from vnfix.errors import ExitCode, RefusedError
from vnfix.writers.aside import PREFIX, SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vnfix.batch.collect import Job
    from vnfix.batch.ledger import Ledger, Owned
    from vnfix.batch.pool import Limits

FORCE = "Name another output folder, or replace it with `--force`."
READERS = 8  # files that are hashed at the same time: the disk is what they wait for


@dataclass(frozen=True, slots=True)
class Remaining:
    """The jobs of a run, sorted out.

    Attributes:
        todo: what has to be done, largest inputs first, so that no straggler is left at the end.
        kept: what earlier runs have done.
        refused: what would overwrite others' files, and what is no file.

    """

    todo: list[Job]
    kept: list[JobResult]
    refused: list[JobResult]


def sort_out(jobs: Sequence[Job], ledger: Ledger, limits: Limits, *, force: bool) -> Remaining:
    """Return what is left to do.

    A file is done if its bytes, the options and all that decides about the result are as they
    were, and its outputs are there.

    Args:
        jobs: all jobs of the run.
        ledger: what earlier runs have done.
        limits: a file that exceeded no smaller ones is not tried again.
        force: replace files that are not vnfix's own.

    """
    remaining = Remaining([], [], [])
    sources = {job.place for job in jobs}
    known = [(job, _known(job, ledger, limits)) for job in jobs if not job.special]
    with ThreadPoolExecutor(READERS) as pool:
        same = pool.map(lambda pair: pair[1] is None or _is_same(*pair), known)
    remaining.refused.extend(_skipped(job) for job in jobs if job.special)
    for (job, result), is_same in zip(known, same, strict=True):
        if result and is_same:
            remaining.kept.append(_keep(job, result, ledger))
        elif not force and (error := _refusal(job, ledger, sources)):
            remaining.refused.append(failed(job, error))
        else:
            remaining.todo.append(job)
    remaining.todo.sort(key=lambda job: size_of(job.source), reverse=True)
    return remaining


def clean_up(folder: Path) -> None:
    """Remove the half-written files that a killed run has left in its output folder."""
    for root, _, files in os.walk(folder):
        for name in files:
            if name.startswith(PREFIX) and name.endswith(SUFFIX):
                Path(root, name).unlink(missing_ok=True)


def _skipped(job: Job) -> JobResult:
    reason = f"{job.source} is {job.special}, no file."
    return JobResult(str(job.name), job.source, Outcome.SKIPPED, reason=reason)


def _known(job: Job, ledger: Ledger, limits: Limits) -> JobResult | None:
    """Return an earlier result with the same options and all outputs in place.

    An input folder that was moved is known by its outputs.
    """
    entry = ledger.entry(job.place)
    owned = ledger.owned(job.target) if job.target else None
    if entry is None and owned:
        entry = ledger.entry(owned.source)
    if entry is None or not entry.done or entry.result is None:
        return None
    result = entry.result
    within = result.limits is None or limits.within(result.limits)
    if not result.final or not within or entry.options != ledger.options:
        return None
    planned = [(path, ledger.owned(path)) for path in job.outputs]
    if not all(o and o.source == entry.source for _, o in planned):
        return None
    intact = [_is_intact(path, o) for path, o in planned if o and o.sha256]
    complete = len(intact) == len(planned)
    # Only where something failed or was refused may something be missing.
    return result if all(intact) and complete == (result.code == ExitCode.OK) else None


def _is_intact(path: Path, owned: Owned) -> bool:
    """Tell whether an output is there with its size; not its hash, to keep a new start quick."""
    try:
        return path.stat().st_size == owned.size
    except (OSError, ValueError):
        return False


def _is_same(job: Job, result: JobResult) -> bool:
    return size_of(job.source) == result.size and fingerprint(job.source)[1] == result.sha256


def _keep(job: Job, result: JobResult, ledger: Ledger) -> JobResult:
    """Return an earlier result; one of an input that was moved is entered under its new name."""
    if result.source == job.source and result.name == str(job.name):
        return result
    outputs = tuple(replace(o, path=str(ledger.folder / o.path)) for o in result.outputs)
    result = replace(result, source=job.source, name=str(job.name), outputs=outputs)
    ledger.start(job)
    return ledger.finish(job, result)


def _refusal(job: Job, ledger: Ledger, sources: Collection[Path]) -> RefusedError | None:
    """Return why a job may not write its outputs."""
    reasons = map(partial(_why_not, job, ledger=ledger, sources=sources), job.outputs)
    return next((RefusedError(reason, FORCE) for reason in reasons if reason), None)


def _why_not(job: Job, path: Path, *, ledger: Ledger, sources: Collection[Path]) -> str:
    if not path.exists() and not path.is_symlink():
        return ""
    owned = ledger.owned(path)
    if owned is None or not path.is_file() or path.is_symlink():
        return f"{path} exists already and is not a result of vnfix."
    if owned.source != job.place and owned.source not in sources:
        return f"{path} is the result of another input, {owned.source}."
    entry = ledger.entry(owned.source)
    if entry and not entry.done:
        return ""  # left by a run that was cut off
    if owned.sha256 is None:
        return f"{path} exists already and is not a result of vnfix."
    if fingerprint(str(path))[1] != owned.sha256:
        return f"{path} was changed by someone since vnfix wrote it."
    return ""
