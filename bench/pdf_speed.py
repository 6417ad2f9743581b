"""Part 9: PDFs on one core, beside pdfminer.six and re-OCR with tesseract in the same session.

Seconds are those of the processor: what a free core would take, whatever else the machine does.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.channels import ROOT
from bench.speed import reference_loop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.channels import Workshop

RUNS = 3
SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
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
        "tesseract": against_tesseract(scans),
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


def against_tesseract(scans: Sequence[Path]) -> dict[str, Any]:
    """Compare writing scans as PDFs with re-OCR of their pictures, which are at hand for that.

    All are whole processes, start included: tesseract with a page each, vnfix with a file and
    with a folder and one worker.
    """
    whole = max(scans, key=_pages)
    pages, all_pages = _pages(whole), sum(map(_pages, scans))
    ocr, single, many = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        pictures = _pictures(whole, Path(folder))
        source = Path(folder, "in")
        source.mkdir()
        for scan in scans:
            shutil.copy(scan, source)
        for k in range(RUNS):
            read = [_spent(["tesseract", str(p), "-", "-l", "vie"], ONE_THREAD) for p in pictures]
            ocr.append(sum(read) / len(pictures))
            out = ["-o", str(Path(folder, f"{k}.pdf"))]
            single.append(_seconds(["fix", str(whole), *out]) / pages)
            out = ["-o", str(Path(folder, f"out {k}")), "--pdf", "-q", "--jobs", "1"]
            many.append(_seconds(["fix", str(source), *out]) / all_pages)
    return {
        "seconds_a_page": min(ocr),
        "one_file": {"pages": pages, "seconds_a_page": min(single)},
        "folder_with_one_worker": {"pages": all_pages, "seconds_a_page": min(many)},
        "times_faster_one_file": min(ocr) / min(single),
        "times_faster_folder": min(ocr) / min(many),
    }


def _pictures(path: Path, folder: Path) -> list[Path]:
    """Take the pictures of the pages of a scan out of it."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return [
            Path(pikepdf.PdfImage(image).extract_to(fileprefix=str(folder / f"{k}-{name[1:]}")))
            for k, page in enumerate(pdf.pages)
            for name, image in page.images.items()
        ]


def _seconds(arguments: list[str]) -> float:
    """Give the seconds of a command of vnfix, its start and its workers included.

    Raises:
        RuntimeError: it found damage, or failed.

    """
    return _spent([sys.executable, "-m", "vnfix", *arguments])


def _spent(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Give the seconds of a command and of all processes that it leaves behind.

    Raises:
        RuntimeError: it failed.

    """
    if sys.platform == "linux":  # the server that workers are forked from ends after the command
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        command, input="Quyết định".encode(), cwd=ROOT, capture_output=True, check=False,
        env=environment,
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(run.stderr.decode()[-2000:])
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
