"""Tokens of a line are what stands between blanks of Unicode."""

from __future__ import annotations

import unicodedata

import pytest

from vnfix.text.tokens import TOKEN, Token, tokens


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  Căn cứ\u00a0Luật \t số 12 ",
        "một\x1chai\x1f ba",
        unicodedata.normalize("NFD", "Căn cứ Luật"),
        "\u0301 \u2028a\u200bb\u3000c",
        "a a aa a",
    ],
)
def test_places_are_those_of_the_line_and_texts_are_composed(line: str) -> None:
    assert list(tokens(line)) == [
        Token(m.start(), m.end(), unicodedata.normalize("NFC", m.group()))
        for m in TOKEN.finditer(line)
    ]
