"""`kill -9` at many random moments of PDF runs, in-place runs and reviews; run as a program.

`python -m tools.kill N [SEED]` kills N times each and says what was lost, torn or could not go on.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEMPORARY: dict[bool, Path] = {}  # where the parent alone was killed, and where all were
ROOT = Path(__file__).parent.parent.parent


GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay {n} thang 6 ndm 2021.\n"


def make_folder(top: Path, count: int) -> Path:
    """Make a folder of small garbled texts in two levels."""
    for n in range(count):
        path = top / f"so {n % 3}" / f"van ban {n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GARBLED.format(n=n + 1) * (1 + n % 4), "utf-8")
    return top


def start(*arguments: object) -> subprocess.Popen[bytes]:
    """Start the command line as the head of a group of processes."""
    command = [sys.executable, "-m", "vnfix", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def kill(arguments: list[object], seconds: float, *, group: bool) -> bytes:
    """Start a command and kill it, alone or with its workers; return what it said."""
    os.environ["TMPDIR"] = str(TEMPORARY[group])
    process = start(*arguments)
    time.sleep(seconds)
    (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    return process.communicate(timeout=60)[1]


def complete(*arguments: object) -> int:
    """Run a command to its end and return its exit code."""
    process = start(*arguments)
    _, said = process.communicate(timeout=300)
    assert b"Traceback" not in said, said.decode()
    return process.returncode


def contents(folder: Path) -> dict[str, bytes]:
    """Return the documents and results in a folder."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix in {".txt", ".jsonl", ".pdf"})
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def torn(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """Return the names of results that are not as they should be."""
    return [
        name for name, data in found.items() if ".vnfix-" not in name and data != expected[name]
    ]


def pdf_runs(top: Path, moments: random.Random, times: int) -> list[str]:
    """Kill runs over PDFs; after five kills the run must come to its end."""
    folder = top / "pdf"
    folder.mkdir()
    for name in ("letter", "plan"):
        shutil.copy(ROOT / "corpus" / name / "scan.pdf", folder / f"{name}.pdf")
    for path in make_folder(top / "texts", 4).rglob("*.txt"):
        shutil.copy(path, folder / path.name)
    whole = top / "whole"
    assert complete("fix", folder, "-o", whole, "--pdf", "--jobs", 2) == 0
    expected, bad = contents(whole), []
    for k in range(times):
        out = top / f"out{k // 5}"
        command = ["fix", folder, "-o", out, "--pdf", "--jobs", 2]
        said = kill(command, moments.uniform(0.1, 6.0), group=moments.random() < 0.5)
        bad += ["traceback"] if b"Traceback" in said else []
        bad += torn(contents(out), expected) if out.exists() else []
        if k % 5 == 4:
            path = moments.choice(sorted(out.rglob("*.txt")) or [out])
            if path.is_file():
                path.write_bytes(b"")  # as a power failure would, before results were synchronised
            bad += [] if complete(*command) == 0 and contents(out) == expected else ["incomplete"]
            shutil.rmtree(out)
    return bad


def in_place_runs(top: Path, moments: random.Random, times: int) -> list[str]:
    """Kill in-place runs: every text is the old one or the new one, whole."""
    source = make_folder(top / "in place", 10)
    whole = top / "whole in place"
    shutil.copytree(source, whole)
    assert complete("fix", whole, "--in-place", "--jobs", 2) == 0
    old, new, bad = contents(source), contents(whole), []
    for k in range(times):
        folder = top / f"copy{k}"
        shutil.copytree(source, folder)
        said = kill(["fix", folder, "--in-place", "--jobs", 2], moments.uniform(0.1, 4.0),
                    group=moments.random() < 0.5)  # fmt: skip
        bad += ["traceback"] if b"Traceback" in said else []
        time.sleep(0.3)
        found = {n: d for n, d in contents(folder).items() if ".vnfix-" not in n}
        bad += [name for name, data in found.items() if data not in (old[name], new[name])]
        bad += ["lost"] if found.keys() != old.keys() else []
        if k % 5 == 4:
            code = complete("fix", folder, "--in-place", "--jobs", 2)
            bad += [] if code == 0 and contents(folder) == new else ["incomplete"]
        shutil.rmtree(folder)
    return bad


def reviews(top: Path, moments: random.Random, times: int) -> list[str]:
    """Kill reviews while they propose: the store is sound, and its export comes."""
    bad = []
    for k in range(times):
        folder = top / f"review{k // 5}"
        if not folder.exists():
            make_folder(folder, 4)
        said = kill(["review", folder, "--no-browser"], moments.uniform(0.1, 3.0), group=True)
        bad += ["traceback"] if b"Traceback" in said else []
        store = folder / ".vnfix" / "review.sqlite3"
        if store.exists():
            with sqlite3.connect(store) as opened:
                sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
            opened.close()
            bad += [] if sound == "ok" else [str(sound)]
        if k % 5 == 4:
            code = complete("review", folder, "--export")
            rows = len(list(folder.rglob("*.jsonl")))
            bad += [] if (code, rows) == (0, 4) else [f"export {code}, {rows} files"]
    return bad


def main() -> int:
    """Kill, say what broke, and return 1 if anything did."""
    times, seed = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "1"
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        for group in (False, True):
            TEMPORARY[group] = Path(name) / f"temporary {group}"
            TEMPORARY[group].mkdir()
        for what in (pdf_runs, in_place_runs, reviews):
            found = what(Path(name), random.Random(what.__name__ + seed), times)
            print(f"{what.__name__}: {times} kills, {len(found)} faults {found[:5]}", flush=True)
            bad += len(found)
        time.sleep(2)
        alone, groups = (len(list(TEMPORARY[group].iterdir())) for group in (False, True))
        print(f"temporary folders left: {alone} by kills of a parent, {groups} of all its group")
    return 1 if bad or alone else 0


if __name__ == "__main__":
    sys.exit(main())
