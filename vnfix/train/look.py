"""Fits how much a second reading of the page is believed (`models/look.json`).

`python -m vnfix.train.look SCANS -o look.json --models DIR`: SCANS holds PDFs of page pictures with
a garbled text layer, and the true text of each as NAME.truth.txt (`python -m tools.rescan` makes
them of healthy PDFs). The tables of DIR must not have seen them.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from vnfix.config import Config
from vnfix.data.tables import write_facts
from vnfix.decode.rounds import outcome
from vnfix.look.evidence import FORMAT, LIKE, NAMES, VERSION, likeness, nothing
from vnfix.look.hearing import listen
from vnfix.look.second import Places
from vnfix.look.tesseract import find_tesseract
from vnfix.pdf.read.reader import read_pdf
from vnfix.pipeline import plan
from vnfix.train.ranking import begins, newton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.look.tesseract import Tesseract

SECONDS = 120.0


class Example(NamedTuple):
    """A place whose true text is known.

    Attributes:
        readings: the values of LIKE of each reading.
        none: the values of NONE.
        answer: number of the right reading; as many as there are where none is right.

    """

    readings: list[tuple[float, ...]]
    none: tuple[float, ...]
    answer: int


def study(scan: Path, models: Path, engine: Tesseract) -> Iterator[Example]:
    """Yield the places of one scan."""
    config = Config(models=models, look=True)
    document = read_pdf(scan.read_bytes(), scan.name, config)
    planned = plan(document, config)
    resources = planned.analysis.resources
    read = outcome(planned.task, resources, config)
    if read.charts is None:
        return
    places = Places.of(document, read, resources)
    rows = places.rows(sorted(places.lines))
    heard = listen(document.source, engine, rows, SECONDS)
    spots = [spot for row in rows for spot in row.spots]
    truth = scan.with_suffix(".truth.txt").read_text("utf-8").split()
    for spot, true in zip(spots, told([s.group.after.split() for s in spots], truth), strict=True):
        said = heard.get((spot.group.start, spot.group.end))
        if said is None or true is None:
            continue
        texts, known = places.known(spot, said)
        values = [likeness(t, p, said) for t, p in zip(texts, known, strict=False)]
        answer = texts.index(true) if true in texts else len(texts)
        yield Example(values, nothing(known[-1], said), answer)


def told(read: Sequence[Sequence[str]], true: Sequence[str]) -> list[str | None]:
    """Return the true text of each place, None where it cannot be told.

    >>> told([["năm"], ["nay", "la"], ["x"], ["y"]], ["năm", "nay", "là"])
    ['năm', 'nay là', None, None]
    """
    words = [w for place in read for w in place]
    said: list[str | None] = [None] * len(words)
    for op in Levenshtein.opcodes(words, list(true)):
        count = op.src_end - op.src_start
        if op.tag == "equal" or (op.tag == "replace" and count == op.dest_end - op.dest_start):
            said[op.src_start : op.src_end] = true[op.dest_start : op.dest_end]
    found: list[str | None] = []
    at = 0
    for place in read:
        parts = said[at : at + len(place)]
        at += len(place)
        found.append(None if not parts or None in parts else " ".join(map(str, parts)))
    return found


def fit(rows: Sequence[Example]) -> list[float]:
    """Return the weights, in the order of NAMES."""
    import numpy as np

    first = begins(len(row.readings) + 1 for row in rows)
    x = np.zeros((first.pop(), len(NAMES)))
    for at, row in zip(first, rows, strict=True):
        last = at + len(row.readings)
        x[at:last, : len(LIKE)] = row.readings
        x[last, len(LIKE) :] = row.none
    answers = [at + row.answer for at, row in zip(first, rows, strict=True)]
    return newton(x, np.array(first), answers)


def build_look(scans: Sequence[Path], models: Path, path: Path) -> dict[str, Any]:
    """Fit the weights and write them to `path`."""
    engine = find_tesseract()
    rows = [row for scan in scans for row in study(scan, models, engine)]
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "names": list(NAMES),
        "weights": fit(rows),
        "places": len(rows),
        "scans": len(scans),
        "engine": engine.name,
    }
    write_facts(path, facts)
    return facts


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m vnfix.train.look", description=__doc__)
    parser.add_argument("scans", type=Path, help="folder of NAME.pdf and NAME.truth.txt")
    parser.add_argument("--models", type=Path, required=True, help="tables that have not seen them")
    parser.add_argument("-o", "--output", type=Path, required=True, help="look.json")
    options = parser.parse_args()
    build_look(sorted(options.scans.glob("*.pdf")), options.models, options.output)


if __name__ == "__main__":
    main()
