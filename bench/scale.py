"""Part 8: time a byte of long texts against short ones; memory of long ones and of many."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bench.channels import ROOT
from bench.data import read_parallel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.channels import Workshop

LARGE, SMALL = 10_000_000, 10_000
HOSTILE, MILD = 80_000, 8_000
TEXTS, TEXT_LINES = 400, 25  # that one process reads
RUNS = 5  # of a short text; the shortest counts
LINE = "ki6m tra tinh hinh thgc hiOn nhiem vu duoc giao"

# Each measurement is a process of its own that has read another text before, so that the tables are
# there and nothing of this text is known; the memory is that of one text.
_CHILD = """
import resource, sys, tempfile, time
from pathlib import Path
import vnfix
vnfix.fix_text("Ke hoach ki6m tra tinh hinh, 6ng Nguy6n Van Hda, xa Ddng Tam. " * 30)
data = sys.stdin.buffer.read()
if sys.argv[1] == "xml":
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "page.xml")
    path.write_bytes(data)
    work = lambda: vnfix.fix_file(path)
else:
    text = data.decode()
    work = lambda: vnfix.fix_text(text)
if sys.argv[1] == "texts":
    work = lambda: [vnfix.fix_text(part) for part in text.split("\f")]
del data
start = time.process_time()
work()
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


# A small process between: Linux counts for a child what its parent held when it was started.
_BETWEEN = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"


def alto(glyphs: int) -> str:
    """Write a page with one word of so many glyphs."""
    word = "<String CONTENT='ki6m'>" + "<Glyph CONTENT='a'/>" * glyphs + "</String>"
    line = f"<TextBlock><TextLine>{word}</TextLine></TextBlock>"
    return f"<alto><Layout><Page>{line}</Page></Layout></alto>"


def measured(data: str, kind: str) -> tuple[float, float]:
    """Repair a text in a fresh process; gives seconds for each byte, and megabytes.

    Raises:
        RuntimeError: the process failed.

    """
    encoded = data.encode()
    command = [sys.executable, "-c", _BETWEEN, sys.executable, "-c", _CHILD, kind]
    run = subprocess.run(command, input=encoded, cwd=ROOT, capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr.decode()[-2000:])
    seconds, memory = map(float, run.stdout.split())
    return seconds / len(encoded), memory / (1024 if sys.platform != "darwin" else 1024**2)


def growth(
    make: Callable[[int], str], sizes: tuple[int, int], kind: str = "text"
) -> dict[str, float]:
    """Measure one kind of text, short and long."""
    short = min(measured(make(sizes[0]), kind)[0] for _ in range(RUNS))
    long, memory = measured(make(sizes[1]), kind)
    return {"ratio": long / short, "us_per_byte": 1e6 * long, "megabytes": memory}


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the garbled lines of the data folder over and over, and what is hostile."""
    seeds = sorted((workshop.shared / "seeds").glob("*.txt"))
    text = "\n".join(path.read_text("utf-8") for path in seeds)

    def garbled(size: int) -> str:
        return (text * (size // len(text) + 1))[:size]

    long = {
        "garbled": garbled,
        "one line": lambda size: " ".join(garbled(size).split()),
        "healthy": lambda size: "Kế hoạch cải cách hành chính của tỉnh năm 2025\n" * (size // 50),
    }
    hostile: dict[str, Callable[[int], str]] = {
        "blanks": lambda size: LINE + " " * size + "6; Ra soat",
        "tabs": lambda size: LINE + "\t" * size + "6; Ra soat",
        "dots": lambda size: LINE + "." * size,
        "loose dots": lambda size: LINE + " ." * (size // 2),
        "stray marks": lambda size: "á\u0301" * (size // 2),
        "letters": lambda size: LINE + " " + "a" * size,
        "digits": lambda size: LINE + " " + "1" * size,
        "slashes": lambda size: LINE + " " + "1/" * (size // 2),
        "capitals": lambda size: LINE + " " + "A" * size,
        "hyphens": lambda size: LINE + " " + "-" * size,
        "brackets": lambda size: LINE + " " + "(" * size,
    }
    return {
        "texts": {"megabytes": measured(many_texts(workshop), "texts")[1]},
        "long": {name: growth(make, (SMALL, LARGE)) for name, make in long.items()},
        "hostile": worst(
            {name: growth(make, (MILD, HOSTILE)) for name, make in hostile.items()}
            | {"glyphs": growth(alto, (5_000, 50_000), "xml")}
        ),
    }


def many_texts(workshop: Workshop) -> str:
    """Return texts of lines from all over the data folder, form feeds between them."""
    lines = [row.raw for sample in read_parallel(workshop.shared) for row in sample.rows]
    step = max(len(lines) // TEXT_LINES, 1)
    return "\f".join("\n".join(lines[k % step :: step][:TEXT_LINES]) for k in range(TEXTS))


def worst(found: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Add the greatest growth of all."""
    return {**found, "worst_ratio": max(f["ratio"] for f in found.values())}
