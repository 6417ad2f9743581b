"""Part 11: scans written back as PDFs, read by poppler, against what is printed on their pages.

The channel has not seen the pairs of the PDF. Words are counted page by page, in the order in
which poppler gives them; the floor has the true words in the places of the read ones.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from bench import report
from bench.channels import Workshop, folds
from bench.data import read_parallel
from bench.scoring import Tally, tally
from vnfix.config import Config
from vnfix.formats.placing import TOKEN
from vnfix.model import Correction, Repair, Safety
from vnfix.pdf.read.reader import read_pdf
from vnfix.pdf.write.writer import encode_pdf
from vnfix.pipeline import repair
from vnfix.train.judging import groups, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.model import Document

FORM = "08"  # with dotted leaders and check boxes: scored apart
DPI = 100
SHOWN = 300  # differences kept for the developer


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned PDF, the text on its pages, and the PDF that the pairs are named after."""

    name: str
    data: bytes
    truth: list[str]
    source: str


def read_scans(shared: Path) -> list[Scan]:
    """Read the scans, in order."""
    folder = shared / "pdf" / "scans"
    rows = json.loads((folder / "index.json").read_text("utf-8"))
    return [
        Scan(
            row["name"],
            (folder / f"{row['name']}.pdf").read_bytes(),
            pages_of((folder / f"{row['name']}.truth.txt").read_text("utf-8")),
            row["src"],
        )
        for row in rows
    ]


def pages_of(text: str) -> list[str]:
    """Cut a text at its form feeds; one at the end begins no page."""
    return text.removesuffix("\f").split("\f")


def with_truth(document: Document, truth: Sequence[str]) -> Repair:
    """Give the document with the true words in the places of those that were read."""
    corrections: list[Correction] = []
    start = 0
    for page, gold in zip(pages_of(document.text), truth, strict=False):
        corrections += _true_words(page, start, gold)
        start += len(page) + 1
    parts: list[str] = []
    end = 0
    for c in corrections:
        parts += (document.text[end : c.start], c.after)
        end = c.end
    return Repair(document.text, "".join([*parts, document.text[end:]]), tuple(corrections))


def _true_words(page: str, start: int, gold: str) -> Iterator[Correction]:
    spans = [m.span() for m in TOKEN.finditer(page)]
    new: list[list[str]] = [[] for _ in spans]
    done = 0
    for group in groups(squeeze(page), squeeze(gold)):
        words = squeeze(gold)[group.low : group.high].split()
        count = len(squeeze(page)[group.start : group.end].split())
        for k in range(count):
            new[done + k] += words[k : k + 1] if k < count - 1 else words[k:]
        if not count and new:
            new[max(done - 1, 0)] += words
        done += count
    for (a, b), words in zip(spans, new, strict=True):
        if (after := " ".join(words)) != page[a:b]:
            yield Correction(start + a, start + b, page[a:b], after, "truth", 1.0, Safety.AUTO)


def poppler_pages(pdf: bytes) -> list[str]:
    """Give the text of the pages as `pdftotext` extracts it.

    Raises:
        RuntimeError: it fails.

    """
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr.decode("utf-8", "replace"))
    return pages_of(run.stdout.decode("utf-8"))


def is_sound(pdf: bytes) -> bool:
    """Whether `qpdf --check` finds nothing wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.pdf"
        path.write_bytes(pdf)
        run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    return run.returncode == 0


def looks_same(one: bytes, other: bytes) -> bool:
    """Whether PDFium draws the same pixels for all pages of two PDFs."""
    from pypdfium2 import PdfDocument

    with closing(PdfDocument(one)) as a, closing(PdfDocument(other)) as b:
        if len(a) != len(b):
            return False
        pictures = ((p.render(scale=DPI / 72).to_numpy() for p in pages) for pages in (a, b))
        return all(x.tobytes() == y.tobytes() for x, y in zip(*pictures, strict=True))


def score(scan: Scan, models: Path) -> tuple[dict[str, Any], dict[str, Tally], list[Any]]:
    """Repair and write one scan; give its figures, its error counts and its differences."""
    config = Config(models=models)
    begin = time.process_time()
    document = read_pdf(scan.data, scan.name, config)
    repaired = repair(document, config)
    written = encode_pdf(document, repaired, scan.data, config)
    seconds = time.process_time() - begin
    floor = encode_pdf(document, with_truth(document, scan.truth), scan.data, config)
    pages = poppler_pages(written)
    read = {
        "raw": poppler_pages(scan.data),
        "text": pages_of(repaired.text),
        "pdf": pages,
        "floor": poppler_pages(floor),
    }
    tallies = {key: tally(zip(scan.truth, got, strict=False)) for key, got in read.items()}
    figures = {
        "pages": len(scan.truth),
        **{f"{key}_WER": tallies[key].wer for key in tallies},
        "CER": tallies["pdf"].cer,
        "size_ratio": len(written) / len(scan.data),
        "same_pixels": looks_same(scan.data, written),
        "sound": is_sound(written),
        "seconds_a_page": seconds / len(scan.truth),
    }
    return figures, tallies, list(differences(scan.truth, pages))


def differences(truth: Sequence[str], got: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield page, true words and extracted words wherever they differ."""
    for number, (a, b) in enumerate(zip(truth, got, strict=False), 1):
        gold, read = a.split(), b.split()
        for op in Levenshtein.opcodes(gold, read):
            if op.tag != "equal":
                before = " ".join(gold[op.src_start : op.src_end])
                yield number, before, " ".join(read[op.dest_start : op.dest_end])


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the scans; the form apart."""
    dealt = folds([sample.name for sample in read_parallel(workshop.shared)])
    files: dict[str, Any] = {}
    details: dict[str, Any] = {}
    totals: dict[str, Tally] = {key: Tally() for key in ("raw", "text", "pdf", "floor")}
    for scan in read_scans(workshop.shared):
        (names,) = (fold for fold in dealt if scan.source in fold)
        models = workshop.models_without(names)
        files[scan.name], tallies, details[scan.name] = score(scan, models)
        if not scan.name.startswith(FORM):
            for key, part in tallies.items():
                _add(totals[key], part)
    scored = [row for name, row in files.items() if not name.startswith(FORM)]
    return {
        **{f"{key}_WER": total.wer for key, total in totals.items()},
        "words": totals["pdf"].words,
        "worst_size_ratio": max(row["size_ratio"] for row in files.values()),
        "same_pixels": sum(row["same_pixels"] for row in files.values()) / len(files),
        "sound": sum(row["sound"] for row in files.values()) / len(files),
        "seconds_a_page": sum(row["seconds_a_page"] for row in scored) / len(scored),
        "files": files,
        report.DETAILS: {name: found[:SHOWN] for name, found in details.items()},
    }


def _add(total: Tally, part: Tally) -> None:
    total.words += part.words
    total.word_errors += part.word_errors
    total.characters += part.characters
    total.character_errors += part.character_errors
