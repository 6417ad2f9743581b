"""The fixer of marks that stand apart proposes exact, safe spans."""

from __future__ import annotations

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.detached import propose
from vnfix.model import Safety

CONFIG = Config()
HEALTHY = "Trạm Thú y huyện tiêm phòng cho đàn trâu, bò."


def test_healthy_text_noop() -> None:
    assert propose(Analysis.of(document([HEALTHY]), CONFIG)) == []


def test_words_are_put_together() -> None:
    doc = document([HEALTHY, "Trạm Thú y huyêṇ tiêm phò ng cho đaǹ trâu, bo ̀."])
    found = propose(Analysis.of(doc, CONFIG))
    assert all(c.exact and c.safety is Safety.AUTO for c in found)
    assert repaired(doc, found) == [HEALTHY, HEALTHY]
