"""`vnfix train`; what it makes is tested in tests/train."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from vnfix.cli import group

if TYPE_CHECKING:
    import pytest


def test_hands_texts_pairs_and_names_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Any] = []

    def train(texts: list[Path], out: Path, **options: Any) -> None:
        seen.extend((texts, out, options))

    monkeypatch.setitem(sys.modules, "vnfix.train", SimpleNamespace(train=train))
    out = tmp_path / "models"
    arguments = ["train", "a.txt", "b.txt", "-o", str(out), "--pairs", "p.tsv"]
    result = CliRunner().invoke(group, [*arguments, "--leave-out", "x", "--leave-out", "y"])
    assert result.exit_code == 0, result.stderr
    assert seen[:2] == [[Path("a.txt"), Path("b.txt")], out]
    assert seen[2] == {"pairs": [Path("p.tsv")], "leave_out": ("x", "y")}


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vnfix.train", None)
    result = CliRunner().invoke(group, ["train", "a.txt", "-o", "b"])
    assert result.exit_code == 2
    assert "vnfix[train]" in result.stderr


def test_needs_an_output_folder() -> None:
    assert CliRunner().invoke(group, ["train", "a.txt"]).exit_code == 2
