"""Which files vnfix itself has written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from vnfix.batch.ledger import Ledger
from vnfix.batch.report import FORMAT
from vnfix.files.names import fixed_name
from vnfix.files.own import CORRECTIONS, REPORT, is_result
from vnfix.formats.corrections import FORMAT as ROWS

PACKAGE = Path(__file__).parent.parent.parent / "vnfix"


def test_documents_of_others_are_no_results(tmp_path: Path) -> None:
    for name, text in {
        "a.txt": "lành",
        "b.fixed.txt": "its original is not there",
        "rows.jsonl": '{"text": "a row"}\n',
        "report.json": '{"format": "of another program"}',
        "report.html": "<p>ours</p>",
        "x.sqlite3": "no database",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert not is_result(tmp_path / name), name


def test_a_database_of_others_is_no_result(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data.sqlite3") as db:
        db.execute("CREATE TABLE a (b)")
    db.close()
    assert not is_result(tmp_path / "data.sqlite3")


@pytest.mark.parametrize(
    ("original", "result"),
    [
        ("plan.pdf", "plan.fixed.pdf"),
        ("plan.pdf", "plan.fixed.txt"),
        ("a.txt", "a.txt.fixed.txt"),
        ("a~0123abcd.txt", "a~0123abcd.fixed.txt"),
        (f"{'k' * 251}.txt", fixed_name("k" * 251, ".txt")),
        (f"{'ế' * 83}.pdf", fixed_name("ế" * 83, ".txt")),
    ],
)
def test_a_repaired_document_lies_beside_its_original(
    tmp_path: Path, original: str, result: str
) -> None:
    (tmp_path / result).write_text("x")
    assert not is_result(tmp_path / result)
    (tmp_path / original).write_text("x")
    assert is_result(tmp_path / result)
    assert not is_result(tmp_path / original)


def test_ledger_and_correction_files_are_results(tmp_path: Path) -> None:
    with Ledger(tmp_path, {}, "2026"):
        assert is_result(tmp_path / "ledger.sqlite3")
        assert is_result(tmp_path / "ledger.sqlite3-wal")
    (tmp_path / "a.jsonl").write_bytes(CORRECTIONS)
    assert is_result(tmp_path / "a.jsonl")


def test_the_marks_are_those_that_are_written() -> None:
    assert f'"format": "{FORMAT}"'.encode() == REPORT
    assert f'{{"format": "{ROWS}"'.encode() == CORRECTIONS
    for page in ("batch/report.html.j2", "formats/diff.html.j2"):
        text = (PACKAGE / page).read_text("utf-8")
        assert 'name="generator" content="vnfix ' in text
