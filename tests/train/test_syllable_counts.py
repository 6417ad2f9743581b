"""The builder of the syllables' rates."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vnfix.train.syllable_counts import build

if TYPE_CHECKING:
    from pathlib import Path


def shipped() -> str:
    return files("vnfix.detectors").joinpath("syllables.tsv").read_text("utf-8")


def test_table_is_sorted_and_small_letters() -> None:
    words = [row.split("\t")[0] for row in shipped().splitlines() if not row.startswith("#")]
    assert words == sorted(set(words))
    assert all(w == w.lower() for w in words)


@pytest.mark.shared
def test_building_again_gives_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    build(shared, tmp_path / "out.tsv")
    assert (tmp_path / "out.tsv").read_text("utf-8") == shipped()
