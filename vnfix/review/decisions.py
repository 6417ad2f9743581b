"""Decisions: accept, reject, edit, write anew, undo. Each is saved before the function returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vnfix.apply import overlap
from vnfix.errors import UsageError
from vnfix.model import Correction, Safety
from vnfix.readers.plain import LINE_ENDS
from vnfix.review.jsonl import Status
from vnfix.review.ledger import (
    REPLACED,
    Signed,
    Verdict,
    in_line,
    next_action,
    refresh,
    save,
)
from vnfix.review.loading import add_corrections, correction_rows
from vnfix.review.records import PLACE, REVIEWER, Place, marks_around, place_of, places, text_of
from vnfix.review.times import now
from vnfix.unicode import nfc

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
    own = [p for p in near if (p.correction.start, p.correction.end) == span]
    if own:
        known = min(own, key=lambda p: p.withdrawn)
        return decide(store, [known.id], Status.EDITED, reviewer, after)[0]
    if after == before:
        raise UsageError("That text stands there already.")
    reason = f"written by {_name(reviewer)}"
    made = Correction(*span, before, after, REVIEWER, 1.0, Safety.REVIEW, reason)
    room = [Verdict(p, Status.REJECTED, p.correction.before) for p in near if _yields(p, span)]
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
        raise UsageError("A correction is a text of one line.")
    return nfc(after)


def _name(reviewer: str) -> str:
    if not reviewer.strip() or not reviewer.isprintable():
        raise UsageError("A decision needs the name of a reviewer.", "Say `--reviewer NAME`.")
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
