"""Proposes document numbers (*số, ký hiệu*): number, year, type and issuer, as `25/2021/QĐ-UBND`.

Codes are an open class. A suffix that stands in plain capitals is read letter by letter: a D is a Đ
where its part of the suffix (`QD`, `HDND`, `SGDDT`) is known to have one, all other letters stay.
That alone is AUTO. What has other letters or marks is compared with the suffixes in use, and with
those of the same document, by the shapes of its letters.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.fixers.broken_numbers import broken_in, one_way
from vnfix.model import Candidate, Safety
from vnfix.text.fuzzy import plain_likeness, plainly_near
from vnfix.text.patterns import pattern
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.resources import Resources

NAME = "doc_numbers"
PRICE, EDIT, GUESSED_DIGIT = 0.5, 2.0, 1.0
"""Nats for a suffix, for each letter that differs, for each digit read from a letter."""
OWN_PLACES = 2
"""A suffix that stands so often in the document is one in use."""

# Number, perhaps a year, a slash or what it was read for, and letters that a hyphen joins.
_STATE = pattern(
    r"(?<![\w/-])(?<!\w\.)(?P<number>\|?[0-9lIOoQzZtS]{1,5}?)(?P<year>[ ]?/[ ]?(?:19|20)\d\d)?"
    r"(?P<slash>[ ]?[/|][ ]?|[ ]?[lI1](?=[\p{L}]{2})|)"
    r"(?P<suffix>\p{L}[\p{L}&\d]{0,6}(?:[ ]?[-–—][ ]?(?:[-–—][ ]?)?[\p{L}&\d]{2,12}){1,4})(?![\w/])"
)
# Organs of the Party write the number, a hyphen, the type, a slash and their name.
_PARTY = pattern(
    r"(?<![\w/.-])(?P<number>[0-9lIOoQzZtS]{1,4})[ ]?-[ ]?"
    r"(?P<suffix>\p{L}{2,4}[ ]?[/lIJ|][ ]?[\p{L}]{2,3})(?!\w)"
)
_HEAD = pattern(r"[-/]")
_JOINTS = pattern(r"([-&/])")
# Capitals and hyphens; small letters only where types of documents have them (CTr, TTr, QyĐ).
_PLAIN = pattern(r"(?:[CT]Tr|TrS|Qy[DĐ]|[A-ZĐ]{1,7}\d?)(?:[-&][A-ZĐ]{1,8}){1,4}")
# What a Đ is taken for at the end of a type, and in the name of an issuer that nobody knows.
_TYPE = {"E": "Đ", "O": "ĐQ", "B": "Đ"}
_ISSUER = {"P": "Đ", "B": "Đ", "E": "Đ", "O": "ĐQ"}
LONG_PART = 4
TOLD = 75.0
"""Likeness from which on the words before a number name its type."""

CONTEXT, MOST = 24, 3
_BLANKS = pattern(r"\s+")
DASHES = "-–—"
_DASHES = pattern(rf"[{DASHES}]+")
# What every number has, and no dash before an item of a list.
_JOINED = pattern(rf"[{DASHES}](?<=[\p{{L}}\d&][ ]?[{DASHES}])")


class SuffixReading(NamedTuple):
    """A suffix in use that an observed one may be, and the letters in which they differ."""

    suffix: str
    distance: int


class Suffixes(NamedTuple):
    """The suffixes in use.

    Attributes:
        state: those of the state's organs, with hyphens.
        party: those of the Party's, with a slash.
        plain: suffix without accents -> the suffixes written so.
        types: abbreviation of a type -> its name.
        parts: part of a suffix or abbreviation without accents -> how it is written, where that
            is one way.
        known: the same with the parts that have no Đ.

    """

    state: tuple[str, ...]
    party: tuple[str, ...]
    plain: Mapping[str, frozenset[str]]
    types: Mapping[str, str]
    parts: Mapping[str, str]
    known: Mapping[str, str]

    def written(self, observed: str) -> list[str]:
        """Return what a suffix in plain capitals may be: its Đ put back, other letters stay.

        A type that there is not, with a letter at its end that a Đ or Q is taken for, is
        the type with that letter.
        """
        head, joint, rest = observed.partition("-")
        heads = [head]
        if head not in self.types and head not in self.known:
            meant = [head[:-1] + c for c in _TYPE.get(head[-1], "")]
            heads = [m for m in meant if m in self.types] or heads
        tail = "".join(self.part(p) for p in _JOINTS.split(rest))
        return [self.parts.get(h, h) + joint + tail for h in heads]

    def part(self, observed: str) -> str:
        """Return a part of a suffix as it is written: with its Đ, or the one that looks like it."""
        if observed in self.parts or len(observed) < LONG_PART:
            return self.parts.get(observed, observed)
        like = {
            self.known[meant]
            for k, c in enumerate(observed)
            for right in _ISSUER.get(c, "")
            if (meant := strip_accents(observed[:k] + right + observed[k + 1 :])) in self.known
        }
        return like.pop() if len(like) == 1 and observed not in self.known else observed

    def readings(self, observed: str, *, party: bool) -> list[SuffixReading]:
        """Return what an observed suffix may be: itself, its Đ put back, or the nearest."""
        known = self.plain.get(strip_accents(observed), frozenset())
        if observed in known:
            return [SuffixReading(observed, 0)]
        if known:
            return [SuffixReading(s, 0) for s in sorted(known)]
        if not party and _PLAIN.fullmatch(observed):
            return [SuffixReading(s, 0) for s in self.written(observed)]
        among = self.party if party else self.state
        limit = max(1, len(observed) // 3)
        near = plainly_near(observed, among, limit)
        best = min(near, default=(0, ""))[0]
        return [SuffixReading(s, d) for d, s in sorted(near) if d == best]

    def unslashed(self, observed: str) -> str:
        """Return a suffix whose N was read as an M together with the slash before it.

        Others stay as they are.
        """
        meant = "N" + observed[1:].upper()
        return meant if strip_accents(meant) in self.plain else observed

    def told_by(self, context: str, readings: Sequence[SuffixReading]) -> list[SuffixReading]:
        """Return those of several readings whose type the words before the number name best."""
        names = [self.types.get(_HEAD.split(r.suffix)[0], "") for r in readings]
        likeness = [plain_likeness(n, context) if n else 0.0 for n in names]
        best = max(likeness, default=0.0)
        told = [r for r, x in zip(readings, likeness, strict=True) if best >= TOLD and x == best]
        return told or list(readings)[:MOST]


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
    types = {p.note: p.text for p in resources.lexicon.phrases_of("doc_types") if p.note}
    forms = _parts(resources)
    parts = {bare: form for bare, form in forms.items() if bare != form}
    return Suffixes(state, party, frozen, types, parts, forms)


def _parts(resources: Resources) -> dict[str, str]:
    """Return how the parts of suffixes and the abbreviations are written, by their plain form."""
    suffixes = (part for s in resources.lexicon.doc_suffixes for part in _HEAD.split(s))
    return one_way((*suffixes, *resources.lexicon.abbreviations), strip_accents)


def with_own(suffixes: Suffixes, text: str) -> Suffixes:
    """Return the suffixes in use with those that the document itself uses again and again."""
    seen = Counter(_BLANKS.sub("", m["suffix"]) for m in _STATE.finditer(text) if "/" in m["slash"])
    plain = [s for s, n in seen.items() if n >= OWN_PLACES and _PLAIN.fullmatch(s)]
    own = [w for s in plain for w in suffixes.written(s)[:1]]
    new = sorted(set(own) - set(suffixes.state))
    return suffixes._replace(state=(*suffixes.state, *new)) if new else suffixes


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the document numbers that the sick lines may hold."""
    if not analysis.config.use_rules:
        return []
    text = analysis.document.text
    whole = broken_in(analysis)
    found = [
        m
        for start, end in analysis.spans_to_guess()
        if any(text.find(dash, start, end) >= 0 for dash in DASHES)
        and _JOINED.search(text, start, end)
        for form in (_STATE, _PARTY)
        for m in form.finditer(text, start, end)
        if not any(c.start < m.end() and m.start() < c.end for c in whole)
    ]
    if not found:
        return whole
    digits = analysis.resources.rulebook.classes["sure"]
    suffixes = with_own(suffixes_of(analysis.resources), text)
    return [*whole, *(c for m in found for c in _candidates(m, suffixes, digits))]


