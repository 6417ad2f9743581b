"""Part 8: what a user has otherwise, on the same lines. Needs the extra `bench`."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bench.data import SEEDS, Sample, read_parallel, read_seed
from bench.scoring import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LineRepair = Callable[[str], str]

_WORD = re.compile(r"([\W\d_]*)(.*?)([\W\d_]*)")


def symspell(shared: Path) -> LineRepair:
    """Give symspellpy's word correction with the syllables of the official texts."""
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    table = (shared / "lists" / "syllable_freq_legal.tsv").read_text("utf-8")
    for line in table.splitlines()[1:]:
        syllable, count, in_phonotactic = line.split("\t")
        if in_phonotactic == "1":
            speller.create_dictionary_entry(syllable, int(count))

    def correct(token: str) -> str:
        match = _WORD.fullmatch(token)
        if match is None or not match[2]:
            return token
        found = speller.lookup(match[2], Verbosity.TOP, transfer_casing=True)
        return f"{match[1]}{found[0].term if found else match[2]}{match[3]}"

    return lambda line: " ".join(correct(token) for token in line.split())


def accent_adder() -> LineRepair:
    """Give pyvi's restoring of accents; a line that it fails on (KeyError) stays as it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its model was saved by an older scikit-learn
        from pyvi import ViUtils

    def repair(line: str) -> str:
        try:
            return str(ViUtils.add_accents(line)) if line.strip() else line
        except KeyError:  # a mark that its table does not hold
            return line

    return repair


def score(samples: Iterable[Sample], repair: LineRepair) -> dict[str, float]:
    """Repair the lines that have gold, one by one, and count the errors."""
    total = Tally()
    for sample in samples:
        for row in sample.rows:
            total.add(row.gold, repair(row.raw))
    return total.figures()


def run(shared: Path) -> dict[str, Any]:
    """Measure raw text and both tools on the seeds and on the English-OCR lines, per level."""
    tools: dict[str, LineRepair] = {
        "raw": str,
        "symspellpy": symspell(shared),
        "pyvi": accent_adder(),
    }
    groups = {name: [read_seed(shared, name)] for name in SEEDS}
    for sample in read_parallel(shared):
        for level in {row.level for row in sample.rows}:
            rows = tuple(row for row in sample.rows if row.level == level)
            groups.setdefault(level, []).append(Sample(sample.name, sample.text, rows))
    return {
        tool: {group: score(samples, repair) for group, samples in sorted(groups.items())}
        for tool, repair in tools.items()
    }
