"""Builds the tables that know pairs of documents, without those of some of them.

    python -m vnfix.train.left_out --shared DIR [--leave-out NAME]... [--work FOLDER] -o FOLDER

The benchmark scores a document with tables that have not seen it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import VnfixError
from vnfix.train.calibration import COUNTS, build_confidence
from vnfix.train.channel import build_channel
from vnfix.train.held_out import Part, counted, train_part
from vnfix.train.sources import shipped_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Build the tables; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m vnfix.train.left_out")
    parser.add_argument("--shared", type=Path, required=True, help="the data folder")
    parser.add_argument("--leave-out", action="append", default=[], metavar="NAME")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the table")
    parser.add_argument("--work", type=Path, help="folder where what was counted and read is kept")
    given = parser.parse_args(arguments)
    given.output.mkdir(parents=True, exist_ok=True)
    models = Path(__file__).parents[1] / "models"
    try:
        channel = given.output / "channel.tab"
        if given.work is None:
            build_channel(shipped_pairs(given.shared), channel, given.leave_out)
        else:
            given.work.mkdir(parents=True, exist_ok=True)
            counts = counted(given.shared, given.work / COUNTS)
            train_part(counts, Part("", tuple(given.leave_out), channel))
        build_confidence(given.shared, models, given.output, given.leave_out, given.work)
    except VnfixError as e:
        sys.stderr.write(f"{e} {e.remedy}\n")
        return int(e.exit_code)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
