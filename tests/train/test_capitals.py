"""Words in capitals that lost their circumflex: how they are found, and what is learnt instead."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vnfix.text.unicode import strip_accents
from vnfix.train.capitals import build, slips
from vnfix.train.sources import SLIPS, Text, shipped_texts

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {
    "thuế": 50_000,
    "thué": 17,
    "cá": 300,
    "về": 100_000,
    "vệ": 40_000,
    "cấp": 130_000,
    "cáp": 640,
}


def found(capitals: dict[str, int]) -> list[tuple[str, str]]:
    """Return what is taken for a slip, and what it means."""
    return [(seen, meant) for seen, meant, _ in slips(capitals, SMALL)]


def test_what_hardly_stands_in_small_letters_is_a_slip() -> None:
    assert found({"THUÉ": 258, "CÁP": 98}) == [("CÁP", "CẤP"), ("THUÉ", "THUẾ")]


def test_the_tone_may_be_lost_too_where_one_word_is_clearly_commoner() -> None:
    assert found({"THUẺ": 32, "VẺ": 81}) == [("THUẺ", "THUẾ"), ("VẺ", "VỀ")]
    assert [*slips({"VẺ": 81}, SMALL | {"vệ": 60_000})] == []


@pytest.mark.parametrize("word", ["THUÉ", "CÁ", "CÁP", "TTĐT", "THUE"])
def test_words_of_their_own_and_single_slips_stay(word: str) -> None:
    assert found({word: 1}) == []
    assert found({"CÁ": 29, "CÁP": 60}) == []


def test_only_whole_words_in_capitals_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("THUÉ, thué\nTHUÉX Thué\n", "utf-8")
    text = Text(path, slips={"THUÉ": "THUẾ"})
    assert list(text.paragraphs()) == ["THUẾ, thué", "THUÉX Thué"]
    assert list(text.as_it_is()) == ["THUÉ, thué", "THUÉX Thué"]


def test_the_list_has_the_words_that_it_mends() -> None:
    rows = files("vnfix.train").joinpath(SLIPS).read_text("utf-8").splitlines()
    listed = [row.split("\t") for row in rows if not row.startswith("#")]
    assert listed
    for _, seen, meant, times in listed:
        assert seen != meant
        assert strip_accents(seen) == strip_accents(meant)
        assert int(times) > 1


@pytest.mark.shared
@pytest.mark.slow
def test_shipped_list_is_built_from_the_texts(shared: Path, tmp_path: Path) -> None:
    """If not: `python -m vnfix.train capitals`."""
    build(shipped_texts(shared), tmp_path / SLIPS)
    shipped = files("vnfix.train").joinpath(SLIPS).read_text("utf-8")
    assert (tmp_path / SLIPS).read_text("utf-8") == shipped
