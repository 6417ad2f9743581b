"""From decisions to the next document, by the command line, with the shipped tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group
from vnfix.errors import NothingToDoError, RefusedError
from vnfix.files.project import FOLDER
from vnfix.learn import learn
from vnfix.learn.lessons import runs
from vnfix.review import Filters, Status, Store, decide, default_store, load, select, undo, write
from vnfix.review.items import ALL

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PLAN = "Thuc hiQn t6t c6c nhiQm vu dugc x8zz cho Vinax\n" * 3
NEXT = "Cii c6ch hinh chinh vd x8zz quydn cho Vinax\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a folder with a plan to review and the next document."""
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "next.txt").write_text(NEXT, "utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [*map(str, arguments)])


def correct(store: Store, before: str, after: str, reviewer: str = "Lan") -> None:
    """Let a reviewer put `after` wherever `before` stands."""
    at = PLAN.find(before)
    while at >= 0:
        write(store, 1, (at, at + len(before)), after, reviewer)
        at = PLAN.find(before, at + 1)


def keep(store: Store, word: str) -> None:
    """Let a reviewer reject every change of a word."""
    places = [p for p in select(store, Filters(ALL)) if p.correction.before.startswith(word)]
    assert places
    for p in places:
        decide(store, [p.id], Status.REJECTED, "Lan")


def test_the_next_document_gets_what_was_decided(office: Path) -> None:
    before = run("fix", office / "next.txt").stdout
    assert "trao" not in before
    assert "Vinax" not in before
    path = default_store([office])
    with Store(path) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
        keep(store, "Vinax")
    result = run("learn", path)
    assert result.exit_code == 0, result.stderr
    assert "1 corrections, 0 words, 1 protected words" in result.stderr
    after = run("fix", office / "next.txt").stdout
    assert after == "Cải cách hành chính và trao quyền cho Vinax\n"
    assert run("fix", "--no-project", office / "next.txt").stdout == before
    named = ["--dictionary", office / FOLDER / "learned.txt"]
    named += ["--protect", office / FOLDER / "learned-protect.txt", "--no-project"]
    assert run("fix", *named, office / "next.txt").stdout == after


def test_every_entry_names_its_decisions(office: Path) -> None:
    with Store(default_store([office])) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
        learn([store], office / FOLDER)
        ids = [row["id"] for row in store.rows("SELECT id FROM decisions WHERE via = ''")]
    head, line = (office / FOLDER / "learned.txt").read_text("utf-8").splitlines()
    assert head.startswith("# ")
    assert line.startswith("x8zz->trao\t3 places, decided by Lan: review.sqlite3 ")
    assert line.rpartition("sqlite3 ")[2] == runs(ids)


def test_learning_again_gives_the_same(office: Path) -> None:
    path = default_store([office])
    with Store(path) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
    run("learn", path)
    first = {p.name: p.read_bytes() for p in (office / FOLDER).glob("learned*")}
    assert run("learn", path).exit_code == 0
    assert {p.name: p.read_bytes() for p in (office / FOLDER).glob("learned*")} == first


def test_a_users_own_file_is_not_replaced(office: Path) -> None:
    with Store(default_store([office])) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
        (office / FOLDER / "learned.txt").write_text("mine\n")
        with pytest.raises(RefusedError):
            learn([store], office / FOLDER)
    assert (office / FOLDER / "learned.txt").read_text() == "mine\n"


def test_without_decisions_there_is_nothing_to_learn(office: Path) -> None:
    path = default_store([office])
    with Store(path) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
        while undo(store, "Lan"):
            pass
        with pytest.raises(NothingToDoError):
            learn([store], office / FOLDER)
    result = run("learn", path)
    assert result.exit_code == 6
    assert "Decide some more" in result.stderr
    assert not (office / FOLDER / "learned.txt").exists()


def test_a_store_that_is_not_there_is_told_and_not_made(office: Path) -> None:
    result = run("learn", office / "missing")
    assert result.exit_code == 3
    assert not (office / "missing").exists()


def test_a_lesson_that_is_taken_back_is_used_and_learned_no_more(office: Path) -> None:
    before = run("fix", office / "next.txt").stdout
    path = default_store([office])
    with Store(path) as store:
        load(store, [office / "plan.txt"])
        correct(store, "x8zz", "trao")
        keep(store, "Vinax")
    run("learn", path)
    taught = run("fix", office / "next.txt").stdout
    assert "trao" in taught
    listed = run("learn", path, "--list").stdout.splitlines()
    assert [row.split("\t")[:2] for row in listed] == [
        ["fix", "x8zz->trao"],
        ["protected", "Vinax"],
    ]
    forgotten = ["--forget", "x8zz->trao", "--forget", "Vinax", "--reviewer", "Lan"]
    assert run("learn", path, *forgotten).exit_code == 0
    assert run("fix", office / "next.txt").stdout == before
    again = run("learn", path)  # from the same decisions
    assert again.exit_code == 6
    assert "nothing to learn that was not taken back" in again.stderr
    assert run("fix", office / "next.txt").stdout == before
    listed = run("learn", path, "--list").stdout.splitlines()
    assert [row.split("\t")[2] for row in listed] == ["taken back by Lan"] * 2
    listed = run("learn", path, "--list", "--lang", "vi").stdout.splitlines()
    assert [row.split("\t")[2] for row in listed] == ["Lan đã bỏ"] * 2
    assert run("learn", path, "--use-again", "x8zz->trao", "--use-again", "Vinax").exit_code == 0
    assert run("fix", office / "next.txt").stdout == taught
    again = run("learn", path)
    assert again.exit_code == 0
    assert "1 corrections, 0 words, 1 protected words" in again.stderr


def test_a_lesson_that_nobody_knows_is_told(office: Path) -> None:
    path = default_store([office])
    Store(path).close()
    for option in ("--forget", "--use-again"):
        result = run("learn", path, option, "x8zz->trao")
        assert result.exit_code == 2
        assert "`vnfix learn --list` shows them." in result.stderr
        assert not (office / FOLDER / "forgotten.jsonl").exists()
