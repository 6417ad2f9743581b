"""What a store holds, as values: documents, and corrections with what was decided about them."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from vnfix.alternatives.doubts import DOUBT
from vnfix.config import MIN_CONFIDENCE
from vnfix.data.lexicon import EDGES
from vnfix.document import make_document
from vnfix.errors import UsageError
from vnfix.formats.corrections import Status
from vnfix.model import Box, Correction, Page, Safety, Second, Word
from vnfix.review.store import unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from vnfix.model import Document
    from vnfix.review.store import Store

REVIEWER = "reviewer"
"""The fixer of corrections that a person has found."""
LIKELY = 0.1
"""Least probability of an alternative that makes a series of its own."""


class State(StrEnum):
    """How far a document has come."""

    QUEUED = "queued"
    PROPOSING = "proposing"
    READY = "ready"
    FAILED = "failed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of a store.

    Attributes:
        id: its number in the store.
        path: where it lies.
        name: as the user named it.
        state: how far it has come; REPLACED where the file has another text by now.
        message: why it failed, with the remedy.
        changed: when its state changed, ISO 8601.
        sha256: hash of its text.
        reader: name of the reader.
        reader_version: its version.
        models: hash of each trained table used, by file name.
        pages: how many.
        cause: why it failed, "" where it did not; a `Cause`, which the page has words for.
        unasked: mistakes that are expected where nothing is asked.

    """

    id: int
    path: str
    name: str
    state: State
    message: str
    changed: str
    sha256: str
    reader: str
    reader_version: str
    models: dict[str, str] = field(hash=False)
    pages: int
    cause: str = ""
    unasked: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """A correction of a store and what was decided about it.

    Attributes:
        id: its number in the store.
        document: the number of its document.
        page: 1-based.
        line: 1-based number among the document's lines.
        correction: as it was proposed; its fixer is `reviewer` where a person has found it.
        damage: what the detectors say of its line, "" for nothing.
        series: the same for the same change elsewhere.
        status: what the decisions amount to; PROPOSED for none.
        decided: the text that stands there now: the proposal's, the edit's, or the original's; that
            of a doubt is the original's until it is answered.
        reviewer: whose decision that is.
        time: when it was taken, ISO 8601.
        conflict: reviewers disagree.

    """

    id: int
    document: int
    page: int
    line: int
    correction: Correction
    damage: str
    series: str
    status: Status
    decided: str
    reviewer: str
    time: str
    conflict: bool

    @property
    def withdrawn(self) -> bool:
        """Whether a person wrote it and took it back: it is not applied, and nothing is asked."""
        return self.correction.fixer == REVIEWER and self.status is Status.PROPOSED

    @property
    def waits(self) -> bool:
        """Whether it is a question that changes nothing until somebody answers it."""
        return self.status is Status.PROPOSED and only_asks(self.correction)

    @property
    def changes(self) -> bool:
        """Whether there is a change, or a decision that there is to be none; else only a doubt.

        A line that the text layer lacks is a doubt, too.
        """
        asked = self.correction.fixer == DOUBT or self.correction.box
        return not asked or self.status is not Status.PROPOSED


FILED = (
    "id, path, name, state, message, changed, sha256, reader, reader_version, models, pages, cause,"
    " unasked"
)
PLACE = (
    'id, document, page, line, start, "end", before, after, fixer, damage, confidence, safety,'
    " reason, alternatives, box, second, series, status, decided, reviewer, time, conflict"
)


def documents(store: Store) -> list[StoredDocument]:
    """Return all documents of a store in the order in which they came."""
    rows = store.rows(f"SELECT {FILED} FROM documents ORDER BY id")
    return [filed_of(row) for row in rows]


def stored_document(store: Store, document: int) -> StoredDocument:
    """Return one document of a store.

    Raises:
        UsageError: there is no such document.

    """
    rows = store.rows(f"SELECT {FILED} FROM documents WHERE id = ?", (document,))
    if not rows:
        raise UsageError(f"There is no document {document} in {store.path}.", key="gone")
    return filed_of(rows[0])


def text_of(store: Store, document: int) -> Document:
    """Return a document of a store as it was read: text, lines, pages and words.

    Raises:
        UsageError: there is no such document, or its text is not known yet.

    """
    return _text_of(store, document)


def place(store: Store, correction: int) -> Place:
    """Return one correction of a store.

    Raises:
        UsageError: there is no such correction.

    """
    return places(store, [correction])[0]


def places(store: Store, corrections: Iterable[int]) -> list[Place]:
    """Return corrections of a store by their numbers, in that order.

    Raises:
        UsageError: one does not exist.

    """
    wanted = list(corrections)
    query = f"SELECT {PLACE} FROM corrections WHERE id IN (SELECT value FROM json_each(?))"
    found = {row["id"]: place_of(row) for row in store.rows(query, (json.dumps(wanted),))}
    missing = [k for k in wanted if k not in found]
    if missing:
        raise UsageError(f"There is no correction {missing[0]} in {store.path}.", key="gone")
    return [found[k] for k in wanted]


