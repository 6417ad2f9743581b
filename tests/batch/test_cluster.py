"""Jobs on a Dask cluster: a worker that is killed costs nothing, and nothing counts twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.folders import assert_complete, make_folder, specs_of
from vnfix.batch.cluster import Cluster, run_one
from vnfix.batch.job import run_job
from vnfix.batch.results import JobResult, Outcome
from vnfix.batch.run import Means, Silence, run
from vnfix.config import Config
from vnfix.errors import UnreadableError, UsageError
from vnfix.files.collect import Job, plan
from vnfix.files.own import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.batch.job import JobSpec


class Future:
    """A future of Dask as `as_completed` gives it."""

    def __init__(self, result: Any, status: str) -> None:  # noqa: D107
        self._result = result
        self.status = status

    def result(self) -> Any:  # noqa: D102
        return self._result

    def exception(self) -> Any:  # noqa: D102
        return self._result


class Dask:
    """A cluster of two threads that does nothing ahead of time, and loses what `lost` names."""

    lost = "so 1"
    loop = object()

    def __init__(self) -> None:  # noqa: D107
        self.specs: list[JobSpec] = []

    def Client(self, *_: object, **__: object) -> Dask:  # noqa: D102, N802
        return self

    def nthreads(self) -> dict[str, int]:  # noqa: D102
        return {"a": 1, "b": 1}

    def submit(self, function: Any, spec: Any, *, pure: bool) -> Future:  # noqa: D102
        assert not pure
        self.specs.append(spec)
        if str(spec.job.name).startswith(self.lost):
            return Future(RuntimeError("KilledWorker"), "error")
        return Future(function(spec), "finished")

    def as_completed(self, futures: Any, *, loop: object) -> Waiting:  # noqa: D102
        assert loop is self.loop
        return Waiting(list(futures))

    def close(self) -> None:  # noqa: D102
        self.closed = True


class Waiting:
    """Futures as they come."""

    def __init__(self, futures: list[Future]) -> None:  # noqa: D107
        self._futures = futures

    def __iter__(self) -> Iterator[Future]:
        while self._futures:
            yield self._futures.pop(0)

    def add(self, future: Future) -> None:  # noqa: D102
        if future.status == "lost":  # done once more
            future.status = "finished"
        self._futures.append(future)


def test_what_the_cluster_gives_up_is_told_and_tried_again(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del toy_engine
    folder, out = make_folder(tmp_path / "in", 9), tmp_path / "out"
    jobs = plan([str(folder)], str(out), in_place=False)
    means = Means(dask="tcp://somewhere:8786")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "distributed", Dask())
        report = run(jobs, out, Config(), means, Silence())
    failed = [r for r in report.results if r.outcome is Outcome.FAILED]
    assert len(failed) == 3
    assert "KilledWorker" in failed[0].reason
    assert (report.exit_code, len(report.results)) == (5, 9)
    run(jobs, out, Config(), Means(jobs=0), Silence())
    assert_complete(folder, out)


def test_an_answer_that_died_with_its_worker_is_waited_for(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del toy_engine
    folder, out = make_folder(tmp_path / "in", 9), tmp_path / "out"
    jobs = plan([str(folder)], str(out), in_place=False)
    heard: list[str] = []

    class Losing(Dask):
        """Loses every third answer once it is there."""

        lost = "none"

        def submit(self, function: Any, spec: Any, *, pure: bool) -> Future:
            """Do the job."""
            future = super().submit(function, spec, pure=pure)
            if len(self.specs) % 3 == 0:
                future.status = "lost"
            return future

    class Hearing(Silence):
        """Notes what is told."""

        def hear(self, result: JobResult) -> None:
            """Note it."""
            heard.append(result.name)

    monkeypatch.setitem(sys.modules, "distributed", Losing())
    report = run(jobs, out, Config(), Means(dask="tcp://somewhere:8786"), Hearing())
    assert report.exit_code == 0
    assert sorted(heard) == sorted(str(job.name) for job in jobs)
    assert_complete(folder, out)


def test_workers_need_not_have_the_same_working_folder(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del toy_engine
    make_folder(tmp_path / "in", 2)
    (tmp_path / "own.txt").write_text("foo->bar\n")
    monkeypatch.chdir(tmp_path)
    dask = Dask()
    dask.lost = "none"
    monkeypatch.setitem(sys.modules, "distributed", dask)
    config = Config(dictionary=(Path("own.txt"),), rounds=0)
    jobs = plan(["in"], "out", in_place=False)
    report = run(jobs, Path("out"), config, Means(dask="tcp://somewhere:1"), Silence())
    for spec in dask.specs:
        paths = [Path(spec.job.source), *spec.job.outputs, *spec.config.dictionary]
        assert all(path.is_absolute() and path.exists() for path in paths)
        assert replace(spec.config, dictionary=config.dictionary) == config
    assert sorted(o.path for r in report.results for o in r.outputs) == sorted(
        str(p) for job in jobs for p in (path.relative_to("out") for path in job.outputs)
    )
    again = run(jobs, Path("out"), config, Means(jobs=0), Silence())
    assert len(dask.specs) == len(again.results) == 2
    assert_complete(tmp_path / "in", tmp_path / "out")


def test_the_job_is_the_same(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    path = tmp_path / "a.txt"
    path.write_text("Cii")
    (spec,) = specs_of([Job(str(path), tmp_path / "b.txt", Path("a.txt"))])
    here, there = run_job(spec), run_one(spec)
    assert replace(here, seconds=0) == replace(there, seconds=0)


def test_without_dask_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as e:
        Cluster("tcp://127.0.0.1:1")
    assert "vnfix[dask]" in e.value.remedy


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("vnfix.batch.cluster.CONNECT", 1)
    with pytest.raises(UnreadableError, match="No Dask scheduler"):
        Cluster("tcp://127.0.0.1:1")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_one_of_two_workers_is_killed_in_mid_run(tmp_path: Path) -> None:
    """Nothing is lost, nothing is done twice: with the real thing."""
    distributed = pytest.importorskip("distributed")
    folder, out = make_folder(tmp_path / "in", 60), tmp_path / "out"
    jobs = plan([str(folder)], str(out), in_place=False)
    heard: list[str] = []

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:

        class Killer(Silence):
            """Kills a worker when a quarter is done."""

            def hear(self, result: JobResult) -> None:
                """Count, and kill."""
                heard.append(result.name)
                if len(heard) == 15:
                    os.kill(cluster.workers[0].process.pid, signal.SIGKILL)

        means = Means(dask=cluster.scheduler_address)
        report = run(jobs, out, Config(), means, Killer())

    assert report.exit_code == 0
    assert sorted(heard) == sorted(str(job.name) for job in jobs)
    assert_complete(folder, out)
    with sqlite3.connect(out / LEDGER) as ledger:
        rows = ledger.execute("SELECT count(*), count(DISTINCT name) FROM files").fetchone()
    ledger.close()
    assert rows == (60, 60)
