"""The solver for damage by a rule."""

from __future__ import annotations

import time

import vnfix
from tests.by_rule import BY_RULE, damaged
from tests.making import document
from vnfix.config import Config
from vnfix.decode.mapped import CODE, corrections
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
