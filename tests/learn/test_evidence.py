"""What is taken from a store, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vnfix.learn.evidence import gather
from vnfix.review import Filters, Status, Store, decide, load, select, settle, undo, write
from vnfix.review.items import ALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path, toy_engine: Callable[..., object]) -> Store:
    """Return a store: `Cii` twice, `tinh` twice, once with a mark that is not corrected."""
    del toy_engine
    (tmp_path / "a.txt").write_text("Cii tinh Cii kế\ntinh (tinh) nhà\n", "utf-8")
    made = Store(tmp_path / "s")
    load(made, [tmp_path / "a.txt"])
    return made


def numbers(store: Store, before: str) -> list[int]:
    return [p.id for p in select(store, Filters(ALL)) if p.correction.before == before]


def test_decisions_are_counted_by_word(store: Store) -> None:
    first, second = numbers(store, "Cii")
    decide(store, [first], Status.ACCEPTED, "Lan")
    decide(store, [second], Status.EDITED, "Minh", "Cái")
    found = gather([("s", store)])
    readings = found.readings["Cii"]
    assert {meant: (g.places, g.edited, g.reviewers) for meant, g in readings.items()} == {
        "Cải": (1, 0, {"Lan"}),
        "Cái": (1, 1, {"Minh"}),
    }
    assert readings["Cải"].decisions == {"s": [1]}


def test_what_is_undone_or_disputed_says_nothing(store: Store) -> None:
    first, second = numbers(store, "Cii")
    decide(store, [first], Status.ACCEPTED, "Lan")
    undo(store, "Lan")
    decide(store, [second], Status.ACCEPTED, "Lan")
    decide(store, [second], Status.REJECTED, "Minh")
    assert not gather([("s", store)]).readings
    settle(store, [second], Status.ACCEPTED, "Hoa")
    assert gather([("s", store)]).readings["Cii"]["Cải"].reviewers == {"Hoa", "Lan"}


def test_rejections_mean_that_the_word_stays_unless_they_made_room(store: Store) -> None:
    first, second = numbers(store, "Cii")
    decide(store, [first], Status.REJECTED, "Lan")
    write(store, 1, (9, 15), "Cái kệ", "Lan")
    found = gather([("s", store)])
    assert found.stays["Cii"].places == 1
    assert found.readings["Cii kế"]["Cái kệ"].edited == 1
    assert second not in [k for g in found.stays.values() for k in g.decisions["s"]]


def test_what_nobody_decided_is_seen_too(store: Store) -> None:
    found = gather([("s", store)])
    assert found.elsewhere["Cii"] == {"Cải": 2}
    assert found.elsewhere["tinh"] == {"tỉnh": 2, "tinh": 1}
    assert found.rivals["tinh"] == {"tinh": 0.2}


def test_pairs_come_from_lines_that_were_looked_at(store: Store) -> None:
    assert not gather([("s", store)]).pairs
    decide(store, numbers(store, "tinh")[1:], Status.EDITED, "Lan", "tính")
    assert gather([("s", store)]).pairs == {
        ("tinh", "tính"): 1,
        ("tinh", "tinh"): 1,
        ("nhà", "nhà"): 1,
    }
