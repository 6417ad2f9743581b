"""The project folder: where it is looked for, what it adds, and when it is not trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group
from vnfix.config import Config
from vnfix.files.project import FILES, FOLDER, find_project, with_project

if TYPE_CHECKING:
    from click.testing import Result

GARBLED = "Thuc hiQn t6t c6c nhiQm vu dugc x8zz\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a project that knows `x8zz`, and an empty folder to work in."""
    (tmp_path / "office" / FOLDER).mkdir(parents=True)
    (tmp_path / "office" / FOLDER / "dictionary.txt").write_text("x8zz->trao\n", "utf-8")
    (tmp_path / "office" / "plans").mkdir()
    (tmp_path / "office" / "plans" / "a.txt").write_text(GARBLED, "utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "office"


def fix(*arguments: str | Path, text: str = "") -> Result:
    return CliRunner().invoke(group, ["fix", *map(str, arguments)], input=text.encode())


def test_it_is_found_above_the_document(office: Path) -> None:
    result = fix(office / "plans" / "a.txt", "-v")
    assert result.stdout == "Thực hiện tốt các nhiệm vụ được trao\n"
    assert str(office / FOLDER) in result.stderr


def test_it_can_be_switched_off(office: Path) -> None:
    result = fix(office / "plans" / "a.txt", "-v", "--no-project")
    assert "trao" not in result.stdout
    assert FOLDER not in result.stderr


def test_it_is_found_from_the_working_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "trao" not in fix("-", text=GARBLED).stdout
    monkeypatch.chdir(office / "plans")
    assert "trao" in fix("-", text=GARBLED).stdout


def test_that_of_the_document_outranks_that_of_the_working_folder(
    office: Path, tmp_path: Path
) -> None:
    own = tmp_path / "elsewhere" / FOLDER
    own.mkdir()
    (own / "protect.txt").write_text("x8zz\n", "utf-8")
    assert "trao" in fix(office / "plans" / "a.txt").stdout
    assert "x8zz" in fix("-", text=GARBLED).stdout


def test_options_are_added(office: Path, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("dugc->đã, ours\n", "utf-8")
    fixed = fix(office / "plans" / "a.txt", "--dictionary", tmp_path / "more.txt").stdout
    assert fixed == "Thực hiện tốt các nhiệm vụ đã trao\n"


def test_all_files_are_used(office: Path) -> None:
    for name in FILES:
        (office / FOLDER / name).write_text("", "utf-8")
    config = with_project(Config(), office / "plans" / "a.txt")
    assert [p.name for p in config.dictionary] == ["dictionary.txt", "learned.txt"]
    assert [p.name for p in config.protect] == ["protect.txt", "learned-protect.txt"]
    assert [p.name for p in config.rules] == ["rules.toml"]
    assert config.channel == office / FOLDER / "channel.tab"
    own = with_project(Config(channel=Path("own.tab")), office)
    assert own.channel == Path("own.tab")


def test_a_folder_without_those_files_is_passed_over(office: Path) -> None:
    (office / "plans" / FOLDER).mkdir()
    (office / "plans" / FOLDER / "review.sqlite3").write_bytes(b"")
    found = find_project(office / "plans" / "a.txt")
    assert found is not None
    assert found.folder == office / FOLDER


def test_nothing_is_looked_for_above_the_home_folder(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(office / "plans"))
    assert find_project(office / "plans" / "a.txt") is None


def test_a_folder_that_anybody_may_have_put_there_is_not_trusted(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getuid", lambda: office.stat().st_uid + 1)
    assert find_project(office) is not None
    office.chmod(0o777)
    assert find_project(office) is None


def test_a_damaged_file_of_the_project_is_told(office: Path) -> None:
    (office / FOLDER / "dictionary.txt").write_text("wrong->\n", "utf-8")
    result = fix(office / "plans" / "a.txt")
    assert result.exit_code == 3
    assert "dictionary.txt:1" in result.stderr


def test_a_damaged_channel_is_told(office: Path) -> None:
    (office / FOLDER / "channel.tab").write_bytes(b"nothing")
    result = fix(office / "plans" / "a.txt")
    assert result.exit_code == 3
    assert "channel.tab" in result.stderr
