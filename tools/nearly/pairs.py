"""Bring the lines that were read to the lines that are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.fuzz import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.nearly.pages import Job

ALIKE = 60.0  # least likeness of a line and what it was read as, of 100
NUMBER = re.compile(r"so-(\d+-(?:\d{4}|vbhn))")


class Row(NamedTuple):
    """A line as it was read.

    Attributes:
        group: of documents with the same text.
        source: page and level.
        level: of degradation.
        truth: what is printed there; "" where that is not known.
        read: what the engine read.

    """

    group: str
    source: str
    level: str
    truth: str
    read: str


def group_of(key: str) -> str:
    """Return what the pages of one text have in common, scans and drawn ones alike.

    >>> group_of("nghi-dinh-so-74-2025-nd-cp-44712.01.L1"), group_of("plan.01.scan")
    ('74-2025', 'plan')
    """
    m = NUMBER.search(key)
    return m.group(1) if m else key.split(".")[0]


def rows_of(job: Job, work: Path) -> Iterator[Row]:
    """Yield the lines of a page that has been read."""
    read = [line for line in (work / f"{job.key}.txt").read_text("utf-8").split("\n") if line]
    free = list(job.truth)
    for line in (" ".join(line.split()) for line in read):
        best = max(free, key=lambda truth: ratio(truth, line), default="")
        if ratio(best, line) < ALIKE:
            best = ""
        else:
            free.remove(best)
        yield Row(group_of(job.key), job.key, job.level, " ".join(best.split()), line)
