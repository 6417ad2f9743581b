"""Whether what was learned helps: tried on decisions that it was not learned from.

The decisions of each document are dealt out to two halves by blocks of lines. Half of them teach;
the documents are read anew with and without that, and the other half says which words are wrong.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.apply import overlap
from vnfix.pipeline import repair
from vnfix.review import Filters, State, documents, select, text_of
from vnfix.review.items import DECIDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.model import Correction, Document
    from vnfix.review import Place, Store

BLOCK = 4
"""Lines that stay together in one half: a series of neighbours is no independent witness."""
LEAST_PLACES = 20
"""Fewer decisions left out tell nothing."""
MOST_DOCUMENTS = 5
"""Documents that are read anew, those with most decisions."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a lesson changes on decisions that it was not learned from.

    Attributes:
        places: how many of these there are.
        before: how many are read wrongly without the lesson.
        after: how many with it.

    """

    places: int
    before: int
    after: int

    @property
    def helps(self) -> bool:
        """Whether it does at least no harm."""
        return self.after <= self.before


def teaches(line: int) -> bool:
    """Whether the decisions of a line are among those that teach in a trial.

    >>> [teaches(n) for n in (1, 4, 5, 8, 9)]
    [True, True, False, False, True]
    """
    return (line - 1) // BLOCK % 2 == 0


def tried(
    stores: Sequence[Store], config: Config, ways: Callable[[Path], Mapping[str, Config]]
) -> dict[str, Trial]:
    """Return how each way of using a lesson does.

    Args:
        stores: open stores.
        config: the options without the lesson.
        ways: writes what the teaching half says into a folder and returns the options with it, by
            the names of the ways.

    Returns:
        A trial by the name of each way; empty where too little was decided to tell.

    """
    exams = list(_exams(stores))
    count = sum(len(places) for _, places in exams)
    if count < LEAST_PLACES:
        return {}
    before = sum(errors(document, places, config) for document, places in exams)
    with tempfile.TemporaryDirectory() as name:
        return {
            way: Trial(count, before, sum(errors(d, places, options) for d, places in exams))
            for way, options in ways(Path(name)).items()
        }


def _exams(stores: Sequence[Store]) -> Iterator[tuple[Document, list[Place]]]:
    """Yield documents with the decisions that are left out, those with most of them first."""
    found = []
    for store in stores:
        for known in documents(store):
            if known.state in (State.READY, State.REPLACED):
                decided = select(store, Filters(DECIDED, documents=[known.id]))
                places = [p for p in decided if not p.conflict and not teaches(p.line)]
                found.append((len(places), known.id, store, places))
    found.sort(key=lambda row: (-row[0], row[1]))
    for count, number, store, places in found[:MOST_DOCUMENTS]:
        if count:
            yield text_of(store, number), places


def errors(document: Document, places: Sequence[Place], config: Config) -> int:
    """Return at how many decided places a document is read otherwise than decided."""
    made = repair(document, config).corrections
    return sum(_read_as(document, made, p) != p.decided for p in places)


def _read_as(document: Document, made: Sequence[Correction], p: Place) -> str:
    """Return what stands at a place after the corrections, with all of a wider one."""
    span = (p.correction.start, p.correction.end)
    here = [c for c in made if overlap((c.start, c.end), span)]
    if not here:
        return p.correction.before
    text, at = "", min(span[0], here[0].start)
    for c in here:
        text += document.text[at : c.start] + c.after
        at = c.end
    text += document.text[at : max(span[1], at)]
    head = document.text[min(span[0], here[0].start) : span[0]]
    tail = document.text[span[1] : max(span[1], here[-1].end)]
    text = text.removeprefix(head) if head else text
    return text.removesuffix(tail) if tail else text
