"""Part 8: rows of a table repaired alone, page by page, and with their whole document."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import vnfix
from bench.channels import ROOT
from bench.data import read_parallel
from bench.scoring import Tally
from vnfix.adapters.grouping import fix_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from bench.channels import Workshop

CORPUS = ROOT / "corpus"


WORDS, SINGLE, MANY = 10, 1_000, 10_000


def ten_words(workshop: Workshop) -> dict[str, float]:
    """Measure rows of ten garbled words, rows for each second of the processor.

    `fix_text` on single rows from all over; `fix_texts` on 10,000 rows, each by itself, and as
    the rows of their documents. Only speed: the shipped channel has seen some of them. Two worker
    processes are measured by the clock, their start included, against none.
    """
    rows = [
        (sample.name, " ".join(row.raw.split()[:WORDS]))
        for sample in read_parallel(workshop.shared)
        for row in sample.rows
        if len(row.raw.split()) >= WORDS
    ]
    vnfix.fix_text("Ke hoach")
    spread = [text for _, text in rows[:: max(len(rows) // SINGLE, 1)]][:SINGLE]
    many = (rows * (MANY // len(rows) + 1))[:MANY]
    texts, names = [text for _, text in many], [name for name, _ in many]
    single, _ = _seconds(lambda: [vnfix.fix_text(text) for text in spread])
    ungrouped, alone = _seconds(lambda: list(vnfix.fix_texts(texts)))
    documents, _ = _seconds(lambda: list(vnfix.fix_texts(texts, names)))
    _, together = _seconds(lambda: list(vnfix.fix_texts(texts, jobs=2)))
    return {
        "fix_text": SINGLE / single,
        "ungrouped": MANY / ungrouped,
        "documents": MANY / documents,
        "two_jobs_ratio": alone / together,
    }


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return what work takes of the processor, and by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure on the lines of `corpus/`, which the shipped channel has not seen."""
    speed = ten_words(workshop)
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
    raw = {"WER": _tally(truths, rows).wer}
    return {"rows": len(rows), "raw": raw, **result, "ten_words": speed}


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
