"""The ledger: what is entered is found again, and one run at a time has it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from vnfix.batch.ledger import Ledger
from vnfix.batch.results import JobResult, Outcome, OutputFile
from vnfix.errors import RefusedError
from vnfix.files.collect import Job
from vnfix.files.own import LEDGER

NOW = "2026-01-01T00:00:00+07:00"
OPTIONS = {"version": "1"}


def make_job(out: Path, name: str = "a.txt") -> Job:
    source = out.parent / "in" / name
    return Job(str(source), out / name, Path(name), out / Path(name).with_suffix(".jsonl"))


def make_result(job: Job) -> JobResult:
    outputs = tuple(OutputFile(str(path), 3, "ab") for path in job.outputs)
    return JobResult(
        str(job.name), job.source, Outcome.HEALTHY, final=True, sha256="cd", outputs=outputs
    )


@pytest.mark.parametrize("name", ["a.txt", "b\udcff\n'.txt", "sub/c.txt"])
def test_what_is_entered_is_found_by_the_next_run(tmp_path: Path, name: str) -> None:
    job = make_job(tmp_path / "out", name)
    with Ledger(tmp_path / "out", OPTIONS, NOW) as ledger:
        ledger.start(job)
        kept = ledger.finish(job, make_result(job))
        options = ledger.options
    assert [o.path for o in kept.outputs] == [name, name.replace(".txt", ".jsonl")]
    with Ledger(tmp_path / "out", OPTIONS, NOW) as ledger:
        entry, owned = ledger.entry(Path(job.source)), ledger.owned(job.outputs[0])
        assert ledger.owned(tmp_path / "out" / "other.txt") is None
    assert entry
    assert (entry.done, entry.options, entry.result) == (True, options, kept)
    assert owned
    assert (owned.source, owned.size, owned.sha256) == (Path(job.source), 3, "ab")


def test_a_file_that_was_begun_owns_its_outputs(tmp_path: Path) -> None:
    job = make_job(tmp_path / "out")
    with Ledger(tmp_path / "out", OPTIONS, NOW) as ledger:
        ledger.start(job)
    with Ledger(tmp_path / "out", OPTIONS, NOW) as ledger:
        entry, owned = ledger.entry(Path(job.source)), ledger.owned(job.outputs[1])
    assert entry
    assert (entry.done, entry.result) == (False, None)
    assert owned
    assert (owned.size, owned.sha256) == (None, None)


def test_other_options_have_another_hash(tmp_path: Path) -> None:
    hashes = set()
    for options in ({"version": "1"}, {"version": "2"}, {"version": "1", "rounds": 0}):
        with Ledger(None, options, NOW) as ledger:
            hashes.add(ledger.options)
    assert len(hashes) == 3
    assert not list(tmp_path.iterdir())


def test_two_runs_cannot_have_it_at_once(tmp_path: Path) -> None:
    with Ledger(tmp_path, OPTIONS, NOW), pytest.raises(RefusedError, match="Another run") as e:
        Ledger(tmp_path, OPTIONS, NOW)
    assert e.value.remedy
    Ledger(tmp_path, OPTIONS, NOW).close()


@pytest.mark.parametrize("kind", ["text", "database", "cut"])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / LEDGER
    if kind == "text":
        path.write_text("mine, not a database " * 100)
    elif kind == "database":
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE mine (x)")
        database.close()
    else:
        Ledger(tmp_path, OPTIONS, NOW).close()
        path.write_bytes(path.read_bytes()[:5000])
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="cannot be used") as e:
        Ledger(tmp_path, OPTIONS, NOW)
    assert "move the file away" in e.value.remedy
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"):
        Ledger(tmp_path / "file" / "out", OPTIONS, NOW)


def test_a_record_of_another_version_is_not_believed(tmp_path: Path) -> None:
    job = make_job(tmp_path)
    with Ledger(tmp_path, OPTIONS, NOW) as ledger:
        ledger.finish(job, make_result(job))
    with sqlite3.connect(tmp_path / LEDGER) as database:
        database.execute('UPDATE files SET record = \'{"outcome": "splendid"}\'')
    database.close()
    with Ledger(tmp_path, OPTIONS, NOW) as ledger:
        entry = ledger.entry(Path(job.source))
    assert entry
    assert not entry.done


def test_an_error_within_a_change_changes_nothing(tmp_path: Path) -> None:
    job = make_job(tmp_path)
    bad = replace(make_result(job), outputs=(OutputFile(str(job.target), 2**70, "ab"),))
    with Ledger(tmp_path, OPTIONS, NOW) as ledger:
        ledger.start(job)
        with pytest.raises(OverflowError):
            ledger.finish(job, bad)
        entry = ledger.entry(Path(job.source))
        assert entry
        assert not entry.done


def test_it_can_be_read_with_sql(tmp_path: Path) -> None:
    job = make_job(tmp_path)
    with Ledger(tmp_path, OPTIONS, NOW) as ledger:
        ledger.finish(job, make_result(job))
    with sqlite3.connect(tmp_path / LEDGER) as database:
        rows = database.execute("SELECT name, outcome, sha256 FROM files").fetchall()
    database.close()
    assert rows == [(b"a.txt", "healthy", "cd")]
