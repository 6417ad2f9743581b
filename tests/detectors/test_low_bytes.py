"""Low bytes."""

from __future__ import annotations

import vnfix
from tests.by_rule import BY_RULE, damaged, named, repaired_by
from vnfix.detectors.letter_maps import letter_map
from vnfix.model import Damage

HEALTHY = ("Nhiệt độ 25°C, áp suất 3¥, § 4; ± 2 µm\n", "El niño está aquí: ¿qué pasa?\n")


def test_healthy_text_with_such_signs_stays() -> None:
    for text in (*HEALTHY, "\n".join(BY_RULE)):
        assert vnfix.fix_text(text) == text
        assert named(text) is not Damage.LOW_BYTES


def test_kind_and_words() -> None:
    assert named(damaged("low-bytes")) is Damage.LOW_BYTES
    assert repaired_by("low-bytes") == BY_RULE


def test_a_mark_that_became_a_line_separator_comes_back() -> None:
    lines = [*BY_RULE, "Các hộ nói rằng “nước sạch” rất cần cho việc đó."]
    assert vnfix.fix_text(damaged("low-bytes", lines)).split("\n") == lines


def test_letters_that_no_word_explains_are_put_back_one_by_one() -> None:
    lines = [*BY_RULE, "Ông Đrưng và bà Đoxa đang sống tại xã."]
    assert vnfix.fix_text(damaged("low-bytes", lines)).split("\n")[-1] == lines[-1]


def test_the_map_keeps_the_low_byte() -> None:
    assert letter_map("low-bytes").write("ệưĐă") == "\u00c7\u00b0\x10\x03"


def test_signs_among_figures_stay() -> None:
    lines = [*BY_RULE, "Giá bán = số lượng × đơn giá, bảo quản ở 25°C"]
    assert vnfix.fix_text(damaged("low-bytes", lines)).split("\n")[-1] == lines[-1]
