"""Jobs on the cores of this machine: worker processes that are killed and replaced at need.

The pools of the standard library neither bound a job's time and memory nor survive the death of a
worker. Here each worker has a pipe of its own, and one loop watches over all of them.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import (
    connection,
    current_process,
    get_all_start_methods,
    get_context,
    parent_process,
)
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.job import run_job
from vnfix.batch.results import JobResult, Outcome
from vnfix.errors import ExitCode, UsageError, VnfixError
from vnfix.files.collect import fingerprint
from vnfix.files.failures import Cause
from vnfix.processes import leave_working_folder, safe_start

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from vnfix.batch.job import JobSpec

    Do = Callable[[JobSpec], JobResult]

MOST = 61 if os.name == "nt" else 1_000  # Windows cannot wait for more; elsewhere a slip
POLL = 0.05  # seconds between two looks at the workers' time and memory
MEGABYTE = 1_000_000
ATTEMPTS = 2  # a worker may die through no fault of the file, such as the system's lack of memory
DEAD_STARTS = 3  # workers that die in a row before they are ready
# Loaded once, by the server that workers are forked from.
PRELOADED = [
    "vnfix.batch.server",
    "vnfix.batch.job",
    "vnfix.batch.pool",
    "vnfix.diagnosis",
    "vnfix.pipeline",
    "vnfix.pdf.read.reader",
    "vnfix.formats.corrections",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    Attributes:
        timeout: seconds.
        memory: megabytes of its worker process; kept to on Linux only.

    """

    timeout: float = 600.0
    memory: float = 2000.0

    def within(self, other: tuple[float, float]) -> bool:
        """Tell whether these limits are no wider than (seconds, megabytes)."""
        return self.timeout <= other[0] and self.memory <= other[1]


