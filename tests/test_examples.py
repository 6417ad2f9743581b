"""Every command in the README and in docs/ is run as it stands there; other code must compile."""

from __future__ import annotations

import ast
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ocr import hocr

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"
# What is not vnfix's: tested where it is used (test_ocrmypdf.py, test_cluster.py), or by `make`.
OTHERS = ("ocrmypdf ", "dask ", "PYTHONSAFEPATH=1 dask ", "pip ", "make ")
NEEDS_A_CLUSTER = "--dask"


def commands() -> Iterator[tuple[str, str]]:
    """Yield page and line of each command."""
    for page in PAGES:
        for language, body in BLOCK.findall(page.read_text("utf-8")):
            if language in {"sh", "console"}:
                for line in filter(None, body.splitlines()):
                    yield page.name, line.removeprefix("$ ").split("  #")[0].strip()


COMMANDS = list(dict.fromkeys(commands()))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a working folder with the documents that the examples name, and some decisions."""
    for folder in ("FOLDER", "plans", "scans"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(GARBLED, "utf-8")
    shutil.copy(ROOT / "corpus" / "letter" / "scan.pdf", tmp_path / "plan.pdf")
    (tmp_path / "plan.txt").write_text(GARBLED * 3, "utf-8")
    (tmp_path / "rows.csv").write_text(f"1,{GARBLED}", "utf-8")
    (tmp_path / "page.hocr").write_text(hocr(GARBLED.strip()), "utf-8")
    return tmp_path


def run(command: str, place: Path, *, shell: bool = True) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("vnfix"))
    line = re.sub(r"^vnfix\b", program, command)
    return subprocess.run(
        line, shell=shell, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False
    )


def decide(place: Path) -> None:
    """Take the corrections of a text over as accepted, so that there is something to learn."""
    rows = place / "rows.jsonl"
    (place / "plan.txt").write_text(GARBLED * 40, "utf-8")
    assert run("vnfix propose plan.txt -o rows.jsonl", place).returncode == 0
    text = rows.read_text("utf-8").replace('"proposed"', '"accepted"')
    text = text.replace('"reviewer": null', '"reviewer": "Lan"')
    rows.write_text(text.replace('"time": null', '"time": "2026-01-02T03:04:05Z"'), "utf-8")
    assert run("vnfix review plan.txt --import rows.jsonl --export", place).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_commands_run(page: str, command: str, place: Path) -> None:
    if command.startswith(OTHERS) or NEEDS_A_CLUSTER in command:
        return
    assert command.startswith("vnfix "), page
    if command.startswith("vnfix review"):
        serve(command, place)
        return
    if command.startswith("vnfix learn"):
        decide(place)
    if "-o plan.txt" in command:
        (place / "plan.txt").unlink()
    done = run(command, place)
    codes = {1} if "--check" in command else {0, 1} if " diff" in command else {0}
    codes = {1} if " check " in command else codes
    assert done.returncode in codes, done.stderr
    assert "Traceback" not in done.stderr


def serve(command: str, place: Path) -> None:
    """Run a review until its page is there."""
    line = [str(Path(sys.executable).with_name("vnfix")), *command.split()[1:], "--no-browser"]
    with subprocess.Popen(
        line, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        with urllib.request.urlopen(process.stdout.readline().strip()) as page:
            assert b"vnfix" in page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def test_examples_in_python_compile_and_name_what_there_is() -> None:
    for page in PAGES:
        for language, body in BLOCK.findall(page.read_text("utf-8")):
            if language == "python" and ">>>" not in body:  # the others are doctests
                ast.parse(body)
                for name in re.findall(r"\b(fix_\w+)\(", body.replace("def fix_document", "")):
                    assert name in (ROOT / "vnfix" / "adapters" / "pandas.py").read_text("utf-8")
