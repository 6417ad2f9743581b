"""UTF-8 that was read as Latin-1 or Windows-1252."""

from __future__ import annotations

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.mojibake import TITLE, detect, repaired

TRUE = "Hợp đồng thuê trụ sở được gia hạn thêm một năm"


def test_healthy_and_foreign_lines_are_left() -> None:
    lines = [TRUE, "À l'école, Ã", "ÁO DÀI", "Där står det »Å«", "cafÃ© crÃ¨me"]
    assert repaired(Analysis.of(document(lines), Config())) == {}


def test_line_is_read_again_as_utf8() -> None:
    broken = TRUE.encode().decode("latin-1")
    assert repaired(Analysis.of(document([TRUE, broken]), Config())) == {1: TRUE}
    assert repaired(Analysis.of(document([broken]), Config(mojibake=False))) == {}


def test_finding_says_what_it_is() -> None:
    config = Config()
    lines = [TRUE.encode().decode("latin-1")]
    assert [f.evidence for f in detect(Analysis.of(document(lines), config))] == [TITLE]
