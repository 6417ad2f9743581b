"""`vnfix data-check`."""

from __future__ import annotations

import shutil
from array import array
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group
from vnfix.commands.data_check import check_laid, check_tables
from vnfix.data.check import PACKAGE
from vnfix.data.tables import write_table
from vnfix.errors import DataError, NothingToDoError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    write_table(folder / "a.tab", ("vnfix-a", 1), {"numbers": array("I", range(9))}, {})
    (folder / "MODEL_CARD.md").write_text("no table")
    return folder


def test_shipped_data_is_sound() -> None:
    result = CliRunner().invoke(group, ["data-check"])
    assert result.exit_code == 0, result.stderr


def test_tables_of_other_rules_and_dictionaries_are_found(tmp_path: Path) -> None:
    for folder in ("rules", "dictionaries"):
        shutil.copytree(PACKAGE / folder, tmp_path / folder)
    assert check_laid(tmp_path) == []
    places = tmp_path / "dictionaries" / "places.txt"
    places.write_text(places.read_text("utf-8") + "tỉnh Ỹ\ttỉnh\n", "utf-8")
    (tmp_path / "rules" / "rules.json").unlink()
    found = [p.path.name for p in check_laid(tmp_path)]
    assert found == ["rules.json", "names.tab", "phrases.tab"]


def test_sound_tables_pass(models: Path) -> None:
    assert list(check_tables(models)) == []


@pytest.mark.parametrize("at", [-20, 14, 40])
def test_a_damaged_table_is_found(models: Path, at: int) -> None:
    path = models / "a.tab"
    data = bytearray(path.read_bytes())
    data[at] ^= 0x15
    path.write_bytes(data)
    with pytest.raises((DataError, NothingToDoError)):
        check_tables(models)
    assert CliRunner().invoke(group, ["data-check", "--models", str(models)]).exit_code == 3


def test_a_folder_without_tables_is_found(tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["data-check", "--models", str(tmp_path)])
    assert result.exit_code == 3
    assert "no tables" in result.stderr


def test_own_files_are_checked(tmp_path: Path, models: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("Sở Giao thông xanh\n", "utf-8")
    options = ["data-check", "--models", str(models), "--dictionary", str(own)]
    assert CliRunner().invoke(group, options).exit_code == 0
    own.write_text("hai  blanks\n", "utf-8")
    result = CliRunner().invoke(group, options)
    assert result.exit_code == 3
    assert "own.txt" in result.stderr
