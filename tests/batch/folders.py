"""Input folders for tests, and what has to be true of every output folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.batch.job import JobSpec
from vnfix.config import Config
from vnfix.files.collect import outputs_of
from vnfix.files.own import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.files.collect import Job

ROOT = Path(__file__).parent.parent.parent
GARBLED = (
    "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua truvdc ngay {n} thang 6 ndm 2021."
)
HEALTHY = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả trước ngày {n} tháng 6."


def make_folder(top: Path, count: int) -> Path:
    """Make a folder of small texts in two levels, every third of them healthy."""
    for n in range(count):
        path = top / f"so {n % 3}" / f"van ban {n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = HEALTHY if n % 3 == 0 else GARBLED
        path.write_text(f"{text.format(n=n + 1)}\n" * (1 + n % 4), "utf-8")
    return top


def specs_of(jobs: Sequence[Job]) -> list[JobSpec]:
    return [JobSpec(job, Config()) for job in jobs]


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of an output folder by name, without those of the run itself."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.name not in OWN}


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what tells whether a file was written again."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name not in OWN)
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


def report_of(out: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    return report


def assert_complete(folder: Path, out: Path) -> None:
    """Check that each input has its results and its line in the report, and that is all."""
    names = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
    report = report_of(out)
    assert sorted(row["file"] for row in report["files"]) == sorted(map(str, names))
    assert not report["interrupted"]
    expected = {str(path) for o in outputs_of(names) for path in (o.text, o.corrections)}
    assert contents(out).keys() == expected


def start(*args: object, before: str = "") -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own, after a command of the shell."""
    shell = ["sh", "-c", f'{before}; exec "$0" "$@"'] if before else []
    return subprocess.Popen(
        [*shell, sys.executable, "-m", "vnfix", *map(str, args)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(*args: object, before: str = "") -> int:
    """Run the command line to its end and return its exit code; arguments as `start`."""
    with start(*args, before=before) as process:
        _, said = process.communicate(timeout=120)
    assert b"Traceback" not in said, said.decode()
    return process.returncode
