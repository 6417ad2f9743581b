"""What reviews have taught, as `vnfix learn` has written it into a folder, and what was taken back.

A lesson that somebody has taken back is noted in `FORGOTTEN`, with its line, so that it can be used
again, and so that `learn` does not bring it back from the same decisions.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.entries import ARROW, parse, read_entries
from vnfix.data.tables import open_table
from vnfix.errors import DataError, RefusedError, UnreadableError
from vnfix.files.aside import write_aside
from vnfix.files.project import CHANNEL, LEARNED, LEARNED_PROTECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vnfix.data.entries import Entry
    from vnfix.review.store import Store

HEAD = "# Written by `vnfix learn`, and anew each time; keep your own entries in another file."
NOTE = re.compile(r"(?P<places>\d+) places, decided by (?P<who>.+?): (?P<decisions>.+)")
"""The note of an entry that `learn` writes."""
FIX, WORD, PROTECTED, ENGINE = "fix", "word", "protected", "channel"
KINDS = (FIX, WORD, PROTECTED, ENGINE)
FORGOTTEN = "forgotten.jsonl"
"""What was taken back: a `Forgotten` a line, as JSON."""
FORGOTTEN_CHANNEL = "forgotten-channel.tab"
SOURCE = "learned"
"""The source of a channel that is the decisions."""


class Taught(NamedTuple):
    """One lesson.

    Attributes:
        kind: FIX, WORD (one that the dictionaries lack), PROTECTED, or ENGINE (the channel).
        before: the text, of a fix that which is read; "" for the channel.
        after: what a fix makes of it, else "".
        places: at how many places it was decided, 0 where the entry does not say.
        who: the reviewers, parted by commas; "" where it does not say.
        decisions: numbers of the decisions by store, "" where it does not say.
        taken_back: who does not want it used any more; "" where it is used.

    """

    kind: str
    before: str
    after: str = ""
    places: int = 0
    who: str = ""
    decisions: str = ""
    taken_back: str = ""

    @property
    def name(self) -> LessonName:
        """What it is told from all others by."""
        return LessonName(self.kind, self.before, self.after)


class LessonName(NamedTuple):
    """What a lesson is told from all others by; the attributes are those of `Taught`."""

    kind: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return it as a line of a dictionary; the channel is called by its kind."""
        if self.kind == ENGINE:
            return ENGINE
        return f"{self.before}{ARROW}{self.after}" if self.after else self.before


class Forgotten(NamedTuple):
    """A lesson that was taken back.

    Attributes:
        kind: as in `Taught`.
        line: its line of the dictionary with the note, "" for the channel.
        reviewer: who took it back.
        time: when, ISO 8601.

    """

    kind: str
    line: str
    reviewer: str
    time: str

    @property
    def taught(self) -> Taught:
        """The lesson that it was."""
        if self.kind == ENGINE:
            return Taught(ENGINE, "", taken_back=self.reviewer)
        return _taught(parse(0, self.line), self.kind)._replace(taken_back=self.reviewer)


def learned(folder: Path) -> list[Taught]:
    """Return the lessons in a project folder that are used, then those that were taken back.

    Raises:
        DataError: a dictionary cannot be read.
        UnreadableError: the list of what was taken back is damaged.

    """
    used = list(_used(folder))
    names = {t.name for t in used}
    back = [f.taught for f in forgotten(folder)]
    return used + [t for t in back if t.name not in names]


def forgotten(folder: Path) -> list[Forgotten]:
    """Return what was taken back, in that order.

    Raises:
        UnreadableError: the list is damaged.

    """
    path = folder / FORGOTTEN
    if not path.is_file():
        return []
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [Forgotten(*(str(row[name]) for name in Forgotten._fields)) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as e:
        message = f"{path} cannot be read: what was taken back is not known."
        remedy = "Restore it, or move it away."
        raise UnreadableError(message, remedy, key="forgotten", name=str(path)) from e


def file_of(kind: str) -> str:
    """Return the name of the file that holds the lessons of a kind."""
    return {PROTECTED: LEARNED_PROTECTED, ENGINE: CHANNEL}.get(kind, LEARNED)


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file of lessons without its head; none where it is not there."""
    if not path.is_file():
        return []
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]


def name_of(kind: str, line: str) -> LessonName:
    """Return the name of the lesson that a line of a dictionary is."""
    return _taught(parse(0, line), kind).name


def write_lines(path: Path, lines: Iterable[str], stores: Iterable[Store]) -> Path:
    """Write a file of lessons, as private as the stores that they come from.

    Raises:
        RefusedError: there is a file of that name that is not from here, or it cannot be written.

    """
    if path.exists() and not path.read_bytes().startswith(HEAD.encode()):
        raise RefusedError(
            f"{path} was not written by `vnfix learn`.", "Rename it, or name another folder: `-o`."
        )
    text = "".join(f"{line}\n" for line in (HEAD, *lines))
    write_aside(path, text.encode(), replace=True, private_as=[s.path for s in stores])
    return path


def _used(folder: Path) -> Iterator[Taught]:
    for name in (LEARNED, LEARNED_PROTECTED):
        path = folder / name
        for entry in read_entries(path) if path.is_file() else ():
            yield _taught(entry, PROTECTED if name == LEARNED_PROTECTED else WORD)
    if (folder / CHANNEL).is_file():
        from vnfix.decode.channel import CHANNEL_FORMAT

        with suppress(DataError):  # one that is damaged is told of where it is used
            if SOURCE in open_table(folder / CHANNEL, CHANNEL_FORMAT).meta.get("sources", ()):
                yield Taught(ENGINE, "")


def _taught(entry: Entry, kind: str) -> Taught:
    note = NOTE.fullmatch(entry.note)
    ground = (
        (int(note["places"]), note["who"].replace(" and ", ", "), note["decisions"])
        if note
        else (0, "", "")
    )
    after = ", ".join(entry.fixes)
    return Taught(FIX if after else kind, entry.text, after, *ground)
