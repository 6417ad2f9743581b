"""Everything that is made from a file of mode 0600 is of mode 0600, whatever makes it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"


@pytest.fixture(autouse=True)
def _usual_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, mode in (("a.txt", 0o600), ("b.txt", 0o644)):
        (folder / name).write_text(GARBLED, "utf-8")
        (folder / name).chmod(mode)
    return folder


def run(*arguments: object) -> None:
    result = CliRunner().invoke(group, [*map(str, arguments)])
    assert result.exit_code in {0, 1}, result.stderr


def modes(folder: Path) -> dict[str, int]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.name: p.stat().st_mode & 0o777 for p in files}


def test_a_folder_run(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("fix", folder, "-o", out, "--jobs", 0)
    assert modes(out) == {
        "a.txt": 0o600, "a.jsonl": 0o600, "b.txt": 0o644, "b.jsonl": 0o644,
        "report.json": 0o600, "report.html": 0o600, "ledger.sqlite3": 0o600,
    }  # fmt: skip
    run("fix", folder, "--in-place")
    assert modes(folder) == {"a.txt": 0o600, "b.txt": 0o644}


def test_single_files(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("a", "b"):
        source = folder / f"{name}.txt"
        run("fix", source, "-o", out / f"{name}.fix.txt")
        run("propose", source, "-o", out / f"{name}.jsonl")
        run("apply", source, out / f"{name}.jsonl", "-o", out / f"{name}.apply.txt")
        run("diff", source, "--html", out / f"{name}.html")
    found = modes(out)
    assert len(found) == 8
    assert {name: found[name] for name in found if name[0] == "a"} == dict.fromkeys(
        (name for name in found if name[0] == "a"), 0o600
    )
    assert {found[name] for name in found if name[0] == "b"} == {0o644}


def test_a_review(folder: Path) -> None:
    run("review", folder, "--export")
    found = modes(folder)
    assert {name: found.pop(name) for name in sorted(found) if ".txt" in name} == {
        "a.txt": 0o600, "a.txt.jsonl": 0o600, "b.txt": 0o644, "b.txt.jsonl": 0o644,
    }  # fmt: skip
    assert set(found.values()) == {0o600}  # the store and its log
    assert found
