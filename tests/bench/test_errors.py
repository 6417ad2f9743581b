"""What is left over is sorted into kinds, on invented lines."""

from __future__ import annotations

import pytest

from bench.channels import identity
from bench.data import Row, Sample, Scored
from bench.errors import KINDS, figures, kind, most_frequent


@pytest.mark.parametrize(
    ("got", "gold", "expected"),
    [
        ("thể", "thế", "wrong real word"),
        ("th6", "thế", "kept"),
        ("thêế", "thế", "no word"),
        ("cấpxã", "cấp xã", "split/merge"),
        ("đư ợc", "được", "split/merge"),
        ("2021", "2012", "digits"),
        ("ngày", "16/7", "digits"),
        ("Sở", "sở", "case"),
        ("sở,", "sở;", "punctuation"),
        ("", "sở", "missing"),
        ("sở", "", "surplus"),
    ],
)
def test_kind(got: str, gold: str, expected: str) -> None:
    assert kind(got, gold, {"th6"}) == expected
    assert expected in KINDS


def unrepaired(*lines: tuple[str, str]) -> Scored:
    rows = tuple(Row(k, raw, gold) for k, (raw, gold) in enumerate(lines))
    return Scored.run(Sample("invented", "\n".join(raw for raw, _ in lines), rows), identity)


def test_figures_count_only_what_is_wrong() -> None:
    document = unrepaired(("th6 chế", "thế chế"), ("cơ quan", "cơ quan"), ("năm 2O", "năm 20"))
    found = figures([document])
    assert tuple(found) == KINDS
    assert {name: n for name, n in found.items() if n} == {"kept": 1, "digits": 1}


def test_most_frequent_come_first() -> None:
    document = unrepaired(("th6", "thế"), ("sO", "số"), ("th6", "thế"))
    assert most_frequent([document], 1) == [("kept", "th6", "thế", 2)]
