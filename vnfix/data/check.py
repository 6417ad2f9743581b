"""Checks the data files: dictionaries and rules, shipped ones and users' alike.

`check_shipped` is what `python -m vnfix data-check` and the tests call; `check_file` takes one
file of a user's. Both use the same rules for a line, those of `entries` and `rulebook`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from vnfix.data.confidences import FILE, check_confidences
from vnfix.data.entries import Problem, check_entries, read_entries
from vnfix.data.lexicon import PHRASE_FILES, check_corrections, load_lexicon
from vnfix.data.names import NAME_FILES, check_names
from vnfix.data.rulebook import check_rules, load_rulebook
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable, old_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.data.entries import Entry
    from vnfix.data.lexicon import Lexicon

PACKAGE = Path(__file__).parents[1]
README = "README.md"
WORD_FILES = ("abbreviations", "loanwords", "words")
OTHER_FILES = ("corrections", "doc_suffixes", "function_words", "syllables", *NAME_FILES)
_PAPER = pattern(r"^\| `(?P<file>[^`]+)` \|.*\| `(?P<sha>[0-9a-f]*)` \|$", regex.MULTILINE)
_LETTERS = pattern(r"\p{L}+")


def check_shipped(package: Path = PACKAGE) -> list[Problem]:
    """Check all shipped dictionaries and rules and their papers.

    Raises:
        DataError: a file is missing or cannot be read at all.

    """
    return [
        *check_dictionaries(package / "dictionaries"),
        *check_rulebook(package / "rules"),
        *check_papers(package / "dictionaries"),
        *check_papers(package / "rules"),
    ]


def check_rulebook(folder: Path) -> list[Problem]:
    """Check the rules of a folder, and that the table of confidences has a row for each."""
    problems = [p for path in sorted(folder.glob("*.toml")) for p in check_rules(path)]
    if problems:
        return problems
    rules = load_rulebook(folder).rules
    typed = [f"The rule {r.id!r} has a confidence." for r in rules if r.confidence is not None]
    exact = [(f"rule:{r.id}", r.safety) for r in rules if r.exact]
    return [
        *(Problem(folder, 0, message, f"It goes to {FILE}.") for message in typed),
        *check_confidences(folder / FILE, exact),
    ]


def check_file(path: Path, lexicon: Lexicon) -> list[Problem]:
    """Check one file of a user's: rules (`.toml`), or words, phrases and corrections."""
    if path.suffix == ".toml":
        return list(check_rules(path))
    entries = read_entries(path)
    corrections = [e for e in entries if e.fixes]
    return [
        *check_entries(path, entries, ordered=False),
        *check_corrections(path, corrections, lexicon),
    ]


def check_dictionaries(folder: Path) -> list[Problem]:
    """Check the dictionaries of one folder, each alone and against the others."""
    declared = {f"{name}.txt" for name in (*PHRASE_FILES, *WORD_FILES, *OTHER_FILES)}
    problems = [
        Problem(folder / name, 0, "This file is not declared.", "Add it to vnfix/data/lexicon.py.")
        for name in sorted({p.name for p in folder.glob("*.txt")} - declared)
    ]
    files = {name: read_entries(folder / name) for name in sorted(declared)}
    for name, entries in files.items():
        problems += check_entries(folder / name, entries, ordered=True)
        if name != "corrections.txt":
            problems += _corrections_elsewhere(folder / name, entries)
        if name != "syllables.txt":
            problems += _check_style(folder / name, entries)
    for stem in WORD_FILES:
        problems += _check_words(folder / f"{stem}.txt", files[f"{stem}.txt"])
    for stem in NAME_FILES:
        problems += check_names(folder / f"{stem}.txt", files[f"{stem}.txt"])
    path, corrections = folder / "corrections.txt", files["corrections.txt"]
    problems += _without_source(path, corrections)
    if not problems:  # the lexicon loads sound files only
        problems += check_corrections(path, corrections, load_lexicon(folder))
    return problems


def _corrections_elsewhere(path: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    for e in entries:
        if e.fixes:
            message = f"{e.text!r} is a correction among words."
            yield Problem(path, e.line, message, "Move the line to corrections.txt.")


def _check_style(path: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    """One tone style, so that an entry cannot stand twice in two spellings."""
    for e in entries:
        for word in (w for part in (e.text, *e.fixes) for w in _LETTERS.findall(part)):
            if old_style(word) != word:
                message = f"{word!r} has its tone mark in the new style."
                yield Problem(path, e.line, message, f"Write {old_style(word)!r}.")


def _without_source(path: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    for e in entries:
        if not e.note:
            message = f"{e.text!r} has no source."
            yield Problem(path, e.line, message, "Add it after a tab.")


def _check_words(path: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    for e in entries:
        if " " in e.text or (e.text.islower() and is_syllable(e.text)):
            message = f"{e.text!r} is a phrase or a Vietnamese syllable."
            yield Problem(path, e.line, message, "Phrases go to phrases.txt.")


def sha256_of(path: Path) -> str:
    """Return the file's sha256, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_papers(folder: Path) -> list[Problem]:
    """Check that every data file has its row in the folder's README, with its hash."""
    readme = folder / README
    listed = {m["file"]: m["sha"] for m in _PAPER.finditer(readme.read_text("utf-8"))}
    present = {p.name for p in folder.iterdir() if p.suffix in (".txt", ".toml", ".tsv")}
    problems = [
        Problem(readme, 0, f"{name} has no row, or its row has no file.", "Add or remove the row.")
        for name in sorted(present ^ listed.keys())
    ]
    for name in sorted(present & listed.keys()):
        if sha256_of(folder / name) != listed[name]:
            remedy = "Run `python -m vnfix.data.check`, which writes the hashes."
            problems.append(Problem(readme, 0, f"The hash of {name} is another.", remedy))
    return problems


def write_papers(folder: Path) -> None:
    """Write the present hashes into the rows of the folder's README."""

    def row(m: regex.Match[str]) -> str:
        path = folder / m["file"]
        sha = sha256_of(path) if path.exists() else ""
        whole: str = m.group()
        return whole.removesuffix(f"`{m['sha']}` |") + f"`{sha}` |"

    readme = folder / README
    readme.write_text(_PAPER.sub(row, readme.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    for part in ("dictionaries", "rules"):
        write_papers(PACKAGE / part)
