"""The scored documents: garbled lines, gold, and what the engine made of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnfix.train.judging import squeeze

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Repair

Engine = Callable[[str], "Repair"]

# Page headers of the Official Gazette: every document has them, and a rule is made for them.
HEADER = re.compile("CÔNG BÁO/Số")
SEEDS = ("000", "001", "002", "004")


@dataclass(frozen=True, slots=True)
class Row:
    """A line with gold: its number from 0, what was read, what is printed, level of damage."""

    line: int
    raw: str
    gold: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A garbled document and its gold."""

    name: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A document as repaired by an engine that has not learned from it."""

    sample: Sample
    repair: Repair
    lines: list[str] = field(default_factory=list)

    @classmethod
    def run(cls, sample: Sample, engine: Engine) -> Scored:
        """Repair a document.

        Raises:
            ValueError: another number of lines came out than went in.

        """
        repair = engine(sample.text)
        lines = repair.text.split("\n")
        if len(lines) != sample.text.count("\n") + 1:
            raise ValueError(f"{sample.name}: {len(lines)} lines came out of another number")
        return cls(sample, repair, lines)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield (gold, got) of every line with gold."""
        return ((row.gold, self.lines[row.line]) for row in self.sample.rows)


def read_table(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_seed(shared: Path, name: str) -> Sample:
    """Read a seed and the certain lines of its gold.

    Raises:
        ValueError: the gold is for another text.

    """
    text = (shared / "seeds" / f"{name}.txt").read_text("utf-8")
    lines = text.split("\n")
    rows = [
        Row(int(number) - 1, garbled, gold)
        for number, garbled, gold, flag in read_table(shared / "gold" / f"{name}.tsv")
        if flag == "ok"
    ]
    if any(squeeze(lines[row.line]) != squeeze(row.raw) for row in rows):
        raise ValueError(f"{name}: the gold is for another text")
    return Sample(name, text, tuple(rows))


def read_parallel(shared: Path) -> list[Sample]:
    """Read the pairs of lines, one document for each PDF; headers of pages are not scored."""
    found: dict[str, list[Row]] = {}
    for pdf, _page, level, truth, observed in read_table(shared / "parallel" / "tess_eng.tsv"):
        if level != "level":  # a header row
            rows = found.setdefault(pdf, [])
            rows.append(Row(len(rows), observed, truth, level))
    return [
        Sample(
            pdf,
            "\n".join(row.raw for row in rows),
            tuple(row for row in rows if not HEADER.search(row.gold)),
        )
        for pdf, rows in sorted(found.items())
    ]


def truth_of(sample: Sample) -> Sample:
    """Give the printed lines of a document as if they were the text layer."""
    rows = tuple(Row(k, row.gold, row.gold, row.level) for k, row in enumerate(sample.rows))
    return Sample(sample.name, "\n".join(row.gold for row in rows), rows)
