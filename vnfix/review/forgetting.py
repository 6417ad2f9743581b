"""Taking lessons back: they are used no more, and can be used again.

The file of lessons loses the line, `FORGOTTEN` keeps it. What a fix has changed without asking in
documents that were read already, and nobody has decided, is left as it was read and asked about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vnfix.config import MIN_CONFIDENCE
from vnfix.data.entries import ARROW, parse
from vnfix.errors import UsageError
from vnfix.files.aside import write_aside
from vnfix.files.project import CHANNEL
from vnfix.fixers.dictionary import NAME, reason_of
from vnfix.review.learned import (
    ENGINE,
    FORGOTTEN,
    FORGOTTEN_CHANNEL,
    KINDS,
    Forgotten,
    file_of,
    forgotten,
    lines_of,
    name_of,
    write_lines,
)
from vnfix.review.store import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from vnfix.review.learned import LessonName
    from vnfix.review.store import Store

    Act = Callable[[sqlite3.Connection, Sequence[Forgotten]], int]

ASKED = MIN_CONFIDENCE - 0.05
"""Confidence of what a lesson has changed that was taken back: too little to be made unasked."""


def take_back(folder: Path, stores: Sequence[Store], lesson: LessonName, reviewer: str) -> int:
    """Use a lesson no more.

    Args:
        folder: the project folder that holds it.
        stores: the open stores whose documents may have been read with it.
        lesson: which.
        reviewer: who says so.

    Returns:
        At how many places that it has changed without asking it is asked now.

    Raises:
        UsageError: there is no such lesson.
        RefusedError: the file with the lessons is not from `learn`, or cannot be written.

    """
    line = _line(folder, lesson)
    record = Forgotten(lesson.kind, line, reviewer, now())
    others = [f for f in forgotten(folder) if f.taught.name != lesson]
    _note(folder, [*others, record], stores)
    if lesson.kind == ENGINE:
        (folder / CHANNEL).replace(folder / FORGOTTEN_CHANNEL)
        return 0
    path = folder / file_of(lesson.kind)
    write_lines(path, [x for x in lines_of(path) if x != line], stores)
    return sum(_each(stores, [record], ask_again))


def use_again(folder: Path, stores: Sequence[Store], lesson: LessonName) -> int:
    """Use a lesson again that was taken back.

    Arguments and errors are those of `take_back`.

    Returns:
        At how many places it is not asked any more, but made again.

    """
    known = {f.taught.name: f for f in forgotten(folder)}
    record = known.pop(lesson, None)
    if record is None:
        raise _unknown(lesson)
    if lesson.kind == ENGINE:
        if (folder / FORGOTTEN_CHANNEL).is_file():
            (folder / FORGOTTEN_CHANNEL).replace(folder / CHANNEL)
    else:
        path = folder / file_of(lesson.kind)
        lines = {*lines_of(path), record.line}
        write_lines(path, sorted(lines, key=lambda x: (ARROW not in x, x)), stores)
    _note(folder, known.values(), stores)
    return sum(_each(stores, [record], ask_no_more))


def ask_again(connection: sqlite3.Connection, records: Iterable[Forgotten]) -> int:
    """Leave as it was read, and ask about, what lessons that were taken back have changed.

    Within a transaction; what was decided stays. Returns the number of places.
    """
    reasons = [reason for r in records if (reason := _reason(r))]
    where = (
        "fixer = ? AND safety = 'AUTO' AND status = 'proposed'"
        " AND reason IN (SELECT value FROM json_each(?))"
    )
    values = (NAME, json.dumps(reasons))
    connection.execute(
        f"INSERT INTO unlearned SELECT id, confidence, gain, wrong FROM corrections WHERE {where}",
        values,
    )
    changed = connection.execute(
        "UPDATE corrections SET safety = 'REVIEW', confidence = ?, gain = 1.0, wrong = 1.0"
        f" WHERE {where}",
        (ASKED, *values),
    )
    return changed.rowcount


def ask_no_more(connection: sqlite3.Connection, records: Iterable[Forgotten]) -> int:
    """Undo `ask_again`, but for what was decided since; within a transaction."""
    reasons = json.dumps([reason for r in records if (reason := _reason(r))])
    chosen = (
        "SELECT id FROM corrections WHERE fixer = ? AND status = 'proposed'"
        " AND reason IN (SELECT value FROM json_each(?))"
    )
    changed = connection.execute(
        "UPDATE corrections SET safety = 'AUTO', confidence = u.confidence, gain = u.gain,"
        " wrong = u.wrong FROM unlearned AS u"
        f" WHERE corrections.id = u.correction AND u.correction IN ({chosen})",
        (NAME, reasons),
    )
    connection.execute(f"DELETE FROM unlearned WHERE correction IN ({chosen})", (NAME, reasons))
    return changed.rowcount


def _line(folder: Path, lesson: LessonName) -> str:
    """Return the line of a lesson that is used, "" for the channel; UsageError where none is."""
    path = folder / file_of(lesson.kind)
    if lesson == (ENGINE, "", "") and path.is_file():
        return ""
    for line in lines_of(path) if lesson.kind in KINDS and lesson.kind != ENGINE else ():
        if name_of(lesson.kind, line) == lesson:
            return line
    raise _unknown(lesson)


def _unknown(lesson: LessonName) -> UsageError:
    return UsageError(
        f"There is no lesson {lesson}.", "`vnfix learn --list` shows them.",
        key="no-lesson", name=str(lesson),
    )  # fmt: skip


def _note(folder: Path, records: Iterable[Forgotten], stores: Iterable[Store]) -> None:
    rows = "".join(json.dumps(r._asdict(), ensure_ascii=False) + "\n" for r in records)
    private = [s.path for s in stores]
    write_aside(folder / FORGOTTEN, rows.encode(), replace=True, private_as=private)


def _each(stores: Iterable[Store], records: Sequence[Forgotten], act: Act) -> Iterable[int]:
    for store in stores:
        with store.change() as connection:
            yield act(connection, records)


def _reason(record: Forgotten) -> str:
    """Return what stands as the reason at the places that a fix has changed, "" for none."""
    entry = parse(0, record.line)
    return reason_of(entry, entry.fixes[0]) if entry.automatic else ""
