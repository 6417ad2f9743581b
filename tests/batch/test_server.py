"""A killed parent leaves nothing behind: no folder of a socket, no traceback, no process."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.batch.folders import make_folder, start
from vnfix.batch.server import remove_socket, say_fault

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_removes_socket_and_folder_but_nothing_of_others(tmp_path: Path) -> None:
    for name, others in (("pymp-a", []), ("pymp-b", ["other"])):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("listener", *others):
            (folder / file).touch()
        remove_socket(str(folder / "listener"))
    assert [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.rglob("*"))] == [
        "pymp-b",
        "pymp-b/other",
    ]
    remove_socket(None)
    remove_socket("\0abstract")


@pytest.mark.parametrize(("kind", "said"), [(EOFError, ""), (BrokenPipeError, ""), (KeyError, "K")])
def test_only_a_dead_parent_is_passed_over(
    capsys: pytest.CaptureFixture[str], kind: type[Exception], said: str
) -> None:
    say_fault(kind, kind("x"), None)
    assert capsys.readouterr().err.startswith(said)


def processes(mark: str) -> Iterator[str]:
    """Yield the processes whose environment has this mark."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                yield folder.name
        except OSError:
            continue


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("seed", range(3))
def test_a_parent_killed_at_random_moments_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    folder, temporary = make_folder(tmp_path / "in", 12), tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    moments = random.Random(seed)
    for k in range(6):
        with start("fix", folder, "-o", tmp_path / f"out{k}", "--jobs", 2) as process:
            time.sleep(moments.uniform(0.05, 1.2))
            process.kill()
            _, said = process.communicate(timeout=30)  # the workers have let go of it too
        assert b"Traceback" not in said, said.decode()
        assert b"Error" not in said, said.decode()
    until = time.monotonic() + 20
    mark = f"TMPDIR={temporary}"
    while time.monotonic() < until and any(p != str(os.getpid()) for p in processes(mark)):
        time.sleep(0.1)
    assert list(temporary.iterdir()) == []
