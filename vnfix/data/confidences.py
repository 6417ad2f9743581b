"""How often a proposal that needs no decoding is right: one table for all fixers and rules.

`rules/confidences.tsv` has a row for each fixer, or rule, and safety it asks for. Where documents
with gold have such proposals it is measured (`python -m vnfix.train confidence`), engines and
documents left out; `assumed` is what is believed before anything is seen, and weighs as much as
`ASSUMED` places. The decoder's own readings have the calibration (`decode.confidence`).
"""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.entries import Problem
from vnfix.errors import DataError
from vnfix.model import Safety

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vnfix.model import Candidate

FILE = "confidences.tsv"
COLUMNS = ("fixer", "safety", "assumed", "seen", "right", "documents", "confidence", "basis")
ASSUMED = 20.0
"""So many places weigh as much as what is assumed."""
FLOOR = 3
"""What fewer documents show is not believed."""
LEAST_AUTO = 0.99
"""A proposal that is right less often than this is for a person to see, whatever the fixer asks."""
REMEDY = "Install vnfix again, or rebuild the file with `python -m vnfix.train confidence`."

Key = tuple[str, Safety]


class Measured(NamedTuple):
    """A row of the table.

    Attributes:
        fixer: as in `Correction.fixer`: `dictionary`, `rule:ID`, or the part before the colon for
            all others of its kind.
        safety: what the fixer asks for.
        assumed: probability that a proposal is right, before any is seen.
        seen: places with gold, each document with a few at most, so that none has all the say.
        right: how many of them were right.
        documents: how many documents have such places.
        basis: what the assumption rests on.

    """

    fixer: str
    safety: Safety
    assumed: float
    seen: float
    right: float
    documents: int
    basis: str

    @property
    def confidence(self) -> float:
        """Probability that a proposal is right.

        >>> Measured("rule:x", Safety.REVIEW, 0.9, 30.0, 30.0, 9, "").confidence
        0.96
        """
        if self.documents < FLOOR:
            return round(self.assumed, 4)
        return round((self.right + ASSUMED * self.assumed) / (self.seen + ASSUMED), 4)

    @property
    def key(self) -> Key:
        """Fixer and safety."""
        return self.fixer, self.safety

    def measured(self, seen: float, right: float, documents: int) -> Measured:
        """Return the row with what has been seen."""
        return self._replace(seen=seen, right=round(right, 2), documents=documents)

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is written."""
        return (
            self.fixer, self.safety.value, f"{self.assumed:g}", f"{self.seen:g}",
            f"{self.right:g}", str(self.documents), f"{self.confidence:.4f}", self.basis,
        )  # fmt: skip


class Confidences(NamedTuple):
    """The table, by fixer and safety."""

    rows: Mapping[Key, Measured]

    def row(self, fixer: str, safety: Safety) -> Measured:
        """Return the row of a fixer; a rule without one of its own has that of all rules.

        Raises:
            KeyError: the table has no row for it.

        """
        own = self.rows.get((fixer, safety))
        return own or self.rows[fixer.partition(":")[0], safety]

    def trusted(self, candidate: Candidate) -> Candidate:
        """Return an exact candidate with its confidence, where it does not bring one along.

        One that is right too seldom is not made without asking.
        """
        if candidate.confidence is not None:
            return candidate
        confidence = self.row(candidate.fixer, candidate.safety).confidence
        safety = candidate.safety if confidence >= LEAST_AUTO else Safety.REVIEW
        return replace(candidate, confidence=confidence, safety=safety)


def load_confidences(path: Path) -> Confidences:
    """Read a table.

    Raises:
        DataError: it is missing or malformed.

    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeError) as e:
        raise DataError(f"The table {path} cannot be read: {e}.", REMEDY) from e
    found = {}
    for number, cells in _rows(text):
        try:
            row = _measured(cells)
        except ValueError as e:
            raise DataError(f"{path}:{number}: {e}.", REMEDY) from e
        found[row.key] = row
    if not found:
        raise DataError(f"The table {path} has no rows.", REMEDY)
    return Confidences(found)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their line numbers; the first is the names of the columns."""
    lines = text.splitlines()
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if number > 1:
            yield number, cells


def _measured(cells: Sequence[str]) -> Measured:
    """Return a row.

    Raises:
        ValueError: it is none.

    """
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)}")
    fixer, safety, assumed, seen, right, documents, confidence, basis = cells
    row = Measured(
        fixer, Safety(safety), float(assumed), float(seen), float(right), int(documents), basis
    )
    if not (0.0 < row.assumed <= 1.0 and 0.0 <= row.right <= row.seen):
        raise ValueError("a number is out of range")
    if float(confidence) != row.confidence:
        raise ValueError(f"the confidence is {confidence}, by the other columns {row.confidence}")
    return row


def write_confidences(path: Path, rows: Sequence[Measured]) -> None:
    """Write a table, sorted by fixer."""
    ordered = sorted(rows, key=lambda r: (r.fixer, r.safety.value))
    lines = ["\t".join(COLUMNS), *("\t".join(r.cells()) for r in ordered)]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def check_confidences(path: Path, wanted: Sequence[Key]) -> list[Problem]:
    """Return what is wrong with the shipped table.

    Args:
        path: the file.
        wanted: the exact rules, each of which has a row of its own.

    Raises:
        DataError: it cannot be read, or a row is malformed.

    """
    rows = load_confidences(path).rows
    own = {key for key in rows if ":" in key[0]}
    remedy = "Add the row, or remove it; then run `python -m vnfix.train confidence`."
    return [
        *(Problem(path, 0, f"{k[0]} {k[1]} has no row.", remedy) for k in sorted({*wanted} - own)),
        *(Problem(path, 0, f"{k[0]} {k[1]} is no rule.", remedy) for k in sorted(own - {*wanted})),
        *(
            Problem(path, 0, f"{r.fixer} has no basis.", "Say what is assumed why.")
            for r in rows.values()
            if not r.basis
        ),
    ]
