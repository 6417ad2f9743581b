"""Proposes document numbers (*số, ký hiệu*): number, year, type and issuer, as `25/2021/QĐ-UBND`.

The suffix is compared with those in use by the shapes of its letters. Where only a Đ was read as D,
nothing is guessed and no digit moves: that alone is AUTO.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.model import Candidate, Safety
from vnfix.text.fuzzy import plain_distance, plain_likeness
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.resources import Resources

NAME = "doc_numbers"
PRICE, EDIT, GUESSED_DIGIT = 0.5, 2.0, 1.0
"""Nats for a suffix, for each letter that differs, for each digit read from a letter."""

# Number, perhaps a year, a slash or what it was read for, and letters that a hyphen joins.
_STATE = regex.compile(
    r"(?<![\w/.-])(?P<number>\|?[0-9lIOoQzZtS]{1,5}?)(?P<year>[ ]?/[ ]?(?:19|20)\d\d)?"
    r"(?P<slash>[ ]?[/|][ ]?|[ ]?[lI1](?=[\p{L}]{2})|)"
    r"(?P<suffix>\p{L}[\p{L}&\d]{0,6}(?:[ ]?-[ ]?[\p{L}&\d]{2,12}){1,4})(?![\w/])"
)
# Organs of the Party write the number, a hyphen, the type, a slash and their name.
_PARTY = regex.compile(
    r"(?<![\w/.-])(?P<number>[0-9lIOoQzZtS]{1,4})[ ]?-[ ]?"
    r"(?P<suffix>\p{L}{2,4}[ ]?[/lIJ|][ ]?[\p{L}]{2,3})(?!\w)"
)
_HEAD = regex.compile(r"[-/]")
TOLD = 75.0
"""Likeness from which on the words before a number name its type."""

CONTEXT, MOST = 24, 3
_BLANKS = regex.compile(r"\s+")


class Reading(NamedTuple):
    """A suffix in use that an observed one may be, and the letters in which they differ."""

    suffix: str
    distance: int


@dataclass(frozen=True)
class Suffixes:
    """The suffixes in use.

    Attributes:
        state: those of the state's organs, with hyphens.
        party: those of the Party's, with a slash.
        plain: suffix without accents -> the suffixes written so.
        types: abbreviation of a type -> its name.

    """

    state: tuple[str, ...]
    party: tuple[str, ...]
    plain: Mapping[str, frozenset[str]]
    types: Mapping[str, str]

    def readings(self, observed: str, *, party: bool) -> list[Reading]:
        """Return what an observed suffix may be: itself, its Đ put back, or the nearest."""
        known = self.plain.get(strip_accents(observed), frozenset())
        if observed in known:
            return [Reading(observed, 0)]
        if known:
            return [Reading(s, 0) for s in sorted(known)]
        if _in_use(observed):
            return []
        among = self.party if party else self.state
        limit = max(1, len(observed) // 3)
        near = [(d, s) for s in among if (d := plain_distance(observed, s)) <= limit]
        best = min(near, default=(0, ""))[0]
        return [Reading(s, d) for d, s in sorted(near) if d == best]

    def told_by(self, context: str, readings: Sequence[Reading]) -> list[Reading]:
        """Return those of several readings whose type the words before the number name best."""
        names = [self.types.get(_HEAD.split(r.suffix)[0], "") for r in readings]
        likeness = [plain_likeness(n, context) if n else 0.0 for n in names]
        best = max(likeness, default=0.0)
        told = [r for r, x in zip(readings, likeness, strict=True) if best >= TOLD and x == best]
        return told or list(readings)[:MOST]


def _in_use(suffix: str) -> bool:
    """Whether a suffix is in plain capitals: one that we do not know may still be right.

    What begins with a D or holds an E or O right before the hyphen is no type of document.
    """
    first = suffix.split("-")[0].split("/")[0]
    capitals = all(p.isupper() and p.isalpha() for p in regex.split(r"[-/&]", suffix) if p)
    return capitals and not first.endswith(("D", "E", "O"))


@lru_cache(maxsize=4)
def suffixes_of(resources: Resources) -> Suffixes:
    """Return the suffixes of the dictionaries; made once for each set of resources."""
    plain: dict[str, set[str]] = {}
    known = resources.lexicon.doc_suffixes
    for s in known:
        plain.setdefault(strip_accents(s), set()).add(s)
    frozen = {key: frozenset(found) for key, found in plain.items()}
    state = tuple(s for s in known if "/" not in s)
    party = tuple(s for s in known if "/" in s)
    types = {p.note: p.text for p in resources.lexicon.phrases if p.kind == "doc_types" and p.note}
    return Suffixes(state, party, frozen, types)


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the document numbers that the sick lines may hold."""
    if not analysis.config.use_rules:
        return []
    suffixes, digits = suffixes_of(analysis.resources), analysis.resources.rulebook.classes["sure"]
    return [
        candidate
        for span in analysis.spans_to_guess()
        for pattern in (_STATE, _PARTY)
        for m in pattern.finditer(analysis.document.text, *span)
        for candidate in _candidates(m, suffixes, digits)
    ]


def _candidates(
    m: regex.Match[str], suffixes: Suffixes, digits: Mapping[str, str]
) -> Iterator[Candidate]:
    party = m.re is _PARTY
    observed = _BLANKS.sub("", m["suffix"])
    if party:
        observed = regex.sub(r"(?<=\p{L}{2})[lIJ|](?=\p{L}{2})", "/", observed, count=1)
    readings = suffixes.readings(observed, party=party)
    if len(readings) > 1:
        context = m.string[max(0, m.start() - CONTEXT) : m.start()].rpartition("\n")[2]
        readings = suffixes.told_by(context, readings)
    for reading in readings:
        proven = reading.distance == 0 and m["suffix"] == observed and not party
        if proven and len(readings) == 1 and "/" in m["slash"]:
            if observed != reading.suffix:
                yield _proven(m, reading.suffix)
            continue
        for number, guessed in _numbers(m, digits):
            after = _written(m, number, reading.suffix)
            if _BLANKS.sub("", after) != _BLANKS.sub("", m.group()) or _torn(m.group()):
                yield _arc(m, after, PRICE + EDIT * reading.distance + GUESSED_DIGIT * guessed)


def _numbers(m: regex.Match[str], digits: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield what the number may be, with how many of its digits are guessed."""
    number = "".join(digits.get(c, c) for c in m["number"])
    guessed = sum(a != b for a, b in zip(m["number"], number, strict=True))
    if m.re is _STATE and m["slash"].strip() == "1":
        yield f"{number}1", guessed  # no slash was seen: the one may be a digit after all
        guessed += 1
    yield number, guessed


def _torn(text: str) -> bool:
    """Whether a blank stands on one side of a hyphen or before the slash: nobody prints that."""
    return regex.search(r"\w-\s|\s-\w|\s/", text) is not None


def _written(m: regex.Match[str], number: str, suffix: str) -> str:
    if m.re is _PARTY:
        return f"{number}-{suffix}"
    year = _BLANKS.sub("", m["year"] or "")
    return f"{number}{year}/{suffix}"


def _proven(m: regex.Match[str], suffix: str) -> Candidate:
    return Candidate(
        m.start("suffix"),
        m.end("suffix"),
        suffix,
        0.0,
        NAME,
        "A suffix of document numbers whose Đ was read as D.",
        Safety.AUTO,
        exact=True,
        confidence=0.99,
    )


def _arc(m: regex.Match[str], after: str, price: float) -> Candidate:
    reason = "A document number with a suffix that looks like this."
    return Candidate(m.start(), m.end(), after, price, NAME, reason)
