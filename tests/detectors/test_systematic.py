"""Text that was converted from VNI a second time."""

from __future__ import annotations

import pytest

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.systematic import TITLE, confusions, detect, parse, real_words, wrong_words
from vnfix.errors import DataError
from vnfix.resources import load_resources

DAMAGED = [
    "PHỊNG TÀI CHÍNH - KẾ TỐN",
    "BÁO CÁO CƠNG TÁC KHƠNG DÙNG TIỀN MẶT",
    "Hồ sơ lưu tại phòng kế toán, không thu phí.",
]


def test_healthy_lines_have_no_finding() -> None:
    lines = ["Việc sửa cầu rất tốn kém", "Ao hồ tồn tại từ lâu", "Các đồn đại là không có căn cứ"]
    assert wrong_words(Analysis.of(document(lines), Config())) == []


def test_single_slips_are_no_pattern() -> None:
    lines = ["Cơng việc của tổ là không có hạn", "Công tác có báo cáo"]
    assert wrong_words(Analysis.of(document(lines), Config())) == []


def test_capitals_are_judged_apart_from_small_letters() -> None:
    found = [(w.text, w.right) for w in wrong_words(Analysis.of(document(DAMAGED), Config()))]
    assert found == [("PHỊNG", "phòng"), ("TỐN", "toán"), ("CƠNG", "công"), ("KHƠNG", "không")]


def test_a_neighbour_tells_what_a_real_word_stands_for() -> None:
    lines = ["CỘNG HỒ XÃ HỘI", "CƠNG TY, HỒ SƠ KHƠNG CĨ SỐ, MỘT CƠNG VIỆC"]
    found = [w.right for w in wrong_words(Analysis.of(document(lines), Config())) if w.text == "HỒ"]
    assert found == ["hoà"]


def test_finding_and_option() -> None:
    load_resources(Config())
    findings = detect(Analysis.of(document(DAMAGED), Config()))
    assert [(f.line, f.evidence) for f in findings] == [(0, TITLE), (1, TITLE)]
    assert detect(Analysis.of(document(DAMAGED), Config(systematic=False))) == []


def test_malformed_table_is_an_error() -> None:
    with pytest.raises(DataError, match="line 1"):
        parse("cĩ\tcó")


def test_words_of_everyday_life_show_no_pattern() -> None:
    lines = [
        "Ngồi chơi thì tốn giờ",
        "Bà ngồi mơ màng",
        "Lũ trẻ ngồi ngẩn ngơ",
        "Ông sốt, tốn thuốc",
    ]
    assert not detect(Analysis.of(document(lines), Config()))
    assert real_words() <= confusions().always.keys()
