"""Doubts in a store: asked about, never applied by themselves, edited like any correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.alternatives.doubts import DOUBT
from vnfix.alternatives.questions import Questions
from vnfix.apply import apply_corrections
from vnfix.formats.corrections import Status
from vnfix.model import Correction, Safety
from vnfix.review.decisions import decide, undo
from vnfix.review.exchange import export_rows
from vnfix.review.items import queue, series
from vnfix.review.loading import load
from vnfix.review.records import gain_of, text_of
from vnfix.review.store import Store

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "nhiệm v của so\n"
FOUND = (
    Correction(6, 7, "v", "v", DOUBT, 0.4, Safety.REVIEW, "", (("vụ", 0.5), ("vở", 0.05))),
    Correction(12, 14, "so", "sở", "decode", 0.6, Safety.REVIEW, "", (("số", 0.3), ("sơ", 0.1))),
)


@pytest.fixture(name="store")
def store_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    def ask(*_: object) -> Questions:
        return Questions([], [FOUND[1]], [FOUND[0]])

    monkeypatch.setattr("vnfix.alternatives.questions.ask", ask)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    store = Store(tmp_path / "s")
    load(store, [tmp_path / "a.txt"])
    return store


def repaired(store: Store) -> str:
    _, rows = export_rows(store, 1)
    chosen = [r.correction for r in rows if r.status is not Status.REJECTED]
    return apply_corrections(text_of(store, 1).text, chosen)


def test_the_likeliest_to_pay_comes_first(store: Store) -> None:
    items = queue(store)
    assert [(i.before, i.after) for i in items] == [("v", "v"), ("so", "sở")]
    assert [i.gain for i in items] == pytest.approx([0.55, 0.4])


def test_an_undecided_doubt_is_not_exported(store: Store) -> None:
    assert [r.correction.before for r in export_rows(store, 1)[1]] == ["so"]
    assert repaired(store) == "nhiệm v của sở\n"


def test_another_reading_is_chosen_and_taken_back(store: Store) -> None:
    doubt = series(store, queue(store)[0].id)[0]
    decide(store, [doubt.id], Status.EDITED, "An", "vụ")
    assert repaired(store) == "nhiệm vụ của sở\n"
    undo(store, "An")
    assert repaired(store) == "nhiệm v của sở\n"


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REJECTED])
def test_either_way_of_saying_that_it_is_right_leaves_it(store: Store, status: Status) -> None:
    doubt = series(store, queue(store)[0].id)[0]
    decide(store, [doubt.id], status, "An")
    assert repaired(store) == "nhiệm v của sở\n"
    assert [i.before for i in queue(store)] == ["so"]


def test_without_alternatives_the_doubt_is_what_a_rejection_brings() -> None:
    alone = Correction(0, 1, "v", "w", "rule:x", 0.9, Safety.REVIEW)
    assert gain_of(alone) == pytest.approx(0.1)