class _Worker:
    """A process that does one job after the other."""

    def __init__(self, do: Do) -> None:
        ours, theirs = context().Pipe()
        self.pipe: connection.Connection = ours
        self.process: BaseProcess = context().Process(target=serve, args=(theirs, do), daemon=True)
        with undisturbed():
            self.process.start()
        theirs.close()
        self.ready = False
        self.task: _Task | None = None
        self.since = 0.0

    def give(self, task: _Task) -> None:
        """Let the worker do a job; its clock starts now."""
        self.task, self.since = task, time.monotonic()
        with suppress(OSError):  # it has died; that is heard on the pipe
            self.pipe.send(task.spec)

    def exceeded(self, limits: Limits) -> str:
        """Return which limit the worker's job has exceeded, "" for none."""
        if self.task is None:
            return ""
        if time.monotonic() - self.since > limits.timeout:
            return f"It took more than {limits.timeout:g} seconds (`--timeout`)."
        if _memory(self.process.pid or 0) > limits.memory:
            return f"It took more than {limits.memory:g} MB of memory (`--memory`)."
        return ""

    def end(self) -> str:
        """Kill the worker and return how it had died, if it had."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@dataclass(frozen=True, slots=True)
class _Task:
    """A job and how often it was tried before."""

    spec: JobSpec
    tried: int = 0


class Pool:
    """Does jobs in worker processes.

    Args:
        size: number of workers; they are started when there is work for them.
        limits: what one file may take.
        do: how a job is done; a function of a module, for other processes have to find it.

    """

    def __init__(self, size: int, limits: Limits, do: Do = run_job) -> None:
        """Start nothing yet."""
        self._do = do
        self._size = size
        self._limits = limits
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._dead_starts = 0

    def run(self, specs: Iterator[JobSpec]) -> Generator[JobResult]:
        """Yield the result of each job as it comes; jobs are taken when a worker is free.

        Raises:
            VnfixError: no worker can be started.

        """
        waiting: _Task | None = None
        try:
            while True:
                waiting = waiting or self._next(specs)
                waiting = self._hand_out(waiting, specs)
                if waiting is None and not any(w.task for w in self._workers):
                    return
                yield from self._look()
        finally:
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _next(self, specs: Iterator[JobSpec]) -> _Task | None:
        if self._again:
            return self._again.popleft()
        spec = next(specs, None)
        return _Task(spec) if spec else None

    def _hand_out(self, task: _Task | None, specs: Iterator[JobSpec]) -> _Task | None:
        """Give jobs to the workers that are free; return the one that is left over."""
        for worker in self._workers:
            if task and worker.ready and worker.task is None:
                worker.give(task)
                task = self._next(specs)
        if task and len(self._workers) < self._size and all(w.ready for w in self._workers):
            self._workers.append(_Worker(self._do))
        return task

    def _look(self) -> Iterator[JobResult]:
        """Wait a moment; yield what has come, and what has gone over its limits."""
        said = connection.wait([w.pipe for w in self._workers], POLL)
        for worker in list(self._workers):
            if worker.pipe in said:
                yield from self._hear(worker)
            elif reason := worker.exceeded(self._limits):
                yield self._stop(worker, reason)

    def _hear(self, worker: _Worker) -> Iterator[JobResult]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._mourn(worker)
            return
        self._dead_starts = 0
        if worker.task is None:
            worker.ready = True
            return
        worker.task = None
        yield answer

    def _mourn(self, worker: _Worker) -> Iterator[JobResult]:
        """Replace a worker that has died; its job is tried once more."""
        self._workers.remove(worker)
        how = worker.end()
        if worker.task is None:
            self._dead_starts += 1
            if self._dead_starts == DEAD_STARTS:
                remedy = (
                    "There may be too little memory: use fewer `--jobs`, or `--jobs 0`. "
                    'In a script, call it below `if __name__ == "__main__":`.'
                )
                raise VnfixError(f"Worker processes die when they are started ({how}).", remedy)
            return
        task = replace(worker.task, tried=worker.task.tried + 1)
        if task.tried < ATTEMPTS:
            self._again.append(task)
            return
        reason = f"Its worker process died {ATTEMPTS} times ({how})."
        yield _over(task.spec, reason, "The file may be damaged; try it alone.", Cause.DIED)

    def _stop(self, worker: _Worker, reason: str) -> JobResult:
        self._workers.remove(worker)
        worker.end()
        assert worker.task
        limits = self._limits.timeout, self._limits.memory
        spec = worker.task.spec
        result = _over(spec, reason, "Allow more, or leave the file out.", Cause.LIMIT)
        return replace(result, final=True, limits=limits)


def _over(spec: JobSpec, reason: str, remedy: str, cause: Cause) -> JobResult:
    """Return the result of a job whose worker is dead."""
    job = spec.job
    size, sha256 = fingerprint(job.source)
    return JobResult(
        str(job.name),
        job.source,
        Outcome.FAILED,
        ExitCode.SOME_FAILED,
        f"{job.source}: {reason}",
        remedy,
        sha256=sha256,
        size=size,
        cause=str(cause),
    )


@cache
def context() -> ForkServerContext | SpawnContext:
    """Return how processes are made: from a server that has loaded vnfix once, where there is one.

    Never by plain forking, for the caller may have threads.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    found = get_context("forkserver")
    found.set_forkserver_preload(PRELOADED)
    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes inside of this: Ctrl+C does not reach them, and their path is safe.

    This process decides what becomes of them.
    """
    with safe_start():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _memory(pid: int) -> float:
    """Return the resident memory of a process in megabytes; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(jobs: int | None) -> int:
    """Return how many worker processes are meant, one at least: None is one for each core.

    Raises:
        UsageError: it is no such number, or this process may not start any.

    """
    meant = min(cores(), MOST) if jobs is None else jobs
    if not hasattr(meant, "__index__") or meant not in range(1, MOST + 1):
        remedy = f"Give a number from 1 to {MOST}, or 0 for no process but this one."
        raise UsageError(f"There cannot be {jobs!r} jobs.", remedy)
    if current_process().daemon:
        remedy = "Leave `jobs` out: the work is shared among processes already."
        raise UsageError("A worker process cannot start processes of its own.", remedy)
    return int(meant)


# The life of a worker process: it takes a job from its pipe, does it and answers.


def serve(pipe: Connection, do: Callable[[JobSpec], JobResult]) -> None:
    """Do jobs until the pipe is closed; nothing is said but on the pipe."""
    begin()
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(do(pipe.recv()))
            gc.collect()  # what broken PDFs leave in circles would lie about for hundreds of files
            gc.freeze()  # what is left is remembered: the next search need not go through it


def begin() -> None:
    """Make a new worker process deaf to Ctrl+C, silent, safe, and mortal as its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    leave_working_folder()
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """End at once when the parent has died, so that no orphan writes beside a new run."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
