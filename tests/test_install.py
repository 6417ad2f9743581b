"""What is installed in other ways than by pip: the container's recipe and the pre-commit hook."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile with their arguments, lines joined."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(k for k, (name, _) in enumerate(found) if name == "FROM")
    return found[start:]


def test_every_instruction_is_known() -> None:
    known = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in instructions()} <= known


def test_images_are_slim_and_of_a_version_that_is_supported() -> None:
    least = tuple(map(int, PROJECT["requires-python"].removeprefix(">=").split(".")))
    for _, argument in (i for i in instructions() if i[0] == "FROM"):
        match = re.fullmatch(r"python:(\d+)\.(\d+)-slim(?: AS build)?", argument)
        assert match, argument
        assert (int(match[1]), int(match[2])) >= least


def test_it_runs_as_a_user_without_rights() -> None:
    names = [name for name, _ in last_stage()]
    (user,) = (argument for name, argument in last_stage() if name == "USER")
    assert user not in ("root", "0")
    assert f"--uid 10001 {user}" in dict(last_stage())["RUN"]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names[names.index("USER") :]


def test_it_starts_the_command_of_the_project() -> None:
    (entry,) = (argument for name, argument in last_stage() if name == "ENTRYPOINT")
    assert entry == f'["{next(iter(PROJECT["scripts"]))}"]'


def test_nothing_is_left_behind_or_fetched_needlessly() -> None:
    runs = [argument for name, argument in instructions() if name == "RUN"]
    for run in runs:
        if "apt-get install" in run:
            assert "--no-install-recommends" in run
            assert "rm -rf /var/lib/apt/lists" in run
        assert all("--no-cache-dir" in c for c in run.split("&&") if c.split()[0] == "pip")
        assert "tesseract" not in run
    assert not any("apt-get" in run for name, run in last_stage() if name == "RUN")


def test_only_what_the_wheel_is_built_of_is_sent() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    sent = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert all((ROOT / name).exists() for name in sent)
    needed = {"pyproject.toml", "setup.py", "vnfix", PROJECT["readme"], *PROJECT["license-files"]}
    assert needed <= sent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thực hiện tốt các nhiệm vụ được giao trong năm 2025.\n", 0),
        ("Thuc hiQn t6t c6c nhiQm vu dugc giao tai dia phuong\n", 1),
    ],
)
def test_the_hook_stops_what_is_damaged(tmp_path: Path, text: str, code: int) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    fields = dict(re.findall(r"^[- ] (\w+): (.+)$", hooks, re.MULTILINE))
    assert fields["id"] in (ROOT / "docs" / "install.md").read_text("utf-8")
    assert fields["language"] == "python"
    program, *arguments = shlex.split(fields["entry"])
    assert program in PROJECT["scripts"]
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    command = [sys.executable, "-m", program, *arguments, str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == code


COMPILER = """#!/bin/sh
case "$*" in *"$FAILS"*) exit 1;; esac
while [ "$1" != -o ]; do shift; done
echo compiled > "$2"
"""


@pytest.mark.skipif(os.name == "nt", reason="the compiler is a shell script")
@pytest.mark.parametrize(
    ("fails", "built"), [("vnfix/b.c", False), ("_cyutility.c", False), ("nothing.c", True)]
)
def test_all_modules_are_compiled_or_none(tmp_path: Path, *, fails: str, built: bool) -> None:
    pytest.importorskip("Cython")
    shutil.copy(ROOT / "setup.py", tmp_path)
    compiler = tmp_path / "cc"
    compiler.write_text(COMPILER)
    compiler.chmod(0o755)
    package = tmp_path / "vnfix"
    package.mkdir()
    (package / "__init__.py").touch()
    for name in ("a", "b"):
        (package / f"{name}.py").write_text("def one():\n    return 1\n")
        (package / f"{name}.pxd").write_text("cpdef int one()\n")
    done = subprocess.run(
        [sys.executable, "setup.py", "build_ext", "--inplace"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "CC": str(compiler), "LDSHARED": str(compiler), "FAILS": fails},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ("the plain Python source is used" in done.stderr) is not built
    found = {
        path.name.partition(".")[0]
        for path in package.glob("*.*")
        if path.suffix in (".so", ".pyd")
    }
    assert found == ({"a", "b", "_cyutility"} if built else set())
