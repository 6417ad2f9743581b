"""The fixer of rules: where it works and what it leaves alone."""

from __future__ import annotations

import dataclasses

from tests.fixers.sick_text import healthy, proposed, readings
from vnfix.config import Config
from vnfix.fixers.rules import propose
from vnfix.model import Safety


def test_rules_noop() -> None:
    assert readings(propose, "Năm 2020 đạt 95% kế hoạch, theo Quyết định ngày 31/12/2019.") == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "ndm 2O2l dat 85Yo") == []


def test_proposes_in_sick_lines_only() -> None:
    assert readings(propose, "ndm 2O2l\ndat 85Yo\n") == {("2O2l", "2021"), ("85Yo", "85%")}


def test_names_the_rule_and_never_changes_digits_by_itself() -> None:
    year, percent = proposed(propose, "ndm 2O2l\ndat 85Yo\n")
    by_rule = {c.fixer: c for c in (year, percent)}
    assert by_rule["rule:year"].safety is Safety.REVIEW
    assert by_rule["rule:percent-spelled"].safety is Safety.AUTO


def test_can_be_switched_off() -> None:
    config = dataclasses.replace(Config(), use_rules=False)
    assert proposed(propose, "ndm 2O2l", config) == []


def test_matches_never_cross_a_line_end() -> None:
    assert all("\n" not in before for before, _ in readings(propose, "31\n/12/202g\n7\n. Ha Giang"))
