"""Which lines the guessing fixers work on: those that a detector found damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.model import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vnfix.config import Config
    from vnfix.model import Document, Finding

# Damage that needs guessing; the other kinds have fixers that know the answer.
GUESSED = frozenset({Damage.OCR, Damage.MIXED, Damage.LOST_GLYPHS, Damage.UNACCENTED})


def sick_lines(document: Document, findings: Iterable[Finding], config: Config) -> list[int]:
    """Return the indices of the lines to work on, in order: all of them without a gate."""
    if not config.gate:
        return list(range(len(document.lines)))
    return sorted({f.line for f in findings if f.kind in GUESSED})


def sick_spans(
    document: Document, findings: Iterable[Finding], config: Config
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each run of successive lines to work on, line ends inside included."""
    start = end = -1
    last = -2
    for k in sick_lines(document, findings, config):
        if k != last + 1:
            if last >= 0:
                yield start, end
            start = document.lines[k].start
        end = document.lines[k].end
        last = k
    if last >= 0:
        yield start, end
