"""The library."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import vnfix
from tests import toy
from vnfix.adapters.grouping import fix_rows
from vnfix.api import Overrides
from vnfix.config import Config
from vnfix.settings import PATH, PATHS


@pytest.mark.usefixtures("toy_engine")
def test_fixes_a_text() -> None:
    assert vnfix.fix_text(toy.GARBLED) == toy.TRUE
    assert vnfix.fix_text(toy.GARBLED, auto_only=True) != toy.TRUE
    assert vnfix.fix_text(toy.GARBLED, Config(auto_only=True)) != toy.TRUE


@pytest.mark.usefixtures("toy_engine")
def test_explains_what_it_did() -> None:
    repair = vnfix.fix_and_explain(toy.GARBLED)
    assert repair.original == toy.GARBLED
    assert vnfix.apply_corrections(toy.GARBLED, repair.corrections) == repair.text == toy.TRUE


@pytest.mark.usefixtures("toy_engine")
def test_fixes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(toy.GARBLED.encode("utf-16"))
    assert vnfix.fix_file(path).text.removeprefix("\ufeff") == toy.TRUE
    assert vnfix.fix_file(str(path), encoding="utf-16").text.removeprefix("\ufeff") == toy.TRUE


@pytest.mark.usefixtures("toy_engine")
def test_threads_give_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(vnfix.fix_text, [toy.GARBLED] * 64)) == {toy.TRUE}


def test_missing_file_is_an_error_of_vnfix(tmp_path: Path) -> None:
    with pytest.raises(vnfix.VnfixError) as e:
        vnfix.fix_file(tmp_path / "none.txt")
    assert e.value.exit_code is vnfix.ExitCode.UNREADABLE


def test_overrides_are_the_fields_of_the_config() -> None:
    types = {name: ref.__forward_arg__ for name, ref in Overrides.__annotations__.items()}
    assert list(types) == [f.name for f in fields(Config)]
    for f in fields(Config):
        if f.type not in (PATH, PATHS):
            assert types[f.name] == f.type


def test_paths_may_be_strings_and_alone() -> None:
    config = vnfix.make_config(dictionary="a.txt", rules=["b.toml", Path("c.toml")], models="d")
    assert config.dictionary == (Path("a.txt"),)
    assert config.rules == (Path("b.toml"), Path("c.toml"))
    assert config.models == Path("d")


def test_overrides_replace_single_fields() -> None:
    config = Config(rounds=1, gate=False)
    assert vnfix.make_config(config, rounds=0) == Config(rounds=0, gate=False)
    assert config.rounds == 1


def test_unknown_option_is_a_usage_error() -> None:
    with pytest.raises(vnfix.UsageError, match="colour"):
        vnfix.fix_text("a", colour="red")  # type: ignore[call-arg]


@pytest.mark.parametrize("config", [{}, {"auto_only": True}, "x", 0, Config])
def test_options_that_are_no_config_are_told(config: Any) -> None:
    for call in (vnfix.fix_text, vnfix.detect, vnfix.make_config):
        arguments = (config,) if call is vnfix.make_config else ("abc", config)
        with pytest.raises(vnfix.UsageError, match="A Config is needed") as e:
            call(*arguments)
        assert "make_config" in e.value.remedy
    with pytest.raises(vnfix.UsageError, match="A Config is needed"):
        fix_rows(["abc"], None, config)


@pytest.mark.parametrize("path", [None, 0, b"/tmp/x", ["a"], ""])
def test_what_is_no_path_is_told(path: Any, tmp_path: Path) -> None:
    says = "empty" if path == "" else "A path is needed"
    for call in (
        lambda: vnfix.fix_file(path),
        lambda: vnfix.fix_folder(path, tmp_path / "out"),
        lambda: vnfix.fix_folder(tmp_path, path),
    ):
        with pytest.raises(vnfix.UsageError, match=says) as e:
            call()
        assert e.value.remedy


def test_public_names_exist() -> None:
    assert set(vnfix.__all__) <= set(dir(vnfix))
    for name in vnfix.__all__:
        assert getattr(vnfix, name).__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = vnfix.nothing


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, vnfix; print(*(m for m in sys.modules if m.startswith('vnfix.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"vnfix.version"]
