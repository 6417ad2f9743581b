"""Fuzzy keys: what is left of a text when letters that look alike are counted as one.

`Ủy ban` and `UY BAN` get the same key, and `ruAxu HoA` nearly that of `KHÁNH HÒA`. Unidecode folds
whatever an OCR engine emits to ASCII first; this module alone imports it (it is GPL-2.0-or-later).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment
from unidecode import unidecode

from vnfix import memory
from vnfix.text.postings import Postings, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


AT_A_TIME = 1 << 12
"""Tokens whose keys are made at once."""


class _Letters(dict[int, str]):
    """A table for `str.translate` that works out a character when it is first met."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str:
        found = self[code] = self._of(chr(code))
        return found


def _in_ascii(c: str) -> str:
    """Return a character in ASCII letters; a lone surrogate, of which unidecode warns, is none."""
    return "" if "\ud800" <= c <= "\udfff" else unidecode(c)


_PLAIN = _Letters(lambda c: _in_ascii(c).lower())


class Match(NamedTuple):
    """A phrase that a run of tokens may stand for.

    Attributes:
        first: number of the first token.
        last: number of the last token.
        phrase: number of the phrase.
        distance: edits between the two keys.
        length: length of the phrase's key.

    """

    first: int
    last: int
    phrase: int
    distance: int
    length: int


@dataclass(frozen=True)
class Folder:
    """Makes keys.

    Attributes:
        shapes: look-alike -> the letter that stands for its class, for characters after Unidecode
            in lower case; others count as they are, blanks and marks not at all.

    """

    shapes: Mapping[str, str]

    def key(self, text: str) -> str:
        """Return the fuzzy key of a text.

        >>> shapes = {"t": "i", "r": "i", "h": "n", "u": "n"}
        >>> Folder(shapes).key("TỈNH"), Folder(shapes).key("riNu")
        ('iinn', 'iinn')
        """
        return text.translate(self.table)

    def keys(self, tokens: Iterable[str]) -> list[str]:
        """Return the keys of tokens, which hold no line ends.

        >>> Folder({}).keys(["Tỉnh", "-", "Gia"])
        ['tinh', '', 'gia']
        """
        return "\n".join(tokens).translate(self.apart).split("\n")

    @cached_property
    def table(self) -> _Letters:
        """What each character leaves of itself."""
        return _Letters(self._folded)

    @cached_property
    def apart(self) -> _Letters:
        """The same, but line ends stay."""
        table = _Letters(self._folded)
        table[ord("\n")] = "\n"
        return table

    def _folded(self, c: str) -> str:
        folded = (self.shapes.get(a, a) for a in _PLAIN[ord(c)])
        return "".join(a for a in folded if a.isalnum())


class Limits(NamedTuple):
    """How near a match must be.

    Attributes:
        distance: greatest distance, as a share of the key's length.
        least_shared: least share of a phrase's runs of letters found in the line.
        least_runs: least number of runs that a phrase must have.
        tried: how many phrases of a line are compared.

    """

    distance: float
    least_shared: float
    least_runs: int
    tried: int


class PhraseIndex(NamedTuple):
    """Phrases by the runs of five letters in their keys.

    Attributes:
        folder: makes the keys.
        keys: the key of each phrase.
        postings: the phrases that hold each run of letters.

    """

    folder: Folder
    keys: tuple[str, ...]
    postings: Postings

    def search(self, tokens: Iterable[str], limits: Limits) -> list[Match]:
        """Return the phrases that runs of these tokens may stand for, nearest first."""
        line = Line.of(tokens, self.folder)
        near = self.postings.near(
            line.key, limits.least_shared, limits.least_runs, limits.tried, limits.distance
        )
        near = within(near, self.keys, line.key, limits.distance)
        tried = (line.match(phrase, self.keys[phrase], limits.distance) for phrase in near)
        found = [match for match in tried if match]
        return sorted(found, key=lambda m: m.distance / m.length)


class Line(NamedTuple):
    """A line's key and where its tokens begin in it (with the end of the last)."""

    key: str
    starts: Sequence[int]

    @classmethod
    def of(cls, tokens: Iterable[str], folder: Folder) -> Line:
        """Join the keys of tokens, some at a time: of a long line they weigh more than it does."""
        rest, joined, starts = iter(tokens), [], array("I", (0,))
        while part := list(islice(rest, AT_A_TIME)):
            keys = folder.keys(part)
            joined.append("".join(keys))
            starts.extend(islice(accumulate(map(len, keys), initial=starts[-1]), 1, None))
        return cls("".join(joined), starts)

    def match(self, phrase: int, key: str, limit: float) -> Match | None:
        """Find the run of tokens nearest to a phrase's key, None where none is near enough."""
        if len(self.key) < len(key) * (1 - limit):
            return None
        found = partial_ratio_alignment(key, self.key, score_cutoff=100 * (1 - limit) - 10)
        if found is None:
            return None
        best: Match | None = None
        # A token of marks alone has no key: it is left out at both edges.
        firsts = {self.starts[k]: k for k in self._near(found.dest_start)}
        lasts = {self.starts[k]: k for k in reversed(self._near(found.dest_end))}
        for first in firsts.values():
            for last in lasts.values():
                if last <= first:
                    continue
                part = self.key[self.starts[first] : self.starts[last]]
                cutoff = int(limit * len(key))
                d = Levenshtein.distance(key, part, score_cutoff=cutoff)
                if d <= cutoff and (best is None or d < best.distance):
                    best = Match(first, last - 1, phrase, d, len(key))
        return best

    def _near(self, place: int) -> range:
        """Return the numbers of the token borders near a place of the key."""
        return range(bisect_left(self.starts, place - 2), bisect_right(self.starts, place + 2))


def plain_distance(a: str, b: str) -> int:
    """Return the edits between two texts without accents and case.

    >>> plain_distance("Kh6nh Hda", "Khánh Hòa")
    2
    """
    return Levenshtein.distance(plain(a), plain(b))


def plainly_near(text: str, others: Iterable[str], most: int) -> list[tuple[int, str]]:
    """Return those of other texts that differ in few edits, accents and case aside, with the edits.

    >>> plainly_near("TT-BTG", ["TT-BTC", "QĐ-UBND"], 1)
    [(1, 'TT-BTC')]
    """
    seen = plain(text)
    found = []
    for other in others:
        meant = plain(other)
        if abs(len(meant) - len(seen)) <= most:
            edits = Levenshtein.distance(seen, meant, score_cutoff=most)
            if edits <= most:
                found.append((edits, other))
    return found


@lru_cache(maxsize=memory.TOKENS)
def plain(text: str) -> str:
    """Return a text without accents and case.

    >>> plain("Khánh Hòa")
    'khanh hoa'
    """
    return text.translate(_PLAIN)


def plain_likeness(phrase: str, text: str) -> float:
    """Return how much of a phrase stands somewhere in a text, 0 to 100, accents and case aside.

    >>> plain_likeness("Quyết định", "theo Quyet dinh so")
    100.0
    """
    return partial_ratio(plain(phrase), text.translate(_PLAIN))


def build_index(texts: Iterable[str], shapes: Mapping[str, str]) -> PhraseIndex:
    """Return the index of these phrases; numbers are their places."""
    folder = Folder(shapes)
    keys = tuple(map(folder.key, texts))
    return PhraseIndex(folder, keys, Postings(keys))
