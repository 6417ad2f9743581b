"""Part 9: pages a second of PDFs on one core, beside pdfminer.six in the same session.

Seconds are those of the processor: what a free core would take, whatever else the machine does.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bench.channels import ROOT
from bench.speed import reference_loop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.channels import Workshop

RUNS = 3
TESSERACT = (
    1.5  # seconds a page of re-OCR with tesseract's Vietnamese model, by ../shared/README.md
)
WARM = ROOT / "corpus" / "letter" / "scan.pdf"

# Runs in a process of its own: paths in as JSON, the first of them only to load everything;
# seconds of each stage out.
_REPAIR = """
import json, sys, time
from pathlib import Path
from vnfix.config import Config
from vnfix.pipeline import repair
from vnfix.formats.reading import read_bytes
from vnfix.formats.writing import encode
config, names = Config(), ("read", "repair", "write_text", "write_pdf")
for k, path in enumerate(json.load(sys.stdin)):
    if k < 2:
        spent = dict.fromkeys(names, 0.0)
        pages = words = size = written = 0
    marks = [time.process_time()]
    data = Path(path).read_bytes()
    document = read_bytes(data, path, config)
    marks.append(time.process_time())
    repaired = repair(document, config)
    marks.append(time.process_time())
    encode(Path("x.txt"), document, repaired, data, config)
    marks.append(time.process_time())
    pdf = encode(Path("x.pdf"), document, repaired, data, config)
    marks.append(time.process_time())
    for name, a, b in zip(names, marks, marks[1:]):
        spent[name] += b - a
    pages, words = pages + len(document.pages), words + len(repaired.text.split())
    size, written = size + len(data), written + len(pdf)
found = {"pages": pages, "words": words, "size_ratio": written / size, "stages": spent}
json.dump(found, sys.stdout)
"""
_PDFMINER = """
import json, sys, time
from pdfminer.high_level import extract_text
for k, path in enumerate(json.load(sys.stdin)):
    if k < 2:
        start = time.process_time()
    extract_text(path)
json.dump({"stages": {"read": time.process_time() - start}}, sys.stdout)
"""


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure `check` on healthy PDFs and repair on scans; the shortest of alternating runs."""
    pdf = workshop.shared / "pdf"
    scans, clean = sorted((pdf / "scans").glob("*.pdf")), sorted((pdf / "clean").glob("*.pdf"))
    ours, theirs, checks, starts = [], [], [], []
    for _ in range(RUNS):
        ours.append(_child(_REPAIR, [WARM, *scans]))
        theirs.append(_child(_PDFMINER, [WARM, *scans]))
        checks.append(_seconds(["check", *map(str, clean)]))
        starts.append(_seconds(["check", "-"]))
    best = min(ours, key=lambda r: sum(r["stages"].values()))
    reading = min(r["stages"]["read"] for r in theirs) / best["pages"]
    return {
        "reference_loop_per_s": reference_loop(),
        "check": _check_figures(min(checks), min(starts), sum(map(_pages, clean))),
        "repair": _repair_figures(best, reading),
    }


def _check_figures(seconds: float, start: float, pages: int) -> dict[str, float]:
    """Give the figures of `check`; the start of Python and the loading of tables count."""
    return {
        "pages": pages,
        "pages_per_s": pages / seconds,
        "start_s": start,
        "pages_per_s_without_start": pages / (seconds - start),
    }


def _repair_figures(best: dict[str, Any], reading: float) -> dict[str, Any]:
    pages = best["pages"]
    a_page = {name: seconds / pages for name, seconds in best["stages"].items()}
    whole = sum(a_page.values())
    return {
        "pages": pages,
        "words": best["words"],
        "pages_per_s": 1 / whole,
        "seconds_a_page": a_page,
        "pdfminer_extract_text_seconds_a_page": reading,
        "times_pdfminer_extract_text": whole / reading,
        "times_faster_than_tesseract_vie": TESSERACT / whole,
        "size_of_written_pdfs": best["size_ratio"],
    }


def _child(code: str, paths: Sequence[Path]) -> dict[str, Any]:
    """Run code of this module in a fresh process.

    Raises:
        RuntimeError: it failed.

    """
    run = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps([str(p) for p in paths]),
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _seconds(arguments: list[str]) -> float:
    """Give the seconds of a command of vnfix, its start included.

    Raises:
        RuntimeError: it found damage, or failed.

    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "vnfix", *arguments]
    run = subprocess.run(
        command, input="Quyết định".encode(), cwd=ROOT, capture_output=True, check=False
    )
    if run.returncode:
        raise RuntimeError(run.stderr.decode()[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
