"""Build `detectors/syllables.tsv`: how common each syllable is in official texts and in names.

What a short string in an encoding of the 1990s says, a syllable's frequency has to tell: `Hïng` is
Hùng (TCVN3) rather than a rare syllable of another table. Only counts reach the file.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

from vnfix.text.syllable import is_syllable
from vnfix.text.unicode import nfc

HEADER = """\
# How common a syllable is: syllable (lower case, NFC), natural logarithm of its rate per million.
# Source: counts of syllables in official texts and in names of persons and places, in equal parts.
# Builder: python -m vnfix.train.syllable_counts SHARED OUT. Check: tests/train.
"""
NAMED = 3  # places with a word that is no syllable
LEAST = 0.5  # per million; rarer ones are mostly slips


def _rows(path: Path) -> list[list[str]]:
    return [row.split("\t") for row in path.read_text("utf-8").split("\n")[1:] if row]


def count(shared: Path) -> dict[str, float]:
    """Return syllable -> its rate per million, texts and names in equal parts."""
    lists = shared / "lists"
    texts, names = Counter[str](), Counter[str]()
    for row in _rows(lists / "syllable_freq_legal.tsv"):
        texts[nfc(row[0]).lower()] += int(row[1])
    for row in _rows(lists / "person_name_parts.tsv"):
        names[nfc(row[1]).lower()] += int(row[2])
    for file in ("admin_units_pre2025_madnh.tsv", "admin_units_post2025_thanglequoc.tsv"):
        for row in _rows(lists / file):
            names.update(nfc(row[3]).lower().split())
    rates: dict[str, float] = {}
    for counts in (texts, names):
        kept = {
            w: n for w, n in counts.items() if is_syllable(w) or _is_name(w, counts is names, n)
        }
        total = sum(kept.values())
        for word, n in kept.items():
            rates[word] = rates.get(word, 0.0) + 5e5 * n / total
    return rates


def _is_name(word: str, named: bool, times: int) -> bool:
    """Tell whether a word is a part of many names, though no syllable of Vietnamese: `Đắk`."""
    return named and times >= NAMED and word.isalpha() and not word.isascii()


def build(shared: Path, out: Path) -> int:
    """Write the table and return its number of rows."""
    rows = sorted((w, r) for w, r in count(shared).items() if r >= LEAST)
    text = "".join(f"{w}\t{math.log(r):.1f}\n" for w, r in rows)
    out.write_text(HEADER + text, "utf-8", newline="\n")
    return len(rows)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
