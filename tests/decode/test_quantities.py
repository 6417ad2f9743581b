"""Numbers that ran together with words, and codes."""

from __future__ import annotations

import pytest

from vnfix.decode.quantities import breaks, digits_are_letters, numbers, printed, telling


@pytest.mark.parametrize("token", ["c6ng", "6ng", "t6chuc", "hi6n", "1111", "2021", "nam"])
def test_a_letter_in_digits_is_no_border(token: str) -> None:
    assert breaks(token) == ([], [])
    assert numbers(token) == []


@pytest.mark.parametrize(
    ("token", "starts", "ends"),
    [
        ("17thang", [2], []),
        ("7nam", [1], []),
        ("thdng11", [], [5]),
        ("ndm2019,", [], [3]),
        ("2.500dong", [5], []),
    ],
)
def test_a_number_is_a_border(token: str, starts: list[int], ends: list[int]) -> None:
    assert breaks(token) == (starts, ends)


@pytest.mark.parametrize(
    ("token", "kept"),
    [
        ("320m2,", ["m2"]),
        ("07h15", ["h"]),
        ("7B,", ["7B"]),
        ("QL14,", ["QL14"]),
        ("X=1234.5;", ["X=1234.5"]),
        ("a3", ["a3"]),
        ("3x4cm", ["3x4cm"]),
        ("(m2)", ["m2"]),
        ("km2,", ["km2"]),
        ("HV-TK.", ["HV-TK"]),
        ("CCI-IC", []),  # an H whose bar was read as a hyphen
        ("d6ng", []),
    ],
)
def test_what_is_printed_so_is_kept(token: str, kept: list[str]) -> None:
    assert [token[p.start : p.end] for p in printed(token)] == kept


def test_letters_alone_are_no_code_among_capitals() -> None:
    assert list(printed("TIEN-SI", caps=True)) == []


def test_engines_that_write_digits_for_letters_are_known() -> None:
    assert digits_are_letters(["C1111", "h11u", "nam"])
    assert not digits_are_letters(["c6ng", "t6c", "2021", "450m2"] * 50)


def test_a_letter_and_digits_are_no_code_where_digits_are_letters() -> None:
    assert [p for p in printed("V116", sure=False) if not p.says] == []
    assert [p for p in printed("V116") if not p.says]


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("C6H12O6,", ["C6H12O6"]),
        ("(Fe2O3)", ["Fe2O3"]),
        ("CO2", ["CO2"]),
        ("37°C", ["37°C"]),
        ("79-N1", ["79-N1"]),
        ("PM2.5", ["PM2.5"]),
        ("QL1A,", ["QL1A"]),
        ("DT.652", ["DT.652"]),
        ("13g30-17g", ["13g30-17g"]),
        ("10A1", ["10A1"]),
        ("V.4:", ["V.4"]),
        ("(H5N1),", ["H5N1"]),
        ("(NaCl)", ["NaCl"]),
        ("pH", ["pH"]),
        ("IIa,", ["IIa"]),
        ("A/B", ["A/B"]),
        ("I/II;", ["I/II"]),
        ("2a", ["2a"]),
        ("(**)", ["(**)"]),
        ("(iv),", ["(iv),"]),
        ("(2a)", ["(2a)"]),
        ("(+),", ["(+),"]),
        ("(-)", ["(-)"]),
        ("(1+)", ["(1+)"]),
        ("+1,2", ["+1,2"]),
        ("-0,5%", ["-0,5"]),
        ("3100205xxxxxx:", ["3100205xxxxxx"]),
        ("l/p;", ["l/p"]),
        ("(ABCD),", ["(ABCD)"]),
        ("H'Drai,", ["H'Drai"]),
        ("M’Nông", ["M’Nông"]),
        ("h&agrave;nh,", ["h&agrave;nh,"]),
        ("L'rng", []),
        ("+6", []),
        ("S6n", []),
        ("Xa", []),
        ("1a", []),
        ("()", []),
        ("THU/TO", []),
    ],
)
def test_formulas_and_the_like_are_no_words(token: str, told: list[str], *, sure: bool) -> None:
    assert [token[a:b] for a, b in telling(token, sure=sure)] == told


def test_the_letter_and_digit_of_a_point_are_no_word() -> None:
    assert telling("i2,") == telling("i2", sure=False) == [(0, 2)]
    assert telling("b3") == telling("a6") == telling("i2c") == []


def test_a_capital_and_a_digit_that_no_letter_looks_like_are_a_code() -> None:
    assert telling("B2,") == telling("A1,") == [(0, 2)]
    assert telling("V1") == telling("S6") == telling("A1", caps=True) == []


def test_doses_and_multiples_stay_where_digits_are_digits() -> None:
    assert telling("1g,") == telling("2z") == [(0, 2)]
    assert telling("1g", sure=False) == telling("1y") == telling("(TO)", caps=True) == []


def test_a_garbled_word_in_capitals_is_no_formula() -> None:
    assert telling("HO6I", sure=False) == []
