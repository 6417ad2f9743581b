"""Part 4: no harm. Words changed in clean official text, compared after NFC on both sides."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import report
from bench.channels import ROOT, Workshop
from bench.data import Engine, Scored, truth_of
from bench.parallel import by_fold
from bench.scoring import moved_words

if TYPE_CHECKING:
    from vnfix.model import Repair

PER = 100_000


def changed(repair: Repair) -> tuple[int, int]:
    """Count the words that a repair changed, and all words."""
    before, after = (
        unicodedata.normalize("NFC", text).split("\n") for text in (repair.original, repair.text)
    )
    return moved_words(before, after)


def rate(counts: list[tuple[int, int]]) -> dict[str, float]:
    """Give changed words in 100,000."""
    moved, words = (sum(pair[k] for pair in counts) for k in (0, 1))
    return {"changed": moved, "words": words, "per_100000": moved * PER / words if words else 0.0}


def _pdf_text(path: Path) -> str:
    from vnfix.config import Config
    from vnfix.formats.reading import read

    return read(path, Config()).text


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure clean PDFs and true lines, each with an engine not trained on the PDF's pairs."""
    pdfs = {path.name: path for path in (workshop.shared / "pdf" / "clean").glob("*.pdf")}
    lines: list[tuple[int, int]] = []
    pages: list[tuple[int, int]] = []
    samples: dict[str, list[list[str]]] = {"lines": [], "pages": []}
    for engine, fold in by_fold(workshop):
        for sample in fold:
            repair = Scored.run(truth_of(sample), engine).repair
            lines.append(changed(repair))
            samples["lines"] += first_changes(repair)
            pdf = pdfs.pop(Path(sample.name).name, None)
            if pdf is not None:
                repair = engine(_pdf_text(pdf))
                pages.append(changed(repair))
                samples["pages"] += first_changes(repair)
    if pdfs:
        raise ValueError(f"clean PDFs that no fold holds: {sorted(pdfs)}")
    return {
        "true_lines": rate(lines),
        "clean_pdfs": rate(pages),
        "all": rate(lines + pages),
        "own_corpus": rate(_own(workshop.engine_without([]))),
        report.DETAILS: samples,
    }


def _own(engine: Engine) -> list[tuple[int, int]]:
    truths = sorted((ROOT / "corpus").glob("*/true.txt"))
    return [changed(engine(path.read_text("utf-8"))) for path in truths]


def first_changes(repair: Repair, count: int = 20) -> list[list[str]]:
    """Give what was changed, (before, after), for a look at the harm."""
    return [[c.before, c.after, c.fixer] for c in repair.corrections[:count]]
