"""Worker processes: limits, deaths, order."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.batch.folders import make_folder, specs_of
from tests.batch.misbehaving import misbehave
from vnfix.batch.job import JobSpec
from vnfix.batch.pool import Limits, Pool, cores
from vnfix.batch.results import JobResult, Outcome
from vnfix.config import Config
from vnfix.errors import ExitCode, VnfixError
from vnfix.files.collect import Job, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(timeout=3.0, memory=300.0)
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")


def specs(folder: Path, *names: str) -> Iterator[JobSpec]:
    for name in names:
        path = folder / f"{name}.txt"
        path.write_text(name)
        yield JobSpec(Job(str(path), None, Path(path.name)), Config())


def results(folder: Path, *names: str) -> dict[str, JobResult]:
    pool = Pool(2, LIMITS, misbehave)
    return {Path(r.name).stem: r for r in pool.run(specs(folder, *names))}


@linux
def test_what_exceeds_a_limit_is_stopped_and_all_else_is_done(tmp_path: Path) -> None:
    done = results(tmp_path, "a", "hang", "b", "eat", "c", "d")
    assert {name for name, r in done.items() if r.outcome is Outcome.HEALTHY} == set("abcd")
    for name, option in (("hang", "--timeout"), ("eat", "--memory")):
        assert option in done[name].reason
        assert done[name].code == ExitCode.SOME_FAILED
        assert done[name].limits == (3.0, 300.0)
        assert done[name].size == len(name)
    assert "3 seconds" in done["hang"].reason
    assert "300 MB" in done["eat"].reason


def test_a_worker_that_dies_is_replaced_and_its_job_tried_again(tmp_path: Path) -> None:
    done = results(tmp_path, "a", "die once", "die", "b")
    assert {n for n, r in done.items() if r.outcome is Outcome.HEALTHY} == {"a", "b", "die once"}
    assert "SIGKILL" in done["die"].reason
    assert not done["die"].final


class Poison:
    """A job that ends the process that receives it."""

    def __call__(self, spec: JobSpec) -> JobResult:
        """Never get here."""
        raise AssertionError(spec)

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_workers_that_cannot_start_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(VnfixError, match="exit code 3") as e:
        list(Pool(2, LIMITS, Poison()).run(specs(tmp_path, "a")))
    assert e.value.remedy


def test_jobs_are_taken_when_a_worker_is_free(tmp_path: Path) -> None:
    """So that what is entered as started is not more than is."""
    taken: list[str] = []

    def watched() -> Iterator[JobSpec]:
        for spec in specs(tmp_path, *"abcdefgh"):
            taken.append(spec.job.name.stem)
            yield spec

    done = 0
    for _ in Pool(2, LIMITS, misbehave).run(watched()):
        done += 1
        assert len(taken) <= done + 3
    assert done == 8


def test_a_run_that_is_left_leaves_no_worker(tmp_path: Path) -> None:
    pool = Pool(2, LIMITS, misbehave)
    with closing(pool.run(specs(tmp_path, "a", "hang", "b"))) as answers:
        next(answers)
        processes = [w.process for w in pool._workers]
    assert processes
    assert all(p.exitcode is not None for p in processes)


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    jobs = plan([str(make_folder(tmp_path / "in", 12))], str(tmp_path / "out"), in_place=False)
    pool = Pool(2, Limits())
    done = []
    for result in pool.run(iter(specs_of(jobs))):
        done.append(result.name)
        if len(done) in {2, 5}:
            os.kill(pool._workers[0].process.pid or 0, signal.SIGKILL)
    assert sorted(done) == sorted(str(job.name) for job in jobs)


@pytest.mark.slow
@linux
def test_memory_stays_flat(tmp_path: Path, root: Path) -> None:
    """The resident memory of a worker over 60 documents; `bench` does a thousand."""
    from vnfix.batch.pool import _memory

    text = (root / "corpus" / "letter" / "garbled.txt").read_text("utf-8")
    short = next(line for line in text.splitlines() if len(line) > 40)
    path = tmp_path / "a.txt"
    job = Job(str(path), tmp_path / "b.txt", Path("a.txt"), tmp_path / "b.jsonl")
    pool = Pool(1, Limits())

    def changing() -> Iterator[JobSpec]:
        for n in range(60):
            path.write_text(f"{short}\n{n} ngudi\n", "utf-8")
            yield JobSpec(job, Config())

    used = [_memory(pool._workers[0].process.pid or 0) for _ in pool.run(changing())]
    assert len(used) == 60
    assert max(used) < 500
    assert max(used[30:]) < 1.1 * max(used[:25])


def test_it_counts_the_cores_that_it_may_use() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
