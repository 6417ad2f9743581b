"""The lattice of a paragraph: what belongs together, and which arcs there are."""

from __future__ import annotations

import itertools
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import making as documents
from tests.decode import making
from vnfix.config import Config
from vnfix.decode.lattice import (
    Arc,
    Builder,
    Proposals,
    best_path,
    in_capitals,
    may_merge,
    paragraphs,
)
from vnfix.decode.prices import ENDLESS, PLACES, TOKENS, Kind
from vnfix.document import make_document
from vnfix.model import Candidate
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from vnfix.decode.lattice import ObservedToken

RESOURCES = load_resources(Config())
CHARTS = making.charts(RESOURCES)
LINES = st.lists(st.sampled_from(["c6c hQ", "  ", "", "th6ng tin", "\t", "- c6p x5"]), max_size=8)


@given(LINES, st.sets(st.integers(0, 7)))
def test_paragraphs_hold_the_sick_lines_and_never_cross_a_blank_one(
    lines: list[str], sick: set[int]
) -> None:
    found = list(paragraphs(documents.document(lines), sick))
    held = [{s.line for s in tokens} for tokens in found]
    every = set().union(*held)
    assert all(numbers & sick for numbers in held)
    assert {k for k in sick if k < len(lines) and lines[k].strip()} <= every
    for numbers in held:
        assert all(lines[k].strip() for k in range(min(numbers), max(numbers) + 1))
        assert numbers == set(range(min(numbers), max(numbers) + 1))
    assert sum(map(len, held)) == len(every)


def lines_of(text: str) -> list[list[int]]:
    """Return the lines of each paragraph of a sick text."""
    document = make_document(text)
    every = paragraphs(document, range(len(document.lines)))
    return [sorted({s.line for s in tokens}) for tokens in every]


def test_lines_that_follow_on_are_one_paragraph() -> None:
    assert lines_of("c6c co quan\nth6ng tin\n\nc6ng") == [[0, 1], [3]]


@pytest.mark.parametrize("item", ["- Vd", "1. MUC", "2.1. C6c", "a) R6", "IV. T6", "(3) C6"])
def test_items_of_lists_begin_paragraphs(item: str) -> None:
    assert lines_of(f"c6c co quan:\n{item} ti6u\nhai ndm") == [[0], [1, 2]]


@pytest.mark.parametrize("line", ["vd c6c", "2021 vd", "30/9", "a vd"])
def test_other_lines_go_on(line: str) -> None:
    assert lines_of(f"c6c co quan\n{line}") == [[0, 1]]


@pytest.mark.parametrize(
    ("line", "settled"),
    [
        ("Phu luc IV va Chuong X.", {"IV", "X."}),
        ("A. QUY DINH", {"A."}),
        ("đ) C6c X", {"đ)"}),
        ("muc Ill va muc lV", set()),
        ("sang A. va IV", set()),
        ("ndm X", set()),
    ],
)
def test_labels_and_numbers_of_parts_that_were_read_well_stay(line: str, settled: set[str]) -> None:
    (found,) = paragraphs(make_document(line), {0})
    assert {s.text for s in found if not s.sick} == settled


def test_endless_paragraphs_are_cut() -> None:
    tokens = list(paragraphs(make_document("c6c " * (2 * TOKENS + 1)), {0}))
    assert list(map(len, tokens)) == [TOKENS, TOKENS, 1]
    assert [t[0].place for t in tokens] == [0, 0, 0]


def test_paragraphs_of_long_tokens_are_cut_before_costs_overflow() -> None:
    token = "(" * ENDLESS
    found = list(paragraphs(make_document(f"{token} " * 30 + token + "("), {0}))
    assert all(len(t) * ENDLESS <= PLACES for t in found)
    assert [t[0].place for t in found] == [0] * len(found)
    assert [s.sick for t in found for s in t] == [True] * 30 + [False]


def test_an_endless_token_stays_and_its_neighbours_are_read() -> None:
    for mark in "(1-aA":
        document = make_document(f"c6c {mark * 60_000} thgc")
        found = [[s.sick for s in t] for t in paragraphs(document, {0})]
        assert found == [[True], [True]]


def test_cutting_an_endless_line_takes_time_as_it_is_long() -> None:
    document = make_document("c6c" + " ." * 200_000)
    begun = time.process_time()
    assert sum(map(len, paragraphs(document, {0}))) == 200_001
    assert time.process_time() - begun < 5  # what takes quadratic time takes minutes


@given(LINES)
def test_tokens_stand_in_the_text_and_their_places_follow(lines: list[str]) -> None:
    document = documents.document(lines)
    for tokens in paragraphs(document, range(len(lines))):
        place = 0
        for s in tokens:
            assert document.text[s.start : s.end] == s.text
            assert s.place == place
            place += len(s.text)


