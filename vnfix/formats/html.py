"""A page that shows a document and its repair side by side, its changed words marked.

One file without scripts that needs no network. The marks tell kind and certainty by colour and
by sign. All text of the document is escaped.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.apply import in_order
from vnfix.formats.templates import render
from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.model import Correction, Document, Line, Repair

HERE = Path(__file__).parent
NAME = "diff"
READING = "reading"
SURE, LIKELY, DOUBTFUL = "sure", "likely", "doubtful"
# From which confidence on a correction that asks is likely rather than doubtful.
LIKELY_FROM = 0.8
LEAST_SHOWN = 0.01
# How many of the most doubtful corrections stand on top.
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Mark:
    """A correction as the page shows it.

    Attributes:
        before: the text as read.
        after: what it becomes.
        kind: a key of `[kind]` in diff.toml.
        level: a key of `[level]`.
        confidence: probability that it is right.
        alternatives: other readings with their probabilities.

    """

    before: str
    after: str
    kind: str
    level: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line: the text that stays and the marks, in order."""

    number: int
    pieces: list[str | Mark]
    changed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page."""

    number: int
    rows: list[Row]
    corrections: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class DiffView:
    """All that the page shows.

    Attributes:
        name: the document's name.
        words: number of words.
        lines: number of lines.
        changed: number of lines with a correction.
        corrections: number of corrections.
        kinds: how many corrections of each kind, commonest first.
        levels: how many of each level.
        first: line number and mark of the most doubtful corrections.
        pages: the pages.

    """

    name: str
    words: int
    lines: int
    changed: int
    corrections: int
    kinds: Mapping[str, int]
    levels: Mapping[str, int]
    first: list[tuple[int, Mark]]
    pages: list[Page] = field(repr=False)


def encode_html(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the page for a repair, in UTF-8; arguments as all writers have them."""
    del source, config
    from vnfix.version import __version__

    page = render(HERE, NAME, {"view": view_of(document, repair), "version": __version__})
    return page.lstrip().encode("utf-8", "replace")


def view_of(document: Document, repair: Repair) -> DiffView:
    """Return what the page shows of a repair."""
    kinds = tomllib.loads((HERE / f"{NAME}.toml").read_text("utf-8"))["fixers"]
    rows: list[tuple[int, Row]] = []
    for line, corrections in corrected_lines(document, repair.corrections):
        parts = [p if isinstance(p, str) else mark(p, kinds) for p in pieces(line, corrections)]
        rows.append((line.page, Row(line.number, parts, bool(corrections))))
    pages = [_page(number, [row for _, row in group]) for number, group in groupby(rows, _number)]
    marks = [(row.number, m) for _, row in rows for m in _marks(row)]
    level = Counter(m.level for _, m in marks)
    asked = sorted((x for x in marks if x[1].level != SURE), key=lambda x: x[1].confidence)
    return DiffView(
        document.name,
        len(document.text.split()),
        len(rows),
        sum(row.changed for _, row in rows),
        len(marks),
        dict(Counter(m.kind for _, m in marks).most_common()),
        {name: level[name] for name in (SURE, LIKELY, DOUBTFUL)},
        asked[:SHOWN],
        pages,
    )


def mark(correction: Correction, kinds: Mapping[str, str]) -> Mark:
    """Return a correction as the page shows it; `kinds` gives the kind of a fixer."""
    level = LIKELY if correction.confidence >= LIKELY_FROM else DOUBTFUL
    return Mark(
        correction.before,
        correction.after,
        kinds.get(correction.fixer.partition(":")[0], READING),
        SURE if correction.safety is Safety.AUTO else level,
        correction.confidence,
        tuple((text, p) for text, p in correction.alternatives if p >= LEAST_SHOWN),
    )


def _number(row: tuple[int, Row]) -> int:
    return row[0]


def _page(number: int, rows: list[Row]) -> Page:
    marks = [m for row in rows for m in _marks(row)]
    return Page(number, rows, len(marks), sum(m.level == DOUBTFUL for m in marks))


def _marks(row: Row) -> list[Mark]:
    return [p for p in row.pieces if isinstance(p, Mark)]


# A line in pieces: what stays, and what is corrected; for all who show a repair.


def corrected_lines(
    document: Document, corrections: Iterable[Correction]
) -> Iterator[tuple[Line, list[Correction]]]:
    """Yield every line with its corrections, in the order of the text.

    An added line is one without text, under the number of the line that it stands before.
    """
    rows = in_order(corrections)
    k = 0
    for line in document.lines:
        here = []
        while k < len(rows) and rows[k].end <= line.end:
            if rows[k].box:
                yield line._replace(start=rows[k].start, text=""), [rows[k]]
            else:
                here.append(rows[k])
            k += 1
        yield line, here


def pieces(line: Line, corrections: Sequence[Correction]) -> Iterator[str | Correction]:
    """Yield a line in order: its corrections, and the text that stays between them.

    >>> from vnfix.model import Line, Safety, Correction
    >>> c = Correction(3, 7, "c6ch", "cách", "decode", 0.9, Safety.AUTO)
    >>> [p if isinstance(p, str) else p.after for p in pieces(Line(1, 1, 0, "co c6ch."), [c])]
    ['co ', 'cách', '.']

    """
    at = line.start
    for c in corrections:
        if c.start > at:
            yield line.text[at - line.start : c.start - line.start]
        yield c
        at = c.end
    if at < line.end:
        yield line.text[at - line.start :]
