"""The maker of many documents for load tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.load.__main__ import main
from tools.load.making import KINDS, MANIFEST, make
from vnfix.config import Config
from vnfix.diagnosis import diagnose
from vnfix.errors import NothingToDoError, UnreadableError
from vnfix.formats.reading import read
from vnfix.model import Damage

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_seed_same_files_and_no_two_alike(root: Path, tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if kind not in ("encrypted", "broken")]
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(tmp_path / name, 12, seed, root / "corpus", kinds)
    first, again, other = (files(tmp_path / name) for name in "abc")
    assert len(first) == 13
    assert first == again != other
    assert len(set(first.values())) == 13


def test_files_are_what_the_manifest_says(root: Path, tmp_path: Path) -> None:
    made = make(tmp_path, 40, 3, root / "corpus")
    rows = [line.split("\t") for line in (tmp_path / MANIFEST).read_text("utf-8").splitlines()]
    assert [(m.name, m.kind, str(m.pages)) for m in made] == [tuple(row) for row in rows]
    assert {m.kind for m in made} == set(KINDS)
    for kind in KINDS:
        path = tmp_path / next(m.name for m in made if m.kind == kind)
        if kind == "no text layer":
            with pytest.raises(NothingToDoError):
                read(path, Config())
        elif kind == "encrypted":
            with pytest.raises(UnreadableError):
                read(path, Config())
        elif kind != "broken":
            found = diagnose(read(path, Config()), Config()).kind
            assert found is (Damage.HEALTHY if kind == "healthy text" else Damage.OCR)


def test_command_line(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "load"
    arguments = [str(out), "--documents", "3", "--only", "scan", "--corpus", str(root / "corpus")]
    assert main(arguments) == 0
    assert "3 scan" in capsys.readouterr().out
    assert len(list(out.rglob("*.pdf"))) == 3
    assert main(arguments) == 2
    assert "not empty" in capsys.readouterr().err
