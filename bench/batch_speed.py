"""Part 10: folder runs: two processes against one, and the memory of a worker."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.channels import ROOT
from tools.load.making import make

if TYPE_CHECKING:
    from pathlib import Path

    from bench.channels import Workshop

RUNS = 3
DOCUMENTS = 200
MANY = 1000
GOOD = ("scan", "garbled text", "healthy text")  # others are settled at their first byte

# A worker of a folder run; megabytes that it holds after every hundred jobs, and the most that it
# held at any moment, out.
_WORKER = """
import json, sys
from multiprocessing import get_context
from pathlib import Path
from vnfix.files.collect import plan
from vnfix.batch.job import JobSpec, run_job
from vnfix.batch.pool import serve
from vnfix.config import Config
folder, out = sys.argv[1:]
context = get_context("spawn")
ours, theirs = context.Pipe()
worker = context.Process(target=serve, args=(theirs, run_job))
worker.start()
ours.recv()
def held(field):
    lines = Path(f"/proc/{worker.pid}/status").read_text().splitlines()
    return int(dict(line.split(":") for line in lines)[field].split()[0]) / 1024
megabytes, outcomes = [], {}
for k, job in enumerate(plan([folder], out, in_place=False, formats=[".pdf"]), 1):
    ours.send(JobSpec(job, Config()))
    outcome = str(ours.recv().outcome)
    outcomes[outcome] = outcomes.get(outcome, 0) + 1
    if k % 100 == 0:
        megabytes.append(round(held("VmRSS"), 1))
json.dump({"megabytes": megabytes, "peak": held("VmHWM"), "outcomes": outcomes}, sys.stdout)
worker.kill()
"""


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure on documents made from `corpus/`; Linux only, for it reads /proc."""
    folder = workshop.work / "load"
    return {"memory": _memory(folder), "processes": _processes(folder)}


def _processes(folder: Path) -> dict[str, Any]:
    """Give the seconds of alternating runs with one process and with two."""
    source = _fresh(folder)
    made = make(source, DOCUMENTS, 1, ROOT / "corpus", GOOD)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(RUNS):
        for jobs, found in seconds.items():
            found.append(_seconds(source, folder / "out", jobs))
    one, two = min(seconds[1]), min(seconds[2])
    return {
        "load": os.getloadavg()[0],  # 2 is ours; what is above it makes two look no faster than one
        "documents": len(made),
        "pages": sum(m.pages for m in made),
        "seconds": {str(jobs): found for jobs, found in seconds.items()},
        "pages_per_s": sum(m.pages for m in made) / one,
        "speedup": one / two,
        "median_speedup": statistics.median(seconds[1]) / statistics.median(seconds[2]),
    }


def _seconds(source: Path, out: Path, jobs: int) -> float:
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "vnfix", "fix", str(source), "-o", str(out), "--pdf", "-q"]
    start = time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs)], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - start


def _memory(folder: Path) -> dict[str, Any]:
    """Give what a worker holds over a thousand documents of all kinds."""
    source = _fresh(folder)
    make(source, MANY, 2, ROOT / "corpus")
    command = [sys.executable, "-c", _WORKER, str(source), str(folder / "out")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    after_200, last = found["megabytes"][1], found["megabytes"][-1]
    return {"documents": MANY, **found, "growth_from_200_on": last / after_200 - 1}


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder / "in"
