"""The queue: what to decide next, equal changes as one item, and how far the review has come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.errors import UsageError
from vnfix.formats.corrections import Status
from vnfix.review.records import PLACE, Place, State, core, place_of
from vnfix.review.store import unpack

if TYPE_CHECKING:
    from collections.abc import Collection

    from vnfix.review.store import Store

OPEN, DECIDED, CONFLICT, AUTO, ALL = "open", "decided", "conflict", "auto", "all"
"""Values of `Filters.show`, beside those of `Status`."""
WORTH, READING = "worth", "reading"
"""Orders of the queue: what takes away most mistakes first, or as the documents are read."""
SURE = 0.95
"""Confidence from which on all that is asked can be accepted at once."""
SHOWN = {
    OPEN: "status = 'proposed' AND safety = 'REVIEW' AND fixer != 'reviewer'",
    DECIDED: "status != 'proposed'",
    CONFLICT: "conflict",
    AUTO: "status = 'proposed' AND safety = 'AUTO'",
    ALL: "1",
    Status.ACCEPTED: "status = 'accepted'",
    Status.REJECTED: "status = 'rejected'",
    Status.EDITED: "status = 'edited'",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which corrections to look at; empty means all of them.

    Attributes:
        show: OPEN (what asks for a decision), DECIDED, CONFLICT, AUTO (accepted unless looked at),
            ALL, or a status.
        fixers: who proposed; `rule` stands for all rules.
        damage: kinds of damage of the line.
        confidence: least and greatest.
        documents: numbers of documents.
        pages: 1-based numbers of pages.
        lines: 1-based numbers of lines.

    """

    show: str = OPEN
    fixers: Collection[str] = ()
    damage: Collection[str] = ()
    confidence: tuple[float, float] = (0.0, 1.0)
    documents: Collection[int] = ()
    pages: Collection[int] = ()
    lines: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The same change in one or more places: one item of the queue.

    Attributes:
        id: its name; `series` gives its places.
        before: the word as read, without the marks around it where there are several places.
        after: what it is to become.
        count: number of places that pass the filters.
        doubt: expected number of wrong ones among them: the sum of 1 - confidence.
        gain: expected number of errors that a decision takes away.
        first: number of the first correction.

    """

    id: str
    before: str
    after: str
    count: int
    doubt: float
    gain: float
    first: int

    @property
    def confidence(self) -> float:
        """Mean confidence of the places."""
        return 1.0 - self.doubt / self.count


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come.

    Attributes:
        decided: corrections that somebody has decided.
        asked: corrections that ask, decided or not.
        auto: corrections that count as accepted because nobody looked at them.
        conflicts: places where reviewers disagree.
        states: number of documents in each state.

    """

    decided: int
    asked: int
    auto: int
    conflicts: int
    states: dict[State, int]


def weight(item: Series) -> float:
    """Return how much a decision on this item is worth: the queue has the greatest first.

    One key decides a whole series, so it is worth the errors that it is expected to take away.
    """
    return item.gain


def queue(
    store: Store,
    filters: Filters | None = None,
    limit: int | None = None,
    offset: int = 0,
    order: str = WORTH,
) -> list[Series]:
    """Return what to decide on, most worthwhile first, or in the order of the text.

    Args:
        store: an open store.
        filters: which corrections; None means all that ask for a decision.
        limit: how many items at most.
        offset: how many to pass over.
        order: WORTH, or READING: a series stands where its first place is.

    Raises:
        UsageError: a filter or the order makes no sense.

    """
    if order not in (WORTH, READING):
        raise UsageError(f"There is no order {order!r}.", f"There are: {WORTH}, {READING}.")
    where, values = condition(filters or Filters())
    rows = store.rows(
        "SELECT series, count(*) AS n, sum(1.0 - confidence) AS doubt,"
        " sum(gain) AS gain, min(id) AS first"
        f" FROM corrections WHERE {where} GROUP BY series",
        values,
    )
    items = [Series(r["series"], "", "", r["n"], r["doubt"], r["gain"], r["first"]) for r in rows]
    # Corrections are numbered as they stand in the text, document by document.
    items.sort(key=lambda i: (i.first,) if order == READING else (-weight(i), i.first))
    return _named(store, items[offset : None if limit is None else offset + limit])


