"""Proposes document numbers with a year whose joints were broken: `68:2024 TT- BTC`, `142023 NDCP`.

A number, a year of this or the last century and a suffix in use prove each other, whatever was made
of the slashes and hyphens between them. The suffix is read through blanks, dashes and specks; where
it has a strange letter, the same number elsewhere in the document must have it in full.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vnfix.model import Candidate, Safety
from vnfix.text.fuzzy import plain_distance
from vnfix.text.patterns import pattern
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import regex

    from vnfix.analysis import Analysis
    from vnfix.resources import Resources

NAME = "doc_numbers"
REASON = "A document number whose slashes, hyphens or blanks were lost or misread."

# A number, what is left of a slash (nothing only between digits), and a year. Of torn ones that
# would have more than three digits, the first part is the mark of a footnote.
_NUMBERED = pattern(
    r"(?<![\p{L}\d/])(?<![\d.,]\d?[.,-])"
    r"(?:(?<!(?<!\S)\d{1,3}[ ])(?P<number>(?<=\b[sS$]\S{1,2}[ ])(?:\d[ ]\d\d?|\d\d[ ]\d)(?=/)"
    r"|\d{1,4}|[0-9lIOozZQSóÓ]{1,4}(?=[ ]?/))"
    r"(?P<joint>[ ]?[/|:.,'’][ ]?|[ ])|(?P<number>\d{1,2}|\d{1,2}[02-9]))"
    r"(?P<year>(?:1[ ]?9[ ]?[4-9]|[2zZ][ ]?[0OoQ][ ]?[0-4lIOoQzZ|])[ ]?[0-9lIOoQzZS|\]óÓ])"
)
# Between year and suffix: a slash, what it was read for, or specks beside it.
_JOINT = pattern(r"[ ]?[/|.:,'’-]?[ ]?[1lI|]?(?=[ ]?\p{Lu})[ ]?")
_SPECK = pattern(r"[-–—_. ]")
_WORD = pattern(r"[\p{L}\d]+(?:(?:[-–—_.][ ]?|[ ](?=\p{Lu}{2}))[\p{L}\d,_]+)*")
_TYPE = pattern(r"[^\p{L}\d]")
_WHOLE = pattern(
    r"(?<![\p{L}\d/.,-])(\d{1,4}/(?:19|20)\d\d)/(\p{Lu}[\p{Lu}\d&-]*\p{Lu}\d*)(?![\w/-])"
)
# Blanks that offices print themselves.
_PRINTED = pattern(r"[ ](-)[ ]|(/)[ ](?=\p{L})")
_BEGINS, _ENDS = pattern(r"(?<!\w\S{0,9})"), pattern(r"[^\w\s]*(?!\S)")
_YEAR = pattern(r"19[4-9]\d|20[0-4]\d")
# What the digits behind QH are taken for.
_TERM_DIGITS = {"I": "1", "l": "1", "|": "1", "S": "5", "O": "0"}
_TERM = tuple(f"QH{k}" for k in range(8, 17))
"""Suffixes of laws: the National Assembly and its term."""
LONGEST = 24
"""Characters of a suffix, blanks included."""
FEW = 3
"""One letter in so many may be strange."""


class Known(NamedTuple):
    """What suffixes may be.

    Attributes:
        bare: suffix without accents and joints -> how it is written.
        starts: all beginnings of the keys.
        types: the first parts of suffixes, as they are printed and without accents.
        places: number and year -> the suffixes that stand behind them in the document.

    """

    bare: Mapping[str, str]
    starts: frozenset[str]
    types: frozenset[str]
    places: Mapping[str, frozenset[str]]


def bare(suffix: str) -> str:
    """Return a suffix in capitals without accents and joints.

    >>> bare("TT-BLĐTBXH"), bare("QĐ-TTg")
    ('TTBLDTBXH', 'QDTTG')
    """
    return "".join(filter(str.isalnum, strip_accents(suffix))).upper()


def one_way(texts: Iterable[str], key: Callable[[str], str]) -> dict[str, str]:
    """Return texts by their key, where only one has it.

    >>> one_way(["NĐ", "ND", "TT"], strip_accents)
    {'TT': 'TT'}
    """
    forms: dict[str, set[str]] = {}
    for text in texts:
        forms.setdefault(key(text), set()).add(text)
    return {plain: found.pop() for plain, found in forms.items() if len(found) == 1}


@lru_cache(maxsize=4)
def in_use(resources: Resources) -> Known:
    """Return the suffixes that numbers with a year have: the state's, of the dictionaries."""
    suffixes = (*(s for s in resources.lexicon.doc_suffixes if "/" not in s), *_TERM)
    single = one_way(suffixes, bare)
    starts = frozenset(key[:n] for key in single for n in range(1, len(key) + 1))
    heads = {s.split("-")[0] for s in suffixes}
    return Known(single, starts, frozenset((*heads, *map(strip_accents, heads))), {})


