"""Decisions: accept, reject, edit, write anew, undo. Each is saved before the function returns."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from vnfix.apply import clash, overlap
from vnfix.document import LINE_ENDS
from vnfix.errors import RefusedError, UsageError
from vnfix.formats.corrections import Status
from vnfix.model import Correction, Safety
from vnfix.review.items import SURE, Filters, select
from vnfix.review.loading import add_corrections, correction_rows
from vnfix.review.records import PLACE, REVIEWER, Place, marks_around, place_of, places, text_of
from vnfix.review.store import now, pack, unpack
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from vnfix.model import Document, Line
    from vnfix.review.store import Store


class Choice(NamedTuple):
    """What a reviewer has chosen for one or several corrections."""

    status: Status
    reviewer: str
    after: str | None
    settles: bool = False


def decide(
    store: Store,
    corrections: Iterable[int],
    status: Status,
    reviewer: str,
    after: str | None = None,
) -> list[Place]:
    """Decide about corrections; one call is one step of `undo`.

    Args:
        store: an open store.
        corrections: numbers of corrections. Several of one series are a decision on the series.
        status: ACCEPTED, REJECTED, or EDITED with another reading.
        reviewer: who decides.
        after: the other reading. For one correction it is the whole text that is to stand there;
            for several it is the word, and each place keeps the marks around it.

    Returns:
        The places as they stand now.

    Raises:
        UsageError: a correction does not exist, or the decision makes no sense.
        RefusedError: the text would then be changed twice at one place.

    """
    return _decide(store, corrections, Choice(status, reviewer, after))


def settle(
    store: Store,
    corrections: Iterable[int],
    status: Status,
    reviewer: str,
    after: str | None = None,
) -> list[Place]:
    """Decide where reviewers disagree: what all of them decided before counts no more.

    Arguments, result and errors are those of `decide`.
    """
    return _decide(store, corrections, Choice(status, reviewer, after, settles=True))


def accept_sure(
    store: Store, reviewer: str, filters: Filters | None = None, least: float = SURE
) -> list[Place]:
    """Accept all that is asked and at least this sure; one step of `undo`.

    Args:
        store: an open store.
        reviewer: who decides.
        filters: which corrections; None means all that ask for a decision.
        least: confidence.

    Raises:
        UsageError: the reviewer has no name.

    """
    chosen = filters or Filters()
    low, high = chosen.confidence
    found = select(store, replace(chosen, confidence=(max(low, least), high)))
    open_ = [p for p in found if p.status is Status.PROPOSED]
    return decide(store, [p.id for p in open_], Status.ACCEPTED, reviewer)


def undo(store: Store, reviewer: str) -> list[Place]:
    """Take back the last decision of a reviewer that stands; a series as a whole.

    Returns:
        The places as they stand now; none where there is nothing to undo.

    Raises:
        RefusedError: an edit of somebody else has taken the place in between.

    """
    with store.change() as connection:
        (action,) = connection.execute(
            "SELECT max(action) FROM decisions WHERE reviewer = ? AND undone = ''", (reviewer,)
        ).fetchone()
        if action is None:
            return []
        rows = connection.execute("SELECT correction FROM decisions WHERE action = ?", (action,))
        touched = [row["correction"] for row in rows]
        connection.execute("UPDATE decisions SET undone = ? WHERE action = ?", (now(), action))
        refresh(connection, touched)
    return places(store, touched)


def write(store: Store, document: int, span: tuple[int, int], after: str, reviewer: str) -> Place:
    """Put another text at any place of a line: a correction that nobody has proposed.

    Corrections that lie wholly inside of the span and were not decided make room for it. A span
    that is a correction's own is an edit of that correction.

    Args:
        store: an open store.
        document: its number.
        span: offsets of the document's text.
        after: what is to stand there.
        reviewer: who says so.

    Raises:
        UsageError: the span is not within one line, or nothing would change.
        RefusedError: a correction that was decided, or that reaches beyond the span, is in the way.

    """
    read = text_of(store, document)
    line = _line_of(read, span)
    before, after = read.text[slice(*span)], _text(after)
    with store.change() as connection:
        near = in_line(connection, document, line.number)
    words = [p for p in near if not p.correction.box]
    own = [p for p in words if (p.correction.start, p.correction.end) == span]
    if own:
        known = min(own, key=lambda p: p.withdrawn)
        return decide(store, [known.id], Status.EDITED, reviewer, after)[0]
    if after == before:
        raise UsageError("That text stands there already.", key="same-text")
    reason = f"written by {_name(reviewer)}"
    made = Correction(*span, before, after, REVIEWER, 1.0, Safety.REVIEW, reason)
    room = [Verdict(p, Status.REJECTED, p.correction.before) for p in words if _yields(p, span)]
    with store.change() as connection:
        new = _add(connection, document, read, made)
        signed = Signed(next_action(connection), reviewer, now())
        save(connection, room, signed._replace(via=REPLACED))
        save(connection, [Verdict(new, Status.ACCEPTED, after)], signed)
        refresh(connection, [new.id, *(v.place.id for v in room)])
    return places(store, [new.id])[0]


def _decide(store: Store, corrections: Iterable[int], choice: Choice) -> list[Place]:
    wanted = list(dict.fromkeys(corrections))
    found = places(store, wanted)
    if not found:
        return []
    _name(choice.reviewer)
    verdicts = _verdicts(found, choice)
    one_series = len(found) > 1 and len({p.series for p in found}) == 1
    with store.change() as connection:
        action = next_action(connection)
        via = found[0].series if one_series else ""
        save(connection, verdicts, Signed(action, choice.reviewer, now(), via, choice.settles))
        refresh(connection, wanted)
    return places(store, wanted)


def _verdicts(found: Sequence[Place], choice: Choice) -> list[Verdict]:
    """Return the decision for each place; an edit to the proposed text is an acceptance.

    Raises:
        UsageError: the status is no decision, or an edit lacks its text.

    """
    if choice.status is Status.PROPOSED:
        raise UsageError("To take a decision back, use `undo`.")
    if (choice.status is Status.EDITED) != (choice.after is not None):
        raise UsageError("An edit, and nothing else, needs the text that is to stand there.")
    if choice.after is None:
        return [
            Verdict(p, choice.status, p.correction.before)
            if choice.status is Status.REJECTED
            else Verdict(p, choice.status, p.correction.after)
            for p in found
        ]
    word = _text(choice.after)
    return [_edit(p, word if len(found) == 1 else _with_marks(p, word)) for p in found]


def _edit(p: Place, after: str) -> Verdict:
    if after == p.correction.before:
        return Verdict(p, Status.REJECTED, after)
    same = after == p.correction.after
    return Verdict(p, Status.ACCEPTED if same else Status.EDITED, after)


def _with_marks(p: Place, word: str) -> str:
    before = p.correction.before
    head, tail = marks_around(before, p.correction.after)
    return before[:head] + word + before[len(before) - tail :]


def _text(after: str) -> str:
    """Return what a person has typed, in NFC.

    Raises:
        UsageError: it is no text of one line.

    """
    if any(c in LINE_ENDS or "\ud800" <= c <= "\udfff" for c in after):
        raise UsageError("A correction is a text of one line.", key="one-line")
    return nfc(after)


def _name(reviewer: str) -> str:
    if not reviewer.strip() or not reviewer.isprintable():
        remedy = "Say `--reviewer NAME`."
        raise UsageError("A decision needs the name of a reviewer.", remedy, key="reviewer")
    return reviewer


def _line_of(read: Document, span: tuple[int, int]) -> Line:
    for line in read.lines:
        if line.start <= span[0] <= span[1] <= line.end:
            return line
    raise UsageError(f"The span {span[0]}-{span[1]} is not within a line.")


def _yields(p: Place, span: tuple[int, int]) -> bool:
    """Whether an undecided correction lies wholly inside of a span that is written anew."""
    c = p.correction
    inside = span[0] <= c.start and c.end <= span[1] and overlap((c.start, c.end), span)
    return inside and p.status is Status.PROPOSED and not p.withdrawn


def _add(connection: sqlite3.Connection, document: int, read: Document, made: Correction) -> Place:
    add_corrections(connection, correction_rows(document, read, [made]))
    query = f"SELECT {PLACE} FROM corrections ORDER BY id DESC LIMIT 1"
    return place_of(connection.execute(query).fetchone())


# Writes decisions into a store and works out what stands at each place; within a transaction.

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
    return p.status is not Status.REJECTED and not p.withdrawn and not p.waits


def _found(connection: sqlite3.Connection, corrections: list[int]) -> list[Place]:
    rows = connection.execute(
        f"SELECT {PLACE} FROM corrections WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(corrections),),
    )
    return [place_of(row) for row in rows.fetchall()]


def _refuse_overlap(connection: sqlite3.Connection, p: Place) -> None:
    if not in_force(p):
        return
    for other in in_line(connection, p.document, p.line):
        if other.id != p.id and in_force(other) and clash(p.correction, other.correction):
            message = (
                f"{p.correction.before!r} overlaps with {other.correction.before!r} in line"
                f" {p.line}, which is to become {other.decided!r}."
            )
            first, second = p.correction.before, other.correction.before
            raise RefusedError(
                message, "Reject one of the two.", key="overlap",
                before=first, other=second, line=p.line, decided=other.decided,
            )  # fmt: skip


# What several decisions about one correction amount to.
#
# Of each reviewer the latest decision counts. Where these say the same, that is what stands; where
# they differ, the reviewers disagree: the latest of all stands for the time being, and the
# disagreement is shown until they agree or somebody settles it.


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer decided about one correction.

    Attributes:
        id: its number in the store; later ones are higher.
        correction: the number of the correction.
        reviewer: who.
        time: when, ISO 8601 in UTC.
        status: ACCEPTED, REJECTED or EDITED.
        before: the text as read.
        after: the text that stands there now.
        via: the series, where several places were decided at once; `replaced` where an edit took
            its place; `import` where it came from a file.
        settles: whether it ends a disagreement: what was decided before counts no more.
        undone: when it was taken back, "" where it stands.

    """

    id: int
    correction: int
    reviewer: str
    time: str
    status: Status
    before: str
    after: str
    via: str = ""
    settles: bool = False
    undone: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at one place.

    Attributes:
        status: PROPOSED where nothing was decided.
        after: the text that the decision puts there.
        reviewer: whose decision that is.
        time: when it was taken.
        conflict: whether reviewers disagree.

    """

    status: Status = Status.PROPOSED
    after: str = ""
    reviewer: str = ""
    time: str = ""
    conflict: bool = False


def standing(decisions: Iterable[Decision]) -> Standing:
    """Return what the decisions about one correction, in any order, amount to."""
    latest = opinions(decisions)
    if not latest:
        return Standing()
    last = latest[-1]
    differ = len({(d.status is Status.REJECTED, d.after) for d in latest}) > 1
    return Standing(last.status, last.after, last.reviewer, last.time, differ)


def opinions(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decision of each reviewer that counts, earliest first."""
    latest: dict[str, Decision] = {}
    for d in sorted(decisions, key=lambda d: (d.time, d.id)):
        if d.undone:
            continue
        if d.settles:
            latest.clear()
        latest.pop(d.reviewer, None)
        latest[d.reviewer] = d
    return list(latest.values())
