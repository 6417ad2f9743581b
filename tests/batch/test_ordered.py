"""Worker processes for streams: results in order, faults in their turn, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import count, islice
from multiprocessing import active_children
from typing import TYPE_CHECKING

import pytest

from vnfix.batch.ordered import AHEAD, in_order
from vnfix.batch.pool import MOST, cores, workers
from vnfix.errors import ExitCode, UsageError, VnfixError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKERS = 2


def slowest_first(number: int) -> tuple[int, int]:
    """Take longer for what comes first, and tell who did it."""
    time.sleep(0.2 if number == 0 else 0.01)
    return number, os.getpid()


def die(number: int) -> int:
    """Die as a worker does that lacks memory, at the third thing."""
    if number == 2:
        os._exit(9)
    return number


def fail(number: int) -> int:
    """Fail with an error of vnfix, at the third thing."""
    if number == 2:
        raise UsageError("No twos.", "Take threes.")
    return number


def test_results_come_in_order_from_several_processes() -> None:
    found = list(in_order(slowest_first, range(12), WORKERS))
    assert [number for number, _ in found] == list(range(12))
    assert os.getpid() not in {pid for _, pid in found}
    assert len({pid for _, pid in found}) == WORKERS


def test_a_single_thing_is_done_here() -> None:
    assert list(in_order(slowest_first, [3], WORKERS)) == [(3, os.getpid())]
    assert list(in_order(slowest_first, [], WORKERS)) == []


def test_little_is_read_ahead() -> None:
    taken = []

    def endless() -> Iterator[int]:
        for k in count():
            taken.append(k)
            yield k

    assert len(list(islice(in_order(fail, endless(), WORKERS), 2))) == 2
    assert len(taken) <= AHEAD * WORKERS + 1


@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_fault_of_the_source_comes_after_what_came_before_it(before: int) -> None:
    def broken() -> Iterator[int]:
        yield from range(3, 3 + before)
        raise OSError("the table is gone")

    found = in_order(fail, broken(), WORKERS)
    assert list(islice(found, before)) == list(range(3, 3 + before))
    with pytest.raises(OSError, match="the table is gone"):
        next(found)


def test_a_fault_of_the_work_comes_in_its_turn() -> None:
    found = in_order(fail, range(9), WORKERS)
    assert list(islice(found, 2)) == [0, 1]
    with pytest.raises(UsageError, match="No twos") as e:
        next(found)
    assert e.value.remedy == "Take threes."
    assert e.value.exit_code is ExitCode.USAGE


def test_a_dead_worker_is_told() -> None:
    with pytest.raises(VnfixError, match="worker process died") as e:
        list(in_order(die, range(9), WORKERS))
    assert "__main__" in e.value.remedy


def test_a_script_without_a_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "rows.py"
    script.write_text("import vnfix\nprint(*vnfix.fix_texts(['a' * 9000] * 4, jobs=2))\n", "utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, cwd=tmp_path
    )
    assert done.returncode != 0
    assert 'below `if __name__ == "__main__":`' in done.stderr


def test_workers_end_with_what_is_left_unread() -> None:
    before = set(active_children())
    found = in_order(slowest_first, count(), WORKERS)
    next(found)
    found.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 20
    while set(active_children()) - before and time.monotonic() < end:
        time.sleep(0.05)
    assert not set(active_children()) - before


def test_what_jobs_mean() -> None:
    assert workers(None) == min(cores(), MOST)
    assert workers(3) == 3
    for wrong in (-1, 2.0, 2.5, "2", MOST + 1):
        with pytest.raises(UsageError, match="There cannot be"):
            workers(wrong)  # type: ignore[arg-type]
