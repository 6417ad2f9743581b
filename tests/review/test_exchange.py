"""Decisions out of a store, through `apply`, and into another store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import toy
from vnfix.apply import apply_corrections
from vnfix.cli import group
from vnfix.errors import RefusedError, StaleError, UnreadableError, VnfixError
from vnfix.review import (
    Filters,
    Status,
    Store,
    decide,
    export,
    load,
    merge,
    place,
    select,
    text_of,
    undo,
    write,
)
from vnfix.review.decisions import in_force
from vnfix.review.items import ALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(1, 8), st.sampled_from(["accepted", "rejected"])),
        st.tuples(st.just("edit"), st.integers(1, 8), st.sampled_from(["x", "", "y z", "ơ"])),
        st.tuples(st.just("write"), st.integers(0, 39), st.integers(1, 6)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
    ),
    max_size=12,
)


def take(store: Store, step: tuple[str, Any, Any], reviewer: str) -> None:
    """Do one thing that a reviewer may do; what makes no sense is refused."""
    what, a, b = step
    if what == "decide":
        decide(store, [a], Status(b), reviewer)
    elif what == "edit":
        decide(store, [a], Status.EDITED, reviewer, b)
    elif what == "write":
        write(store, 1, (a, a + b), "MỚI", reviewer)
    else:
        undo(store, reviewer)


def as_it_stands(store: Store) -> str:
    """Return the text of the decisions, worked out from the places alone."""
    text = text_of(store, 1).text
    for p in sorted(select(store, Filters(ALL)), key=lambda p: -p.correction.start):
        if in_force(p):
            text = text[: p.correction.start] + p.decided + text[p.correction.end :]
    return text


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[("Lan", [("decide", 6, "rejected")]), ("Minh", [("write", 25, 1)])])
@given(steps=st.lists(st.tuples(st.sampled_from(["Lan", "Minh"]), STEPS), max_size=3))
def test_what_is_exported_is_what_was_decided_and_comes_back(
    steps: list[tuple[str, list[tuple[str, Any, Any]]]],
    tmp_path_factory: pytest.TempPathFactory,
    toy_engine: Callable[..., object],
) -> None:
    del toy_engine
    folder = tmp_path_factory.mktemp("law")
    path, rows = folder / "plan.txt", folder / "plan.jsonl"
    path.write_text(f"{toy.GARBLED}\nCii c6ch, tinh.\n", "utf-8")
    with Store(folder / "one") as one, Store(folder / "two") as two:
        load(one, [path])
        load(two, [path])
        for reviewer, run in steps:
            for step in run:
                try:
                    take(one, step, reviewer)
                except VnfixError:
                    continue
        rows.write_text(export(one, 1), "utf-8")
        result = CliRunner().invoke(group, ["apply", str(path), str(rows)])
        assert result.stdout_bytes.decode() == as_it_stands(one)
        merge(two, rows)
        assert export(two, 1) == export(one, 1)
        assert merge(two, rows) == 0


def test_every_row_says_who_and_when(shelf: Store) -> None:
    first = select(shelf)[0]
    (done,) = decide(shelf, [first.id], Status.EDITED, "Lan", "tính")
    row = next(line for line in export(shelf, 1).splitlines() if '"edited"' in line)
    assert '"after": "tính"' in row
    assert '"reviewer": "Lan"' in row
    assert f'"time": "{done.time}"' in row


def test_a_text_that_the_store_has_not_is_told(shelf: Store, tmp_path: Path) -> None:
    rows = tmp_path / "f.jsonl"
    rows.write_text(export(shelf, 1), "utf-8")
    with Store(tmp_path / "empty") as empty, pytest.raises(StaleError):
        merge(empty, rows)


def changed(shelf: Store, tmp_path: Path, old: str, new: str) -> Path:
    """Return a file of one accepted row in which a piece is replaced."""
    decide(shelf, [1], Status.ACCEPTED, "Lan")
    rows = tmp_path / "f.jsonl"
    head, row, *_ = export(shelf, 1).splitlines()
    assert old in row
    rows.write_text(f"{head}\n{row.replace(old, new)}\n", "utf-8")
    undo(shelf, "Lan")
    return rows


def test_a_row_that_does_not_fit_is_refused_wholly(shelf: Store, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        merge(shelf, changed(shelf, tmp_path, '"Cii"', '"Cij"'))
    assert place(shelf, 1).status is Status.PROPOSED


def test_a_row_over_undecided_ones_makes_room(shelf: Store, tmp_path: Path) -> None:
    wide = changed(shelf, tmp_path, '"end": 3, "before": "Cii"', '"end": 8, "before": "Cii c6ch"')
    assert merge(shelf, wide) == 1
    assert place(shelf, 1).status is Status.REJECTED
    text = text_of(shelf, 1).text
    assert apply_corrections(text, []) == text
    assert as_it_stands(shelf).startswith("Cải hành")


def test_a_row_over_a_decided_one_is_refused(shelf: Store, tmp_path: Path) -> None:
    wide = changed(shelf, tmp_path, '"end": 3, "before": "Cii"', '"end": 8, "before": "Cii c6ch"')
    decide(shelf, [1], Status.ACCEPTED, "Minh")
    with pytest.raises(RefusedError, match="overlaps"):
        merge(shelf, wide)
    assert place(shelf, 1).reviewer == "Minh"


def test_older_decisions_from_a_file_do_not_outrank_newer_ones(
    shelf: Store, tmp_path: Path
) -> None:
    decide(shelf, [1], Status.ACCEPTED, "Lan")
    rows = tmp_path / "f.jsonl"
    text = export(shelf, 1)
    time = place(shelf, 1).time
    rows.write_text(text.replace(time, "2020-01-01T00:00:00Z").replace('"accepted"', '"rejected"'))
    merge(shelf, rows)
    assert place(shelf, 1).status is Status.ACCEPTED


@pytest.fixture
def twins(shelf: Store, tmp_path: Path) -> list[Path]:
    """Return two documents of one text and one name in the store, below two folders."""
    paths = [tmp_path / year / "plan.txt" for year in ("2023", "2024")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("Cii c6ch, tinh.\n", "utf-8")
    load(shelf, paths)
    return paths


def decided_file(store: Store, file: Path, named: str) -> Path:
    """Write a correction file in which all is rejected, about a document of this name."""
    head, *rows = export(store, 2).splitlines()
    head = json.dumps(json.loads(head) | {"file": named})
    text = "\n".join([head, *rows]).replace('"status": "proposed"', '"status": "rejected"')
    file.write_text(f"{text}\n", "utf-8")
    return file


def rejected(store: Store) -> set[int]:
    return {p.document for p in select(store, Filters(ALL)) if p.status is Status.REJECTED}


def test_decisions_come_to_the_document_that_the_file_names(
    shelf: Store, twins: list[Path], tmp_path: Path
) -> None:
    """By its path, or else by where the file lies; `twins` are the documents 2 and 3."""
    assert len(twins) == 2
    for named, lies, document in (
        ("2023/plan.txt", "f.jsonl", 2),
        ("2024/plan.txt", "f.jsonl", 3),
        ("/elsewhere/2024/plan.txt", "2023/f.jsonl", 3),
        ("plan.txt", "2023/f.jsonl", 2),
        ("./plan.txt", "2024/f.jsonl", 3),
    ):
        assert merge(shelf, decided_file(shelf, tmp_path / lies, named)) > 0
        assert rejected(shelf) == {document}
        undo(shelf, "")


def test_a_name_that_decides_nothing_is_refused(
    shelf: Store, twins: list[Path], tmp_path: Path
) -> None:
    for named in ("plan.txt", "2022/plan.txt"):
        with pytest.raises(RefusedError) as e:
            merge(shelf, decided_file(shelf, tmp_path / "f.jsonl", named))
        assert all(str(path) in str(e.value) for path in twins)
    assert rejected(shelf) == set()


@pytest.mark.parametrize("start", [10**6, 2**31, 2**63, 2**64, 10**400])
def test_numbers_out_of_range_are_malformed_rows(
    tmp_path: Path, start: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """`review --import` of a row that inserts something far behind the text."""
    from vnfix.cli import main

    path = tmp_path / "a.txt"
    path.write_text("Cai cach hanh chinh\n", "utf-8")
    assert main(["propose", str(path), "-o", str(tmp_path / "rows.jsonl")]) == 0
    head = (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()[0]
    row = {
        "page": 1, "line": 1, "start": start, "end": start, "before": "", "after": "x",
        "fixer": "t", "confidence": 1, "safety": "AUTO", "reason": "", "alternatives": [],
        "status": "accepted", "reviewer": "Lan", "time": "2026-01-02T03:04:05Z",
    }  # fmt: skip
    file = tmp_path / "rows.jsonl"
    file.write_text(f"{head}\n{json.dumps(row)}\n", "utf-8")
    assert main(["review", str(path), "--import", str(file), "--export"]) == 3
    assert main(["apply", str(path), str(file), "-o", str(tmp_path / "out.txt")]) == 3
    assert "Traceback" not in capsys.readouterr().err
