"""Jobs on a Dask cluster that shares the file system: the same job, other machines.

The ledger stays with this process. Dask gives the jobs of a worker that died to another one; where
both have done a job, each wrote the same files, and the answer is heard once.
"""

from __future__ import annotations

import importlib
import threading
from itertools import islice
from typing import TYPE_CHECKING, Any

from vnfix.batch.job import run_job
from vnfix.batch.results import JobResult, Outcome
from vnfix.errors import ExitCode, UnreadableError, UsageError
from vnfix.files.failures import Cause
from vnfix.processes import leave_working_folder, safe_start

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from vnfix.batch.job import JobSpec

CONNECT = 30  # seconds until a scheduler that does not answer is given up
AHEAD = 2  # jobs that a thread of the cluster has in hand, the one that it does included
# A job was done, but its worker died before the answer was fetched: another one does it again.
LOST = frozenset(("lost", "pending"))

# The PDF library knows one thread at a time.
_one_at_a_time = threading.Lock()


class Cluster:
    """Does jobs on the workers of a Dask scheduler; all of them see the same files.

    Args:
        address: of the scheduler, as `tcp://host:8786`.

    Raises:
        UsageError: dask.distributed is not installed.
        UnreadableError: no scheduler answers at the address.

    """

    def __init__(self, address: str) -> None:
        """Connect to the scheduler."""
        try:
            self._dask: Any = importlib.import_module("distributed")  # it has no types
        except ImportError as e:
            remedy = 'Install it with `pip install "vnfix[dask]"`.'
            raise UsageError("`--dask` needs dask.distributed.", remedy) from e
        try:
            with safe_start():
                self._client = self._dask.Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as e:
            remedy = "Start one with `dask scheduler` and workers with `dask worker`."
            raise UnreadableError(f"No Dask scheduler answers at {address}: {e}.", remedy) from e

    def run(self, specs: Iterator[JobSpec]) -> Generator[JobResult]:
        """Yield the result of each job as it comes; jobs are taken as workers get free."""
        try:
            jobs = {self._submit(spec): spec for spec in islice(specs, self._room())}
            completed = self._dask.as_completed(jobs, loop=self._client.loop)
            for future in completed:
                if future.status in LOST:
                    completed.add(future)
                    continue
                yield _answer(future, jobs.pop(future))
                for spec in islice(specs, max(1, self._room() - len(jobs))):
                    more = self._submit(spec)
                    jobs[more] = spec
                    completed.add(more)
        finally:
            self._client.close()

    def _submit(self, spec: JobSpec) -> Any:  # noqa: ANN401 - Dask is not typed
        return self._client.submit(run_one, spec, pure=False)

    def _room(self) -> int:
        """Return how many jobs the cluster may have at hand."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, AHEAD * threads)


def run_one(spec: JobSpec) -> JobResult:
    """Do a job in a worker of the cluster, whose threads take turns."""
    leave_working_folder()
    with _one_at_a_time:
        return run_job(spec)


def _answer(future: Any, spec: JobSpec) -> JobResult:  # noqa: ANN401 - Dask is not typed
    """Return the result of a job, or why the cluster gave it up."""
    job = spec.job
    if future.status == "finished":
        result: JobResult = future.result()
        return result
    error = future.exception() if future.status == "error" else future.status
    reason = f"{job.source}: The cluster has given the file up: {error}."
    remedy = "See the logs of its workers; the next run tries the file again."
    code = ExitCode.SOME_FAILED
    name, cause = str(job.name), str(Cause.DIED)
    return JobResult(name, job.source, Outcome.FAILED, code, reason, remedy, cause=cause)
