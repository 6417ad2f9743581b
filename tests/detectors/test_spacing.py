"""Letter-spaced words."""

from __future__ import annotations

import pytest

from vnfix.detectors.spacing import spaced_words


@pytest.mark.parametrize(
    "line",
    ["a) b) c) d)", "1  2  3  4  5", "Điều 5.  Mức thu", "x y z t", "A  B", "Mẫu a  b  c"],
)
def test_other_lines_are_left(line: str) -> None:
    assert list(spaced_words(line)) == []


def test_words_are_closed_up_with_one_blank_between() -> None:
    words = list(spaced_words("T h ô n g   t ư   c ủ a   B ộ"))
    assert "".join(w.text for w in words) == "Thông tư của Bộ"
    assert words[0].start == 0
    assert words[-1].end == len("T h ô n g   t ư   c ủ a   B ộ")
