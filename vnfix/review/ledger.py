"""Writes decisions into a store and works out what stands at each place; within a transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from vnfix.apply import overlap
from vnfix.errors import RefusedError
from vnfix.review.jsonl import Status
from vnfix.review.records import PLACE, Place, place_of
from vnfix.review.standing import Decision, standing
from vnfix.review.store import pack, unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

REPLACED = "replaced"
"""`Decision.via` of a rejection that makes room for an edit; it says nothing about the word."""
IMPORT = "import"
"""`Decision.via` of what came from a correction file."""

DECISION = "id, correction, reviewer, time, status, before, after, via, settles, undone"


class Verdict(NamedTuple):
    """What is decided about one correction, before it is saved."""

    place: Place
    status: Status
    after: str


class Signed(NamedTuple):
    """Who decides, when and how: the same for all that is decided at once."""

    action: int
    reviewer: str
    time: str
    via: str = ""
    settles: bool = False


def next_action(connection: sqlite3.Connection) -> int:
    """Return a number that no decision has yet."""
    (last,) = connection.execute("SELECT max(action) FROM decisions").fetchone()
    return (last or 0) + 1


def save(connection: sqlite3.Connection, verdicts: Iterable[Verdict], signed: Signed) -> None:
    """Add decisions; `refresh` has to follow."""
    connection.executemany(
        "INSERT INTO decisions (action, correction, reviewer, time, status, before, after, via,"
        " settles) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                signed.action, v.place.id, signed.reviewer, signed.time, str(v.status),
                pack(v.place.correction.before), pack(v.after), signed.via, signed.settles,
            )
            for v in verdicts
        ),
    )  # fmt: skip


def refresh(connection: sqlite3.Connection, corrections: Iterable[int]) -> None:
    """Work out anew what stands at these places.

    Raises:
        RefusedError: the text would then be changed twice at one place.

    """
    touched = sorted(set(corrections))
    grouped: dict[int, list[Decision]] = {k: [] for k in touched}
    for d in decisions_about(connection, touched):
        grouped[d.correction].append(d)
    rows = []
    for k, made in grouped.items():
        s = standing(made)
        rows.append((str(s.status), pack(s.after), s.reviewer, s.time, s.conflict, k))
    connection.executemany(
        "UPDATE corrections SET status = ?, decided = ?, reviewer = ?, time = ?, conflict = ?"
        " WHERE id = ?",
        rows,
    )
    for p in _found(connection, touched):
        _refuse_overlap(connection, p)


def decisions_about(connection: sqlite3.Connection, corrections: Iterable[int]) -> list[Decision]:
    """Return all decisions about corrections, those that were undone included, oldest first."""
    rows = connection.execute(
        f"SELECT {DECISION} FROM decisions"
        " WHERE correction IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(corrections)),),
    )
    return [decision_of(row) for row in rows]


def decision_of(row: sqlite3.Row) -> Decision:
    """Return the value of a row with the columns DECISION."""
    return Decision(
        row["id"],
        row["correction"],
        row["reviewer"],
        row["time"],
        Status(row["status"]),
        unpack(row["before"]),
        unpack(row["after"]),
        row["via"],
        bool(row["settles"]),
        row["undone"],
    )


def in_line(connection: sqlite3.Connection, document: int, line: int) -> list[Place]:
    """Return the corrections of one line in the order of the text."""
    rows = connection.execute(
        f"SELECT {PLACE} FROM corrections WHERE document = ? AND line = ?"
        ' ORDER BY start, "end", id',
        (document, line),
    )
    return [place_of(row) for row in rows]


def in_force(p: Place) -> bool:
    """Whether the correction, or its edit, would be applied as things stand."""
    return p.status is not Status.REJECTED and not p.withdrawn


def _found(connection: sqlite3.Connection, corrections: list[int]) -> list[Place]:
    rows = connection.execute(
        f"SELECT {PLACE} FROM corrections WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(corrections),),
    )
    return [place_of(row) for row in rows.fetchall()]


def _refuse_overlap(connection: sqlite3.Connection, p: Place) -> None:
    if not in_force(p):
        return
    own = (p.correction.start, p.correction.end)
    for other in in_line(connection, p.document, p.line):
        span = (other.correction.start, other.correction.end)
        if other.id != p.id and in_force(other) and overlap(own, span):
            message = (
                f"{p.correction.before!r} overlaps with {other.correction.before!r} in line"
                f" {p.line}, which is to become {other.decided!r}."
            )
            raise RefusedError(message, "Reject one of the two.")
