"""Undoing UTF-8 that was read as Windows-1252."""

from __future__ import annotations

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.mojibake import propose

TRUE = "Điều 3. Mức hỗ trợ và thời gian thực hiện"


def fixed(text: str) -> str:
    config = Config()
    doc = document([text])
    return repaired(doc, propose(Analysis.of(doc, config)))[0]


@pytest.mark.parametrize("text", [TRUE, "ÃO", "Ã ", "déjà vu", "cafÃ©"])
def test_other_lines_noop(text: str) -> None:
    assert fixed(text) == text


def test_line_is_repaired_where_it_differs() -> None:
    doc = document([TRUE.encode().decode("latin-1")])
    config = Config()
    (candidate,) = propose(Analysis.of(doc, config))
    assert repaired(doc, [candidate]) == [TRUE]
