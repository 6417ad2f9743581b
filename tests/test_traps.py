"""Code that lies among the documents is never run: traps for all that vnfix could import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("vnfix")
GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"
OURS = {"vnfix", "cli", "setup", "sitecustomize", "usercustomize"}
DEPENDENCIES = {name for name in packages_distributions() if name.isidentifier()}

RUNS = [
    ["fix", ".", "-o", "OUT", "--jobs", "1"],
    ["fix", ".", "-o", "OUT", "--jobs", "2", "--pdf"],
    ["fix", ".", "-o", "OUT", "--jobs", "0"],
    ["fix", "a.txt"],
    ["fix", "a.txt", "-o", "OUT.html"],
    ["check", "."],
    ["check", "a.txt", "--explain"],
    ["propose", "a.txt", "-o", "OUT.jsonl"],
    ["diff", "a.txt"],
    ["explain", GARBLED.strip()],
    ["review", ".", "--export"],
    ["data-check"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two texts and a trap for each module."""
    return make_folder(tmp_path, {*DEPENDENCIES, *sys.stdlib_module_names} | OURS)


def make_folder(tmp_path: Path, names: set[str]) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(GARBLED, "utf-8")
    trap = f"open({str(tmp_path / 'sprung')!r}, 'a').write(__name__ + chr(10))\n"
    for name in names:
        (folder / f"{name}.py").write_text(trap, "utf-8")
    return folder


def assert_none_ran(folder: Path) -> None:
    sprung = folder.parent / "sprung"
    assert not sprung.exists(), sprung.read_text("utf-8")


def environment() -> dict[str, str]:
    """Return this process's environment without what would hide the fault."""
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONSAFEPATH", "PYTHONPATH"}}


@pytest.mark.parametrize("command", RUNS, ids=" ".join)
def test_no_trap_springs(folder: Path, command: list[str]) -> None:
    out = str(folder.parent / "out")
    arguments = [a.replace("OUT", out) for a in command]
    done = subprocess.run(
        [str(SCRIPT), *arguments], cwd=folder, env=environment(), capture_output=True, check=False
    )
    assert_none_ran(folder)
    assert done.returncode in {0, 1}, done.stderr.decode()


def test_no_trap_springs_while_the_page_is_served(folder: Path) -> None:
    command = [str(SCRIPT), "review", ".", "--no-browser"]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        assert b"127.0.0.1" in process.stdout.readline()
        time.sleep(1.5)  # the process that proposes starts and works
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert_none_ran(folder)


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_run_as_a_module_it_takes_no_dependency_from_the_folder(tmp_path: Path, jobs: str) -> None:
    """Python itself puts the working folder first for `-m`; `-P` helps against names of its own."""
    folder = make_folder(tmp_path, DEPENDENCIES - OURS)
    command = [sys.executable, "-m", "vnfix", "fix", ".", "-o", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--jobs", jobs], cwd=folder, env=environment(), capture_output=True, check=False
    )
    assert_none_ran(folder)
    assert done.returncode == 0, done.stderr.decode()


DASK = """
import distributed, subprocess, sys
from vnfix.processes import safe_start
if __name__ == "__main__":
    with safe_start():
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster:
        command = [sys.argv[1], "fix", ".", "-o", "../out", "--dask", cluster.scheduler_address]
        raise SystemExit(subprocess.run(command).returncode)
"""


@pytest.mark.slow
def test_no_trap_springs_on_a_dask_cluster(folder: Path) -> None:
    """Its workers are started as docs/folders.md says, with PYTHONSAFEPATH=1."""
    pytest.importorskip("distributed")
    script = folder.parent / "cluster.py"
    script.write_text(DASK, "utf-8")
    environ = environment() | {"PYTHONSAFEPATH": "1"}
    command = [sys.executable, str(script), str(SCRIPT)]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    assert_none_ran(folder)
    assert done.returncode == 0, done.stderr.decode()


def test_a_checkout_is_not_taken_for_the_installed_package(tmp_path: Path) -> None:
    """The workers use the package of the command that was started."""
    folder = make_folder(tmp_path, set())
    (folder / "vnfix").mkdir()
    (folder / "vnfix" / "__init__.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'a')")
    command = [str(SCRIPT), "fix", ".", "-o", str(tmp_path / "out"), "--jobs", "1"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)
    assert_none_ran(folder)
    assert done.returncode == 0, done.stderr.decode()
