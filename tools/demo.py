"""Repairs the documents of `corpus/` and shows before and after, with the error rates.

`python -m tools.demo [NAME...]`, run by `make demo`. The repaired texts go to `build/demo/`.
"""

from __future__ import annotations

import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import vnfix
from bench.scoring import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
OUT = ROOT / "build" / "demo"
SHOWN = 10
HEAD = f"{'document':<12}{'words':>7}  {'CER':>14}  {'WER':>16}  {'corrections':>12}"


@dataclass(frozen=True, slots=True)
class Result:
    """One document, repaired.

    Attributes:
        name: its name in the manifest.
        lines: garbled, repaired and true text of each line.
        corrections: how many were made.
        seconds: time taken.

    """

    name: str
    lines: list[tuple[str, str, str]]
    corrections: int
    seconds: float
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        """Count the errors."""
        for garbled, repaired, true in self.lines:
            if true.strip():
                self.before.add(true, garbled)
                self.after.add(true, repaired)


def main(names: Sequence[str]) -> None:
    """Repair the named documents, or all of them."""
    records = tomllib.loads((CORPUS / "manifest.toml").read_text("utf-8"))["document"]
    results = [repair(r) for r in records if not names or r["name"] in names]
    for result in results:
        print("\n".join(sample(result)))
    print("\n".join(table(results)))
    print(f"\nThe repaired texts are in {OUT.relative_to(ROOT).as_posix()}/.")


def repair(record: dict[str, str]) -> Result:
    """Repair one document of the manifest and write the result."""
    garbled = (CORPUS / record["garbled"]).read_text("utf-8")
    true = (CORPUS / record["truth"]).read_text("utf-8")
    start = time.perf_counter()
    repaired = vnfix.fix_and_explain(garbled)
    seconds = time.perf_counter() - start
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{record['name']}.txt").write_text(repaired.text, "utf-8", newline="")
    texts = (garbled.splitlines(), repaired.text.splitlines(), true.splitlines())
    lines = list(zip(*texts, strict=True))
    return Result(record["name"], lines, len(repaired.corrections), seconds)


def sample(result: Result) -> Iterator[str]:
    """Yield the first lines that changed, before and after."""
    yield f"\n== {result.name} =="
    changed = [(a, b) for a, b, _ in result.lines if a != b and len(a.split()) > 2]
    for before, after in changed[:SHOWN]:
        yield f"  - {before.strip()}"
        yield f"  + {after.strip()}"


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the error rates of every document, before and after."""
    yield f"\n{HEAD}"
    for r in results:
        cer = f"{r.before.cer:6.1%} → {r.after.cer:.1%}"
        wer = f"{r.before.wer:6.1%} → {r.after.wer:.1%}"
        yield f"{r.name:<12}{r.after.words:>7}  {cer:>14}  {wer:>16}  {r.corrections:>12}"
    seconds = sum(r.seconds for r in results)
    words = sum(r.after.words for r in results)
    yield f"{words} words in {seconds:.1f} s, the loading of the tables included."


if __name__ == "__main__":
    main(sys.argv[1:])
