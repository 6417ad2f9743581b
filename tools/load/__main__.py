"""Command line: `python -m tools.load OUT --documents 1000` fills a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.load.making import KINDS, make


def make_parser() -> argparse.ArgumentParser:
    """Build the parser."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.load",
        description="Fill a folder with documents made from pages and lines of corpus/: scans and "
        "texts, garbled and healthy, some without a text layer, some broken. manifest.tsv in it "
        "tells the kind of each. The same seed makes the same files.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="folder; must be new or empty")
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument("--only", nargs="+", choices=KINDS, metavar="KIND",
                        help=f"of {', '.join(KINDS)}; default: all of them")  # fmt: skip
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="default: corpus")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    options = make_parser().parse_args(arguments)
    if options.out.exists() and any(options.out.iterdir()):
        sys.stderr.write(f"{options.out} is not empty\n")
        return 2
    made = make(options.out, options.documents, options.seed, options.corpus, options.only)
    for kind in KINDS:
        sys.stdout.write(f"{sum(m.kind == kind for m in made):6} {kind}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
