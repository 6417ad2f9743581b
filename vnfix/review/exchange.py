"""Decisions out of a store and into it: the correction files of `propose` and `apply`.

Where reviewers disagree, a file can hold only one of their decisions: it holds the latest, and
`disagreements` tells which rows these are; with `strict`, nothing is exported until they agree or
somebody settles it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.apply import clash
from vnfix.config import MIN_CONFIDENCE
from vnfix.errors import RefusedError, StaleError, UnreadableError
from vnfix.formats.corrections import REMEDY, Header, Row, Status, dump, load
from vnfix.review.decisions import (
    IMPORT,
    REPLACED,
    Decision,
    Signed,
    Verdict,
    decisions_about,
    in_line,
    next_action,
    opinions,
    refresh,
    save,
)
from vnfix.review.items import ALL, CONFLICT, Filters, select
from vnfix.review.loading import add_corrections, correction_rows
from vnfix.review.records import (
    FILED,
    PLACE,
    State,
    filed_of,
    place_of,
    stored_document,
    text_of,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from vnfix.model import Document
    from vnfix.review.records import Place
    from vnfix.review.store import Store


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place about which reviewers differ.

    Attributes:
        place: the place; what stands there is the latest decision.
        opinions: the decision of each reviewer that counts, earliest first.

    """

    place: Place
    opinions: tuple[Decision, ...]


def export(
    store: Store,
    document: int,
    *,
    strict: bool = False,
    min_confidence: float = MIN_CONFIDENCE,
) -> str:
    """Return the decisions about a document as a correction file for `vnfix apply`.

    Args:
        store: an open store.
        document: its number.
        strict: refuse while reviewers disagree; else their latest decision counts.
        min_confidence: what is undecided and less sure is marked as to be left.

    Raises:
        UsageError: there is no such document, or it has not been read yet.
        RefusedError: reviewers disagree.

    """
    rows = export_rows(store, document, strict=strict, min_confidence=min_confidence)
    return dump(text_of(store, document), *rows)


def export_rows(
    store: Store,
    document: int,
    *,
    strict: bool = False,
    min_confidence: float = MIN_CONFIDENCE,
) -> tuple[Header, list[Row]]:
    """Return the header and the rows of `export`, which see."""
    known = stored_document(store, document)
    header = Header(known.name, known.sha256, known.reader, known.reader_version, known.models)
    here = select(store, Filters(ALL, documents=[document]))
    differ = [p for p in here if p.conflict]
    if strict and differ:
        p = differ[0]
        places = f"{len(differ)} places, the first in line {p.line}"
        raise RefusedError(
            f"{known.name}: reviewers disagree in {places}.",
            "Settle them, or export without `--strict` to take the latest decision.",
        )
    return header, [_row(p, min_confidence) for p in here if p.changes]


def disagreements(store: Store, filters: Filters | None = None) -> list[Disagreement]:
    """Return the places about which reviewers differ; of `filters` all but `show` counts."""
    found = select(store, replace(filters or Filters(), show=CONFLICT))
    made: dict[int, list[Decision]] = defaultdict(list)
    for d in history(store, [p.id for p in found]):
        made[d.correction].append(d)
    return [Disagreement(p, tuple(opinions(made[p.id]))) for p in found]


def history(store: Store, corrections: Iterable[int]) -> list[Decision]:
    """Return all that was ever decided about corrections, what was undone included."""
    with store.change() as connection:
        return decisions_about(connection, corrections)


def merge(store: Store, file: str | os.PathLike[str]) -> int:
    """Take the decisions of a correction file into a store.

    Its document must be there with the same text; of several that have it, it is the one that the
    file names, or else the one that the file lies beside. Rows without a decision are passed over,
    and so are decisions that are there already; a decided row that was not proposed here is added,
    and undecided corrections in its place make room.

    Returns:
        How many decisions were new.

    Raises:
        UnreadableError: it is no correction file, or a row does not fit the text.
        StaleError: the store has no document with that text.
        RefusedError: a decided row overlaps with another decided one of the store, or nothing tells
            which of several documents it is about.

    """
    from vnfix.formats.reading import load_bytes

    name = os.fspath(file)
    header, rows = load(load_bytes(name), name)
    document = _document(store, header, name)
    read = text_of(store, document)
    decided = [row for row in rows if row.status not in (Status.PROPOSED, Status.LEFT)]
    for row in decided:
        c = row.correction
        if c.end > len(read.text) or read.text[c.start : c.end] != c.before:
            raise UnreadableError(f"{name}: the row at {c.start} does not fit the text.", REMEDY)
    with store.change() as connection:
        verdicts = [_verdict(connection, document, read, row) for row in decided]
        return _take(connection, list(zip(verdicts, decided, strict=True)))


