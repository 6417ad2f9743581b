"""Part 8: rows of a table repaired alone, page by page, and with their whole document."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import vnfix
from bench.channels import ROOT
from bench.scoring import Tally
from vnfix.adapters.grouping import fix_rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from bench.channels import Workshop

CORPUS = ROOT / "corpus"


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure on the lines of `corpus/`, which the shipped channel has not seen."""
    del workshop
    names = sorted(path.parent.name for path in CORPUS.glob("*/garbled.txt"))
    vnfix.fix_text("Ke hoach")
    documents = [_rows(name, "garbled.txt") for name in names]
    truths = [text for name in names for text, _ in _rows(name, "true.txt")]
    rows = [text for document in documents for text, _ in document]
    pages = [(k, page) for k, document in enumerate(documents) for _, page in document]
    ways: dict[str, Sequence[Hashable] | None] = {
        "rows_alone": None,
        "pages": pages,
        "documents": [k for k, _ in pages],
    }
    result = {way: _measured(rows, truths, groups) for way, groups in ways.items()}
    return {"rows": len(rows), "raw": {"WER": _tally(truths, rows).wer}, **result}


def _rows(name: str, file: str) -> list[tuple[str, int]]:
    """Return the lines of a document and the page of each."""
    pages = (CORPUS / name / file).read_text("utf-8").split("\f")
    return [(line, number) for number, page in enumerate(pages) for line in page.splitlines()]


def _measured(
    rows: list[str], truths: list[str], groups: Sequence[Hashable] | None
) -> dict[str, float]:
    start = time.process_time()
    fixed = [str(row) for row in fix_rows(rows, groups)]
    seconds = time.process_time() - start
    return {"WER": _tally(truths, fixed).wer, "rows_per_s": len(rows) / seconds}


def _tally(truths: list[str], rows: list[str]) -> Tally:
    tally = Tally()
    for truth, row in zip(truths, rows, strict=True):
        tally.add(truth, row)
    return tally
