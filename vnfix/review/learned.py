"""What reviews have taught, as `vnfix learn` has written it beside a store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.entries import read_entries
from vnfix.files.project import LEARNED, LEARNED_PROTECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.data.entries import Entry
    from vnfix.review.store import Store

NOTE = re.compile(r"(?P<places>\d+) places, decided by (?P<who>.+?): (?P<decisions>.+)")
"""The note of an entry that `learn` writes."""
FIX, WORD, PROTECTED = "fix", "word", "protected"


class Taught(NamedTuple):
    """One entry.

    Attributes:
        kind: FIX, WORD (one that the dictionaries lack) or PROTECTED.
        before: the text, of a fix that which is read.
        after: what a fix makes of it, else "".
        places: at how many places it was decided, 0 where the entry does not say.
        who: the reviewers, parted by commas; "" where it does not say.
        decisions: numbers of the decisions by store, "" where it does not say.

    """

    kind: str
    before: str
    after: str
    places: int
    who: str
    decisions: str


def learned(store: Store) -> list[Taught]:
    """Return what was learned beside a store, in the order of the files.

    Raises:
        DataError: a file cannot be read.

    """
    return list(_entries(store))


def _entries(store: Store) -> Iterator[Taught]:
    for name in (LEARNED, LEARNED_PROTECTED):
        path = store.path.parent / name
        for entry in read_entries(path) if path.is_file() else ():
            yield _taught(entry, PROTECTED if name == LEARNED_PROTECTED else WORD)


def _taught(entry: Entry, kind: str) -> Taught:
    note = NOTE.fullmatch(entry.note)
    ground = (
        (int(note["places"]), note["who"].replace(" and ", ", "), note["decisions"])
        if note
        else (0, "", "")
    )
    after = ", ".join(entry.fixes)
    return Taught(FIX if after else kind, entry.text, after, *ground)
