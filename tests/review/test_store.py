"""The file behind a review: whatever is killed, broken or newer."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import RefusedError, UnreadableError, UsageError
from vnfix.review import Status, Store, decide, default_store, documents, progress, select
from vnfix.review.store import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_new_store_is_empty_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "store.sqlite3"
    with Store(path) as store:
        assert documents(store) == []
    with Store(path) as store:
        assert progress(store).asked == 0


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(UnreadableError, match="newer") as e:
        Store(path)
    assert e.value.remedy


@pytest.mark.parametrize("version", [0, -1])
def test_a_store_of_no_version_is_refused(tmp_path: Path, version: int) -> None:
    path = tmp_path / "s"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(UnreadableError, match="no version") as e:
        Store(path)
    assert e.value.key == "damaged"


@pytest.mark.parametrize("data", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 999])
def test_a_file_that_is_no_store_is_refused_and_kept(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as e:
        Store(path)
    assert e.value.remedy
    assert path.read_bytes() == data


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(UnreadableError, match="no store"):
        Store(path)


def test_damage_within_the_file_is_told(shelf: Store) -> None:
    shelf.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    shelf.close()
    data = bytearray(shelf.path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    shelf.path.write_bytes(data)
    with pytest.raises(UnreadableError, match="damaged"), Store(shelf.path) as store:
        select(store)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError):
        Store(tmp_path / "file" / "s")


def test_the_default_place_is_beside_the_documents(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert default_store([tmp_path / "a"]) == tmp_path / "a" / ".vnfix" / "review.sqlite3"
    assert default_store([tmp_path / "a" / "x.pdf"]).parent == tmp_path / "a" / ".vnfix"
    both = [tmp_path / "a" / "x.pdf", tmp_path / "b"]
    assert default_store(both).parent == tmp_path / ".vnfix"
    with pytest.raises(UsageError):
        default_store([])


def test_a_change_is_made_wholly_or_not_at_all(shelf: Store) -> None:
    def half() -> None:
        with shelf.change() as connection:
            connection.execute("DELETE FROM corrections")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert select(shelf)


KILLED = """
import os, signal, sys
from pathlib import Path
from vnfix.review import Status, Store, decide, select
with Store(Path(sys.argv[1])) as store:
    for place in select(store):
        decide(store, [place.id], Status.ACCEPTED, "Lan")
        print(place.id, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_decided_is_there_after_a_kill(shelf: Store, root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(shelf.path)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [int(line) for line in run.stdout.split()]
    assert run.returncode < 0, run.stderr
    assert told
    assert {p.id for p in select(shelf) if p.id in told} == set()
    assert progress(shelf).decided == len(told)


def test_many_threads_decide_at_a_time(shelf: Store) -> None:
    everything = [row["id"] for row in shelf.rows("SELECT id FROM corrections")]
    errors: list[BaseException] = []

    def work(reviewer: str) -> None:
        try:
            for k in everything:
                decide(shelf, [k], Status.ACCEPTED, reviewer)
        except BaseException as e:
            errors.append(e)

    threads = [threading.Thread(target=work, args=(f"R{k}",)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    ((n,),) = shelf.rows("SELECT count(*) FROM decisions")
    assert n == 4 * len(everything)
    ((actions,),) = shelf.rows("SELECT count(DISTINCT action) FROM decisions")
    assert actions == n


def test_a_read_only_store_is_told(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., sqlite3.Connection] = sqlite3.connect

    def read_only(path: Path, **options: object) -> sqlite3.Connection:
        return real(f"file:{path}?mode=ro", uri=True, **options)

    first = select(shelf)[0].id
    monkeypatch.setattr(sqlite3, "connect", read_only)
    with Store(shelf.path) as store, pytest.raises(RefusedError):
        decide(store, [first], Status.ACCEPTED, "Lan")


def test_a_store_of_the_first_version_is_brought_up(shelf: Store) -> None:
    """As version 1 left it: without the columns that came later."""
    before = [p.correction for p in select(shelf)]
    shelf.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    shelf.close()
    with sqlite3.connect(shelf.path) as connection:
        connection.execute("DROP INDEX corrections_standing")
        connection.execute("DROP TABLE unlearned")
        connection.execute("DROP TABLE outputs")
        for table, column in (
            ("documents", "cause"),
            ("documents", "unasked"),
            ("corrections", "wrong"),
            ("corrections", "box"),
            ("corrections", "second"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with Store(shelf.path) as store:
        assert [p.correction for p in select(store)] == before
        wrong = store.rows("SELECT wrong, confidence FROM corrections")
        assert all(w == pytest.approx(1 - c) for w, c in wrong)
        assert documents(store)[0].unasked == 0.0
        assert store.rows("SELECT * FROM unlearned") == []
        assert store.rows("SELECT * FROM outputs") == []
    Store(shelf.path).close()
