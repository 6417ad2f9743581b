"""The builder of the statistics that the cipher solver reads with."""

from __future__ import annotations

import lzma
import math
from typing import TYPE_CHECKING

import pytest

from tests.train.same import difference
from vnfix.data.tables import open_table
from vnfix.glyphs.statistics import BORDER, STATISTICS_FILE, STATISTICS_FORMAT, load_statistics
from vnfix.resources import PACKAGE
from vnfix.train.glyph_stats import GlyphStatsSize, build, build_glyph_stats

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = PACKAGE / "models" / STATISTICS_FILE
TEXT = "Sở Nội vụ trình kế hoạch.\nphòng Nội vụ trình báo cáo, kế hoạch năm.\n" * 20


@pytest.fixture
def built(tmp_path: Path) -> Path:
    plain, packed = tmp_path / "a.txt", tmp_path / "b.txt.xz"
    plain.write_text(TEXT, encoding="utf-8")
    packed.write_bytes(lzma.compress("ủy ban trình kế hoạch\n".encode() * 10))
    path = tmp_path / "letters.tab"
    build_glyph_stats([plain, packed], path, GlyphStatsSize(5, 100, 100), {"texts": 2})
    return path


def test_counts_become_costs(built: Path) -> None:
    statistics = load_statistics(built)
    number = statistics.number
    assert {"sở", "hoạch", "ủy", "ban"} <= set(number)
    assert statistics.unigram[number["trình"]] < statistics.unigram[number["ban"]]
    assert statistics.chance(number["kế"], number["hoạch"]) > 0.9
    assert statistics.chance(number["kế"], number["ban"]) < 0.05


def test_chances_after_a_word_add_up(built: Path) -> None:
    """Costs are stored in steps, so the sums are near 1 only; what ends a stretch is not listed."""
    statistics = load_statistics(built)
    for word in ("kế", "nội", "vụ"):
        first = statistics.number[word]
        total = sum(statistics.chance(first, k) for k in statistics.number.values())
        assert math.isclose(total, 1.0, abs_tol=0.15)


def test_capitals_inside_sentences_are_counted(built: Path) -> None:
    statistics = load_statistics(built)
    assert statistics.title[statistics.number["nội"]] > 0.9
    assert statistics.title[statistics.number["hoạch"]] < 0.1


def test_same_texts_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tab"
    texts = [tmp_path / "a.txt", tmp_path / "b.txt.xz"]
    build_glyph_stats(texts, again, GlyphStatsSize(5, 100, 100), {"texts": 2})
    assert difference(again, built) == ""


def test_shipped_table_is_whole_small_and_knows_its_sources() -> None:
    table = open_table(SHIPPED, STATISTICS_FORMAT, check=True)
    assert SHIPPED.stat().st_size <= 400_000
    assert table.meta["texts"]
    statistics = load_statistics(SHIPPED)
    assert statistics.words[BORDER] == ""
    assert len(statistics.words) == len(statistics.unigram) == len(statistics.title)
    second = statistics.number["định"]
    assert statistics.chance(statistics.number["quyết"], second) > 0.3


@pytest.mark.shared
@pytest.mark.slow
def test_building_again_gives_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    build(shared, tmp_path / STATISTICS_FILE)
    assert difference(tmp_path / STATISTICS_FILE, SHIPPED) == ""
