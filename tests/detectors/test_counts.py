"""Token counts of a document."""

from __future__ import annotations

from tests.making import document
from vnfix.config import Config
from vnfix.detectors.memo import token_counts


def test_tokens_are_counted_as_they_stand() -> None:
    counts = token_counts(document(["Xã Tân Lập, xã", "Tân Lập"]), Config())
    assert counts == {"Xã": 1, "Tân": 2, "Lập,": 1, "xã": 1, "Lập": 1}
