"""Tidy Unicode: each step by itself, on Vietnamese words only."""

from __future__ import annotations

import unicodedata

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.tidy import lookalikes, propose
from vnfix.model import Damage, Finding


def fixed(text: str, **options: object) -> str:
    config = Config(**options)  # type: ignore[arg-type]
    doc = document([text])
    return repaired(doc, propose(Analysis.of(doc, config)))[0]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định có hiệu lực kể từ ngày ký; hoà giải, hòa bình",
        nfd("Où est-il allé? Là-bas, à l'été dernier."),
        "Ðað er gott að vera hér",
        "кто поёт Катюша",
        "α + β = γ",
        "Trong đó: αi, βj và γk lần lượt là hệ số của các lớp đất",
        "Hệ số νo lấy theo bảng, ρo và αtb là trị số trung bình; Hα, Νo, αch đo tại chỗ",
        "Ký hiệu Сv là hệ số cố kết của lớp đất",
        "Trang trí 👨\u200d👩\u200d👧 cho ngày hội",
        "Giá\u00a0vé “trọn gói” – 50.000 đồng",
        "ﬁnal oﬃce",
    ],
)
def test_tidy_and_foreign_text_noop(text: str) -> None:
    assert fixed(text) == text


def test_a_lookalike_beside_an_accent_in_pieces_is_a_letter() -> None:
    assert fixed(f"Tân Lập {nfd('сó')} đất") == "Tân Lập có đất"


@pytest.mark.parametrize(
    ("option", "before", "after"),
    [
        ("compose", nfd("Xã Tân Lập"), "Xã Tân Lập"),
        ("stroke", "Ðơn vị gửi hồ sơ số 5/QÐ-UBND", "Đơn vị gửi hồ sơ số 5/QĐ-UBND"),
        ("lookalikes", "họp bàn về kinh tế xã һội", "họp bàn về kinh tế xã hội"),
        ("lookalikes", "Тân Lập сó số 5/NĐ-СР νề đất", "Tân Lập có số 5/NĐ-CP về đất"),
        ("ligatures", "xã Ｔân Lập họp", "xã Tân Lập họp"),
        ("invisible", "cải cách hà\u200bnh chí\u00adnh", "cải cách hành chính"),
        ("stray_marks", "tiên\u0301 độ và\u0300 kết quả", "tiến độ và kết quả"),
    ],
)
def test_each_step_is_an_option(option: str, before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(before, **{option: False}) != after


def test_steps_that_are_no_repair_are_off_until_asked_for() -> None:
    text = "Giá\u00a0vé “trọn gói” – 50.000 đồng"
    assert fixed(text, no_break_spaces=True) == "Giá vé “trọn gói” – 50.000 đồng"
    assert fixed(text, quotes=True) == 'Giá\u00a0vé "trọn gói" - 50.000 đồng'


def test_damaged_lines_are_left_to_the_others() -> None:
    config = Config()
    doc = document([nfd("Xã Tân Lập")])
    found = [Finding(0, Damage.OCR, 1.0, "ocr")]
    assert propose(Analysis.of(doc, config, found)) == []


def test_lookalikes_stand_for_one_latin_letter_each() -> None:
    for letter, latin in lookalikes().items():
        assert len(latin) == 1
        assert latin.isascii()
        assert letter.isupper() == latin.isupper()
