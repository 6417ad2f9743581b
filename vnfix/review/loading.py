"""Documents into a store: named first, then read and proposed for, one after the other."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from vnfix.config import Config
from vnfix.files.aside import narrow
from vnfix.files.failures import failure_of
from vnfix.formats.corrections import header_of
from vnfix.logs import logger
from vnfix.review.records import (
    FILED,
    State,
    StoredDocument,
    filed_of,
    gain_of,
    series_of,
    stored_document,
    wrong_of,
)
from vnfix.review.store import now, pack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from vnfix.model import Correction, Document, Finding
    from vnfix.review.store import Store

log = logger(__name__)

CORRECTION = (
    'document, page, line, start, "end", before, after, fixer, damage, confidence, safety,'
    " reason, alternatives, box, second, series, gain, wrong"
)


def load(
    store: Store, paths: Iterable[str | os.PathLike[str]], config: Config | None = None
) -> list[StoredDocument]:
    """Add documents to a store, with the corrections that are proposed for them.

    A document that is there already, with the same text, stays as it is, its decisions too. One
    whose text has changed is added anew, and the old one kept beside it as REPLACED. One that
    cannot be read is there as FAILED, with the message, and stops no other.

    Args:
        store: an open store.
        paths: files; `files.collect.survey` finds those of a folder.
        config: the options of the repair.

    Returns:
        The documents, in the order of `paths`.

    """
    places = [_place(path) for path in paths]
    enqueue(store, places)
    while prepare(store, config):
        pass
    return [_current(store, place) for place in places]


def enqueue(store: Store, paths: Iterable[str | os.PathLike[str]]) -> None:
    """Name the documents that are to be loaded; `prepare` loads one after the other.

    One that is in the store already waits again only if its file has changed, or if it failed.
    """
    paths = list(paths)
    narrow(store.path, paths)
    for path in paths:
        where = _place(path)
        with store.change() as connection:
            row = connection.execute(
                "SELECT id, state, bytes FROM documents WHERE path = ? ORDER BY id DESC",
                (os.fsencode(where),),
            ).fetchone()
            if row is None or (row["state"] == State.READY and _changed(where, row["bytes"])):
                connection.execute(
                    "INSERT INTO documents (path, name, state, changed) VALUES (?, ?, ?, ?)",
                    (os.fsencode(where), os.fsencode(path), State.QUEUED, now()),
                )
            elif row["state"] == State.FAILED:
                _move(connection, row["id"], State.QUEUED)


def prepare(store: Store, config: Config | None = None) -> bool:
    """Load the next document that waits; False where none does.

    Several threads and processes may do so at a time. A document over which a process was killed
    waits again.
    """
    document = _claim(store)
    if document is None:
        return False
    known = stored_document(store, document)
    try:
        _propose(store, known, config or Config())
    except Exception as e:
        failure = failure_of(e, known.path)
        if failure.trace:
            log.info("It happened here: %s", failure.trace)
        with store.change() as connection:
            message = f"{failure.message} {failure.remedy}".strip()
            _move(connection, document, State.FAILED, message)
            _set(connection, document, {"cause": str(failure.cause)})
    except BaseException:  # stopped: it waits again
        with store.change() as connection:
            _move(connection, document, State.QUEUED)
        raise
    return True


def _place(path: str | os.PathLike[str]) -> str:
    return os.path.abspath(os.fspath(path))  # noqa: PTH100 - a link keeps its name


def _changed(path: str, before: str) -> bool:
    """Whether a file is there and has other bytes than before."""
    from vnfix.errors import UnreadableError
    from vnfix.formats.reading import load_bytes

    try:
        return hashlib.sha256(load_bytes(path)).hexdigest() != before
    except UnreadableError:
        return False  # the text is in the store


def _current(store: Store, path: str) -> StoredDocument:
    query = f"SELECT {FILED} FROM documents WHERE path = ? ORDER BY id DESC"
    return filed_of(store.rows(query, (os.fsencode(path),))[0])


def _move(connection: sqlite3.Connection, document: int, state: State, message: str = "") -> None:
    connection.execute(
        "UPDATE documents SET state = ?, message = ?, changed = ?, owner = ? WHERE id = ?",
        (state, message, now(), _me() if state is State.PROPOSING else "", document),
    )


def _me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _claim(store: Store) -> int | None:
    """Take the next document that waits, or that a dead process has left."""
    with store.change() as connection:
        rows = connection.execute(
            "SELECT id, state, owner FROM documents WHERE state IN (?, ?) ORDER BY id",
            (State.QUEUED, State.PROPOSING),
        )
        for row in rows.fetchall():
            if row["state"] == State.QUEUED or _is_dead(row["owner"]):
                _move(connection, row["id"], State.PROPOSING)
                return int(row["id"])
    return None


def _is_dead(owner: str) -> bool:
    """Whether a process of this machine lives no more; of others nothing is known."""
    host, _, process = owner.rpartition(":")
    if host != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _propose(store: Store, known: StoredDocument, config: Config) -> None:
    """Read a document, propose corrections and keep both."""
    from vnfix.alternatives.questions import ask
    from vnfix.formats.reading import load_bytes, read_bytes
    from vnfix.resources import load_resources
    from vnfix.review.forgetting import ask_again
    from vnfix.review.learned import forgotten
    from vnfix.review.outlook import unasked_mistakes

    data = load_bytes(known.path)
    document = read_bytes(data, known.path, config)
    header = header_of(document, load_resources(config).models, config.channel)
    values = {
        "bytes": hashlib.sha256(data).hexdigest(),
        "sha256": header.sha256,
        "reader": header.reader,
        "reader_version": header.reader_version,
        "models": json.dumps(header.models),
        "text": pack(document.text),
        "pages": max((line.page for line in document.lines), default=0),
    }
    if _same_text(store, known, values):
        return
    asked = ask(document, config)
    values["unasked"] = unasked_mistakes(document.lines, asked.all())
    with store.change() as connection:
        _set(connection, known.id, values)
        _add_pages(connection, known.id, document)
        rows = correction_rows(known.id, document, asked.all(), asked.findings)
        add_corrections(connection, rows)
        ask_again(connection, forgotten(store.path.parent))  # taken back while it was read
        _replace_older(connection, known)
        _move(connection, known.id, State.READY)


def _same_text(store: Store, known: StoredDocument, values: dict[str, Any]) -> bool:
    """Keep the older document instead where only its file has changed, not its text."""
    with store.change() as connection:
        row = connection.execute(
            "SELECT id FROM documents WHERE path = ? AND sha256 = ? AND state = ? AND id != ?",
            (os.fsencode(known.path), values["sha256"], State.READY, known.id),
        ).fetchone()
        if row is None:
            return False
        _set(connection, row["id"], {"bytes": values["bytes"]})
        connection.execute("DELETE FROM documents WHERE id = ?", (known.id,))
    return True


def _set(connection: sqlite3.Connection, document: int, values: dict[str, Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE documents SET {columns} WHERE id = ?", (*values.values(), document))


def _replace_older(connection: sqlite3.Connection, known: StoredDocument) -> None:
    older = connection.execute(
        "SELECT id FROM documents WHERE path = ? AND id < ? AND state = ?",
        (os.fsencode(known.path), known.id, State.READY),
    ).fetchall()
    for row in older:
        _move(connection, row["id"], State.REPLACED)
        log.warning(
            "%s has changed since it was reviewed; the decisions on its old text are kept.",
            known.name,
        )


def _add_pages(connection: sqlite3.Connection, document: int, read: Document) -> None:
    words: dict[int, list[tuple[float, ...]]] = defaultdict(list)
    for w in read.words:
        words[w.page].append((w.start, w.end, *(round(x, 2) for x in w.box)))
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (document, p.number, p.width, p.height, p.unit, p.rotation, json.dumps(words[p.number]))
            for p in read.pages
        ),
    )


def correction_rows(
    document: int,
    read: Document,
    corrections: Sequence[Correction],
    findings: Iterable[Finding] = (),
) -> list[tuple[Any, ...]]:
    """Return the rows of corrections as `add_corrections` takes them."""
    from bisect import bisect_right

    damage: dict[int, tuple[float, str]] = {}
    for f in findings:
        damage[f.line] = max(damage.get(f.line, (0.0, "")), (f.score, str(f.kind)))
    starts = [line.start for line in read.lines]
    rows = []
    for c in corrections:
        k = max(bisect_right(starts, c.start) - 1, 0)
        line = read.lines[k]
        rows.append((
            document, line.page, line.number, c.start, c.end, pack(c.before), pack(c.after),
            c.fixer, damage.get(k, (0.0, ""))[1], c.confidence, str(c.safety), c.reason,
            json.dumps(c.alternatives), json.dumps(c.box) if c.box else "",
            json.dumps(c.second) if c.second else "",
            series_of(c), gain_of(c), wrong_of(c),
        ))  # fmt: skip
    return rows


def add_corrections(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows of `correction_rows` to a store."""
    marks = ", ".join("?" * (CORRECTION.count(",") + 1))
    connection.executemany(f"INSERT INTO corrections ({CORRECTION}) VALUES ({marks})", rows)
