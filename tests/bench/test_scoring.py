"""The benchmark counts right: small invented lines whose figures are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scoring import Tally, calibration_error, moved_words, tally
from vnfix.train.judging import gold_under, groups

WORDS = st.lists(st.sampled_from(["cơ", "quan", "co", "quàn", "tỉnh,", "12", "x"]), max_size=8)


def test_tally_counts_as_the_scorer_does() -> None:
    total = tally([("Sở Nội vụ", "Sở  Noi vụ "), ("tỉnh", "tỉnh")])
    assert (total.words, total.word_errors) == (4, 1)
    assert (total.characters, total.character_errors) == (13, 1)
    assert total.figures()["exact_lines"] == 0.5
    assert total.wer == 0.25


def test_tally_counts_case_and_punctuation() -> None:
    assert tally([("Sở, ban", "sở ban.")]).word_errors == 2


def test_empty_tally_has_rates_of_zero() -> None:
    assert (Tally().wer, Tally().cer) == (0.0, 0.0)


def test_moved_words_counts_edits_of_tokens() -> None:
    assert moved_words(["a b c", "d"], ["a c", "e"]) == (2, 4)


@given(WORDS, WORDS)
def test_groups_cover_both_lines_in_order(got: list[str], gold: list[str]) -> None:
    h, g = " ".join(got), " ".join(gold)
    found = groups(h, g)
    assert " ".join(h[x.start : x.end] for x in found if x.start < x.end) == h
    assert " ".join(g[x.low : x.high] for x in found if x.low < x.high) == g


@given(WORDS.filter(bool))
def test_a_line_that_is_right_lies_over_itself(words: list[str]) -> None:
    text, at = " ".join(words), 0
    for word in words:
        assert gold_under(text, text, at, at + len(word)) == word
        at += len(word) + 1


@pytest.mark.parametrize(
    ("got", "gold", "span", "under"),
    [
        ("thể chế", "thế chế", (0, 3), "thế"),
        ("cơ quan,", "cơ quan;", (3, 7), "quan"),  # the mark behind is another matter
        ("cơquan tỉnh", "cơ quan tỉnh", (0, 6), "cơ quan"),
        ("cơ qu an tỉnh", "cơ quan tỉnh", (3, 8), "quan"),
        ("sở tỉnh", "sở và tỉnh", (3, 7), "tỉnh"),  # a missing word beside is another matter
        ("sở tỉnh", "sở và tỉnh", (0, 7), "sở và tỉnh"),
        ("sở xx tỉnh", "sở tỉnh", (3, 5), ""),
        ("c ủa tỉnh", "của tỉnh", (0, 1), "c"),
        ("năm 2021", "năm 2012", (4, 8), "2012"),
        ("ngày 3/2021", "ngày 13/2021", (5, 11), "13/2021"),
        ("sở tỉnh", "sở tỉnh", (2, 2), ""),  # debris was taken out there, rightly
        ("sở tỉnh", "sở của tỉnh", (2, 2), "của"),  # a word was taken out there
    ],
)
def test_gold_under_a_span(got: str, gold: str, span: tuple[int, int], under: str) -> None:
    assert gold_under(got, gold, *span) == under


def test_calibration_error_is_zero_for_honest_confidence() -> None:
    honest = [(0.75, True)] * 3 + [(0.75, False)] + [(1.0, True)] * 5
    assert calibration_error(honest) == pytest.approx(0.0)


def test_calibration_error_weighs_bins_by_their_size() -> None:
    judged = [(0.9, False)] + [(0.1, False)] * 3
    assert calibration_error(judged) == pytest.approx((0.9 + 3 * 0.1) / 4)


def test_calibration_error_of_nothing_is_zero() -> None:
    assert calibration_error([]) == 0.0
