"""Builds the dictionaries of names: syllables of persons' names, and names of communes.

    python -m vnfix.train dictionaries

Names are an open class: how often a syllable is a surname, a middle or a given name, and how many
communes bear a name, says how probable a name is where one stands.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from vnfix.data.check import write_papers
from vnfix.data.entries import is_clean
from vnfix.text.syllable import is_syllable, old_style
from vnfix.train.lexicon import in_style, rows_of, write_list

if TYPE_CHECKING:
    from pathlib import Path

UNITS = ("admin_units_pre2025_madnh.tsv", "admin_units_post2025_thanglequoc.tsv")
PARTS = ("surname", "middle", "given")
LEAST_PART = 3
"""In so many names a syllable must have been a middle or given name."""
_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?:[ -]\p{L}\p{Ll}*)*")


def persons(shared: Path) -> dict[str, str]:
    """Return the syllables of persons' names -> in how many names each was which part."""
    counts: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    for part, syllable, number in rows_of(shared / "lists" / "person_name_parts.tsv"):
        if part in counts and is_syllable(syllable.lower()):
            counts[part][old_style(syllable)] += int(number)
    for surname, *_ in rows_of(shared / "lists" / "surnames.tsv"):
        for syllable in map(old_style, surname.split()[:1]):
            counts["surname"][syllable] = max(1, counts["surname"][syllable])
    for part in PARTS[1:]:
        counts[part] = Counter({s: n for s, n in counts[part].items() if n >= LEAST_PART})
    notes: dict[str, str] = {}
    for syllable in set().union(*counts.values()):
        told = (f"{part} {c[syllable]}" for part, c in counts.items() if c[syllable])
        notes[syllable] = ", ".join(told)
    return notes


def communes(shared: Path) -> dict[str, str]:
    """Return the names of communes before and after July 2025 -> how many bear each."""
    found: Counter[str] = Counter()
    for file in UNITS:
        for level, _, _, name, *_ in rows_of(shared / "lists" / file):
            text = in_style(name).replace("' ", "'")
            if level == "commune" and is_clean(text) and _NAME.fullmatch(text):
                found[text] += 1
    return {name: str(n) for name, n in found.items()}


def build(shared: Path, out: Path) -> None:
    """Write `persons.txt` and `communes.txt` to `out` from the lists of `shared`."""
    what = "Syllables of persons' names, and in how many names each was which part."
    write_list(out / "persons.txt", what, persons(shared), __name__)
    what = "Names of communes before and after July 2025, and how many bear each."
    write_list(out / "communes.txt", what, communes(shared), __name__)
    write_papers(out)
