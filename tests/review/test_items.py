"""The queue: its order, its series, its filters, its speed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from vnfix.document import make_document
from vnfix.errors import UsageError
from vnfix.model import Correction, Safety
from vnfix.review import (
    Filters,
    Status,
    Store,
    decide,
    load,
    progress,
    queue,
    select,
    series,
    weight,
)
from vnfix.review.items import ALL, AUTO, DECIDED
from vnfix.review.loading import add_corrections, correction_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = ("hiQn", "hiện", 0.9), ("cdc", "các", 0.5), ("nhiQm", "nhiệm", 0.95)


@pytest.fixture
def filled(tmp_path: Path, toy_engine: Callable[..., object]) -> Store:
    """Return a store whose first word has 20 doubtful places, the second 2, the third 1."""
    del toy_engine
    text = "hiQn " * 10 + "\n\f" + "hiQn, " * 10 + "\ncdc cdc nhiQm\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    store = Store(tmp_path / "s")
    load(store, [tmp_path / "a.txt"])
    document = make_document(text)
    found = []
    for before, after, confidence in WORDS:
        at = text.find(before)
        while at >= 0:
            end = at + len(before) + text.startswith(",", at + len(before))
            mark = text[at + len(before) : end]
            found.append(
                Correction(
                    at, end, before + mark, after + mark, "decode", confidence, Safety.REVIEW
                )
            )
            at = text.find(before, end)
    with store.change() as connection:
        add_corrections(connection, correction_rows(1, document, found))
    return store


def test_the_doubtful_and_frequent_come_first(filled: Store) -> None:
    items = queue(filled)
    assert [(i.before, i.after, i.count) for i in items] == [
        ("hiQn", "hiện", 20),
        ("cdc", "các", 2),
        ("nhiQm", "nhiệm", 1),
    ]
    assert [weight(i) for i in items] == sorted((weight(i) for i in items), reverse=True)
    assert items[0].confidence == pytest.approx(0.9)


def test_a_part_of_the_queue(filled: Store) -> None:
    whole = queue(filled)
    assert queue(filled, limit=1) == whole[:1]
    assert queue(filled, limit=5, offset=1) == whole[1:]


def test_what_is_decided_leaves_the_queue(filled: Store) -> None:
    first = queue(filled)[0]
    places = series(filled, first.id)
    decide(filled, [p.id for p in places[1:]], Status.ACCEPTED, "Lan")
    (left,) = [i for i in queue(filled) if i.id == first.id]
    assert (left.count, left.first) == (1, places[0].id)
    assert progress(filled).decided == 19


def test_a_lone_place_is_shown_with_its_marks(filled: Store) -> None:
    first = queue(filled)[0]
    places = series(filled, first.id)
    decide(filled, [p.id for p in places[:-1]], Status.ACCEPTED, "Lan")
    (left,) = [i for i in queue(filled) if i.id == first.id]
    assert (left.before, left.after) == ("hiQn,", "hiện,")


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 23),
        (Filters(ALL), 23),
        (Filters(AUTO), 0),
        (Filters(DECIDED), 0),
        (Filters(fixers=["decode"]), 23),
        (Filters(fixers=["rule"]), 0),
        (Filters(damage=["legacy font"]), 0),
        (Filters(confidence=(0.0, 0.6)), 2),
        (Filters(confidence=(0.95, 1.0)), 1),
        (Filters(documents=[1]), 23),
        (Filters(documents=[2]), 0),
        (Filters(pages=[1]), 10),
        (Filters(lines=[3, 4]), 13),
        (Filters(pages=[2], confidence=(0.9, 1.0)), 11),
    ],
)
def test_filters(filled: Store, filters: Filters, count: int) -> None:
    assert len(select(filled, filters)) == count
    assert sum(i.count for i in queue(filled, filters)) == count


def test_progress_within_a_filter(filled: Store) -> None:
    decide(filled, [select(filled, Filters(pages=[1]))[0].id], Status.ACCEPTED, "Lan")
    seen = progress(filled, Filters(pages=[1]))
    assert (seen.decided, seen.asked) == (1, 10)


def test_an_unknown_filter_is_told(filled: Store) -> None:
    with pytest.raises(UsageError):
        queue(filled, Filters("'; DROP TABLE corrections"))
    assert select(filled, Filters(fixers=["'; DROP TABLE corrections"])) == []


def key_time(path: Path, lines: int) -> float:
    """Return the CPU seconds that a key takes, of a queue with ten corrections a line."""
    text = f"{' '.join(['w' + 'x' * 9] * 10)} \n" * lines
    document = make_document(text)
    safety = [Safety.AUTO, Safety.AUTO, Safety.REVIEW]
    found = [
        Correction(at, at + 10, text[:10], f"y{k % 20_000}", "decode", 0.5, safety[k % 3])
        for line in document.lines
        for k, at in enumerate(range(line.start, line.end, 11), line.number * 10)
    ]
    with Store(path) as store:
        with store.change() as connection:
            connection.execute(
                "INSERT INTO documents (path, name, state, changed) VALUES ('', '', 'ready', '')"
            )
            add_corrections(connection, correction_rows(1, document, found))
        taken = []
        for place in select(store, limit=5):
            start = time.process_time()  # another program's share of the machine is not counted
            decide(store, [place.id], Status.ACCEPTED, "Lan")
            queue(store, limit=20)
            progress(store)
            taken.append(time.process_time() - start)
    return min(taken)


def test_a_long_queue_is_quick(tmp_path: Path) -> None:
    """90,000 corrections, as in a document of 300 pages; the page has 100 ms for each key."""
    short, long = key_time(tmp_path / "short", 900), key_time(tmp_path / "long", 9_000)
    assert long < 0.01 + 25 * short, "more than ten times the corrections account for"
    assert long < 1.0, "far from the 100 ms that a quiet machine takes"
