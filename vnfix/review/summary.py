"""What a review amounts to: who has decided how much, and every word as it is changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix.review.items import ALL, Filters, condition
from vnfix.review.records import STANDS, core
from vnfix.review.store import unpack

if TYPE_CHECKING:
    from collections.abc import Collection

    from vnfix.review.store import Store

NAMED = 5
"""Places that are named for each changed word."""


@dataclass(slots=True)
class Change:
    """A word as it is changed, wherever it stands.

    Attributes:
        before: as it was read, without the marks around it.
        after: what stands there now.
        count: at how many places.
        decided: at how many of these somebody has decided.
        places: document, page and line of the first of them.

    """

    before: str
    after: str
    count: int = 0
    decided: int = 0
    places: list[tuple[int, int, int]] = field(default_factory=list)


def changes(store: Store, documents: Collection[int] = ()) -> list[Change]:
    """Return all words as they are changed now, the most frequent first.

    Args:
        store: an open store.
        documents: numbers of documents; empty means all.

    """
    where, values = condition(Filters(ALL, documents=documents))
    rows = store.rows(
        "SELECT before, CASE WHEN status = 'proposed' THEN after ELSE decided END AS now,"
        f" status != 'proposed' AS decided, document, page, line FROM corrections WHERE {where}"
        f" AND {STANDS} ORDER BY document, start",
        values,
    )
    found: dict[tuple[str, str], Change] = {}
    for row in rows:
        before, after = core(unpack(row["before"]), unpack(row["now"]))
        if before == after:
            continue
        change = found.setdefault((before, after), Change(before, after))
        change.count += 1
        change.decided += row["decided"]
        if len(change.places) < NAMED:
            change.places.append((row["document"], row["page"], row["line"]))
    return sorted(found.values(), key=lambda c: (-c.count, c.before, c.after))


def reviewers(store: Store) -> dict[str, dict[str, int]]:
    """Return how many places each reviewer's decision stands at, by status."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = store.rows(
        "SELECT reviewer, status, count(*) FROM corrections WHERE status != 'proposed'"
        " AND document NOT IN (SELECT id FROM documents WHERE state = 'replaced')"
        " GROUP BY reviewer, status ORDER BY reviewer"
    )
    for reviewer, status, count in rows:
        found[reviewer][status] = count
    return dict(found)
