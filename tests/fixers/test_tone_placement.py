"""Moving the tone mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.tidy import propose
from vnfix.text.tone_placement import place

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ["quý", "quỳ", "hoàn", "khuya", "khuỷu", "toán", "xoèn", "của", "mía"]


@pytest.mark.parametrize("word", KEPT)
@pytest.mark.parametrize("style", ["keep", "new", "old"])
def test_words_without_a_choice_noop(word: str, style: str) -> None:
    assert place(word, style) == word


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("HÒA", "HOÀ"),
        ("Thủy", "Thuỷ"),
        ("khỏe", "khoẻ"),
        ("ngọe", "ngoẹ"),
        ("ủy", "uỷ"),
        ("(hóa)", "(hoá)"),
        ("Giòe", "Gioè"),
    ],
)
def test_both_styles(old: str, new: str) -> None:
    assert place(old, "new") == place(new, "new") == new
    assert place(new, "old") == place(old, "old") == old
    assert place(old, "keep") == old


@pytest.mark.shared
def test_page_in_the_new_style_comes_out_in_the_old(shared: Path) -> None:
    folder = shared / "outside" / "gao"
    config = Config(tone_placement="old")
    doc = document((folder / "dau-cu.in").read_text("utf-8").splitlines())
    result = repaired(doc, propose(Analysis.of(doc, config)))
    assert result == (folder / "dau-cu.out").read_text("utf-8").splitlines()
