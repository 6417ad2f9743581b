"""A power failure behind each rename of a folder run, which leaves the new file empty or cut."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.batch.folders import contents
from tests.ocr import hocr
from tests.pdfs import make_pdf
from vnfix.batch.run import Means, Silence, run
from vnfix.config import Config
from vnfix.files.collect import plan

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.batch.report import Report

MOST = 30  # renames of a run, so that the test ends


class PowerFailure(BaseException):
    """Nothing that comes later is done."""


@pytest.fixture
def folder(tmp_path: Path, toy_engine: object) -> Path:
    del toy_engine
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(toy.GARBLED)
    (folder / "b.pdf").write_bytes(make_pdf([["Cii c6ch"]]))
    (folder / "c.hocr").write_text(hocr("Cii c6ch"), "utf-8")
    return folder


def go(folder: Path, out: Path) -> Report:
    jobs = plan([str(folder)], str(out), in_place=False, formats=[".pdf", ".hocr"])
    return run(jobs, out, Config(), Means(jobs=0), Silence())


def fail_behind(rename: int, left: float, patch: pytest.MonkeyPatch) -> None:
    """Let the power fail behind a rename, so that only a part of the new file is there."""
    replace, count = os.replace, iter(range(MOST))

    def failing(source: Path, target: Path) -> None:
        replace(source, target)
        if next(count) == rename:
            data = target.read_bytes()
            target.write_bytes(data[: int(left * len(data))])
            raise PowerFailure

    patch.setattr(os, "replace", failing)


@pytest.mark.parametrize("left", [0.0, 0.5])
def test_the_next_run_completes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    assert go(folder, tmp_path / "whole").exit_code == 0
    expected = contents(tmp_path / "whole")
    failures = 0
    for rename in range(MOST):
        out = tmp_path / f"out{rename}"
        try:
            with monkeypatch.context() as patch:
                fail_behind(rename, left, patch)
                go(folder, out)
        except PowerFailure:
            failures += 1
        else:
            break
        assert go(folder, out).exit_code == 0
        assert contents(out) == expected
        assert all(p.stat().st_size for p in out.rglob("*") if not p.name.endswith("-wal"))
    assert failures == len(expected) + 2  # the reports as well


def test_results_reach_the_disk_before_they_get_their_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what the test above simulates cannot happen where the disk keeps its word."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def syncing(handle: int) -> None:
        done.append("sync")
        sync(handle)

    def naming(source: Path, target: Path) -> None:
        done.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "replace", naming)
    go(folder, tmp_path / "out")
    assert done == ["sync", "name", "sync"] * (len(done) // 3)  # data, name, folder
    assert done
