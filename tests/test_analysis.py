"""Token counts of a document."""

from __future__ import annotations

from tests.making import document
from vnfix.analysis import Analysis, token_counts
from vnfix.config import Config


def test_tokens_are_counted_as_they_stand() -> None:
    counts = token_counts(Analysis.of(document(["Xã Tân Lập, xã", "Tân Lập"]), Config()))
    assert counts == {"Xã": 1, "Tân": 2, "Lập,": 1, "xã": 1, "Lập": 1}


def test_what_is_forgotten_is_worked_out_again() -> None:
    analysis = Analysis.of(document(["Cải cách hành chính"]), Config())
    counts = token_counts(analysis)
    assert analysis.recalled
    analysis.forget()
    assert not analysis.recalled
    assert token_counts(analysis) == counts
