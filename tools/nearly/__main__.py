"""Command line: `python -m tools.nearly` reads pages and builds the tables of nearly right text."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tools.nearly.pages import Job, jobs, read_page
from tools.nearly.pairs import rows_of
from vnfix.config import Config
from vnfix.resources import load_resources
from vnfix.train.nearly import build, write_words

ROOT = Path(__file__).parents[2]


def make_parser() -> argparse.ArgumentParser:
    """Build the parser."""
    parser = argparse.ArgumentParser(prog="python -m tools.nearly", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="data folder")
    parser.add_argument("--work", type=Path, default=ROOT / "bench" / "work" / "nearly")
    parser.add_argument("--package", type=Path, default=ROOT / "vnfix", help="where tables go")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop reading after so long")
    return parser


def read_pages(found: list[Job], work: Path, seconds: float) -> int:
    """Read the pages that have not been read; return how many are left."""
    begin, left = time.monotonic(), 0
    for job in found:
        path = work / f"{job.key}.txt"
        if path.exists():
            continue
        if time.monotonic() - begin > seconds:
            left += 1
        else:
            path.write_text(read_page(job), "utf-8")
    return left


def write_pairs(found: list[Job], work: Path) -> Path:
    """Write the lines that were read, in the form of the pairs of the data folder."""
    path = work / "pairs.tsv"
    rows = (row for job in found for row in rows_of(job, work))
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8", newline="\n")
    return path


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    options = make_parser().parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    found = jobs(options.shared, ROOT / "corpus")
    if left := read_pages(found, options.work, options.seconds):
        sys.stdout.write(f"{left} pages are left to be read\n")
        return 1
    table = options.package / "models" / "nearly.tab"
    build(write_pairs(found, options.work), table)
    words = options.package / "detectors" / "nearly_words.tsv"
    write_words(load_resources(Config(models=table.parent)), words)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
