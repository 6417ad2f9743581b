"""Command line: `python -m bench [PART...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import (
    baselines,
    batch_speed,
    clean,
    damage,
    detection,
    engines,
    glyphs,
    harm,
    learning,
    look,
    nearly,
    parallel,
    pdf_speed,
    report,
    review,
    rows,
    scale,
    scans,
    seeds,
    speed,
    strangers,
    threshold,
    unaccented,
    wrong_maps,
)
from bench.channels import ROOT, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: dict[str, Callable[[Workshop], dict[str, Any]]] = {
    "seeds": seeds.run,
    "parallel": parallel.run,
    "engines": engines.run,
    "harm": harm.run,
    "clean": clean.run,
    "unaccented": unaccented.run,
    "speed": speed.run,
    "glyphs": glyphs.run,
    "detection": detection.run,
    "kinds": damage.run,
    "nearly": nearly.run,
    "wrong_maps": wrong_maps.run,
    "review": review.run,
    "rows": rows.run,
    "scale": scale.run,
    "scans": scans.run,
    "strangers": strangers.run,
    "threshold": threshold.run,
    "look": look.run,
    "pdf_speed": pdf_speed.run,
    "batch_speed": batch_speed.run,
    "learning": learning.run,
    "baselines": lambda workshop: baselines.run(workshop.shared),
}


def make_parser() -> argparse.ArgumentParser:
    """Build the parser."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure vnfix on data that it has not learned from; write bench/results.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; or all")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="data folder")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    parser.add_argument("--work", type=Path, default=ROOT / "bench" / "work")
    parser.add_argument("--table", action="store_true", help="only print what has been measured")
    return parser


def show(results: dict[str, Any]) -> None:
    """Print the tables."""
    made = (
        report.table,
        report.left_over_table,
        report.baseline_table,
        report.review_table,
        report.threshold_table,
    )
    print("\n\n".join(text for make in made if (text := make(results))))


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    options = make_parser().parse_args(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    if not (options.shared / "gold").is_dir():
        print(f"{options.shared} is not there: the benchmark needs its data", file=sys.stderr)
        return 2
    workshop = Workshop(options.shared.resolve(), options.work.resolve())
    for part in [] if options.table else options.parts or PARTS:
        result = PARTS[part](workshop)
        report.write(options.work / f"{part}-details.json", result.pop(report.DETAILS, {}))
        stamped = {**report.stamp(f"python -m bench {part}"), "figures": result}
        report.write(options.results / f"{part}.json", stamped)
    show(report.read(options.results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
