"""Runs of a PDF's text in legacy fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import pdfs
from vnfix.config import Config
from vnfix.formats.reading import read, read_bytes
from vnfix.pdf.read.fonts import LEGACY, add_run, legacy_name

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import FontRun


@pytest.mark.parametrize("name", ["TimesNewRoman", "Arial", "Vni", "Vnanything"])
def test_other_fonts_are_passed_over(name: str) -> None:
    assert LEGACY.match(name) is None


@pytest.mark.parametrize("name", [".VnTime", "VnTimeHBold", ".Vn3DH,Bold", "VNI-Times", "VPSTimes"])
def test_legacy_fonts_are_known_by_name(name: str) -> None:
    assert LEGACY.match(name)


def test_tag_of_a_subset_is_no_part_of_the_name() -> None:
    assert legacy_name("ABCDEF+.VnTime") == ".VnTime"
    assert legacy_name("ABCDEF+Arial") == legacy_name(None) == ""


def test_runs_that_touch_become_one() -> None:
    runs: list[FontRun] = []
    for start, end, font in [
        (0, 2, ".VnTime"),
        (2, 3, ".VnTime"),
        (3, 5, ".VnTimeH"),
        (6, 7, ".VnTimeH"),
    ]:
        add_run(runs, start, end, font)
    assert [(r.start, r.end) for r in runs] == [(0, 3), (3, 5), (6, 7)]


def test_plain_document_has_no_runs() -> None:
    document = read_bytes(pdfs.make_pdf([["Hop chi bo"]]), "a.pdf", Config())
    assert document.fonts == ()


@pytest.mark.shared
def test_runs_lie_in_the_text_in_order(shared: Path) -> None:
    path = min(shared.glob("pdf/legacy/*.pdf"))
    document = read(path, Config())
    ends = [0]
    for run in document.fonts:
        assert ends[-1] <= run.start < run.end <= len(document.text)
        ends.append(run.end)
    capital = next(r for r in document.fonts if "H" in r.font)
    assert document.text[capital.start : capital.end].startswith("ng©n hµng")
