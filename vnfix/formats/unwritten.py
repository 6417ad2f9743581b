"""What a writer could not put into its format: said in a warning, and noted for those who ask."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Unwritten(NamedTuple):
    """A place that keeps its old text in what was written.

    Attributes:
        after: what should stand there.
        page: 1-based.
        line: 1-based number among the document's lines, 0 where it is not known.
        before: what stands there, "" where it is not known.
        font: a font of a PDF whose letters all keep their meaning; the rest is empty then.

    """

    after: str
    page: int
    line: int = 0
    before: str = ""
    font: str = ""


_NOTES: ContextVar[list[Unwritten] | None] = ContextVar("unwritten", default=None)


@contextmanager
def noting_unwritten() -> Iterator[list[Unwritten]]:
    """Give a list that what is not written within is added to."""
    notes: list[Unwritten] = []
    before = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(before)


def note_unwritten(places: Iterable[Unwritten]) -> None:
    """Add places to the list of who wants to know, if anybody does."""
    notes = _NOTES.get()
    if notes is not None:
        notes.extend(places)
