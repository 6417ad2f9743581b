"""How probable a name is: of a person (surname, middle and given names), of a place.

The tables are counts (`persons.txt`, `communes.txt`, `places.txt`); what stands before a name is
`before_names.txt`. Names are an open class: a syllable that no table knows keeps a small share.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.data.entries import Problem, check_entries, read_entries, require
from vnfix.text.syllable import is_syllable, old_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from vnfix.data.entries import Entry

NAME_FILES = ("before_names", "communes", "persons")
SOURCES = (*NAME_FILES, "places")
"""The dictionaries that the tables are made of."""
PARTS = ("surname", "middle", "given")
TRIGGERS = ("person", "office", "place")
LARGE = {"province": 40, "district": 4}
"""A province or district is named as often as so many communes."""
UNKNOWN = 1e-6
"""Share of each syllable that no table knows."""
FOLLOWED = 0.8
"""Share of the pairs in the probability of a syllable after another one of a place's name."""
FOREIGN, FEW_FOREIGN = 0.3, 2
"""Names behind a first syllable of which others are not Vietnamese: share of all, at least."""
LONGEST_NAME = 4
"""Words of a place's name."""
END = ""


@dataclass(frozen=True)
class Names:
    """The tables of names; all syllables in lower case and the old tone placement.

    Attributes:
        parts: by part of a person's name the cost (nats) of each syllable.
        first: cost of a syllable as the first one of a place's name.
        pairs: by syllable the probability of each next one, END behind the last.
        later: probability of a syllable behind any other one.
        before: what stands before a name, and before which kind.
        places: the names of places, but for those that are one Vietnamese syllable.

    """

    parts: Mapping[str, Mapping[str, float]]
    first: Mapping[str, float]
    pairs: Mapping[str, Mapping[str, float]]
    later: Mapping[str, float]
    before: Mapping[str, str]
    places: frozenset[str]

    def part(self, part: str, word: str) -> float:
        """Return the cost (nats) of a word as a part of a person's name."""
        return self.parts[part].get(plain(word), _UNKNOWN_COST)

    def place(self, before: str, word: str) -> float:
        """Return the cost of a word in a place's name, behind its syllable `before` or first."""
        if not before:
            return self.first.get(plain(word), _UNKNOWN_COST)
        return self._next(plain(before), plain(word))

    def ends(self, before: str) -> float:
        """Return the cost of a place's name ending behind a syllable."""
        return self._next(plain(before), END)

    def _next(self, before: str, word: str) -> float:
        known = self.pairs.get(before)
        alone = self.later.get(word, UNKNOWN)
        if known is None:
            return -math.log(alone)
        return -math.log(FOLLOWED * known.get(word, 0.0) + (1.0 - FOLLOWED) * alone)

    @cached_property
    def known(self) -> dict[str, tuple[float, ...]]:
        """The costs of words that were asked for, as each part of a name."""
        return {}

    @cached_property
    def syllables(self) -> frozenset[str]:
        """All syllables of names."""
        places = (self.first, *self.pairs.values())
        return frozenset(s for table in (*self.parts.values(), *places) for s in table if s)

    def named(self, words: Sequence[str], least: int = 1) -> int:
        """Return how many of some words, at least so many, are the longest name that they begin.

        Args:
            words: as `plain` returns them.
            least: words that the name has.

        Returns:
            0 where they begin none.

        """
        lengths = range(min(LONGEST_NAME, len(words)), least - 1, -1)
        return next((n for n in lengths if " ".join(words[:n]) in self.places), 0)

    @cached_property
    def openers(self) -> frozenset[str]:
        """First syllables of names of places that come from other languages than Vietnamese.

        They are no Vietnamese syllables, or enough of what follows them is none (`ia`, `chư`).
        """
        every: Counter[str] = Counter()
        foreign: Counter[str] = Counter()
        for name in self.places:
            first, *others = name.split()
            every[first] += 1
            foreign[first] += not all(map(is_syllable, others))
        return frozenset(
            first
            for first, n in every.items()
            if len(first) > 1
            and (not is_syllable(first) or foreign[first] >= max(FEW_FOREIGN, FOREIGN * n))
        )


_UNKNOWN_COST = -math.log(UNKNOWN)


@lru_cache(maxsize=memory.TOKENS)
def plain(word: str) -> str:
    """Return a word as the tables have it."""
    return old_style(word.lower())


def read_names(folder: Path) -> Names:
    """Read the tables of names from the dictionaries.

    Raises:
        DataError: a file is missing or has a bad line; the message names file and line.

    """
    entries = {}
    for name in SOURCES:
        path = folder / f"{name}.txt"
        entries[name] = read_entries(path)
        require(check_entries(path, entries[name], ordered=True))
        if name in NAME_FILES:
            require(check_names(path, entries[name]))
    places = Counter({e.text.lower(): int(e.note) for e in entries["communes"]})
    before = {e.text: e.note for e in entries["before_names"]}
    levels = {text for text, kind in before.items() if kind == "place"}
    for e in entries["places"]:
        places[_bare(e.text, levels)] += LARGE[e.note]
    telling = frozenset(" ".join(map(plain, name.split())) for name in places if _tells(name))
    return Names(_parts(entries["persons"]), *_place_tables(places), before, telling)


def _tells(place: str) -> bool:
    """Tell whether a name is more than one syllable, which may be any word."""
    return " " in place or not is_syllable(place)


def _bare(place: str, levels: Iterable[str]) -> str:
    """Return the name of a place without its level."""
    level = next((x for x in levels if place.startswith(f"{x} ")), "")
    return place[len(level) :].strip().lower()


def _parts(entries: Sequence[Entry]) -> dict[str, dict[str, float]]:
    counts: dict[str, dict[str, int]] = {part: {} for part in PARTS}
    for e in entries:
        for part, number in _told(e):
            counts[part][e.text.lower()] = number
    return {part: _costs(table) for part, table in counts.items()}


def _costs(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values())
    return {s: -math.log(n / whole) for s, n in counts.items()}


def _place_tables(
    places: Mapping[str, int],
) -> tuple[dict[str, float], dict[str, dict[str, float]], dict[str, float]]:
    first: dict[str, int] = defaultdict(int)
    later: dict[str, int] = defaultdict(int)
    pairs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, n in places.items():
        syllables = name.replace("-", " ").split()
        first[syllables[0]] += n
        for a, b in zip(syllables, (*syllables[1:], END), strict=True):
            pairs[a][b] += n
            later[b] += n
    shares = {a: _shares(row) for a, row in pairs.items()}
    return _costs(first), shares, _shares(later)


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values())
    return {s: n / whole for s, n in counts.items()}


def _told(e: Entry) -> Iterator[tuple[str, int]]:
    """Yield the parts and counts of a note: `surname 5, given 12`."""
    for told in e.note.split(", "):
        part, _, number = told.partition(" ")
        yield part, int(number) if number.isdecimal() else 0


def check_names(path: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Find entries whose notes do not say what the tables need."""
    file = path.stem
    for e in entries:
        if file == "persons":
            good = all(part in PARTS and n for part, n in _told(e))
            should = "surname 5, given 12"
        elif file == "communes":
            good, should = e.note.isdecimal() and int(e.note) > 0, "12"
        else:
            good, should = e.note in TRIGGERS, " or ".join(TRIGGERS)
        if not good:
            message = f"The note of {e.text!r} is {e.note!r}."
            yield Problem(path, e.line, message, f"Write such a one: {should}.")
