"""Scans as they are scored: true words in the places of the read ones, differences by page."""

from __future__ import annotations

import pytest

from bench.scans import differences, looks_same, pages_of, with_truth
from tests.pdfs import make_pdf
from vnfix.document import make_document


def test_pages_end_with_a_form_feed() -> None:
    assert pages_of("a\fb\f") == pages_of("a\fb") == ["a", "b"]
    assert pages_of("a\f\fb\f") == ["a", "", "b"]


@pytest.mark.parametrize(
    ("read", "truth", "lines"),
    [
        ("mot hai\nba\f", ["một hai ba"], ["một hai", "ba"]),
        ("mot\nba\f", ["một hai ba"], ["một hai", "ba"]),
        ("mot ,, hai\f", ["một hai"], ["một  hai"]),
        ("mot\fhai\f", ["một hai", "ba"], ["một hai", "ba"]),
        ("mot hai\f", [""], [" "]),
        ("b\f", ["xin chào bạn"], ["xin chào bạn"]),
    ],
)
def test_true_words_stand_in_the_places_of_the_read_ones(
    read: str, truth: list[str], lines: list[str]
) -> None:
    repair = with_truth(make_document(read), truth)
    assert repair.text.replace("\f", "\n").split("\n")[:-1] == lines
    for c in repair.corrections:
        assert read[c.start : c.end] == c.before


def test_differences_name_their_page() -> None:
    assert list(differences(["a b", "c d"], ["a b", "c x d"])) == [(2, "", "x")]


def test_the_same_pixels() -> None:
    one, other = make_pdf([["mot"], ["hai"]]), make_pdf([["mot"], ["ba"]])
    assert looks_same(one, one)
    assert not looks_same(one, other)
    assert not looks_same(one, make_pdf([["mot"]]))
