"""Pages of healthy PDFs and of scans, scanned badly, and read with tesseract's Vietnamese model."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from PIL import Image

from tools.garble.scan import Degrade, degrade
from vnfix.config import Config
from vnfix.formats.reading import read

PAGES = 4  # of a document, at most
AS_IT_IS = "scan"
LEVELS = {
    "L1": Degrade(200, 0.2, 0.7, 90, 150, 21),
    "L2": Degrade(150, 0.4, 0.9, 120, 160, 22),
}
DRAWN = ("pdf/clean", "pdf/clean_more")
SCAN_DPI = 200


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be read.

    Attributes:
        document: its PDF.
        page: from 1.
        level: of degradation; `AS_IT_IS` for what is a scan.

    """

    document: Path
    page: int
    level: str

    @property
    def key(self) -> str:
        """Name of what was read, unique."""
        name = self.document.parent.name if self.document.stem == "scan" else self.document.stem
        return f"{name}.{self.page:02}.{self.level}"

    @property
    def truth(self) -> list[str]:
        """The printed lines."""
        if self.level in LEVELS:
            return _printed(self.document).get(self.page, [])
        beside = self.document.with_suffix(".truth.txt")
        whole = beside if beside.exists() else self.document.with_name("true.txt")
        page = whole.read_text("utf-8").split("\f")[self.page - 1]
        return [line for line in page.split("\n") if line.strip()]


@lru_cache(maxsize=32)
def _printed(path: Path) -> dict[int, list[str]]:
    pages: dict[int, list[str]] = {}
    for line in read(path, Config()).lines:
        if line.text.strip():
            pages.setdefault(line.page, []).append(line.text)
    return pages


def jobs(shared: Path, corpus: Path) -> list[Job]:
    """Return the pages: first pages of all documents first, so that a part of them is fair."""
    found = []
    for path in (*sorted(shared.glob("pdf/scans/*.pdf")), *sorted(corpus.glob("*/scan.pdf"))):
        found += [Job(path, page, AS_IT_IS) for page in range(1, _count(path) + 1)]
    for folder in DRAWN:
        for path in sorted((shared / folder).glob("*.pdf")):
            for page in range(1, min(PAGES, _count(path)) + 1):
                found.append(Job(path, page, list(LEVELS)[(page - 1) % len(LEVELS)]))
    return sorted(found, key=lambda job: (job.page, job.level, job.key))


def _count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def read_page(job: Job) -> str:
    """Return what the engine reads on a page.

    Raises:
        FileNotFoundError: poppler or tesseract is not installed.
        subprocess.CalledProcessError: one of them failed.

    """
    settings = LEVELS.get(job.level)
    dpi = settings.dpi if settings else SCAN_DPI
    page = str(job.page)
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(dpi), "-gray", "-f", page, "-l", page]
        subprocess.run([*command, str(job.document), f"{folder}/page"], check=True)
        picture = Image.open(next(Path(folder).glob("page*"))).convert("L")
        if settings:
            picture = degrade(picture, settings, job.page)
        picture.save(f"{folder}/page.png", dpi=(dpi, dpi))
        engine = ["tesseract", f"{folder}/page.png", "-", "-l", "vie", "--dpi", str(dpi)]
        run = subprocess.run(
            engine,
            check=True,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return run.stdout.replace("\f", "")
