"""What a review may replace: its own files that nobody has changed, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.errors import RefusedError
from vnfix.review import Status, Store, decide, documents, export, load, merge, undo
from vnfix.review.written import refusal, write_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def rows(shelf: Store, tmp_path: Path) -> Path:
    """Return a correction file that another program of the same proposals has written."""
    decide(shelf, [1], Status.ACCEPTED, "Lan")
    path = tmp_path / "plan.txt.jsonl"
    path.write_text(export(shelf, 1), "utf-8")
    return path


def why(store: Store, path: Path, *, rows: bool = True) -> str:
    """Return the key of the refusal, "" for none."""
    error = refusal(store, documents(store)[-1], path, rows=rows)
    return error.key if error else ""


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_file_that_says_nothing_new_may_be_replaced(shelf: Store, rows: Path) -> None:
    assert why(shelf, rows.with_name("not there.jsonl")) == ""
    assert why(shelf, rows) == ""
    undo(shelf, "Lan")  # the store still knows what the file says
    assert why(shelf, rows) == ""


def test_decisions_of_a_file_are_no_loss_once_they_are_taken_over(shelf: Store, rows: Path) -> None:
    change(rows, '"status": "proposed"', '"status": "rejected"')
    assert why(shelf, rows) == "decisions"
    assert merge(shelf, rows) > 0
    assert why(shelf, rows) == ""


def test_another_text_in_an_undecided_row_is_a_decision(shelf: Store, rows: Path) -> None:
    change(rows, '"after": "tỉnh"', '"after": "tình"')
    assert why(shelf, rows) == "changed"


def test_a_row_taken_out_is_a_decision(shelf: Store, rows: Path) -> None:
    """One that nobody has decided about, or one that was accepted here."""
    lines = rows.read_text("utf-8").splitlines(keepends=True)
    for out in (1, len(lines) - 1):
        rows.write_text("".join(lines[:out] + lines[out + 1 :]), "utf-8")
        assert why(shelf, rows) == "changed"


def test_decisions_about_an_older_text_stay(
    shelf: Store, rows: Path, toy_engine: Callable[..., object]
) -> None:
    """A line was added to the document; the store has the old text with its decisions still."""
    del toy_engine
    document = rows.with_name("plan.txt")
    document.write_text(f"{document.read_text('utf-8')}Cii c6ch\n", "utf-8")
    load(shelf, [document])
    assert why(shelf, rows) == ""
    change(rows, '"status": "proposed"', '"status": "rejected"')
    assert why(shelf, rows) == "changed"  # to import them would not bring them to the new text


def test_a_file_about_a_text_that_the_store_never_had_stays(
    shelf: Store, rows: Path, tmp_path: Path, toy_engine: Callable[..., object]
) -> None:
    del toy_engine, shelf
    document = rows.with_name("plan.txt")
    document.write_text("Cii c6ch\n", "utf-8")
    with Store(tmp_path / "other.sqlite3") as other:
        load(other, [document])
        assert why(other, rows) == "changed"


def test_documents_are_replaced_only_as_they_were_written(shelf: Store, tmp_path: Path) -> None:
    known, path = documents(shelf)[0], tmp_path / "plan.fixed.txt"
    write_result(shelf, known, path, b"first", replace=False)
    assert why(shelf, path, rows=False) == ""
    write_result(shelf, known, path, b"second", replace=True)
    assert why(shelf, path, rows=False) == ""
    path.write_bytes(b"second, and a line of a clerk")
    assert why(shelf, path, rows=False) == "changed"
    path.write_bytes(b"first")  # somebody has put that back
    assert why(shelf, path, rows=False) == "changed"


def test_what_fails_leaves_the_old_file_the_reviews_own(
    shelf: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, path = documents(shelf)[0], tmp_path / "plan.fixed.txt"
    write_result(shelf, known, path, b"first", replace=False)

    def full(*_: object, **__: object) -> None:
        raise RefusedError("no room")

    monkeypatch.setattr("vnfix.review.written.write_aside", full)
    with pytest.raises(RefusedError):
        write_result(shelf, known, path, b"second", replace=True)
    assert why(shelf, path, rows=False) == ""


def test_a_result_of_another_document_stays(shelf: Store, tmp_path: Path) -> None:
    other = tmp_path / "plan.md"
    other.write_text("Cii c6ch\n", "utf-8")
    path = tmp_path / "plan.fixed.txt"
    write_result(shelf, documents(shelf)[0], path, b"first", replace=False)
    load(shelf, [other])
    assert why(shelf, path, rows=False) == "changed"
