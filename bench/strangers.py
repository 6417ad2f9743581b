"""Languages and an engine of which nothing was ever trained on: pages of the scans, read by them.

Nine styles of OCR have lines in the data folder; these have none. The pictures of the first pages
of each scan but the form are read by tesseract with the models of nine more languages, and by
gocr; what they read is kept in the work folder. The channel has not seen the PDF by any engine.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

from bench.channels import Workshop, folds, vnfix_engine
from bench.data import read_parallel
from bench.ocr import GOCR, TESSERACT, read_pages
from bench.scans import FORM, Scan, read_scans
from bench.scoring import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LANGUAGES = ("ces", "fin", "hun", "ind", "nld", "pol", "por", "ron", "tur")
BAD_LETTERS = "gocr"  # reads the letters themselves badly
READERS = (*LANGUAGES, BAD_LETTERS)
PAGES, DPI = 3, 150
EDGES = ".,;:()“”\"'"


def needed() -> list[str]:
    """Give the packages that are missing, by their names in Debian."""
    missing = [name for name in (BAD_LETTERS, "tesseract") if shutil.which(name) is None]
    if "tesseract" in missing:
        return [BAD_LETTERS, "tesseract-ocr", *(f"tesseract-ocr-{name}" for name in LANGUAGES)]
    command = ["tesseract", "--list-langs"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return missing + [f"tesseract-ocr-{name}" for name in LANGUAGES if name not in found]


def pages_read(scan: Scan, reader: str, kept: Path) -> str:
    """Give what a reader makes of the first pages of a scan; it is read once."""
    path = kept / f"{reader}-{scan.name}.txt"
    if not path.exists():
        path.write_text("\n".join(_read(scan, reader)), "utf-8")
    return path.read_text("utf-8")


def _read(scan: Scan, reader: str) -> list[str]:
    program = TESSERACT if reader in LANGUAGES else GOCR
    return [text.replace("\f", "") for text in read_pages(scan.data, DPI, program, reader, PAGES)]


def numbers_lost(gold: str, raw: str, fixed: str) -> tuple[int, int]:
    """Give how many tokens with a digit were read right, and how many of them are gone.

    >>> numbers_lost("số 12, 7 hộ", "s6 12, 7 ho", "số 12, hộ")
    (2, 1)
    """
    printed, read, written = (
        Counter(token.strip(EDGES) for token in text.split() if any(c.isdecimal() for c in token))
        for text in (gold, raw, fixed)
    )
    right = printed & read
    return right.total(), (right - written).total()


def score(scans: Sequence[tuple[Scan, Path]], reader: str, kept: Path) -> dict[str, Any]:
    """Give the rates of one reader over scans, each with the tables to use."""
    raw, fixed = Tally(), Tally()
    right = lost = 0
    for scan, models in scans:
        text, gold = pages_read(scan, reader, kept), "\n".join(scan.truth[:PAGES])
        after = vnfix_engine(models)(text).text
        raw.add(gold, text)
        fixed.add(gold, after)
        counts = numbers_lost(gold, text, after)
        right, lost = right + counts[0], lost + counts[1]
    return {
        "words": fixed.words,
        "raw_WER": raw.wer,
        "WER": fixed.wer,
        "CER": fixed.cer,
        "numbers_right": right,
        "numbers_lost": lost,
    }


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure all readers.

    Raises:
        RuntimeError: a reader is not installed.

    """
    if missing := needed():
        raise RuntimeError(f"Some readers are missing: apt-get install {' '.join(missing)}")
    kept = workshop.work / "strangers"
    kept.mkdir(parents=True, exist_ok=True)
    dealt = folds([sample.name for sample in read_parallel(workshop.shared)])
    scans = [
        (scan, workshop.models_without(names))
        for scan in read_scans(workshop.shared)
        if not scan.name.startswith(FORM)
        for names in dealt
        if scan.source in names
    ]
    found = {reader: score(scans, reader, kept) for reader in READERS}
    rates = [found[name]["WER"] for name in LANGUAGES]
    return {
        "mean_WER": sum(rates) / len(rates),
        "worst_WER": max(rates),
        "bad_letters_WER": found[BAD_LETTERS]["WER"],
        "numbers_lost_share": sum(row["numbers_lost"] for row in found.values())
        / sum(row["numbers_right"] for row in found.values()),
        "readers": found,
    }
