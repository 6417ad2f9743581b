"""Saved as ANSI."""

from __future__ import annotations

import pytest

import vnfix
from tests.by_rule import BY_RULE, damaged, named, repaired_by
from vnfix.model import Damage

HEALTHY = (
    "Ông hỏi: ai đi? Bà đáp: không ai cả? Vậy thì sao?\n",
    "http://huyen.example.vn/tim?q=1&trang=2\nif (a?b:c) { return d?e:f; }\n",
)


def test_healthy_text_with_question_marks_stays() -> None:
    for text in (*HEALTHY, "\n".join(BY_RULE)):
        assert vnfix.fix_text(text) == text
        assert named(text) is not Damage.ANSI


@pytest.mark.parametrize("name", ["ansi", "ansi-latin1", "ansi-ascii"])
def test_kind_and_words(name: str) -> None:
    assert named(damaged(name)) is Damage.ANSI
    assert repaired_by(name) == BY_RULE


def test_a_real_question_mark_stays() -> None:
    lines = [*BY_RULE, "Các hộ có được hỗ trợ không?"]
    assert vnfix.fix_text(damaged("ansi", lines)).split("\n")[-1] == lines[-1]