def _candidates(
    m: regex.Match[str], suffixes: Suffixes, digits: Mapping[str, str]
) -> Iterator[Candidate]:
    party = _is_party(m)
    observed = _observed(m, suffixes)
    readings = suffixes.readings(observed, party=party)
    if len(readings) > 1:
        context = m.string[max(0, m.start() - CONTEXT) : m.start()].rpartition("\n")[2]
        readings = suffixes.told_by(context, readings)
    for reading in readings:
        plain = m["suffix"] == observed or _torn(m["suffix"])
        proven = reading.distance == 0 and plain and not party
        if proven and len(readings) == 1 and "/" in m["slash"]:
            if m["suffix"] != reading.suffix:
                yield _proven(m, reading.suffix)
            continue
        for number, guessed in _numbers(m, digits):
            after = _written(m, number, reading.suffix)
            if _BLANKS.sub("", after) != _BLANKS.sub("", m.group()) or _torn(m.group()):
                yield _arc(m, after, PRICE + EDIT * reading.distance + GUESSED_DIGIT * guessed)


def _is_party(m: regex.Match[str]) -> bool:
    return "slash" not in m.re.groupindex


def _observed(m: regex.Match[str], suffixes: Suffixes) -> str:
    """Return the suffix as it was read, its dashes and its slash put right."""
    observed = _DASHES.sub("-", _BLANKS.sub("", m["suffix"]))
    if _is_party(m):
        return regex.sub(r"(?<=\p{L}{2})[lIJ|](?=\p{L}{2})", "/", observed, count=1)
    torn = m["year"] and not m["slash"] and observed[0] == "M"
    return suffixes.unslashed(observed) if torn else observed


