"""The solver for damage by a rule."""

from __future__ import annotations

import time
from array import array
from itertools import pairwise

import pytest

import vnfix
from tests.by_rule import BY_RULE, damaged
from tests.making import document
from vnfix.config import Config
from vnfix.decode import kernel
from vnfix.decode.mapped import CODE, corrections, paragraphs
from vnfix.decode.prices import PLACES, TOKENS
from vnfix.model import Safety
from vnfix.resources import load_resources


def test_right_words_get_no_correction() -> None:
    lines = dict.fromkeys(range(len(BY_RULE)), "twice-tcvn3")
    plain = [" ".join(w for w in line.split() if w.isascii()) for line in BY_RULE]
    assert corrections(document(plain), lines, load_resources(Config())) == []


def test_numbers_codes_and_units_stay() -> None:
    lines = [*BY_RULE, "Số 12/QĐ-UBND: 3,5 kg cá, 40 m lưới, máy GPS và 7.000 đồng"]
    assert vnfix.fix_text(damaged("dropped", lines)).split("\n")[-1] == lines[-1]


def test_corrections_are_sure_or_for_review_and_name_the_others() -> None:
    repair = vnfix.fix_and_explain(damaged("dropped"))
    for c in repair.corrections:
        assert (c.safety is Safety.AUTO) <= (c.confidence >= 0.98)
        assert all(other != c.after for other, _ in c.alternatives)
    assert any(c.alternatives for c in repair.corrections)


def test_case_comes_from_the_letters_that_are_left() -> None:
    lines = [*BY_RULE, "ĐỘC LẬP, Tự do và hạnh phúc"]
    assert vnfix.fix_text(damaged("dropped", lines)).split("\n")[-1] == lines[-1]


def test_a_long_token_is_looked_through_once_for_a_digit() -> None:
    start = time.process_time()
    assert CODE.sub("", "A." * 50_000 + " so 1/2a va") == "A." * 50_000 + " so  va"
    assert time.process_time() - start < 5  # 0.01 s, not 300


RULES = ("dropped", "ansi", "low-bytes", "twice-tcvn3")
COSTLY = pytest.param("dropped", 1_100, marks=pytest.mark.slow)  # all words: more than INF


@pytest.mark.parametrize(("name", "times"), [*((name, 90) for name in RULES), COSTLY])
def test_a_long_line_gives_what_the_same_words_give_in_many(name: str, times: int) -> None:
    """All but a word in a thousand, whose neighbour is in the next part of the line."""
    text = damaged(name, [" ".join(BY_RULE)] * times)
    one, many = (vnfix.fix_text(t).split() for t in (text.replace("\n", " "), text))
    assert sum(a != b for a, b in zip(one, many, strict=True)) <= len(many) / 1_000
    assert sum(a != b for a, b in zip(one, text.split(), strict=True)) > len(many) / 4


@pytest.mark.parametrize("words", ["Thc hin  ch đo", "dài" * 200, "40 m"])
def test_a_line_of_any_length_has_paragraphs_of_some_length(words: str) -> None:
    text = document([f"{words} " * 9_000])
    found = list(paragraphs(text, {0}, gaps=True))
    for part in found:
        assert part[0].place == 0
        assert all(a.place + len(a.text) == b.place for a, b in pairwise(part))
        assert part[-1].place + len(part[-1].text) <= PLACES
        assert len(part) <= 2 * TOKENS
    every = [s for part in found for s in part]
    assert [s.text for s in every if not s.text.isspace()] == text.text.split()
    assert all(s.sick != (s.text == "m") for s in every)


def test_paragraphs_end_with_their_lines_where_these_are_short() -> None:
    lines = ["Thc hin ch đo"] * 3_000
    found = list(paragraphs(document(lines), set(range(3_000)), gaps=False))
    assert all(len(part) % 4 == 0 and len(part) <= TOKENS + 4 for part in found)


def test_a_paragraph_without_a_path_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = damaged("dropped")
    assert vnfix.fix_text(text) != text
    monkeypatch.setattr(kernel, "decode", lambda *_: kernel.Path([], [], array("d")))
    assert vnfix.fix_text(text) == text
