"""Which lines a rule has damaged, and by which rule."""

from __future__ import annotations

import vnfix
from tests.by_rule import BY_RULE, damaged
from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.letter_maps import letter_map
from vnfix.detectors.mapped import assign
from vnfix.model import Damage


def lines_of(lines: list[str], config: Config | None = None) -> dict[int, str]:
    return dict(assign(Analysis.of(document(lines), config or Config())).lines)


def test_healthy_lines_have_no_map() -> None:
    assert lines_of(BY_RULE) == {}


def test_only_the_damaged_lines_are_found() -> None:
    lines = [*BY_RULE, *damaged("ansi").split("\n"), *BY_RULE]
    n = len(BY_RULE)
    assert lines_of(lines) == dict.fromkeys(range(n, 2 * n), "ansi")


def test_the_option_turns_it_off() -> None:
    assert lines_of(damaged("ansi").split("\n"), Config(mapped=False)) == {}


def test_a_right_part_of_the_document_comes_back_as_it_was() -> None:
    text = "\n".join([*BY_RULE, *damaged("dropped").split("\n")])
    assert vnfix.fix_text(text).split("\n") == BY_RULE * 2


def test_garble_of_an_engine_is_no_such_damage() -> None:
    garble = ["Trucrng th6n mdi cdc h0 du hgp ban viQc sria mucrng v? c?c h? dan"] * 5
    assert lines_of(garble) == {}


def test_two_lines_are_enough() -> None:
    assert vnfix.detect(damaged("dropped", BY_RULE[2:4])).kind is Damage.DROPPED


def test_every_correction_is_one_of_the_words_that_the_damage_allows() -> None:
    write = letter_map("dropped").write
    for c in vnfix.fix_and_explain(damaged("dropped")).corrections:
        assert write(c.after) == c.before
