"""The count of restored words."""

from bench.unaccented import syllables_right


def test_counts_words_alone_and_forgives_case() -> None:
    lines = [("Kế hoạch số 12 năm 2025", "kế hoạch sổ 12 năm 2025"), ("Nơi nhận:", "Nơi nhận:")]
    assert syllables_right(lines) == (5, 6)


def test_a_lost_word_is_wrong() -> None:
    assert syllables_right([("cải cách hành chính", "cải cách chính")]) == (3, 4)
