"""Part 18: a second look at the page, beside the first reading alone and a new reading alone.

The scans of the data folder, and pages of healthy PDFs that are scanned badly at three levels
(`tools.rescan`). No channel has seen their pairs, no language model their text, and the weights of
the second look are those of other documents. Words are counted page by page.
"""

from __future__ import annotations

import logging
import os
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench import lost, numbers, report
from bench.channels import ROOT, Workshop
from bench.data import read_parallel
from bench.ocr import TESSERACT, read_pages
from bench.scans import FORM, pages_of, read_scans
from bench.scoring import Tally, squeeze, tally
from vnfix.config import Config
from vnfix.look.tesseract import find_tesseract
from vnfix.pdf.read.reader import read_pdf
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Of the PDFs whose text no table has seen, those that the weights have not learned from.
HELD = ("463-vbhn", "95-2025", "74-2025")
PAGES = 3
WORSE = 0.002
DPI = 200
SAID = "damaged lines read again"


@dataclass(frozen=True, slots=True)
class Work:
    """A scan and what is printed on its pages."""

    name: str
    group: str
    data: bytes
    truth: list[str]


@dataclass(slots=True)
class Sums:
    """What one way of reading makes of a group of scans."""

    tally: Tally = field(default_factory=Tally)
    named: int = 0
    lost: int = 0
    seconds: float = 0.0

    def add(self, truth: Sequence[str], got: Sequence[str]) -> list[float]:
        """Count the pages of a scan; give the WER of each."""
        found = []
        for gold, text in zip(truth, got, strict=False):
            page = tally([(gold, text)])
            self.tally.words += page.words
            self.tally.word_errors += page.word_errors
            found.append(page.wer)
            wanted, lost = named(gold, text)
            self.named += wanted
            self.lost += lost
        return found

    def figures(self, pages: int) -> dict[str, float]:
        """Give WER, share of numbers and codes that came out wrong, and seconds a page."""
        return {
            "WER": self.tally.wer,
            "numbers_wrong": self.lost / max(self.named, 1),
            "seconds_a_page": self.seconds / max(pages, 1),
        }


def named(gold: str, text: str) -> tuple[int, int]:
    """Count the numbers, codes and names of a page, and those that a text lacks.

    Names are words with a capital that stand behind a word without a mark.
    """
    words = squeeze(gold).split()
    wanted = [
        word.strip(numbers.OUTER)
        for before, word in zip([".", *words], words, strict=False)
        if numbers.kind(word) or (word[:1].isupper() and before[-1].isalpha())
    ]
    left: dict[str, int] = defaultdict(int)
    for word in squeeze(text).split():
        left[word.strip(numbers.OUTER)] += 1
    lost = 0
    for word in wanted:
        if left[word]:
            left[word] -= 1
        else:
            lost += 1
    return len(wanted), lost


def degraded(workshop: Workshop) -> Iterator[Work]:
    """Yield pages of healthy PDFs, scanned badly; they are made once."""
    folder = workshop.work / "rescans"
    pdfs = sorted((workshop.shared / "pdf" / "clean").glob("*.pdf"))
    chosen = [str(pdf) for pdf in pdfs if any(name in pdf.name for name in HELD)]
    if not (folder / "done").exists():
        command = [sys.executable, "-m", "tools.rescan", str(folder), *chosen]
        subprocess.run([*command, "--pages", str(PAGES)], cwd=ROOT, check=True)
        (folder / "done").touch()
    for pdf in sorted(folder.glob("*.pdf")):
        truth = pdf.with_suffix(".truth.txt").read_text("utf-8")
        yield Work(pdf.stem, pdf.stem[-2:], pdf.read_bytes(), [truth])


def works(workshop: Workshop) -> Iterator[Work]:
    """Yield all that is measured."""
    for scan in read_scans(workshop.shared):
        group = "form" if scan.name.startswith(FORM) else "scans"
        yield Work(scan.name, group, scan.data, scan.truth)
    yield from degraded(workshop)


@contextmanager
def shares() -> Iterator[list[tuple[int, int]]]:
    """Note how many lines are read again, and of how many."""
    found: list[tuple[int, int]] = []

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said = re.search(rf": (\d+) of (\d+) {SAID}", record.getMessage())
            if said:
                found.append((int(said[1]), int(said[2])))

    log = logging.getLogger("vnfix.look.second")
    note, level = Note(), log.level
    log.addHandler(note)
    log.setLevel(logging.INFO)
    try:
        yield found
    finally:
        log.removeHandler(note)
        log.setLevel(level)


def models(workshop: Workshop) -> Path:
    """Give tables whose channel has seen no pair of the measured PDFs."""
    sources = {scan.source for scan in read_scans(workshop.shared)}
    clean = {pdf.name for pdf in (workshop.shared / "pdf" / "clean").glob("*.pdf")}
    names = [sample.name for sample in read_parallel(workshop.shared)]
    left = [n for n in names if n in sources or n.split("/")[-1] in clean]
    folder = workshop.models_without(left)
    shutil.copy(ROOT / "vnfix" / "models" / "look.json", folder)
    return folder


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the three ways of reading."""
    tables = models(workshop)
    sums: dict[str, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    pages: dict[str, int] = defaultdict(int)
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    worse = 0
    details: dict[str, Any] = {}
    for work in works(workshop):
        rows = {}
        pages[work.group] += len(work.truth)
        for way in ("alone", "again", "both"):
            begin = cpu()
            with shares() as noted:
                got = _read(work, tables, way)
            total = sums[work.group][way]
            total.seconds += cpu() - begin
            rows[way] = total.add(work.truth, got)
            for again, of in noted:
                lines[work.group][0] += again
                lines[work.group][1] += of
        worse += sum(b > a + WORSE for a, b in zip(rows["alone"], rows["both"], strict=True))
        details[work.name] = rows
    groups = {
        group: {
            **{way: total.figures(pages[group]) for way, total in ways.items()},
            "lines_read_again": lines[group][0] / max(lines[group][1], 1),
        }
        for group, ways in sorted(sums.items())
    }
    return {
        "groups": groups,
        "pages": sum(pages.values()),
        "lost_lines": lost_figures(workshop),
        "pages_worse": worse / max(sum(pages.values()), 1),
        report.DETAILS: details,
    }


def lost_figures(workshop: Workshop) -> dict[str, float]:
    """Give how many lines come back that are taken out of the text layers of the scans."""
    engine, chance, config = find_tesseract(), random.Random(lost.SEED), Config(look=True)
    counts = [
        lost.count(scan, read_pdf(scan.data, scan.name, config), engine, chance)
        for scan in read_scans(workshop.shared)
    ]
    return lost.total(counts).figures()


def _read(work: Work, tables: Path, way: str) -> list[str]:
    if way == "again":  # by tesseract's Vietnamese model alone
        return read_pages(work.data, DPI, TESSERACT, "vie")
    config = Config(models=tables, look=way == "both")
    document = read_pdf(work.data, work.name, config)
    return pages_of(repair(document, config).text)


def cpu() -> float:
    """Give the seconds of processor time of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
