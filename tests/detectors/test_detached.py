"""Marks that stand apart: healthy text first, then what is put back, and what is left."""

from __future__ import annotations

import unicodedata

import pytest

import vnfix
from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.detached import mended, put_back

HEALTHY = [
    "Phòng Tư pháp huyện phối hợp với Công an xã xác minh vụ việc.",
    unicodedata.normalize("NFD", "Sở Y tế tổ chức lớp tập huấn về an toàn thực phẩm."),
    "Zażółć gęślą jaźń, Čeněk vyšel z města.",
    "La niña baila; l'élève lit. Ọ̀rọ̀ Yorùbá kan.",
    "x\u0302 = 3,5; a\u0301 + b\u0301 = c; p\u0302 < 0,05",
    "Mục a) 1 m 2 n; nhóm A n; ă m; cột h i",
]


@pytest.mark.parametrize("text", HEALTHY)
def test_healthy_and_foreign_text_is_left(text: str) -> None:
    assert mended(Analysis.of(document([text]), Config())) == {}


@pytest.mark.parametrize(
    ("garbled", "true"),
    [
        ("Sở Y tê ́ tô ̉ chưć hôị nghi ̣", "Sở Y tế tổ chức hội nghị"),
        ("Công an xã tiêń hà nh kiêm̉ tra", "Công an xã tiến hành kiểm tra"),
        ("ngaỳ 12 thań g 5 nă m 2021.", "ngày 12 tháng 5 năm 2021."),
        ("Uy ̉ ban nhân dân phươ ̀ng", "Ủy ban nhân dân phường"),
        ("(bao gô ̀m ca ̉ thuê ́) cho hộ gia đình", "(bao gồm cả thuế) cho hộ gia đình"),
        ("một sô\u0301\u0302 nhiệm vụ, mo\u0302\u0323t số chỉ tiêu", None),
    ],
)
def test_marks_go_back_where_one_reading_is_left(garbled: str, true: str | None) -> None:
    after = vnfix.fix_text(garbled)
    if true is None:
        assert after.endswith("nhiệm vụ, một số chỉ tiêu")
    else:
        assert after == true


@pytest.mark.parametrize(
    "piece", ["tr\u0309", "a\u0301\u0300n", "\u0301", "\u0309ban", "be\u0302\u0308"]
)
def test_no_reading_or_several_are_left(piece: str) -> None:
    assert put_back(piece) is None


def test_the_option_switches_it_off() -> None:
    lines = ["Sở Y tê ́ tô ̉ chưć hôị nghi ̣"]
    assert mended(Analysis.of(document(lines), Config()))
    assert mended(Analysis.of(document(lines), Config(stray_marks=False))) == {}
