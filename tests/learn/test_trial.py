"""A lesson is tried on decisions that it was not learned from, and refused where it does harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.errors import RefusedError
from vnfix.learn import BOTH, ROWS, WORDS, _helpful
from vnfix.learn.trial import LEAST_PLACES, Trial, errors, teaches, tried
from vnfix.model import Correction, Repair, Safety
from vnfix.review import Filters, Status, Store, decide, load, select, text_of
from vnfix.review.items import ALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vnfix.model import Document
    from vnfix.review import Place


@pytest.fixture(name="store")
def store_(tmp_path: Path, toy_engine: Callable[..., object]) -> Iterator[Store]:
    """Return a store in which each line's words are decided as they are read."""
    del toy_engine
    path = tmp_path / "plan.txt"
    path.write_text("Cii c6ch hinh chinh\n" * 20, "utf-8")
    with Store(tmp_path / "store") as store:
        load(store, [path])
        decide(store, [p.id for p in all_places(store)], Status.ACCEPTED, "Lan")
        yield store


def all_places(store: Store) -> list[Place]:
    return select(store, Filters(ALL))


def test_decisions_are_dealt_out_by_blocks_of_lines() -> None:
    half = [n for n in range(1, 17) if teaches(n)]
    assert half == [1, 2, 3, 4, 9, 10, 11, 12]


def test_what_is_read_right_already_is_no_error(store: Store) -> None:
    found = [p for p in all_places(store) if not teaches(p.line)]
    assert len(found) >= LEAST_PLACES
    assert errors(text_of(store, 1), found, Config()) == 0


def test_errors_with_and_without_a_lesson(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine here reads nothing unless it has the lesson."""

    def repair(document: Document, config: Config) -> Repair:
        made = [p.correction for p in all_places(store)] if config.rounds == 9 else []
        wider = [Correction(0, 8, "Cii c6ch", "Cải cách", "decode", 0.9, Safety.REVIEW)]
        kept = [c for c in made if c.start >= 8]
        return Repair(document.text, "", (*wider, *kept) if made else ())

    monkeypatch.setattr("vnfix.learn.trial.repair", repair)
    trials = tried([store], Config(), lambda _: {BOTH: Config(rounds=9), WORDS: Config()})
    assert trials[BOTH].after == 0 < trials[BOTH].before == trials[BOTH].places
    assert trials[WORDS].after == trials[WORDS].before


def test_too_few_decisions_tell_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "empty") as store:
        assert tried([store], Config(), lambda _: {BOTH: Config()}) == {}
    assert _helpful({}) == BOTH


def test_the_part_that_helps_is_kept_and_harm_refused() -> None:
    trials = {BOTH: Trial(50, 10, 12), WORDS: Trial(50, 10, 7), ROWS: Trial(50, 10, 15)}
    assert _helpful(trials) == WORDS
    with pytest.raises(RefusedError, match="12 errors with it instead of 10") as e:
        _helpful({BOTH: Trial(50, 10, 12)})
    assert e.value.remedy
