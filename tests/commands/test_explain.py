"""`vnfix explain`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from vnfix import decode
from vnfix.cli import group
from vnfix.commands.explain import SHOWN, winners
from vnfix.decode import Explanation, Reading

TEXT = "Cii  c6ch nay"
OTHERS = tuple(Reading(f"số{k}", 9.0, 9.0, 0.001, won=False) for k in range(20))
EXPLAINED = [
    Explanation(0, 0, 3, "Cii", "Cải", (Reading("Cải", 1.5, 4.25, 0.9, won=True), *OTHERS)),
    Explanation(
        0,
        5,
        13,
        "c6ch nay",
        "cách này",
        (*OTHERS, Reading("cách này", 2.0, 3.0, 0.5, won=True)),
    ),
]


@pytest.fixture(autouse=True)
def _explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "explain", lambda *_: EXPLAINED)


def test_shows_candidates_costs_and_winner() -> None:
    result = CliRunner().invoke(group, ["explain", TEXT])
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "Cii"
    assert lines[1].split() == [
        "*", "Cải", "channel", "1.50", "lm", "4.25", "posterior", "0.900",
    ]  # fmt: skip
    assert lines[-1] == "Cải  cách này"


def test_shows_the_winner_even_where_it_is_not_among_the_first() -> None:
    few = CliRunner().invoke(group, ["explain", TEXT]).stdout.splitlines()
    assert sum("channel" in line for line in few) == 2 * SHOWN + 1
    assert sum(line.startswith("  * ") for line in few) == 2
    everything = CliRunner().invoke(group, ["explain", "-v", TEXT]).stdout.splitlines()
    assert sum("channel" in line for line in everything) == 42


def test_text_without_tokens_stays() -> None:
    assert winners("a\n\nb", []) == ["a", "", "b"]


def test_bytes_that_are_no_text_are_refused() -> None:
    result = CliRunner().invoke(group, ["explain", "a\udcff"])
    assert result.exit_code == 3