def test_healthy_lines_are_context() -> None:
    document = make_document("hệ thống\nth6ng tin")
    (tokens,) = paragraphs(document, {1})
    assert [s.sick for s in tokens] == [False, False, True, True]
    builder = Builder(tokens, CHARTS)
    builder.add_tokens()
    lattice = builder.lattice()
    healthy = list(range(lattice.begin[len("hệthống")]))
    arcs = [Arc(*lattice.reading(k, builder.says())) for k in healthy]
    assert [arc.text for arc in arcs] == ["hệ", "thống"]
    assert {arc.kind for arc in arcs} == {Kind.KEPT}


@pytest.mark.parametrize("text", ["CQNG HOA", "UBND TINH, ndm", "I{DND &"])
def test_capitals(text: str) -> None:
    assert in_capitals(text)


@pytest.mark.parametrize("text", ["", "A", "12/3", "Kinh t6", "Ub", "Luu: VT, TH-VP."])
def test_not_capitals(text: str) -> None:
    assert not in_capitals(text)


@pytest.mark.parametrize(("a", "b"), [("duo.", "c"), ("hi", "Qn"), ("th6ng", "tin")])
def test_pieces_may_merge(a: str, b: str) -> None:
    assert may_merge(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("nam", "sau"),
        ("duo)", "c"),
        ("c", "6c"),
        ("c", "-"),
        ("Ho", "An,"),
        ("THI", "AN"),
        ("VIEN", "K"),
    ],
)
def test_words_do_not_merge(a: str, b: str) -> None:
    assert not may_merge(a, b)


def merges(tokens: list[ObservedToken]) -> int:
    builder = Builder(tokens, CHARTS)
    builder.add_merges()
    return len(builder.parts)


def test_merges_stay_on_a_line() -> None:
    one = making.observed("duo. c")
    assert merges(one) == 1
    assert merges(making.observed("co B2")) == merges(making.observed("hi pH")) == 0
    assert merges(making.observed("hi pN")) == 1
    (two,) = paragraphs(make_document("duo.\nc"), {0, 1})
    assert merges(two) == 0
    (half,) = paragraphs(make_document("duo. c"), {0})
    assert merges(half) == 1


def arcs_of(tokens: list[ObservedToken], candidate: Candidate) -> list[tuple[int, int]]:
    """Return the places that the arc of one proposal spans."""
    builder = Builder(tokens, CHARTS)
    builder.add_tokens()
    before = len(builder.parts)
    builder.add_proposals([candidate])
    return [
        (builder.places[k], builder.places[k] + builder.parts[k].end(0))
        for k in range(before, len(builder.parts))
    ]


@pytest.mark.parametrize(
    ("span", "places"),
    [
        ((0, 4), [(0, 4)]),  # the first token
        ((0, 9), [(0, 8)]),  # both, with the blank between
        ((1, 3), [(1, 3)]),  # inside of one
        ((2, 7), [(2, 6)]),  # from inside of one into the next
        ((5, 5), []),  # nothing
    ],
)
def test_proposals_may_begin_and_end_inside_of_tokens(
    span: tuple[int, int], places: list[tuple[int, int]]
) -> None:
    tokens = making.observed("ndm, 2}ll")
    assert arcs_of(tokens, Candidate(*span, "x", 0.5, "rule:x")) == places


def test_offsets_that_nfc_moved_are_passed_over() -> None:
    text = unicodedata.normalize("NFD", "nếu") + " 2}ll"
    tokens = making.observed(text)
    whole = tokens[0].end
    assert arcs_of(tokens, Candidate(0, whole, "x", 0.5, "rule:x")) == [(0, 3)]
    assert arcs_of(tokens, Candidate(0, whole - 1, "x", 0.5, "rule:x")) == []
    assert arcs_of(tokens, Candidate(0, len(text), "x", 0.5, "rule:x")) == [(0, 7)]


def test_a_proposal_for_nothing_is_a_way_through() -> None:
    tokens = making.observed("ndm 2}ll")
    proposed = Candidate(4, 8, "2011", 0.0, "rule:year")
    steps = best_path(tokens, CHARTS, Proposals([proposed]), 1e-3)
    assert [s.arc.text for s in steps] == ["năm", "2011"]
    assert steps[1].arc.kind == Kind.PROPOSED


@settings(max_examples=25)
@given(st.lists(st.text("aơhCn6.,(-)~Q/&}", min_size=1, max_size=9), min_size=1, max_size=6))
def test_best_path_leads_from_end_to_end(words: list[str]) -> None:
    tokens = making.observed(" ".join(words))
    steps = best_path(tokens, CHARTS, Proposals(()), 1e-3)
    places = [(s.arc.start, s.arc.end) for s in steps]
    assert places[0][0] == 0
    assert places[-1][1] == sum(map(len, words))
    assert all(a[1] == b[0] for a, b in itertools.pairwise(places))
    for s in steps:
        assert 0.0 < s.posterior <= 1.0
        assert s.posterior + sum(share for _, share in s.others) <= 1.0 + 1e-6
        shares = [share for _, share in s.others]
        assert shares == sorted(shares, reverse=True)
        assert s.arc.text not in [other.text for other, _ in s.others]
