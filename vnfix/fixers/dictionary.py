"""Proposes the fixed corrections of the dictionaries, shipped and users'.

A key is matched on token edges, marks around it aside. A key in small letters also matches its
title case and its capitals, and the fix follows. Automatic entries are exact; where a person or
the context must choose, the fixes are arcs of the lattice. A user's own entries win: one with a
single fix is exact even where a person has to look at it, for as an arc it would lose against a
word that is right elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.entries import ASK
from vnfix.data.lexicon import EDGES
from vnfix.model import Candidate, Safety
from vnfix.text.tokens import all_tokens
from vnfix.text.unicode import Case, apply_case, case_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.data.entries import Entry
    from vnfix.data.lexicon import Lexicon
    from vnfix.model import Line

NAME = "dictionary"
ASKED, REASONED = 1.0, 3.0
"""Price in nats of a fix that asks, and of one that has a reason against it."""

Keys = tuple[str, ...]


class Fixed(NamedTuple):
    """An entry and whose it is."""

    key: Keys
    entry: Entry
    own: bool

    @property
    def exact(self) -> bool:
        """Whether neither context nor the other readings are asked."""
        return self.entry.automatic or (self.own and self.entry.reason != ASK)

    @property
    def price(self) -> float:
        """Price of the arcs in nats."""
        if self.exact or self.own:
            return 0.0
        return ASKED if self.entry.reason == ASK else REASONED


@lru_cache(maxsize=4)
def keys_of(lexicon: Lexicon) -> Mapping[str, Sequence[Fixed]]:
    """Return the corrections by the first word of their keys, longest keys first."""
    found: dict[str, list[Fixed]] = {}
    own = len(lexicon.own_corrections)
    for k, entry in enumerate(lexicon.corrections):
        words = tuple(entry.text.split())
        found.setdefault(words[0], []).append(Fixed(words, entry, k < own))
    for entries in found.values():
        entries.sort(key=lambda e: -len(e.key))
    return found


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the fixed corrections for the sick lines."""
    if not analysis.config.use_dictionary:
        return []
    keys = keys_of(analysis.resources.lexicon)
    return [
        candidate
        for k in analysis.lines_to_guess()
        for candidate in _in_line(analysis.document.lines[k], keys)
    ]


def _in_line(line: Line, keys: Mapping[str, Sequence[Fixed]]) -> Iterator[Candidate]:
    run = all_tokens(line.text)
    for k, token in enumerate(run):
        word = token.text.strip(EDGES)
        if word not in keys and word.lower() not in keys:
            continue
        for lowered in (False, True):
            for fixed in keys.get(word.lower() if lowered else word, ()):
                key = fixed.key
                seen = [t.text.strip(EDGES) for t in run[k : k + len(key)]]
                case = _case(seen, key) if lowered else Case.NONE
                if case is not None and (lowered or tuple(seen) == key):
                    last = run[k + len(key) - 1]
                    yield from _candidates(line, (token.start, last.end), fixed, case)
                    break


def reason_of(entry: Entry, fix: str) -> str:
    """Return what is told as the reason of a correction by an entry."""
    return entry.reason or f"{entry.text} → {fix}: {entry.note or 'dictionary'}"


def _case(seen: Sequence[str], key: Keys) -> Case | None:
    """Return the case in which `seen` writes a key of small letters, None where it is no such."""
    text, wanted = " ".join(seen), " ".join(key)
    if text == wanted or text.lower() != wanted:
        return None
    case = case_of(seen[0]) if len(seen) == 1 else case_of(text)
    return case if case in (Case.TITLE, Case.UPPER) else None


def _candidates(line: Line, span: tuple[int, int], fixed: Fixed, case: Case) -> Iterator[Candidate]:
    entry = fixed.entry
    observed = line.text[slice(*span)]
    head = observed[: len(observed) - len(observed.lstrip(EDGES))]
    tail = observed[len(observed.rstrip(EDGES)) :]
    for fix in entry.fixes:
        after = head + (fix if case is Case.NONE else apply_case(fix, case)) + tail
        yield Candidate(
            line.start + span[0],
            line.start + span[1],
            after,
            fixed.price,
            NAME,
            reason_of(entry, fix),
            Safety.AUTO if entry.automatic else Safety.REVIEW,
            exact=fixed.exact,
            yields=True,
        )
