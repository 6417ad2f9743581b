"""Closing up letter-spaced words."""

from __future__ import annotations

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.letterspacing import propose


def fixed(text: str, config: Config) -> str:
    doc = document([text])
    return repaired(doc, propose(Analysis.of(doc, config)))[0]


@pytest.mark.parametrize(
    "text",
    ["a  b  c  d  đ", "S T U D Y   P L A N", "x  y  z  =  1", "Điều 1.  Phạm vi", "C 1  D 2"],
)
def test_other_lines_noop(text: str) -> None:
    assert fixed(text, Config()) == text


def test_words_are_closed_up_if_asked_for() -> None:
    text = "K Ế   H O Ạ C H   n ă m   2025"
    assert fixed(text, Config()) == "KẾ HOẠCH năm   2025"
    assert fixed(text, Config(letter_spacing=False)) == text
