"""Tokens of a line are what stands between blanks of Unicode."""

from __future__ import annotations

import tracemalloc
import unicodedata

import pytest

from vnfix.text import tokens as module
from vnfix.text.tokens import TOKEN, Token, Tokens, Words, all_tokens, parts, split_words, tokens

LINES = (
    "",
    "  Căn cứ\u00a0Luật \t số 12 ",
    "một\x1chai\x1f ba",
    unicodedata.normalize("NFD", "Căn cứ Luật"),
    "\u0301 \u2028a\u200bb\u3000c",
    "a a aa a",
)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("part", [1, 3, module.PART])
def test_places_are_those_of_the_line_and_texts_are_composed(
    line: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [
        Token(m.start(), m.end(), unicodedata.normalize("NFC", m.group()))
        for m in TOKEN.finditer(line)
    ]
    assert list(tokens(line)) == list(all_tokens(line)) == expected
    monkeypatch.setattr(module, "LONG_LINE", -1)  # all lines are long
    monkeypatch.setattr(module, "PART", part)
    assert list(tokens(line)) == list(all_tokens(line)) == expected
    words = split_words(line)
    assert list(words) == list(words) == line.split()
    assert len(words) == len(line.split())
    assert all(word in words for word in line.split())
    assert line + "x" not in words
    assert "".join(text for _, text in parts(line)) == line


def test_tokens_of_a_long_line_weigh_little() -> None:
    line = "Căn cứ " * 20_000
    tracemalloc.start()
    try:
        found = all_tokens(line)
        words = split_words(line)
        size = len(words)
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(found, Tokens)
    assert isinstance(words, Words)
    assert len(found) == size == 40_000
    assert held < 10 * len(found)  # 8, and room to grow; words are cut out again
    assert most < 10 * len(found) + 1_000_000
