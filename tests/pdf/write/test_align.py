"""Letters of a repaired text shared out among glyphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.pdf.write.tounicode import share_out


@pytest.mark.parametrize(
    ("glyphs", "text", "parts"),
    [
        (list("hanh"), "hành", list("hành")),
        (["c", "(cid:7)", "i"], "cải", ["c", "ả", "i"]),
        (list("a\xb8b"), "aáb", ["a", "á", "b"]),
        (["ﬁ", "n"], "fin", ["fi", "n"]),
        (list("xinh"), "sinh", list("sinh")),
        (list("c\u200bao"), "cao", ["c", "", "a", "o"]),
        ([" ", "a"], " á", [" ", "á"]),
        ([], "", []),
    ],
)
def test_pairs_what_belongs_together(glyphs: list[str], text: str, parts: list[str]) -> None:
    assert share_out(glyphs, text) == parts


@given(st.lists(st.text("aăb ", min_size=1, max_size=3), min_size=1, max_size=8), st.text("áăb "))
def test_nothing_is_lost(glyphs: list[str], text: str) -> None:
    parts = share_out(glyphs, text)
    assert len(parts) == len(glyphs)
    assert "".join(parts) == text


def test_far_more_letters_than_glyphs() -> None:
    assert share_out(["a", "b"], "x" * 20) == ["x" * 20, ""]
