"""`vnfix review FOLDER --export`: what is taken, what is named, what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from vnfix.cli import group

if TYPE_CHECKING:
    from pathlib import Path

GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua\n"


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_what_is_not_read_or_failed_is_named_each_time(tmp_path: Path, quiet: list[str]) -> None:
    (tmp_path / "a.txt").write_text(GARBLED, "utf-8")
    (tmp_path / "a.fixed.txt").write_text(GARBLED, "utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 cut")
    for results in ("a.fixed.txt", "a.fixed.txt, a.txt.jsonl"):
        done = CliRunner().invoke(group, ["review", "--export", *quiet, str(tmp_path)])
        assert done.exit_code == 5
        lines = done.stderr.splitlines()
        assert "Not read (Word documents): b.docx." in lines
        assert f"Not read (results of vnfix): {results}." in lines
        assert [line for line in lines if "c.pdf is not a whole PDF" in line]
        assert sorted(p.name for p in tmp_path.glob("*.jsonl")) == ["a.txt.jsonl"]


def test_a_folder_with_nothing_to_review(tmp_path: Path) -> None:
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04")
    done = CliRunner().invoke(group, ["review", "--export", str(tmp_path)])
    assert done.exit_code == 6
    assert "b.docx" in done.stderr
    assert not (tmp_path / ".vnfix").exists()
