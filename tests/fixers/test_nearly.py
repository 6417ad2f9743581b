"""What is written of nearly right text, and what is left to a person."""

from __future__ import annotations

from tests.detectors.test_nearly import TEXT, damaged
from vnfix.config import Config
from vnfix.detectors import analyse
from vnfix.detectors.nearly import wrong_words
from vnfix.document import make_document
from vnfix.fixers.nearly import WRITTEN, propose
from vnfix.model import Safety


def test_nothing_is_proposed_for_healthy_text() -> None:
    assert propose(analyse(make_document(TEXT), Config())) == []


def test_only_sure_words_are_proposed_and_each_is_for_a_person() -> None:
    text = damaged(TEXT)
    analysis = analyse(make_document(text), Config())
    found = propose(analysis)
    sure = [w.reading for w in wrong_words(analysis) if w.confidence >= WRITTEN]
    assert [(c.start, c.after) for c in found] == [(r.start, r.after) for r in sure]
    assert all(c.safety is Safety.REVIEW and c.exact for c in found)
    assert all(text[c.start : c.end] != c.after for c in found)