def series(store: Store, name: str, filters: Filters | None = None) -> list[Place]:
    """Return the places of a series in the order of documents and text.

    Args:
        store: an open store.
        name: `Series.id` or `Place.series`.
        filters: which of them; None means all, decided or not.

    """
    where, values = condition(filters or Filters(ALL))
    rows = store.rows(
        f"SELECT {PLACE} FROM corrections WHERE series = ? AND {where}"
        " ORDER BY document, start, id",
        (name, *values),
    )
    return [p for p in map(place_of, rows) if not p.withdrawn]


def select(store: Store, filters: Filters | None = None, limit: int | None = None) -> list[Place]:
    """Return single corrections in the order of documents and text.

    Args:
        store: an open store.
        filters: which; None means all that ask for a decision.
        limit: how many at most.

    """
    where, values = condition(filters or Filters())
    rows = store.rows(
        f"SELECT {PLACE} FROM corrections WHERE {where} ORDER BY document, start, id LIMIT ?",
        (*values, -1 if limit is None else limit),
    )
    return [p for p in map(place_of, rows) if not p.withdrawn]


def progress(store: Store, filters: Filters | None = None) -> Progress:
    """Return how far the review has come; of `filters` all but `show` counts."""
    from dataclasses import replace

    where, values = condition(replace(filters or Filters(), show=ALL))
    own = "(fixer = 'reviewer' AND status = 'proposed')"
    ((decided, asked, auto, conflicts),) = store.rows(
        "SELECT total(status != 'proposed'), total(safety = 'REVIEW' OR status != 'proposed'),"
        " total(safety = 'AUTO' AND status = 'proposed'), total(conflict)"
        f" FROM corrections WHERE NOT {own} AND {where}",
        values,
    )
    states = store.rows("SELECT state, count(*) AS n FROM documents GROUP BY state")
    counts = (int(decided), int(asked), int(auto), int(conflicts))
    return Progress(*counts, {State(row["state"]): row["n"] for row in states})


def condition(filters: Filters) -> tuple[str, list[Any]]:
    """Return the SQL condition of filters and its values.

    Raises:
        UsageError: there is no such `show`.

    """
    if filters.show not in SHOWN:
        known = ", ".join(SHOWN)
        raise UsageError(f"There is no filter {filters.show!r}.", f"There are: {known}.")
    parts = [SHOWN[filters.show]]
    values: list[Any] = []
    if not filters.documents:
        parts.append("document NOT IN (SELECT id FROM documents WHERE state = 'replaced')")
    for column, wanted in (
        ("CASE WHEN fixer LIKE 'rule:%' THEN 'rule' ELSE fixer END", filters.fixers),
        ("damage", filters.damage),
        ("document", filters.documents),
        ("page", filters.pages),
        ("line", filters.lines),
    ):
        if wanted:
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(wanted)))
    if filters.confidence != (0.0, 1.0):
        parts.append("confidence BETWEEN ? AND ?")
        values += filters.confidence
    return " AND ".join(parts), values


def _named(store: Store, items: list[Series]) -> list[Series]:
    """Fill in what the items say."""
    from dataclasses import replace

    first = json.dumps([item.first for item in items])
    rows = store.rows(
        "SELECT id, before, after FROM corrections WHERE id IN (SELECT value FROM json_each(?))",
        (first,),
    )
    said = {row["id"]: (unpack(row["before"]), unpack(row["after"])) for row in rows}
    named = []
    for item in items:
        before, after = said[item.first]
        if item.count > 1:
            before, after = core(before, after)
        named.append(replace(item, before=before, after=after))
    return named
