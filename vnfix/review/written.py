"""What a review has written, and what it may replace: nothing that holds the work of a person.

A file may be replaced if it has the bytes that this review gave it. A correction file may be, too,
if all that it says is in the store: then it can be made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from typing import TYPE_CHECKING

from vnfix.alternatives.doubts import DOUBT
from vnfix.errors import RefusedError, VnfixError
from vnfix.files.aside import write_aside
from vnfix.files.collect import fingerprint
from vnfix.formats.corrections import Row, Status, load
from vnfix.formats.reading import load_bytes
from vnfix.review.decisions import decisions_about
from vnfix.review.items import ALL, Filters, select
from vnfix.review.records import PLACE, REVIEWER, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Correction
    from vnfix.review.records import Place, StoredDocument
    from vnfix.review.store import Store

CHANGED = "Move it away, or replace it with `--force`."


def refusal(store: Store, known: StoredDocument, path: Path, *, rows: bool) -> RefusedError | None:
    """Return why a file must not be replaced; None where it may be, or is not there.

    Args:
        store: an open store.
        known: the document that the file is to be made from.
        path: the file.
        rows: it is to be a correction file.

    """
    if not path.is_file() or is_own(store, known, path):
        return None
    if not rows:
        message = f"{path} was not written by this review, or somebody has changed it since."
        return RefusedError(message, CHANGED, key="changed", name=str(path))
    return _rows_refusal(store, known, path)


def is_own(store: Store, known: StoredDocument, path: Path) -> bool:
    """Tell whether the store's reviewers wrote a file from a document, and nobody changed it."""
    found = store.rows(
        "SELECT 1 FROM outputs WHERE path = ? AND source = ? AND sha256 = ?",
        (*_key(known, path), fingerprint(str(path))[1]),
    )
    return bool(found)


def write_result(
    store: Store, known: StoredDocument, path: Path, data: bytes, *, replace: bool
) -> None:
    """Write a file and note that it is the review's own.

    Args:
        store: an open store.
        known: the document that it is made from.
        path: the file; one that has these bytes already stays.
        data: its bytes.
        replace: allow an existing file to be replaced.

    Raises:
        RefusedError: the file exists, or it cannot be written.

    """
    made = hashlib.sha256(data).hexdigest()
    same = fingerprint(str(path))[1] == made
    row = (*_key(known, path), made)
    with store.change() as connection:  # before: a power failure may come between the two
        connection.execute("INSERT OR IGNORE INTO outputs VALUES (?, ?, ?)", row)
    if not same:
        write_aside(path, data, replace=replace, private_as=[known.path])
    with store.change() as connection:
        connection.execute("DELETE FROM outputs WHERE path = ? AND source = ? AND sha256 != ?", row)


def _key(known: StoredDocument, path: Path) -> tuple[bytes, bytes]:
    whole = os.path.abspath(path)  # noqa: PTH100 - a link keeps its name
    return os.fsencode(whole), os.fsencode(known.path)


def _rows_refusal(store: Store, known: StoredDocument, path: Path) -> RefusedError | None:
    """Return why a correction file that the store has not written must stay."""
    try:
        header, rows = load(load_bytes(str(path)), path.name)
    except VnfixError:
        return RefusedError(f"{path} exists already.", CHANGED, key="changed", name=str(path))
    text = store.rows(
        "SELECT id FROM documents WHERE path = ? AND sha256 = ?",
        (os.fsencode(known.path), header.sha256),
    )
    documents = [int(row["id"]) for row in text]
    decided = _decided_there(store, documents, rows)
    if not documents or (not decided and header.sha256 != known.sha256):
        message = f"{path} belongs to another text of {known.name}."
        return RefusedError(message, CHANGED, key="changed", name=str(path))
    if not decided:
        message = f"{path} holds decisions that this review does not have."
        take = f"--import {shlex.quote(str(path))}"
        remedy = f"Take them over with `{take}`, or replace the file with `--force`."
        return RefusedError(message, remedy, key="decisions", name=str(path))
    if not _proposed_there(store, documents, rows):
        message = f"{path} was not written by this review, or somebody has changed it since."
        return RefusedError(message, CHANGED, key="changed", name=str(path))
    return None


def _decided_there(store: Store, documents: list[int], rows: list[Row]) -> bool:
    """Tell whether all decisions of a file have been in a store, be it that they are undone."""
    decided = [row for row in rows if row.status not in (Status.PROPOSED, Status.LEFT)]
    spans = {p.id: _span(p.correction) for p in _places(store, documents)}
    with store.change() as connection:
        made = decisions_about(connection, spans)
    known = {(spans[d.correction], d.status, d.after, d.reviewer, d.time) for d in made}
    return all(_said(row) in known for row in decided)


def _said(row: Row) -> tuple[object, ...]:
    c = row.correction
    after = c.before if row.status is Status.REJECTED else c.after
    return _span(c), row.status, after, row.reviewer, row.time


def _proposed_there(store: Store, documents: list[int], rows: list[Row]) -> bool:
    """Tell whether the undecided rows of a file are what was proposed, and no row is missing.

    To take a row out, or to write another text into it, is a decision as well.
    """
    proposed = {(_span(p.correction), p.correction.after) for p in _places(store, documents)}
    open_ = [row.correction for row in rows if row.status in (Status.PROPOSED, Status.LEFT)]
    if not all((_span(c), c.after) in proposed for c in open_):
        return False
    there = {_span(row.correction) for row in rows}
    here = select(store, Filters(ALL, documents=documents))
    return all(
        _span(p.correction) in there
        for p in here
        if p.correction.fixer not in (DOUBT, REVIEWER) and not p.correction.box
    )


def _span(c: Correction) -> tuple[object, ...]:
    """Return where a correction is, as files say it."""
    return c.start, c.end, c.box and tuple(round(side, 2) for side in c.box)


def _places(store: Store, documents: list[int]) -> list[Place]:
    """Return all corrections that documents ever had."""
    query = f"SELECT {PLACE} FROM corrections WHERE document IN (SELECT value FROM json_each(?))"
    return [place_of(row) for row in store.rows(query, (json.dumps(documents),))]
