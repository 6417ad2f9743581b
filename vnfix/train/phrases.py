"""Lays out the index of the shipped phrases: `dictionaries/phrases.tab`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.data.lexicon import load_lexicon
from vnfix.data.rulebook import load_rulebook
from vnfix.fixers.phrase_table import FILE, basis, write_phrases
from vnfix.fixers.phrases import LEAST_WORDS, indexed

if TYPE_CHECKING:
    from pathlib import Path


def build_phrases(dictionaries: Path, rules: Path) -> None:
    """Write the table beside the dictionaries; the classes of letters are those of the rules."""
    shapes = load_rulebook(rules).classes["shape"]
    found = indexed(load_lexicon(dictionaries), shapes)
    made_of = basis(dictionaries, shapes, LEAST_WORDS)
    write_phrases(found, dictionaries / FILE, made_of)
