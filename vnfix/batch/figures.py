"""What a report tells of one document: figures, and a few lines before and after."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vnfix.diagnosis import Diagnosis
    from vnfix.model import Correction, Document, Line, Repair

SNIPPETS = 2  # for each document
LONGEST = 160  # characters of a snippet


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line before and after.

    Attributes:
        page: 1-based.
        line: 1-based number among the document's lines.
        pieces: (before, after) from left to right; alike where nothing was changed.

    """

    page: int
    line: int
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found in a document, and what was changed.

    Attributes:
        pages: number of pages.
        words: number of words.
        kind: the document's kind of damage.
        kinds: kind of damage -> number of words in lines with it.
        health: share of the words that stand in healthy lines, 0 to 1.
        corrections: number of corrections.
        doubtful: how many of them a person should see.
        wrong: how many of them are likely wrong: the sum of their doubts.
        snippets: the lines with the most changes.

    """

    pages: int
    words: int
    kind: str
    kinds: dict[str, int]
    health: float
    corrections: int
    doubtful: int
    wrong: float
    snippets: tuple[Snippet, ...] = ()

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Figures:
        """Return the figures from their fields as JSON has them."""
        snippets = tuple(
            Snippet(s["page"], s["line"], tuple((before, after) for before, after in s["pieces"]))
            for s in record["snippets"]
        )
        return cls(**dict(record) | {"snippets": snippets})


def figures_of(document: Document, repair: Repair, diagnosis: Diagnosis) -> Figures:
    """Return the figures of a repaired document."""
    changes = repair.corrections
    return Figures(
        len(document.pages) or (document.lines[-1].page if document.lines else 1),
        diagnosis.words,
        str(diagnosis.kind),
        {str(kind): round(share * diagnosis.words) for kind, share in diagnosis.kinds.items()},
        round(diagnosis.health, 4),
        len(changes),
        sum(c.safety is Safety.REVIEW for c in changes),
        round(sum(1.0 - c.confidence for c in changes), 1),
        snippets_of(document, changes),
    )


def snippets_of(document: Document, corrections: Sequence[Correction]) -> tuple[Snippet, ...]:
    """Return the lines with the most changes, in the order of the text."""
    starts = [c.start for c in corrections]
    changes: list[tuple[int, Line, Sequence[Correction]]] = []
    for line in document.lines if corrections else ():
        here = corrections[bisect_left(starts, line.start) : bisect_left(starts, line.end + 1)]
        if here:
            size = sum(len(c.before) for c in here if c.end - line.start <= LONGEST)
            changes.append((size, line, here))
    most = sorted(changes, key=lambda change: -change[0])[:SNIPPETS]
    rows = sorted(most, key=lambda change: change[1].start)
    return tuple(Snippet(line.page, line.number, _pieces(line, here)) for _, line, here in rows)


def _pieces(line: Line, corrections: Sequence[Correction]) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    at = 0
    for c in corrections:
        start, end = c.start - line.start, c.end - line.start
        if end > LONGEST:
            break
        if start > at:
            pieces.append((line.text[at:start],) * 2)
        pieces.append((c.before, c.after))
        at = end
    rest = line.text[at:LONGEST] + ("…" if len(line.text) > LONGEST else "")
    return (*pieces, (rest, rest)) if rest else tuple(pieces)
