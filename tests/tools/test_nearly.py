"""Pairs of nearly right text: lines that were read, beside what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PIL")

from tools.nearly.pages import AS_IT_IS, Job
from tools.nearly.pairs import group_of, rows_of

if TYPE_CHECKING:
    from pathlib import Path


def page(folder: Path, truth: str, read: str) -> Job:
    (folder / "scan").mkdir()
    (folder / "scan" / "true.txt").write_text(truth, "utf-8")
    job = Job(folder / "scan" / "scan.pdf", 1, AS_IT_IS)
    (folder / f"{job.key}.txt").write_text(read, "utf-8")
    return job


def test_lines_find_what_is_printed(tmp_path: Path) -> None:
    truth = "Nuôi cá lồng trên sông\nTrồng rau trong vườn nhà\n\fTrang hai"
    job = page(tmp_path, truth, "Trông  rau trong vưòn nhà\n\nNuôi cá lổng trên sông\n~ ~\n")
    assert [(row.truth, row.read) for row in rows_of(job, tmp_path)] == [
        ("Trồng rau trong vườn nhà", "Trông rau trong vưòn nhà"),
        ("Nuôi cá lồng trên sông", "Nuôi cá lổng trên sông"),
        ("", "~ ~"),
    ]


def test_scans_and_drawn_pages_of_one_text_are_one_group() -> None:
    assert group_of("thong-tu-so-12-2031-tt-abc-1.01.L1") == group_of("03_x-so-12-2031.02.scan")
    assert group_of("plan.01.scan") != group_of("letter.01.scan")
