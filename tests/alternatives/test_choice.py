"""One distribution: the likeliest reading is written, deleting comes last, numbers stay."""

from __future__ import annotations

import pytest

import vnfix
from vnfix.alternatives.choice import (
    LIKELIER,
    Option,
    chosen,
    consider,
    is_worth_asking,
    read,
)
from vnfix.alternatives.doubts import DOUBT
from vnfix.config import Config
from vnfix.decode.groups import Group
from vnfix.decode.rounds import Task
from vnfix.detectors import analyse
from vnfix.document import make_document
from vnfix.model import Safety
from vnfix.pipeline import propose
from vnfix.resources import load_resources


def place(before: str, after: str) -> Group:
    return Group(0, len(before), before, after, ())


def options(*pairs: tuple[str, float]) -> list[Option]:
    return [Option(share, text) for text, share in pairs]


def test_what_is_right_already_stays() -> None:
    kept = chosen(place("tỉnh", "tỉnh"), options(("tỉnh", 0.9), ("tính", 0.06)))
    assert (kept.fixer, kept.after) == (DOUBT, "tỉnh")


def test_the_likelier_reading_is_the_proposal() -> None:
    made = chosen(place("nh", "tỉnh"), options(("tỉnh", 0.2), ("nhỏ", 0.7), ("nh", 0.05)))
    assert (made.fixer, made.after, made.confidence) == ("decode", "nhỏ", 0.7)
    assert made.alternatives == (("tỉnh", 0.2), ("nh", 0.05))
    assert made.safety is Safety.REVIEW


def test_a_word_left_as_it_is_yields_only_to_what_is_likelier_than_all_else() -> None:
    below = chosen(place("sổ", "sổ"), options(("sổ", 0.3), ("số", LIKELIER - 0.01)))
    above = chosen(place("sổ", "sổ"), options(("sổ", 0.3), ("số", LIKELIER)))
    assert (below.fixer, below.after) == (DOUBT, "số")  # asked, and not made unasked
    assert (above.fixer, above.after) == ("decode", "số")


def test_nothing_is_left_out_where_the_print_may_say_a_word() -> None:
    made = chosen(place("¢", ""), options(("", 0.6), ("ở", 0.2), ("¢", 0.1)))
    assert (made.fixer, made.after) == ("decode", "ở")
    left = chosen(place("¢", "¢"), options(("¢", 0.1), ("", 0.6), ("ở", 0.2)))
    assert (left.fixer, left.after) == (DOUBT, "¢")
    letter = chosen(place("K", "K"), options(("K", 0.08), ("", 0.81), ("Y", 0.02)))
    assert (letter.fixer, letter.after) == (DOUBT, "K")
    dirt = chosen(place("~", ""), options(("", 0.9), ("~", 0.08), ("ở", 0.01)))
    assert (dirt.fixer, dirt.after) == ("decode", "")


def test_a_number_keeps_its_digits() -> None:
    made = chosen(place("12,5", "12,5"), options(("12,5", 0.2), ("13,5", 0.7)))
    assert made.after == "12,5"


@pytest.mark.parametrize(
    "word",
    [
        "2024,",
        "15/3/2021",
        "1.250.000",
        "so@daklak.gov.vn",
        "45%",
        "so@tinh.example.",
        "17-CTr/TU",
        "-",
    ],
)
def test_healthy_numbers_dates_and_addresses_are_not_asked(word: str) -> None:
    doubt = chosen(place(word, word), options((word, 0.7), (f"{word};", 0.25)))
    assert not is_worth_asking(doubt)
    likely = chosen(place("lan@hue.vn", "lan@hue.vn"), options(("lan@hue.vn", 0.1), ("làn", 0.8)))
    assert likely.after == "lan@hue.vn"
    assert not is_worth_asking(likely)
    assert is_worth_asking(chosen(place("tnh", "tnh"), options(("tnh", 0.7), ("tỉnh", 0.25))))


def test_what_is_written_is_the_same_whether_doubts_are_asked_or_not() -> None:
    text = "riNu ruAxu HoA\nthuc hiQn nhiQm v, theo ch6 dQ b6o c6o sO tinh\n12,5 c6ng. ll} 2ol9"
    task, resources = Task(make_document(text), range(3)), load_resources(Config())
    asked = [c for c in consider(task, resources, Config()) if c.fixer != DOUBT]
    made = read(task, resources, Config())
    assert [(c.start, c.end, c.after) for c in made] == [(c.start, c.end, c.after) for c in asked]


def test_the_mark_behind_a_number_is_no_speck() -> None:
    text = (
        "- Ho tro 20 ty d6ng (Hai mwoi ty dong) tir nguon dw phong NSTW.\n"
        "+ Dot 1: trwoc 15/9;\n+ Dot 2: triroc 30/9.\n* Ghi chu: s6 liéu tinh d6n 17h00' ngay 10/9."
    )
    ends = [line[-5:] for line in vnfix.fix_text(text).split("\n")[1:]]
    assert ends == ["15/9;", "30/9.", "10/9."]


def test_probabilities_of_a_place_sum_to_one_at_most() -> None:
    text = "Cii c6ch hinh chinh ctia tinh nim 2020 ld nhiQm q1! trgng tdm;\n" * 3
    found = propose(analyse(make_document(text), Config()))
    assert any(c.alternatives for c in found)
    for c in found:
        assert c.confidence + sum(p for _, p in c.alternatives) <= 1.0001
        assert all(p <= c.confidence + 1e-4 for _, p in c.alternatives)
