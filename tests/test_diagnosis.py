"""The diagnosis of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import vnfix
from vnfix.formats.reading import read
from vnfix.model import Damage
from vnfix.text.encodings import encoding

if TYPE_CHECKING:
    from pathlib import Path

HEALTHY = "Trưởng thôn mời các hộ dự họp bàn việc sửa mương\n"
GARBLED = "Trucrng th6n mdi cdc h0 du hgp ban viQc sria mucrng\n"


def test_healthy_text() -> None:
    diagnosis = vnfix.detect(HEALTHY * 3)
    assert (diagnosis.kind, diagnosis.health, diagnosis.pages) == (Damage.HEALTHY, 1.0, ())
    assert not diagnosis.damaged
    assert diagnosis.evidence.accented > 0.6


def test_health_is_the_share_of_words_in_healthy_lines() -> None:
    diagnosis = vnfix.detect(HEALTHY * 6 + GARBLED * 2)
    assert diagnosis.kind is Damage.OCR
    assert diagnosis.health == pytest.approx(0.75, abs=0.03)
    assert diagnosis.kinds[Damage.OCR] == pytest.approx(1 - diagnosis.health)


def test_pages_are_those_with_damage() -> None:
    pages = [HEALTHY * 4, GARBLED * 4, HEALTHY * 4, GARBLED * 4]
    assert vnfix.detect("\f".join(pages)).pages == (2, 4)


def test_evidence_names_words_characters_and_encoding() -> None:
    diagnosis = vnfix.detect(encoding("tcvn3").encode(HEALTHY * 3))
    assert diagnosis.encodings == ("TCVN3 (ABC)",)
    assert diagnosis.evidence.characters[0][1] >= 3
    assert "th«n" in diagnosis.evidence.examples


def test_two_kinds_are_mixed() -> None:
    diagnosis = vnfix.detect(GARBLED * 3 + encoding("vni").encode(HEALTHY) * 3)
    assert diagnosis.kind is Damage.MIXED
    assert set(diagnosis.kinds) == {Damage.OCR, Damage.LEGACY}


@pytest.mark.parametrize(
    ("text", "kind"), [("", Damage.NO_TEXT), (" \n", Damage.NO_TEXT), ("12 - 34\n", Damage.HEALTHY)]
)
def test_text_without_words(text: str, kind: Damage) -> None:
    assert vnfix.detect(text).kind is kind


EXPECTED = {
    "seeds/*.txt": Damage.OCR,
    "pdf/scans/*.pdf": Damage.OCR,
    "pdf/legacy/*.pdf": Damage.LEGACY,
    "pdf/cid/*.pdf": Damage.LOST_GLYPHS,
    "pdf/clean/*.pdf": Damage.HEALTHY,
}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("pattern", EXPECTED)
def test_every_shared_document_is_named(shared: Path, pattern: str) -> None:
    paths = sorted(shared.glob(pattern))
    assert paths
    for path in paths:
        diagnosis = vnfix.detect(read(path, vnfix.Config()))
        assert diagnosis.kind is EXPECTED[pattern], path.name
        if diagnosis.kind is Damage.LEGACY:
            assert diagnosis.encodings == ("TCVN3 (ABC)",)
