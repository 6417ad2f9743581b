"""Runs of a PDF's text in legacy fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import pdfs
from vnfix.config import Config
from vnfix.readers import read, read_bytes
from vnfix.readers.pdf_fonts import LEGACY, FontText

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["TimesNewRoman", "Arial", "Vni", "Vnanything"])
def test_other_fonts_are_passed_over(name: str) -> None:
    assert LEGACY.match(name) is None


@pytest.mark.parametrize("name", [".VnTime", "VnTimeHBold", ".Vn3DH,Bold", "VNI-Times", "VPSTimes"])
def test_legacy_fonts_are_known_by_name(name: str) -> None:
    assert LEGACY.match(name)


def test_text_of_a_glyph_stays_text() -> None:
    text = FontText("µ", ".VnTime")
    assert (text, text.font, len(text)) == ("µ", ".VnTime", 1)


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
