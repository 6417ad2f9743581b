"""`kill -9` at any moment: what is done stays, the rest is done, nothing is half-written."""

from __future__ import annotations

import random
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from tests.batch.folders import assert_complete, contents, finish, make_folder, marks, start
from vnfix.files.own import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

FILES = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("killed") / "in", FILES)


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, bytes]:
    """Return what a run gives that nobody kills."""
    out = folder.parent / "expected"
    assert finish("fix", folder, "-o", out, "--jobs", 2, "-q") == 0
    return contents(out)


def kill_at(folder: Path, out: Path, seconds: float) -> None:
    """Start a run and kill it; its workers die with it."""
    with start("fix", folder, "-o", out, "--jobs", 2) as process:
        time.sleep(seconds)
        process.kill()
    assert process.returncode in {-9, 0}


def done_in(out: Path) -> int:
    """Return how many files the ledger knows to be done."""
    if not (out / LEDGER).exists():
        return 0
    with sqlite3.connect(out / LEDGER) as ledger:
        tables = ledger.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        query = "SELECT count(*) FROM files WHERE state = 'done'"
        count: int = ledger.execute(query).fetchone()[0] if tables else 0
    ledger.close()
    return count


def settled(out: Path) -> dict[str, tuple[int, int]]:
    """Return the marks of the files, when the orphans of a killed run are gone."""
    before: dict[str, tuple[int, int]] = {}
    while before != (now := marks(out)) or not now:
        before = now
        time.sleep(0.2)
        if not now and not marks(out):
            return {}
    return now


def check(folder: Path, out: Path, expected: dict[str, bytes]) -> None:
    """Resume a run that was killed, and check that all is as if nobody had killed it."""
    before = settled(out)
    visible = {name: data for name, data in contents(out).items() if ".vnfix-" not in name}
    assert all(expected[name] == data for name, data in visible.items())
    done = done_in(out)
    assert finish("fix", folder, "-o", out, "--jobs", 2, "-q") == 0
    assert contents(out) == expected
    assert_complete(folder, out)
    assert done_in(out) == FILES
    after = marks(out)
    same = sum(after.get(path) == mark for path, mark in before.items())
    assert same >= 2 * done, "what the ledger knew was done again"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_twenty_random_moments(
    folder: Path, tmp_path: Path, expected: dict[str, bytes], seed: int
) -> None:
    """Four runs, each of them killed five times."""
    moments = random.Random(seed)
    for _ in range(5):
        kill_at(folder, tmp_path / "out", moments.uniform(0.1, 0.9))
    check(folder, tmp_path / "out", expected)
