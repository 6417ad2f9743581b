"""The options: one name each for the library, the command line and configuration files."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from vnfix.cli import group
from vnfix.commands import COMMANDS
from vnfix.config import Config
from vnfix.errors import UsageError
from vnfix.settings import (
    BY_FIELD,
    CHOICES,
    FLAGS,
    KINDS,
    SWITCH,
    WORDS,
    converted,
    did_you_mean,
    merged,
)

if TYPE_CHECKING:
    from click.testing import Result

    from vnfix.settings import Flag

HEALTHY = "Kế hoạch cải cách hành chính của tỉnh Hoà Bình năm 2025\n"


def fix(*arguments: str | Path, text: str = HEALTHY) -> Result:
    return CliRunner().invoke(group, ["fix", "-", *map(str, arguments)], input=text.encode())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_healthy_text_with_options_of_a_file(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.vnfix]\nrounds = 1\n", "utf-8")
    assert fix().stdout == HEALTHY


def test_every_field_is_of_a_known_kind() -> None:
    assert list(KINDS) == [f.name for f in fields(Config)]
    assert set(KINDS.values()) <= set(WORDS)
    assert set(BY_FIELD) <= set(KINDS)
    assert set(CHOICES) <= set(KINDS)


def test_defaults_are_values_that_can_be_given() -> None:
    default = Config()
    given = {name: getattr(default, name) for name in KINDS}
    assert merged(Config(), converted(given)) == default


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"completion"}))
def test_flags_of_the_command_line_are_those_of_the_table(name: str) -> None:
    """A command cannot have a flag with a field's name that is made elsewhere."""
    options = {p.name: p for p in COMMANDS[name]().params if isinstance(p, click.Option)}
    for flag in FLAGS:
        assert flag.everywhere is False or flag.field in options
        if flag.field in options:
            assert options[flag.field].opts == [flag.name]
            assert options[flag.field].help == flag.help


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if flag.everywhere])
def test_what_the_command_line_gives_is_of_its_kind(flag: Flag) -> None:
    """The words of a command line are texts: a number among them has to become one."""
    kind = KINDS[flag.field]
    value = {"int": "7", "float": "0.5"}.get(kind, CHOICES.get(flag.field, ("eng",))[-1])
    words = [flag.name] if kind == SWITCH else [flag.name, value]
    option = next(p for p in COMMANDS["explain"]().params if p.name == flag.field)
    given = click.Command("one", params=[option]).make_context("one", words).params
    assert merged(Config(), converted(given)) != Config()


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"models": "d"}, Path("d")),
        ({"models": None}, None),
        ({"encoding": None}, None),
        ({"protect": "a.txt"}, (Path("a.txt"),)),
        ({"protect": ["a.txt", Path("b.txt")]}, (Path("a.txt"), Path("b.txt"))),
        ({"rounds": 0}, 0),
    ],
)
def test_values_that_fit(given: dict[str, object], value: object) -> None:
    assert list(converted(given).values()) == [value]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"rounds": -1}, "whole number"),
        ({"rounds": True}, "whole number"),
        ({"rounds": "2"}, "whole number"),
        ({"accents": 1}, "true or false"),
        ({"tone_placement": "odd"}, "keep, new, old"),
        ({"tone_placement": ["old"]}, "keep, new, old"),
        ({"models": 7}, "a path"),
        ({"rules": [7]}, "a list of paths"),
        ({"rules": 7}, "a list of paths"),
        ({"models": ""}, "a path"),
        ({"protect": ""}, "a list of paths"),
        ({"protect": ["a.txt", ""]}, "a list of paths"),
        ({"encoding": 8}, "a text"),
        ({"acents": True}, "Did you mean 'accents'?"),
        ({"colour": True}, "The options are: models"),
    ],
)
def test_values_that_do_not_fit(given: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError) as e:
        converted(given)
    assert next(iter(given)) in str(e.value)
    assert says in e.value.remedy


def test_files_are_found_and_outranked_in_order(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.vnfix]\ntone_placement = "new"\n', "utf-8")
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    text = "Hòa Bình\n"
    with pytest.MonkeyPatch.context() as m:
        m.chdir(inner)
        assert fix(text=text).stdout == "Hoà Bình\n"
        assert fix("--tone-placement", "keep", text=text).stdout == text
        assert fix("--no-config", text=text).stdout == text
        (folder / "a" / ".vnfix").mkdir()
        (folder / "a" / ".vnfix" / "config.toml").write_text('tone_placement = "old"\n', "utf-8")
        assert fix(text="Hoà Bình\n").stdout == text
        assert fix("--no-project", text=text).stdout == "Hoà Bình\n"
        assert "config.toml" in fix("-v", text=text).stderr


def test_paths_are_those_seen_from_the_file(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.vnfix]\ndictionary = "own.txt"\n', "utf-8")
    (folder / "own.txt").write_text("x8zz->trao\n", "utf-8")
    (folder / "more.txt").write_text("x9zz->giao\n", "utf-8")
    (folder / "a").mkdir()
    with pytest.MonkeyPatch.context() as m:
        m.chdir(folder / "a")
        garbled = "Thuc hiQn t6t c6c nhiQm vu dugc x8zz x9zz\n"
        assert "trao" in fix(text=garbled).stdout
        both = fix("--dictionary", folder / "more.txt", text=garbled).stdout
        assert both.endswith("được trao giao\n")


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("[tool.vnfix]\nacents = true\n", 2, "Did you mean 'accents'?"),
        ("[tool.vnfix]\nrounds = 'x'\n", 2, "a whole number"),
        ("[tool]\nvnfix = 3\n", 2, "is no table"),
        ("[tool.vnfix\n", 3, "--no-config"),
        ("[tool.vnfix]\nmodels = 'none'\n", 3, "none"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(folder: Path, content: str, code: int, says: str) -> None:
    (folder / "pyproject.toml").write_text(content, "utf-8")
    result = fix(text="Thuc hiQn t6t c6c nhiQm vu dugc giao\n")
    assert result.exit_code == code
    assert says in result.stderr
    assert result.stdout == ""
    assert fix("--no-config").exit_code == 0


def test_a_file_of_others_is_no_matter_of_ours(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.other\n", "utf-8")
    assert fix().exit_code == 0


def test_a_file_in_a_folder_open_to_all_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text("[tool.vnfix]\nacents = true\n", "utf-8")
    folder.chmod(0o777)
    assert fix().exit_code == 2  # our own
    monkeypatch.setattr("os.getuid", lambda: folder.stat().st_uid + 1)
    assert fix().exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "near"), [("chek", "check"), ("fx", "fix"), ("Review", "review")]
)
def test_a_wrong_command_is_told_the_right_one(wrong: str, near: str) -> None:
    result = CliRunner().invoke(group, [wrong, "x"])
    assert result.exit_code == 2
    assert f"Did you mean '{near}'?" in result.stderr


def test_a_wrong_command_that_looks_like_none() -> None:
    result = CliRunner().invoke(group, ["zzzzzz"])
    assert result.exit_code == 2
    assert "Did you mean" not in result.stderr
    assert did_you_mean("zzzzzz", COMMANDS) == ""
