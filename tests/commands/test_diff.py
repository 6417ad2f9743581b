"""`vnfix diff`: what it prints, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tests import toy
from vnfix.cli import group
from vnfix.commands import diff

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_engine")


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(group, ["diff", *map(str, arguments)])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(f"{toy.GARBLED}\nhealthy\x1b[2J tinh\n", "utf-8")
    return path


def test_exit_codes_are_those_of_check(plan: Path, tmp_path: Path) -> None:
    assert run(plan).exit_code == 1
    plan.write_text("healthy\n", "utf-8")
    result = run(plan)
    assert (result.exit_code, result.stdout) == (0, "")
    assert run(tmp_path / "missing").exit_code == 3


def test_unified_is_bytes_without_colour(plan: Path) -> None:
    lines = run(plan).stdout.splitlines()
    assert f"-{toy.GARBLED}" in lines
    assert f"+{toy.TRUE}" in lines


def test_words_in_signs(plan: Path) -> None:
    first, second = run("--words", plan).stdout.splitlines()
    assert first.startswith(f"{plan}:1:1: [-Cii-]{{+Cải+}} [-c6ch-]{{+cách+}}")
    assert first.endswith("[-tinh-]{+tỉnh+}?")
    assert "healthy\\x1b[2J [-tinh-]{+tỉnh+}?" in second


def test_words_in_colour(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "in_colour", lambda: True)
    result = CliRunner().invoke(group, ["diff", "--words", str(plan)], color=True)
    first, second = result.stdout.splitlines()
    assert "\x1b[31m\x1b[9mCii\x1b[0m\x1b[32m\x1b[1mCải\x1b[0m" in first
    assert "\x1b[33m?\x1b[0m" in first
    assert "\x1b[2J" not in second


@pytest.mark.parametrize(
    ("environment", "terminal", "colour"),
    [({}, True, True), ({}, False, False), ({"NO_COLOR": "1"}, True, False),
     ({"NO_COLOR": ""}, True, True), ({"TERM": "dumb"}, True, False)],
)  # fmt: skip
def test_colours_are_for_terminals_that_want_them(
    environment: dict[str, str], terminal: bool, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert diff.in_colour() is colour


def test_html_is_written_once(plan: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("--html", page, plan)
    assert (result.exit_code, result.stdout) == (1, "")
    assert toy.WORDS["Cii"] in page.read_text("utf-8")
    assert run("--html", page, plan).exit_code == 7
    assert run("--html", page, "--force", plan).exit_code == 1


def test_decided_corrections(plan: Path, tmp_path: Path) -> None:
    rows = tmp_path / "f.jsonl"
    CliRunner().invoke(group, ["propose", str(plan), "-o", str(rows)])
    rows.write_text(rows.read_text("utf-8").replace('"proposed"', '"rejected"'), "utf-8")
    result = run(plan, rows)
    assert (result.exit_code, result.stdout) == (0, "")
    plan.write_text("other", "utf-8")
    assert run(plan, rows).exit_code == 4


def test_a_folder_is_shown_file_by_file(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "other.txt").write_text("tinh\n", "utf-8")
    result = run(tmp_path)
    assert result.exit_code == 5
    assert result.stdout.count("+++ ") == 2
    assert "a.pdf" in result.stderr
    (tmp_path / "a.pdf").unlink()
    assert run(tmp_path).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [("--words", "--html", "x", "plan.txt"), ("-", "-"), (".", "f.jsonl"), ("--html", "x", ".")],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_standard_input() -> None:
    result = CliRunner().invoke(group, ["diff", "-"], input=b"tinh")
    assert result.exit_code == 1
    assert "+tỉnh\n\\ No newline at end of file\n" in result.stdout
