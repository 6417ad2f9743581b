"""What is wrong in the training texts: how it is found, and mended."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vnfix.train.misread import PART, Part, build, dense_parts, find_slips
from vnfix.train.sources import PARTS, SLIPS, Text, mended, shipped_texts

if TYPE_CHECKING:
    from pathlib import Path

OWN = Counter({("tổ", "chức"): 500, ("tô", "chức"): 5, ("theo", "quý"): 5, ("theo", "quy"): 500})
OTHERS = Counter({("tổ", "chức"): 80, ("theo", "quy"): 90, ("theo", "quý"): 1})


def test_a_pair_that_no_other_text_has_is_a_slip_where_another_spelling_is_common() -> None:
    assert find_slips(OWN, OWN + OTHERS) == {("tô", "chức"): ("tổ", "chức")}


@pytest.mark.parametrize(
    ("own", "others"),
    [
        (OWN | Counter({("tô", "chức"): 11}), OTHERS),  # not rare enough beside the other spelling
        (OWN, OTHERS | Counter({("tô", "chức"): 1})),  # another text has it
        (OWN, Counter({("tổ", "chức"): 49})),  # the other spelling is not common elsewhere
    ],
)
def test_what_may_be_right_is_none(
    own: Counter[tuple[str, str]], others: Counter[tuple[str, str]]
) -> None:
    assert ("tô", "chức") not in find_slips(own, own + others)


def test_dense_parts_are_found_and_joined() -> None:
    right, wrong = "tổ chức " * (PART // 2), "tô chức " * (PART // 2)
    texts = [right, wrong, wrong, right, right, wrong, "tổ chức"]
    found = list(dense_parts(texts, {("tô", "chức")}))
    half = PART // 2
    assert found == [Part(2, 3, 2 * PART, 2 * half), Part(6, 6, PART, half)]
    assert list(dense_parts([], set())) == []
    assert list(dense_parts([right], set())) == []


def test_slips_are_mended_in_these_parts_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("tô chức\n" * 5, "utf-8")
    text = Text(path, misread=((1, 2), (4, 4)), slips={("tô", "chức"): ("tổ", "chức")})
    assert list(text.paragraphs()) == ["tổ chức", "tổ chức", "tô chức", "tổ chức", "tô chức"]
    assert list(text.whole()) == ["tô chức"] * 5


@pytest.mark.parametrize("text", ["", " ", "một", " (một, hai)  ba ", "12/2024"])
def test_nothing_else_is_changed(text: str) -> None:
    assert mended(text, {("tô", "chức"): ("tổ", "chức")}) == text


def test_a_word_that_was_mended_tells_the_next_one() -> None:
    slips = {("bỗ", "sung"): ("bổ", "sung"), ("sửa", "đôi"): ("sửa", "đổi")}
    slips |= {("đôi", "bổ"): ("đổi", "bổ"), ("đổi", "bỗ"): ("đổi", "bổ")}
    assert mended("Sửa ĐÔI bỗ sung", slips) == "Sửa ĐỔI bổ sung"


@pytest.mark.shared
@pytest.mark.slow
def test_shipped_lists_are_built_from_the_texts(shared: Path, tmp_path: Path) -> None:
    """If not: `python -m vnfix.train misread`."""
    build(shipped_texts(shared), tmp_path)
    for name in (PARTS, SLIPS):
        shipped = files("vnfix.train").joinpath(name).read_text("utf-8")
        assert (tmp_path / name).read_text("utf-8") == shipped
