"""`python -m tools.fuzz --minutes N [--seed N] [--kinds texts,files] [--result FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tools.fuzz.cases import KINDS
from tools.fuzz.hunting import hunt

SHARES = {"texts": 0.4, "files": 0.2, "structures": 0.15, "rows": 0.1, "tables": 0.1, "time": 0.05}


def main() -> int:
    """Try cases of each kind for their share of the time; return 1 where a law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--cases", type=int, help="of each kind, instead of a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--result", type=Path, help="a JSON file for counts and finds")
    options = parser.parse_args()
    kinds = [k for k in KINDS if k in options.kinds.split(",")]
    whole = sum(SHARES[k] for k in kinds)
    result: dict[str, Any] = {"seed": options.seed, "kinds": {}}
    for kind in kinds:
        seconds = 60 * options.minutes * SHARES[kind] / whole
        limit = (float("inf"), options.cases) if options.cases else (seconds, 10**9)
        tried, finds, spent = hunt(kind, options.seed, options.first, limit)
        result["kinds"][kind] = {"cases": tried, "broken": len(finds), "seconds": round(spent)}
        result.setdefault("finds", []).extend(finds)
        print(f"{kind}: {tried} cases, {len(finds)} broken, {spent:.0f} s")
    for find in result.get("finds", []):
        print(f"{find['kind']} {find['number']}: {find['what']}")
    if options.result:
        options.result.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if result.get("finds") else 0


if __name__ == "__main__":
    sys.exit(main())
