"""What a token may stand for, before its neighbours have a say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decode import making
from vnfix.config import Config
from vnfix.decode.looks import (
    COMMON,
    between_small,
    borders,
    cases_to_try,
    core_span,
    kept_price,
    may_be_words,
)
from vnfix.decode.prices import LOWER, TITLE, TOO_LONG, UPPER, Kind
from vnfix.resources import load_resources
from vnfix.text.unicode import in_case

if TYPE_CHECKING:
    from vnfix.decode.kernel import Chart

RESOURCES = load_resources(Config())
CHARTS = making.charts(RESOURCES)
TOKEN = st.text("aơC6.,(-)~Q", min_size=1, max_size=12)


def words_of(chart: Chart) -> dict[tuple[int, int, str], int]:
    """Return the words of a chart with their places and costs."""
    words = RESOURCES.words.words
    return {
        (chart.start[k], chart.end[k], words[chart.word[k]]): chart.cost[k]
        for k in range(chart.size)
        if chart.word[k] >= 0
    }


@given(TOKEN)
def test_borders_lie_at_the_edges_and_at_marks(token: str) -> None:
    starts, ends = borders(token)
    assert starts[0] == 0
    assert ends[-1] == len(token)
    assert all(k == 0 or not token[k - 1].isalnum() for k in starts)
    assert all(k == len(token) or not token[k].isalnum() for k in ends)
    marks = sum(not c.isalnum() for c in token)
    assert len(starts) <= marks + 1 >= len(ends)


@given(TOKEN)
def test_core_has_no_common_marks_at_its_edges(token: str) -> None:
    first, end = core_span(token)
    if all(c in COMMON for c in token):
        assert (first, end) == (0, len(token))
    else:
        assert token[first] not in COMMON
        assert token[end - 1] not in COMMON
        assert all(c in COMMON for c in token[:first] + token[end:])


@pytest.mark.parametrize("token", ["c6c", "&", "16", "0", "a)", "UBND", "c6c/hQ", "2}ll", "95Yo"])
def test_may_be_words(token: str) -> None:
    assert may_be_words(token)


@pytest.mark.parametrize(
    "token",
    [
        "-",
        "...",
        "2021",
        "1.250.000",
        "30/9/2021",
        "95,5%",
        "91-KL/TU",
        "(76/NQ-CP)",
        "12/2020/TT-BTC",
    ],
)
def test_numbers_and_marks_are_no_words(token: str) -> None:
    assert not may_be_words(token)


@pytest.mark.parametrize(
    ("token", "caps", "cases"),
    [
        ("c6ch", False, (LOWER,)),
        ("C6ch", False, (LOWER, TITLE)),
        ("CQNG", False, (LOWER, TITLE, UPPER)),
        ("CQNG", True, (TITLE, UPPER)),
        ("6ng", False, (LOWER, TITLE)),
        ("riNu", True, (LOWER, TITLE, UPPER)),
        ("hda", True, (LOWER, UPPER)),
    ],
)
def test_cases_to_try(token: str, caps: bool, cases: tuple[int, ...]) -> None:
    assert cases_to_try(token, caps=caps) == cases


@pytest.mark.parametrize(
    ("case", "written"), [(LOWER, "đường"), (TITLE, "Đường"), (UPPER, "ĐƯỜNG")]
)
def test_words_are_written_in_a_case(case: int, written: str) -> None:
    assert in_case("đường", case) == written


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("c6ch", "cách"),
        ("hiQn", "hiện"),
        ("nhiém", "nhiệm"),
        ("(nghi~p)", "nghiệp"),
        ("16", "lộ"),
        ("0", "ở"),
        ("&", "ở"),
        ("V\\1", "vụ"),
    ],
)
def test_what_was_meant_is_among_the_words(token: str, meant: str) -> None:
    assert meant in {word for _, _, word in words_of(CHARTS.token(token, caps=False).chart())}


@pytest.mark.parametrize(("token", "meant"), [("An", "a"), ("AN,", "a"), ("Em", "e")])
def test_a_name_is_no_letter_of_a_formula(token: str, meant: str) -> None:
    assert meant not in {
        word.lower() for _, _, word in words_of(CHARTS.token(token, caps=False).chart())
    }


@pytest.mark.parametrize(("token", "unit"), [("m2", "m"), ("km2,", "km"), ("(m3)", "m")])
def test_a_unit_apart_from_its_number_keeps_its_digit(token: str, unit: str) -> None:
    assert unit not in {word for _, _, word in words_of(CHARTS.token(token, caps=False).chart())}


def test_two_words_may_have_lost_the_blank_between() -> None:
    found = words_of(CHARTS.token("c6pxd", caps=False).chart())
    assert (0, 3, "cấp") in found
    assert (3, 5, "xã") in found


def test_words_end_at_marks_without_a_price() -> None:
    found = words_of(CHARTS.token("c6c.hiQn", caps=False).chart())
    assert (0, 3, "các") in found
    assert (4, 8, "hiện") in found


@pytest.mark.parametrize("token", ["2021", "91-KL/TU", "x" * (TOO_LONG + 1), "---"])
def test_what_is_no_word_stands_as_it_is(token: str) -> None:
    chart = CHARTS.token(token, caps=False).chart()
    assert words_of(chart) == {}
    assert chart.size > 0


@given(st.text("aơC6.,(-)~Q/&}", min_size=1, max_size=30))
def test_every_token_can_be_crossed(token: str) -> None:
    """Arcs go forward inside the token, and some way leads from its start to its end."""
    chart = CHARTS.token(token, caps=False).chart()
    reached = {0}
    arcs = sorted((chart.start[k], chart.end[k]) for k in range(chart.size))
    for start, end in arcs:
        assert 0 <= start < end <= len(token)
        if start in reached:
            reached.add(end)
    assert len(token) in reached


def test_a_token_is_worked_out_once_for_each_kind_of_line() -> None:
    assert CHARTS.token("c6ch", caps=False) is CHARTS.token("c6ch", caps=False)
    assert CHARTS.token("c6ch", caps=True) is not CHARTS.token("c6ch", caps=False)


def test_joined_reads_all_as_one_word() -> None:
    chart = CHARTS.joined("duo.c", caps=False).chart()
    assert (0, 5, "được") in words_of(chart)
    assert all(chart.kind[k] == Kind.WORD and chart.start[k] == 0 for k in range(chart.size))
    assert all(chart.end[k] * 2 > 5 for k in range(chart.size))


def test_a_mark_may_go_at_a_price() -> None:
    chart = CHARTS.token("c6c,", caps=False).chart()
    kinds = {(chart.kind[k], chart.start[k]): chart.cost[k] for k in range(chart.size)}
    assert kinds[Kind.MARK, 3] == 0 < kinds[Kind.NOTHING, 3]


def test_the_marks_of_a_code_never_go() -> None:
    for token in ("(**)", "A/B"):
        chart = CHARTS.token(token, caps=False).chart()
        assert Kind.NOTHING not in list(chart.kind)[: chart.size]


def test_a_unit_of_power_stays_cheaply() -> None:
    assert kept_price("kVA", caps=False) < kept_price("kvn", caps=False)


@pytest.mark.parametrize(
    ("token", "place", "between"),
    [("mua.ban", 3, True), ("v.v", 1, False), ("Mua.Ban", 3, False), ("mua.b", 3, False)],
)
def test_a_speck_between_small_letters(token: str, place: int, between: bool) -> None:
    assert between_small(token, place, place + 1) is between