def _row(p: Place, min_confidence: float) -> Row:
    correction = p.correction
    if p.status is Status.PROPOSED and not correction.is_surer(min_confidence):
        return Row(correction, Status.LEFT)
    if p.status in (Status.ACCEPTED, Status.EDITED):
        correction = replace(correction, after=p.decided)
    return Row(correction, p.status, p.reviewer, p.time)


def _document(store: Store, header: Header, name: str) -> int:
    """Return the document that a correction file is about."""
    rows = store.rows(
        f"SELECT {FILED} FROM documents WHERE sha256 = ? AND state IN (?, ?) ORDER BY id",
        (header.sha256, State.READY, State.REPLACED),
    )
    if not rows:
        message = f"{name} is about a text of {Path(header.file).name} that the store has not."
        raise StaleError(message, "Load that document into the store first.")
    file = Path(os.path.abspath(name))  # noqa: PTH100 - a link lies where it lies
    ranked = defaultdict[tuple[int, bool, bool], dict[str, int]](dict)
    for known in map(filed_of, rows):
        path = Path(known.path)
        rank = _alike(path, header.file), path.parent == file.parent, known.state is State.READY
        ranked[rank][known.path] = known.id  # of one file the latest
    best = ranked[max(ranked)]
    if len(best) > 1:
        message = f"{name} may be about any of these, whose texts are the same: {', '.join(best)}."
        remedy = "Lay it beside its document, or put the document's path into its line 1 (`file`)."
        raise RefusedError(message, remedy)
    return next(iter(best.values()))


def _alike(path: Path, named: str) -> int:
    """Return how many parts at the end of a path are as they were named.

    >>> _alike(Path("/a/2023/plan.txt"), "2023/plan.txt"), _alike(Path("/b/plan.txt"), "x/plan.txt")
    (2, 1)
    """
    parts = zip(reversed(path.parts), reversed(Path(os.path.normpath(named)).parts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], parts))


def _verdict(connection: sqlite3.Connection, document: int, read: Document, row: Row) -> Verdict:
    """Return the place that a row is about, added where it is not in the store."""
    c = row.correction
    (made,) = correction_rows(document, read, [c])
    near = in_line(connection, document, made[2])
    place = c.start, c.end, c.box
    same = [p for p in near if (p.correction.start, p.correction.end, p.correction.box) == place]
    known = min(same, key=lambda p: (p.correction.after != c.after, p.withdrawn), default=None)
    if known is None:
        add_corrections(connection, [made])
        query = f"SELECT {PLACE} FROM corrections ORDER BY id DESC LIMIT 1"
        known = place_of(connection.execute(query).fetchone())
    return Verdict(known, row.status, c.before if row.status is Status.REJECTED else c.after)


def _take(connection: sqlite3.Connection, rows: list[tuple[Verdict, Row]]) -> int:
    """Save what is new, as one step of each reviewer."""
    there = decisions_about(connection, [v.place.id for v, _ in rows])
    known = {(d.correction, d.reviewer, d.time, d.status, d.after) for d in there if not d.undone}
    new = [
        (v, row)
        for v, row in rows
        if (v.place.id, row.reviewer, row.time, v.status, v.after) not in known
    ]
    decided = {v.place.id for v, _ in rows}
    actions: dict[str, int] = {}
    for v, row in new:
        action = actions.setdefault(row.reviewer, next_action(connection))
        signed = Signed(action, row.reviewer, row.time, IMPORT)
        room = [r for r in _in_the_way(connection, v) if r.place.id not in decided]
        save(connection, room, signed._replace(via=REPLACED))
        save(connection, [v], signed)
        refresh(connection, [r.place.id for r in room])
    refresh(connection, [v.place.id for v, _ in new])
    return len(new)


def _in_the_way(connection: sqlite3.Connection, v: Verdict) -> list[Verdict]:
    """Return rejections of the undecided corrections where another text is to stand."""
    if v.status is Status.REJECTED:
        return []
    own = v.place.correction
    return [
        Verdict(p, Status.REJECTED, p.correction.before)
        for p in in_line(connection, v.place.document, v.place.line)
        if p.id != v.place.id
        and p.status is Status.PROPOSED
        and not p.withdrawn
        and clash(own, p.correction)
    ]