def with_places(known: Known, text: str) -> Known:
    """Return suffixes with those of a document's numbers that were read well."""
    places: dict[str, set[str]] = {}
    for m in _WHOLE.finditer(text):
        suffix = known.bare.get(bare(m[2]))
        if suffix:
            places.setdefault(m[1], set()).add(suffix)
    return known._replace(places={k: frozenset(v) for k, v in places.items()})


def broken_in(analysis: Analysis) -> list[Candidate]:
    """Return the document numbers that the sick lines may hold in pieces."""
    text = analysis.document.text
    found = [
        m
        for start, end in analysis.spans_to_guess()
        if _may_hold_year(text[start:end])
        for m in _NUMBERED.finditer(text, start, end)
    ]
    if not found:
        return []
    known = with_places(in_use(analysis.resources), text)
    digits = analysis.resources.rulebook.classes["sure"]
    return [c for m in found if (c := _whole(m, known, digits))]


def _may_hold_year(text: str) -> bool:
    """Whether a text has what a year begins with, for less work than the pattern."""
    return any(c in text for c in "2zZ") or ("1" in text and "9" in text)


def _whole(m: regex.Match[str], known: Known, digits: Mapping[str, str]) -> Candidate | None:
    """Return the document number that begins with a number and a year, if it has a suffix."""
    text, limit = m.string, m.endpos
    number, year = _digits(m["number"], digits), _digits(m["year"], digits)
    if not (number.isdecimal() and int(number) and _YEAR.fullmatch(year)):
        return None
    joint = _JOINT.match(text, m.end(), limit)
    at = joint.end() if joint else m.end()
    found = _suffix(text, at, limit, known) or _like(text, at, known, f"{number}/{year}")
    if found is None:
        return None
    end, suffix = found
    after, before = f"{number}/{year}/{suffix}", text[m.start() : end]
    if strip_accents(after) == strip_accents(_PRINTED.sub(r"\1\2", before)):
        return None
    # What stands in the same token is read with it.
    exact = _BEGINS.match(text, m.start()) and _ENDS.match(text, end)
    return Candidate(
        m.start(), end, after, 0.0, NAME, REASON, Safety.REVIEW, exact=exact is not None
    )


def _digits(seen: str, digits: Mapping[str, str]) -> str:
    return "".join(digits.get(c, "6" if c in "óÓ" else c) for c in seen if c != " ")


def _suffix(text: str, at: int, limit: int, known: Known) -> tuple[int, str] | None:
    """Return the end of a suffix in use and how it is written; the first printed as one."""
    key, found = "", None
    for k in range(at, min(at + LONGEST, limit)):
        c = text[k]
        if _SPECK.fullmatch(c):
            if c == " " and found and text[k - 1] not in "-–—":
                return found
            continue
        if not c.isalnum():
            break
        meant = _meant(key, strip_accents(c), text[k + 1 : k + 2], first=text[k - 1] == " ")
        key += "N" if meant == "M" and k == at and text[k - 1].isalnum() else meant
        if key not in known.starts:
            break
        inside = text[k + 1 : k + 2].isalnum() and k + 1 < limit
        found = (k + 1, known.bare[key]) if key in known.bare and not inside else found
    return found


def _meant(key: str, c: str, following: str, *, first: bool) -> str:
    """Return the letter or digit of a suffix that a character is; `first` for one of a token."""
    if not key and following in ("H", "h") and c in "O0G":
        return "Q"
    if key.startswith("QH"):
        return _TERM_DIGITS.get(c, c)
    return c if first else c.upper()


def _like(text: str, at: int, known: Known, place: str) -> tuple[int, str] | None:
    """Return the suffix of the document that a garbled one looks like.

    It is the one that the same number has elsewhere, or, where the type is none or a letter is
    gone, the only one in use that differs in a single letter.
    """
    m = _WORD.match(text, at)
    if m is None:
        return None
    observed = bare(m.group())
    here = known.places.get(place, frozenset())
    if here:
        found = {s for s in here if plain_distance(observed, bare(s)) * FEW <= len(bare(s))}
    elif _TYPE.split(m.group())[0] in known.types and "_" not in m.group():
        return None
    else:
        own = frozenset(s for suffixes in known.places.values() for s in suffixes)
        found = {s for s in known.bare.values() if plain_distance(observed, bare(s)) == 1}
        found = found if found <= own else set()
    return (m.end(), found.pop()) if len(found) == 1 else None
