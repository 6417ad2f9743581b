"""Which signs of a word are letters; words that stay first."""

from __future__ import annotations

import time

import pytest

from vnfix.detectors.legacy_decode import decode_line


@pytest.mark.parametrize(
    "word",
    [
        "Celeron®",
        "§ 7",
        "25 °C",
        "80 µg/m3",
        "Größe",
        "café",
        "Fe2(SO4)3",
        "a@b.vn",
        "3 × 4",
        "½ ¼",
        "m²",
    ],
)
def test_signs_and_foreign_words_stay(word: str) -> None:
    assert decode_line(word.split(), "tcvn3") == word.split()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("®« ®¸ ®ß", "đô đá đò"),
        ("(2 x 35.000®)", "(2 x 35.000đ)"),
        ("hé ®", "hộ đ"),
        ("®) vÒ", "đ) về"),
        ("xim¨ng urª «t«", "ximăng urê ôtô"),
        ("CéNG HOµ X· HéI", "CỘNG HOÀ XÃ HỘI"),
        ("KT.Bé tr­ëng", "KT.Bộ trưởng"),
    ],
)
def test_signs_that_are_letters(before: str, after: str) -> None:
    assert decode_line(before.split(), "tcvn3") == after.split()


def test_right_words_of_unicode_stay_in_a_mixed_line() -> None:
    line = ["Sở", "Kế", "hoạch", "là", "®Çu", "mèi"]
    assert decode_line(line, "tcvn3") == ["Sở", "Kế", "hoạch", "là", "đầu", "mối"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("co^ng ty.", "công ty."),
        ("Ta. Thu'y", "Tạ Thúy"),
        ("so^' 5, xa~ Cu+., huye^.n", "số 5, xã Cự, huyện"),
        ("Ca(OH)2 va` data(i)", "Ca(OH)2 và data(i)"),
    ],
)
def test_viqr(before: str, after: str) -> None:
    assert decode_line(before.split(), "viqr") == after.split()


@pytest.mark.slow
def test_a_word_of_a_long_line_is_hardly_dearer_than_that_of_a_short_one() -> None:
    words = ["Céng", "hoµ", "x·", "héi", "chñ", "nghÜa", "ViÖt", "Nam"] * 250

    def seconds(times: int) -> float:
        start = time.process_time()
        decode_line(words * times, "tcvn3")
        return time.process_time() - start

    short = min(seconds(1) for _ in range(3))
    assert min(seconds(8) for _ in range(3)) < 2 * 8 * short
