"""How sure what needs no decoding is: the shipped table, its sums, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from vnfix.data.check import PACKAGE, check_rulebook
from vnfix.data.confidences import (
    ASSUMED,
    COLUMNS,
    FILE,
    FLOOR,
    Measured,
    check_confidences,
    load_confidences,
    write_confidences,
)
from vnfix.errors import DataError
from vnfix.fixers import FIXERS, SETTLERS
from vnfix.model import Candidate, Safety

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = PACKAGE / "rules" / FILE
TABLE = load_confidences(SHIPPED)
NEVER_EXACT = {"line_marks", "motto", "phrases"}


def row(fixer: str, *, seen: float = 0.0, right: float = 0.0, assumed: float = 0.9) -> Measured:
    return Measured(fixer, Safety.AUTO, assumed, seen, right, FLOOR, "invented")


def test_every_fixer_with_exact_proposals_has_a_row() -> None:
    kinds = {fixer.partition(":")[0] for fixer, _ in TABLE.rows}
    assert {"rule" if n == "rules" else n for n in (*FIXERS, *SETTLERS)} - NEVER_EXACT <= kinds


def test_confidence_leans_on_what_is_assumed_until_enough_is_seen() -> None:
    assert row("a").confidence == 0.9
    assert 0.9 < row("a", seen=3, right=3).confidence < row("a", seen=300, right=300).confidence
    assert row("a", seen=ASSUMED, right=0.0).confidence == 0.45


def test_what_too_few_documents_show_is_not_believed() -> None:
    few = row("a", seen=50.0, right=0.0)._replace(documents=FLOOR - 1)
    assert few.confidence == few.assumed


def test_what_is_right_too_seldom_is_not_made_without_asking() -> None:
    wanted = Candidate(0, 1, "x", 0.0, "rule:often-wrong", safety=Safety.AUTO, exact=True)
    rows = {(r.fixer, r.safety): r for r in (row("rule:often-wrong"), row("rule", assumed=1.0))}
    table = TABLE._replace(rows=rows)
    asked = table.trusted(wanted)
    assert (asked.safety, asked.confidence) == (Safety.REVIEW, 0.9)
    other = table.trusted(replace(wanted, fixer="rule:of-a-user"))
    assert (other.safety, other.confidence) == (Safety.AUTO, 1.0)


def test_what_brings_its_confidence_along_keeps_it() -> None:
    told = Candidate(0, 1, "x", 0.0, "rule:x", safety=Safety.AUTO, exact=True, confidence=0.5)
    assert TABLE.trusted(told) is told


def test_table_is_written_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / FILE
    write_confidences(path, list(TABLE.rows.values()))
    assert path.read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rule:x\tAUTO\t0.9", "3 columns"),
        ("rule:x\tMAYBE\t0.9\t0\t0\t0\t0.9\tb", "MAYBE"),
        ("rule:x\tAUTO\thigh\t0\t0\t0\t0.9\tb", "high"),
        ("rule:x\tAUTO\t0.9\t2\t3\t1\t0.9\tb", "out of range"),
        ("rule:x\tAUTO\t0.9\t0\t0\t0\t0.99\tb", "by the other columns 0.9"),
    ],
)
def test_malformed_row_is_an_error_that_names_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / FILE
    path.write_text("\t".join(COLUMNS) + "\n" + line + "\n", "utf-8")
    with pytest.raises(DataError, match=message) as error:
        load_confidences(path)
    assert f"{FILE}:2" in str(error.value)


def test_missing_or_empty_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_confidences(tmp_path / FILE)
    (tmp_path / FILE).write_text("\t".join(COLUMNS) + "\n", "utf-8")
    with pytest.raises(DataError, match="no rows"):
        load_confidences(tmp_path / FILE)


def test_rules_and_rows_must_match(tmp_path: Path) -> None:
    path = tmp_path / FILE
    write_confidences(path, [row("rule:gone"), row("tidy")._replace(basis="")])
    found = " ".join(map(str, check_confidences(path, [("rule:new", Safety.AUTO)])))
    assert "rule:new AUTO has no row" in found
    assert "rule:gone AUTO is no rule" in found
    assert "tidy has no basis" in found


def test_a_confidence_typed_into_a_shipped_rule_is_found(tmp_path: Path) -> None:
    for path in SHIPPED.parent.glob("*.t*"):
        text = path.read_text("utf-8")
        if path.name == "dates.toml":
            text = text.replace("exact = true", "exact = true\nconfidence = 0.5", 1)
        (tmp_path / path.name).write_text(text, "utf-8")
    assert "'date' has a confidence" in " ".join(map(str, check_rulebook(tmp_path)))
