"""A run over many files: who does it, what stops it, what it leaves."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import vnfix
from tests import toy
from tests.batch.folders import (
    GARBLED,
    HEALTHY,
    assert_complete,
    contents,
    finish,
    make_folder,
    report_of,
)
from tests.broken_pdfs import broken_pdfs
from tests.ocr import hocr
from vnfix.batch.pool import MOST, Limits
from vnfix.batch.results import Outcome
from vnfix.batch.run import Here, Means, Silence, _executor, describe, run
from vnfix.config import Config
from vnfix.errors import DataError, RefusedError, UnreadableError, UsageError
from vnfix.files.collect import Job, plan
from vnfix.files.own import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vnfix.batch.report import Report

HERE = Means(jobs=0)


def go(folder: Path, out: Path, means: Means = HERE, config: Config | None = None) -> Report:
    jobs = plan([str(folder)], str(out), in_place=False)
    return run(jobs, out, config or Config(), means, Silence())


def test_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 9)
    go(folder, tmp_path / "one")
    report = go(folder, tmp_path / "two", Means(jobs=2))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert report.outcomes[Outcome.REPAIRED] == 6
    for out in ("one", "two"):
        assert_complete(folder, tmp_path / out)


def test_fix_folder_is_the_run_as_a_function(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(toy.GARBLED)
    report = vnfix.fix_folder(tmp_path / "in", tmp_path / "out", jobs=0, auto_only=True)
    assert report.exit_code == 0
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == toy.TRUE.replace("tỉnh", "tinh")
    with pytest.raises(UsageError, match="nonsense"):
        vnfix.fix_folder(tmp_path / "in", tmp_path / "out", nonsense=1)  # type: ignore[call-arg]


def test_fix_folder_asks_for_a_folder(tmp_path: Path) -> None:
    file, out = tmp_path / "a.txt", tmp_path / "out"
    file.write_text(toy.GARBLED)
    for missing in (tmp_path / "none", file / "b", "a\0b"):
        with pytest.raises(UnreadableError, match="cannot be read") as e:
            vnfix.fix_folder(missing, out)
        assert e.value.remedy
    with pytest.raises(UsageError, match="A folder is needed") as wrong:
        vnfix.fix_folder(file, out)
    assert "vnfix.fix_file" in wrong.value.remedy
    assert not out.exists()


@pytest.mark.parametrize("formats", ["hocr", ".hocr", ["HOCR"], {".hocr", "pdf"}])
def test_fix_folder_takes_a_format_alone(formats: Any, tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.hocr").write_text(hocr(toy.GARBLED), "utf-8")
    vnfix.fix_folder(tmp_path / "in", tmp_path / "out", jobs=0, formats=formats)
    assert (tmp_path / "out" / "a.hocr").exists()


@pytest.mark.parametrize("formats", ["doc", None, 7, b"pdf", [None]])
def test_fix_folder_tells_what_is_no_format(formats: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="format") as e:
        vnfix.fix_folder(tmp_path, tmp_path / "out", formats=formats)
    assert e.value.remedy


@pytest.mark.parametrize(
    "means",
    [
        *(Means(jobs=jobs) for jobs in (1.5, "2", [1], -1, MOST + 1)),  # type: ignore[arg-type]
        *(Means(timeout=limit) for limit in ("2", [1], float("nan"))),  # type: ignore[arg-type]
        Means(timeout=0),
        Means(memory=-3),
        Means(jobs=0, timeout=3),
        Means(dask="tcp://x", jobs=2),
        Means(dask="tcp://x", memory=2),
    ],
)
def test_means_that_make_no_sense(tmp_path: Path, means: Means) -> None:
    with pytest.raises(UsageError) as e:
        go(make_folder(tmp_path / "in", 1), tmp_path / "out", means)
    assert e.value.remedy
    assert not (tmp_path / "out").exists()


def test_a_single_file_has_its_limits_too(tmp_path: Path) -> None:
    """As the one that is left of a run that it has stopped."""
    (path,) = make_folder(tmp_path / "in", 1).rglob("*.txt")
    path.write_text(f"{GARBLED}\n" * 5_000, "utf-8")  # takes longer than a look at it
    report = go(tmp_path / "in", tmp_path / "out", Means(timeout=1e-4))
    (result,) = report.results
    assert result.outcome is Outcome.FAILED
    assert result.limits == (1e-4, Limits().memory)
    assert not isinstance(_executor(1, Means()), Here)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
def test_a_pipe_and_a_socket_are_not_read_and_named(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder = make_folder(tmp_path / "in", 2)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.pdf"))
        report = go(folder, tmp_path / "out")
    assert report.exit_code == 0
    unread = sorted(r.reason for r in report.results if r.outcome is Outcome.NOT_READ)
    assert ["pipes are not" in unread[0], "sockets are not" in unread[1]] == [True, True]
    assert len(contents(tmp_path / "out")) == 4


def test_a_file_that_vanishes_or_grows_meanwhile(tmp_path: Path, toy_engine: object) -> None:
    """What was read is what the ledger knows; the next run sees the rest."""
    del toy_engine
    folder = make_folder(tmp_path / "in", 3)
    growing, gone = folder / "so 0" / "van ban 0.txt", folder / "so 1" / "van ban 1.txt"

    class Meddler(Silence):
        def begin(self, todo: object, kept: object) -> None:
            del todo, kept
            gone.unlink()
            growing.write_text("Cii")

    jobs = plan([str(folder)], str(tmp_path / "out"), in_place=False)
    report = run(jobs, tmp_path / "out", Config(), HERE, Meddler())
    (failed,) = (r for r in report.results if r.outcome is Outcome.FAILED)
    assert (failed.name, report.exit_code) == ("so 1/van ban 1.txt", 5)
    assert (tmp_path / "out" / "so 0" / "van ban 0.txt").read_text("utf-8") == "Cải"
    growing.write_text("Cii c6ch")
    go(folder, tmp_path / "out")
    assert (tmp_path / "out" / "so 0" / "van ban 0.txt").read_text("utf-8") == "Cải cách"


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not possible")
@pytest.mark.parametrize("jobs", [0, 2])
def test_names_of_all_sorts(tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = [b"-x.txt", b"a b.txt", b"a\nb.txt", b"\xff\xfe.txt", b"A.txt", b"a.txt", b"x" * 251]
    names += ["Quyết định.txt".encode(), b"<b>&'\".txt", b"%41.txt", b"\x1b[31m.txt", b"[red].txt"]
    names[6] += b".txt"
    for name in names:
        (folder / os.fsdecode(name)).write_text("lành")
    report = go(folder, tmp_path / "out", Means(jobs=jobs))
    assert report.exit_code == 0
    assert set(names) <= {os.fsencode(p.name) for p in (tmp_path / "out").iterdir()}
    assert len(report_of(tmp_path / "out")["files"]) == len(names)
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<b>&" not in page
    assert "\x1b" not in page


def test_two_runs_in_one_folder_are_refused(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder, out = make_folder(tmp_path / "in", 1), tmp_path / "out"

    class Second(Silence):
        def begin(self, todo: object, kept: object) -> None:
            del todo, kept
            with pytest.raises(RefusedError, match="Another run"):
                go(folder, out)

    jobs = plan([str(folder)], str(out), in_place=False)
    assert run(jobs, out, Config(), HERE, Second()).exit_code == 0


@pytest.mark.parametrize("name", ["report.json", "report.html", LEDGER])
def test_others_reports_are_not_replaced(tmp_path: Path, toy_engine: object, name: str) -> None:
    del toy_engine
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    for _ in range(2):
        with pytest.raises(RefusedError) as e:
            go(make_folder(tmp_path / "in", 1), out)
        assert e.value.remedy
    assert [(p.name, p.read_text()) for p in out.iterdir()] == [(name, "mine")]


def test_a_read_only_output_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = make_folder(tmp_path / "in", 1), tmp_path / "out"
    out.mkdir(mode=0o500)
    if os.access(out, os.W_OK):  # root may write everywhere, so it is simulated

        def refuse(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("unable to open database file")

        monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(RefusedError, match="cannot be written: unable to open") as e:
        go(folder, out)
    assert "permissions" in e.value.remedy


def test_an_output_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    """For root too."""
    folder, file = make_folder(tmp_path / "in", 1), tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(RefusedError, match="cannot be written: Not a directory"):
        go(folder, file / "out")
    assert file.read_text() == "mine"


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first result still fits; when there is room again the run goes on."""
    del toy_engine
    folder, out = make_folder(tmp_path / "in", 5), tmp_path / "out"
    replace_file, count = os.replace, iter(range(100))

    def full(source: str, target: str) -> None:
        if Path(target).parent != out and next(count) >= 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace_file(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        report = go(folder, out)
    assert report.exit_code == 7
    assert report.outcomes[Outcome.REFUSED] == 4
    assert "No space left" in next(r for r in report.results if r.code).reason
    assert not list(out.rglob(".*"))
    assert go(folder, out).exit_code == 0
    assert_complete(folder, out)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_what_the_system_does_not_let_grow_is_not_half_written(tmp_path: Path) -> None:
    """As on a full disk, by a limit that every user may set: no file over 200 kB."""
    folder, out = make_folder(tmp_path / "in", 3), tmp_path / "out"
    (folder / "long.txt").write_text(f"{HEALTHY}\n" * 2500, "utf-8")
    run_it = ["fix", folder, "-o", out, "--jobs", 1]
    assert finish(*run_it, before="ulimit -f 400") == 7
    assert [r["file"] for r in report_of(out)["files"] if r["outcome"] == "refused"] == ["long.txt"]
    assert len(contents(out)) == 6
    assert not list(out.rglob(".*"))
    assert finish(*run_it) == 0
    assert_complete(folder, out)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 300 kB; where that is not allowed the tests above have to do."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
    if not mount or subprocess.run([mount, *options], capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_really_full(tiny_disk: Path, tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 40), tiny_disk / "out"
    code = finish("fix", folder, "-o", out, "--jobs", 1)
    assert code == 7
    assert not list(out.rglob(".*"))
    assert all(data.endswith(b"\n") for data in contents(out).values())
    subprocess.run(["mount", "-o", "remount,size=9m", str(tiny_disk)], check=True)
    assert finish("fix", folder, "-o", out, "--jobs", 1) == 0
    assert_complete(folder, out)


def test_what_may_not_be_read_is_told(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated, for root may read all: a file, a folder, and the folder that was named."""
    del toy_engine
    folder = make_folder(tmp_path / "in", 4)
    scandir, read_bytes = os.scandir, Path.read_bytes
    locked = {str(folder / "so 2"), str(folder / "so 0" / "van ban 0.txt")}

    def refusing(function: Callable[[Any], object]) -> Callable[[Any], object]:
        def refuse(path: object) -> object:
            if str(path) in locked:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return function(path)

        return refuse

    monkeypatch.setattr(os, "scandir", refusing(scandir))
    monkeypatch.setattr(Path, "read_bytes", refusing(read_bytes))
    report = go(folder, tmp_path / "out")
    failed = {r.name: r.reason for r in report.results if r.outcome is Outcome.FAILED}
    assert failed.keys() == {"so 2", "so 0/van ban 0.txt"}
    assert "Permission denied" in failed["so 0/van ban 0.txt"]
    assert "cannot be listed" in failed["so 2"]
    assert (report.exit_code, report.outcomes[Outcome.REPAIRED]) == (5, 1)
    locked.add(str(folder))
    with pytest.raises(UnreadableError, match="cannot be listed"):
        go(folder, tmp_path / "out")


def test_a_ledger_that_cannot_be_written_stops_the_run(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del toy_engine
    from vnfix.batch.ledger import Ledger

    folder, out = make_folder(tmp_path / "in", 5), tmp_path / "out"
    finish, done = Ledger.finish, []

    def full(self: Ledger, job: Job, result: object) -> object:
        done.append(job)
        if len(done) == 3:
            with self._told():
                raise sqlite3.OperationalError("database or disk is full")
        return finish(self, job, result)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "finish", full)
        with pytest.raises(RefusedError, match="disk is full"):
            go(folder, out)
    assert report_of(out)["interrupted"]
    assert go(folder, out).exit_code == 0
    assert_complete(folder, out)


def test_interruption_leaves_a_report_and_goes_on_later(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = make_folder(tmp_path / "in", 5), tmp_path / "out"
    calls = iter(range(100))

    def stop(*args: object) -> object:
        if next(calls) == 3:
            signal.raise_signal(signal.SIGINT)
        return toy_engine(*args)  # type: ignore[operator]

    with monkeypatch.context() as patch:
        patch.setattr("vnfix.alternatives.choice.read", stop)
        with pytest.raises(KeyboardInterrupt):
            go(folder, out)
    report = report_of(out)
    assert (report["interrupted"], report["totals"]["files"]) == (True, 5)
    assert len(report["files"]) == 3
    assert "dừng giữa chừng" in (out / "report.html").read_text("utf-8")
    assert len(go(folder, out).results) == 5
    assert_complete(folder, out)


def test_unsound_data_ends_the_run(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("a->\n")
    folder = make_folder(tmp_path / "in", 3)
    with pytest.raises(DataError):
        go(folder, tmp_path / "out", Means(jobs=2), Config(dictionary=(own,)))
    with pytest.raises(DataError, match="cannot be read"):
        go(folder, tmp_path / "out", HERE, Config(rules=(tmp_path / "none",)))


def test_what_is_described_decides_about_results_and_nothing_else() -> None:
    first = describe(Config())
    assert first == describe(Config())
    assert first != describe(Config(accents=True))
    assert any(line.startswith("lm.tab ") for line in first["models"])
    assert any(line.startswith("syllables.txt ") for line in first["data"])
    assert "jobs" not in str(first)


def test_what_is_in_own_files_is_described_not_where_they_are(tmp_path: Path) -> None:
    a, b = tmp_path / "own.txt", tmp_path / "sub" / "own.txt"
    b.parent.mkdir()
    for path in (a, b):
        path.write_text("foo->bar\n")
    assert describe(Config(dictionary=(a,))) == describe(Config(dictionary=(b,)))
    b.write_text("foo->baz\n")
    assert describe(Config(dictionary=(a,))) != describe(Config(dictionary=(b,)))
    assert json.dumps(describe(Config(protect=(a, b))))


@pytest.mark.slow
def test_sixty_broken_pdfs_stop_no_other_file(tmp_path: Path, root: Path) -> None:
    """Those meant to do harm among them: every other file is finished and the report is right."""
    folder, out = make_folder(tmp_path / "in", 6), tmp_path / "out"
    broken = list(broken_pdfs(root / "corpus"))
    for b in broken:
        (folder / b.name).write_bytes(b.data)
    report = go(folder, out, Means(jobs=2, timeout=60, memory=1500))
    rows = {row["file"]: row for row in report_of(out)["files"]}
    assert len(rows) == len(report.results) == 6 + len(broken)
    for b in broken:
        row = rows[b.name]
        assert row["exit_code"] < 70, row["reason"]
        assert bool(row["outputs"]) == (row["exit_code"] == 0)
        if b.readable is not None:
            assert (row["exit_code"] == 0) == b.readable, row
        assert row["exit_code"] == 0 or (row["reason"] and row["remedy"])
    good = [row for name, row in rows.items() if name.endswith(".txt")]
    assert {row["outcome"] for row in good} == {"repaired", "healthy"}
    written = {name for row in rows.values() for name in row["outputs"]}
    assert set(contents(out)) == written
