"""The lines of a dictionary file: reading and checking, the same for shipped and users' files.

A line is a word or a phrase, or a correction, with what is known of it after a tab:

    UBND<TAB>Ủy ban nhân dân        an entry and its note
    wrong->right<TAB>source         corrected without asking
    wrong->one, two,<TAB>source     several fixes (the comma at the end says so): a person chooses
    wrong->right, reason            one fix, but never without asking, for this reason

Lines that begin with "# " at the top of a file are comments; empty lines are skipped at its end
only. Shipped files are sorted by code point, so that their differences stay small.
"""

from __future__ import annotations

import unicodedata
from itertools import count
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from vnfix.errors import DataError
from vnfix.text.patterns import pattern
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

ARROW = "->"
ASK = "to be chosen"
# Blanks other than single spaces between words, and characters that no eye can see.
_UNTIDY = pattern(
    r"(?mV1)^ | $|  |[^\S \n]|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}--\n]",
)
_DOUBLED = ("  ", "\n ", " \n")


class Entry(NamedTuple):
    """One line of a dictionary; a tuple, because thousands are made at every start.

    Attributes:
        line: 1-based number of the line.
        text: the word, the phrase, or the wrong text of a correction.
        fixes: what a correction puts in its place, best first; empty for words and phrases.
        reason: why no fix is made without asking, "" where it may be.
        note: the part after the tab: an expansion, a kind or a source.

    """

    line: int
    text: str
    fixes: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""

    @property
    def automatic(self) -> bool:
        """Whether the correction may be made without asking."""
        return bool(self.fixes) and not self.reason


class Problem(NamedTuple):
    """Something wrong in a data file; `str()` gives `file:line: message`."""

    path: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def parse(number: int, line: str) -> Entry:
    """Read one line.

    >>> parse(1, "c6ch->cách").automatic, parse(1, "truong->trường, trưởng,").fixes
    (True, ('trường', 'trưởng'))
    >>> parse(1, "chi->chỉ, both are words").reason
    'both are words'
    """
    body, _, note = line.partition("\t")
    wrong, arrow, right = body.partition(ARROW)
    if not arrow:
        return Entry(number, body, note=note)
    parts = [p.strip() for p in right.split(",")]
    if len(parts) == 1:
        return Entry(number, wrong, (right,), note=note)
    if parts[-1] == "":
        return Entry(number, wrong, tuple(parts[:-1]), ASK, note)
    return Entry(number, wrong, (parts[0],), ", ".join(parts[1:]), note)


def read_entries(path: Path) -> list[Entry]:
    """Read the entries of a dictionary as they stand, without checking them.

    Raises:
        DataError: the file is missing or is not UTF-8.

    """
    text, lines, top = _lines(path)
    if ARROW not in text:
        parts = [line.partition("\t") for line in lines[top:]]
        rows = zip(count(top + 1), parts, strict=False)
        return [Entry._make((k, body, (), "", note)) for k, (body, _, note) in rows]
    return [parse(k, line) for k, line in enumerate(lines[top:], top + 1)]


def read_words(path: Path) -> list[str]:
    """Read and check a shipped list of words, sorted and without corrections.

    A list without notes and faults, which is the rule, is read without making entries of its lines.

    Raises:
        DataError: the file is missing, is not UTF-8 or has a bad line.

    """
    text, lines, top = _lines(path)
    words = lines[top:]
    plain = ARROW not in text and "\t" not in text and is_clean("\n".join(words))
    if plain and all(map(lt, ["", *words], words)):
        return words
    entries = read_entries(path)
    require(check_entries(path, entries, ordered=True))
    return [e.text for e in entries]


def _lines(path: Path) -> tuple[str, list[str], int]:
    """Return the text of a dictionary, its lines, and how many of them are comments at its top."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as e:
        raise DataError(
            f"The dictionary {path} cannot be read: {e.strerror}.", "Check its name and its rights."
        ) from e
    except UnicodeDecodeError as e:
        raise DataError(
            f"The dictionary {path} is not UTF-8 (byte {e.start}).", "Save it as UTF-8."
        ) from e
    lines = text.rstrip("\n").split("\n") if text else []
    top = 0
    while top < len(lines) and lines[top].startswith("# "):
        top += 1
    return text, [] if lines == [""] else lines, top


def check_entries(path: Path, entries: Sequence[Entry], *, ordered: bool) -> Iterator[Problem]:
    """Find what is wrong with the lines of one file, whatever the other files say.

    Args:
        path: the file, for the messages.
        entries: what `read_entries` gave.
        ordered: whether the lines must be sorted by code point.

    """
    seen: dict[str, int] = {}
    last = ""
    texts = [e.text for e in entries]
    plain = is_clean("\n".join([*texts, *(e.note for e in entries)]))
    ascending = ordered and all(map(lt, ["", *texts], texts))
    if plain and ascending and not any(e.fixes for e in entries):
        return
    for e in entries:
        if e.fixes or not (plain and e.text):
            for message, remedy in _faults(e):
                yield Problem(path, e.line, message, remedy)
        if e.text in seen:
            message = f"{e.text!r} stands in line {seen[e.text]} already."
            yield Problem(path, e.line, message, "Remove one of the two lines.")
        elif ordered and e.text < last:
            message = f"{e.text!r} is out of order."
            yield Problem(path, e.line, message, "Sort the lines by code point.")
        seen[e.text] = e.line
        last = e.text


def _faults(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (message, remedy) for one entry on its own."""
    if not entry.text:
        yield "An entry is empty.", "Remove the line, or write the text before the arrow."
    for part in (entry.text, *entry.fixes, entry.reason, entry.note):
        if _UNTIDY.search(part):
            yield f"{part!r} has stray blanks or invisible characters.", "Remove them."
        if nfc(part) != part:
            yield f"{part!r} is not in NFC.", "Save the file in NFC (composed letters)."
    yield from _bad_fixes(entry)


def _bad_fixes(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.fixes and not all(entry.fixes):
        yield f"A fix of {entry.text!r} is empty.", "Write wrong->right, or remove the comma."
    if entry.text in entry.fixes:
        yield f"{entry.text!r} is corrected to itself.", "Remove the line."
    if len(set(entry.fixes)) < len(entry.fixes):
        yield f"A fix of {entry.text!r} stands twice.", "Remove one of the two."
    if any(ARROW in fix for fix in entry.fixes):
        yield f"The line of {entry.text!r} has two arrows.", "Write one correction a line."


def require(problems: Iterable[Problem]) -> None:
    """Raise the first problem.

    Raises:
        DataError: there is a problem; the message names file and line.

    """
    for p in problems:
        raise DataError(str(p), p.remedy)


def is_clean(text: str) -> bool:
    """Whether every line of a text is fit for a dictionary: NFC, single blanks, nothing invisible.

    >>> is_clean("Ủy ban nhân dân"), is_clean("hai  blanks")
    (True, False)
    """
    blanks = text.startswith(" ") or text.endswith(" ") or any(b in text for b in _DOUBLED)
    odd = blanks or _UNTIDY.search("\n".join(set(text) - {" ", "\n"}))
    return not odd and unicodedata.is_normalized("NFC", text)
