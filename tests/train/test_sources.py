"""Which texts the tables are made from, and which documents are held out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.train.sources import Text, shipped_texts, tuning_texts

if TYPE_CHECKING:
    from pathlib import Path


def test_held_out_lines_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("một\nhai\nba\nbốn\nnăm\n", "utf-8")
    text = Text(path, held_out=((2, 3), (5, 5)))
    assert list(text.paragraphs()) == ["một", "bốn"]
    assert list(text.held()) == [["hai", "ba"], ["năm"]]
    assert list(Text(path).held()) == []


def test_facts_tell_what_is_for_counting_only(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("một\n", "utf-8")
    assert "counted" not in Text(path, 3).facts()
    assert Text(path, 0.5, counted=True).facts()["counted"] is True


@pytest.mark.shared
def test_no_text_is_learnt_from_that_the_sources_are_weighed_on(shared: Path) -> None:
    held = tuning_texts(shared)
    assert set(held) == {"plans", "decisions", "gazette"}
    long = {p for docs in held.values() for d in docs for p in d if len(p.split()) > 40}
    assert len(long) > 300
    nearest = [t for t in shipped_texts(shared, hold_out=True) if t.held_out]
    assert not any(t.held_out for t in shipped_texts(shared))
    read = {p for t in nearest for p in t.paragraphs()}
    assert len(long & read) < len(long) / 50, "formulas may stand in other documents as well"


@pytest.mark.shared
def test_texts_for_counting_only_come_last_and_are_marked(shared: Path) -> None:
    marks = [t.counted for t in shipped_texts(shared)]
    assert marks == sorted(marks)
    assert all(t.counted == (t.path.parent.name == "text_more") for t in shipped_texts(shared))
