"""The job for one file: everything that can happen is in its result."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from tests import toy
from tests.batch.folders import GARBLED, HEALTHY
from tests.pdfs import make_pdf
from vnfix.batch.job import JobSpec, run_job
from vnfix.batch.results import Outcome
from vnfix.config import Config
from vnfix.errors import ExitCode, RefusedError
from vnfix.files.collect import Job
from vnfix.formats.corrections import load


def spec(path: Path, **options: object) -> JobSpec:
    out = path.parent / "out"
    job = Job(str(path), out / "a.txt", Path(path.name), out / "a.jsonl")
    return JobSpec(job, Config(**options))  # type: ignore[arg-type]


def put(folder: Path, data: bytes | str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_garbled_text_is_repaired_and_its_corrections_are_written(tmp_path: Path) -> None:
    path = put(tmp_path, GARBLED)
    result = run_job(spec(path))
    assert result.outcome is Outcome.REPAIRED
    assert result.final
    assert result.figures
    assert result.figures.corrections > 5
    text, rows = (tmp_path / "out" / name for name in ("a.txt", "a.jsonl"))
    assert "Ủy ban nhân dân" in text.read_text("utf-8")
    header, corrections = load(rows.read_bytes(), "a.jsonl")
    assert header.file == str(path)
    assert len(corrections) == result.figures.corrections
    assert [o.size for o in result.outputs] == [text.stat().st_size, rows.stat().st_size]


def test_healthy_and_foreign_texts_come_back_byte_for_byte(tmp_path: Path) -> None:
    for data, outcome in (
        (HEALTHY, Outcome.HEALTHY),
        ("The board met on Tuesday and did nothing of note for hours.\n", Outcome.FOREIGN),
        ("", Outcome.HEALTHY),
    ):
        assert run_job(spec(put(tmp_path, data))).outcome is outcome
        assert (tmp_path / "out" / "a.txt").read_bytes() == data.encode()


def test_a_file_in_place_is_written_only_if_it_changes(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    for data, after in (("lành", "lành"), (toy.GARBLED, toy.TRUE)):
        path = put(tmp_path, data)
        job = Job(str(path), path, Path("a.txt"))
        result = run_job(JobSpec(job, Config(), in_place=True))
        assert path.read_text("utf-8") == after
        assert bool(result.outputs) == (data != after)


def test_auto_only_leaves_the_doubtful_rows_to_a_person(tmp_path: Path, toy_engine: object) -> None:
    """They are in the correction file all the same, to be decided."""
    del toy_engine
    result = run_job(spec(put(tmp_path, toy.GARBLED), auto_only=True))
    assert result.figures
    assert result.figures.corrections == 4
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == toy.TRUE.replace("tỉnh", "tinh")
    assert len((tmp_path / "out" / "a.jsonl").read_text("utf-8").splitlines()) == 6


@pytest.mark.parametrize(
    ("name", "data", "outcome", "code"),
    [
        ("a.pdf", b"%PDF-1.4 cut", Outcome.FAILED, ExitCode.UNREADABLE),
        ("a.pdf", make_pdf([[]]), Outcome.NEEDS_OCR, ExitCode.NOTHING_TO_DO),
        ("a.txt", b"\xff\xfe\x00", Outcome.FAILED, ExitCode.UNREADABLE),
        ("a.docx", b"PK\x03\x04", Outcome.FAILED, ExitCode.UNREADABLE),
    ],
)
def test_what_cannot_be_read_writes_nothing_and_is_final(
    tmp_path: Path, name: str, data: bytes, outcome: Outcome, code: ExitCode
) -> None:
    result = run_job(spec(put(tmp_path, data, name)))
    assert (result.outcome, result.code, result.final) == (outcome, code, True)
    assert name in result.reason
    assert result.size == len(data)
    assert not (tmp_path / "out").exists()


def test_a_file_that_vanished_may_come_back(tmp_path: Path) -> None:
    result = run_job(spec(tmp_path / "none.txt"))
    assert (result.outcome, result.code, result.final) == (Outcome.FAILED, 3, False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert run_job(spec(tmp_path / "a.txt")).code == ExitCode.UNREADABLE


def test_an_output_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    result = run_job(spec(put(tmp_path, HEALTHY)))
    assert (result.outcome, result.code, result.final) == (Outcome.REFUSED, 7, False)


def test_where_the_own_format_is_refused_the_text_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a signed PDF."""
    from vnfix.formats import writing as writers

    encode = writers.encode

    def refuse(target: Path, *rest: object) -> bytes:
        if target.suffix == ".pdf":
            raise RefusedError("It is signed.")
        return encode(target, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(writers, "encode", refuse)
    path = put(tmp_path, make_pdf([["Cii c6ch"]]), "a.pdf")
    out = tmp_path / "out"
    job = Job(str(path), out / "a.txt", Path("a.pdf"), out / "a.jsonl", out / "a.pdf")
    result = run_job(JobSpec(job, Config()))
    assert (result.outcome, result.code, result.final) == (Outcome.REFUSED, 7, True)
    assert sorted(p.name for p in out.iterdir()) == ["a.jsonl", "a.txt"]
    assert len(result.outputs) == 2


def test_a_fault_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("vnfix.pipeline.repair_analysed", fail)
    result = run_job(spec(put(tmp_path, HEALTHY)))
    assert (result.code, result.final) == (ExitCode.FAULT, False)
    assert "oops" in result.reason
    assert "test_job.py" in result.trace


def test_want_of_memory_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("vnfix.pipeline.repair_analysed", fail)
    result = run_job(spec(put(tmp_path, HEALTHY)))
    assert (result.code, result.trace) == (ExitCode.SOME_FAILED, "")
    assert "--memory" in result.remedy


def test_unsound_data_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("a->\n")
    result = run_job(spec(put(tmp_path, GARBLED), dictionary=(tmp_path / "own.txt",)))
    assert result.fatal
    assert result.code == ExitCode.UNREADABLE


def test_warnings_are_in_the_result_and_loggers_as_before(tmp_path: Path) -> None:
    before = logging.getLogger("vnfix").handlers
    path = put(tmp_path, GARBLED.encode("latin-1"))
    result = run_job(spec(path, encoding="latin-1"))
    assert "written as utf-8" in result.warnings[0]
    assert logging.getLogger("vnfix").handlers is before


def test_a_second_time_gives_the_same_files(tmp_path: Path) -> None:
    """As when a cluster does a job twice."""
    job = spec(put(tmp_path, GARBLED))
    first, second = run_job(job), run_job(job)
    assert first.outputs == second.outputs
    assert json.loads((tmp_path / "out" / "a.jsonl").read_text("utf-8").split("\n")[0])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.jsonl", "a.txt"]