def _numbers(m: regex.Match[str], digits: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield what the number may be, with how many of its digits are guessed."""
    number = "".join(digits.get(c, c) for c in m["number"])
    guessed = sum(a != b for a, b in zip(m["number"], number, strict=True))
    if not _is_party(m) and m["slash"].strip() == "1":
        yield f"{number}1", guessed  # no slash was seen: the one may be a digit after all
        guessed += 1
    yield number, guessed


def _torn(text: str) -> bool:
    """Whether a hyphen has a blank on one side or is another dash, or a blank is before a slash."""
    return regex.search(r"\w-\s|\s-\w|\s/|[–—]", text) is not None


def _written(m: regex.Match[str], number: str, suffix: str) -> str:
    if _is_party(m):
        return f"{number}-{suffix}"
    year = _BLANKS.sub("", m["year"] or "")
    return f"{number}{year}/{suffix}"


def _proven(m: regex.Match[str], suffix: str) -> Candidate:
    sure = strip_accents(suffix) == m["suffix"]
    return Candidate(
        m.start("suffix"),
        m.end("suffix"),
        suffix,
        0.0,
        NAME,
        "A suffix of document numbers whose Đ was read as D.",
        Safety.AUTO if sure else Safety.REVIEW,
        exact=True,
    )


def _arc(m: regex.Match[str], after: str, price: float) -> Candidate:
    reason = "A document number with a suffix that looks like this."
    return Candidate(m.start(), m.end(), after, price, NAME, reason)