def filed_of(row: sqlite3.Row) -> StoredDocument:
    """Return the value of a row with the columns FILED."""
    values = dict(row)
    values["path"], values["name"] = os.fsdecode(row["path"]), os.fsdecode(row["name"])
    values["state"] = State(row["state"])
    values["models"] = json.loads(row["models"])
    return StoredDocument(**values)


def place_of(row: sqlite3.Row) -> Place:
    """Return the value of a row with the columns PLACE."""
    correction = Correction(
        row["start"],
        row["end"],
        unpack(row["before"]),
        unpack(row["after"]),
        row["fixer"],
        row["confidence"],
        Safety(row["safety"]),
        row["reason"],
        tuple((text, p) for text, p in json.loads(row["alternatives"])),
        Box(*json.loads(row["box"])) if row["box"] else None,
        Second(*json.loads(row["second"])) if row["second"] else None,
    )
    status = Status(row["status"])
    waits = correction.before if only_asks(correction) else correction.after
    return Place(
        row["id"],
        row["document"],
        row["page"],
        row["line"],
        correction,
        row["damage"],
        row["series"],
        status,
        waits if status is Status.PROPOSED else unpack(row["decided"]),
        row["reviewer"],
        row["time"],
        bool(row["conflict"]),
    )


def core(before: str, after: str) -> tuple[str, str]:
    """Return a change without the marks that both sides have around it.

    >>> core("(hiQn,", "(hiện,")
    ('hiQn', 'hiện')
    """
    head, tail = marks_around(before, after)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def marks_around(before: str, after: str) -> tuple[int, int]:
    """Return how many marks at the start and at the end of a change stay as they are."""
    longest = min(len(before), len(after)) - 1
    head = tail = 0
    while head < longest and before[head] == after[head] and before[head] in EDGES:
        head += 1
    while (
        tail < longest - head
        and before[-1 - tail] == after[-1 - tail]
        and before[-1 - tail] in EDGES
    ):
        tail += 1
    return head, tail


def series_of(c: Correction) -> str:
    """Return the name of the series that a change belongs to: the same for the same word.

    Places that are likely to want the same other reading are a series of their own: one key does
    for them what would be wrong for the rest.

    >>> a = Correction(0, 5, "hiQn,", "hiện,", "decode", 0.9, Safety.REVIEW)
    >>> b = Correction(9, 13, "hiQn", "hiện", "decode", 0.8, Safety.REVIEW)
    >>> c = Correction(9, 11, "so", "số", "decode", 0.5, Safety.REVIEW, "", (("sơ", 0.4),))
    >>> d = Correction(9, 11, "so", "số", "decode", 0.9, Safety.REVIEW)
    >>> series_of(a) == series_of(b), series_of(c) == series_of(d)
    (True, False)

    """
    parts = [*core(c.before, c.after)]
    if c.alternatives and c.alternatives[0][1] >= LIKELY:
        parts.append(core(c.before, c.alternatives[0][0])[1])
    name = "\0".join(parts)
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


STANDS = (
    "status != 'rejected' AND NOT (status = 'proposed' AND"
    f" (fixer IN ('{REVIEWER}', '{DOUBT}') OR box != ''"
    " OR confidence < least_confidence(before, after)))"
)
"""Of a correction that is made as things stand, in SQL."""


def only_asks(c: Correction) -> bool:
    """Whether a correction changes nothing until somebody accepts it."""
    return c.fixer == DOUBT or not c.is_surer(MIN_CONFIDENCE) or c.box is not None


def gain_of(c: Correction) -> float:
    """Return how likely a decision about a correction takes an error away.

    That is the probability that one of the readings offered is right, but for what stands there.
    """
    if not c.alternatives and not c.box:
        return 1.0 - c.confidence
    stands = c.before if only_asks(c) else c.after
    return min(sum(p for text, p in readings_of(c).items() if text != stands), 1.0)


def wrong_of(c: Correction) -> float:
    """Return how likely that is wrong which stands at a place while nobody has decided."""
    stands = c.before if only_asks(c) else c.after
    return max(1.0 - readings_of(c).get(stands, 0.0), 0.0)


def readings_of(c: Correction) -> dict[str, float]:
    """Return all readings of a place with their probabilities."""
    return {**dict(c.alternatives), c.after: c.confidence}


@lru_cache(maxsize=8)
def _text_of(store: Store, document: int) -> Document:
    from dataclasses import replace

    known = stored_document(store, document)
    if not known.sha256:
        message = f"{known.name} has not been read yet ({known.state})."
        raise UsageError(message, key="unread", name=known.name)
    ((data,),) = store.rows("SELECT text FROM documents WHERE id = ?", (document,))
    pages: list[Page] = []
    words: list[Word] = []
    for row in store.rows("SELECT * FROM pages WHERE document = ? ORDER BY number", (document,)):
        number = row["number"]
        pages.append(Page(number, row["width"], row["height"], row["unit"], row["rotation"]))
        words += (
            Word(start, end, number, Box(*box)) for start, end, *box in json.loads(row["words"])
        )
    return replace(
        make_document(unpack(data), name=known.name),
        reader=known.reader,
        reader_version=known.reader_version,
        pages=tuple(pages),
        words=tuple(words),
    )
