"""Finds the set phrases of a text: runs of words that recur as a whole.

A run counts as set where it is frequent in more than one text, where no single word nearly always
stands before or after it (else it is part of a longer one), where it cuts no word in two, and where
it does not begin or end with a function word. The idea is that of branching entropy (Tanaka-Ishii
and Jin 2006), with the greatest share of one neighbour in the place of the entropy; cut words show
in the mutual information over the border (normalised: Bouma 2009).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import regex

from vnfix.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_WORD = regex.compile(r"\p{L}+|\S")
_BREAK = 0


@dataclass(frozen=True, slots=True)
class PhraseSize:
    """Which phrases are taken.

    Attributes:
        shortest: least number of words.
        longest: greatest number of words.
        min_count: how often a phrase must occur.
        max_share: greatest share of one word among the neighbours of one side.
        max_bond: greatest mean mutual information (-1 to 1) of the words at a border.
        most: how many phrases are kept, by count times words beyond the first.

    """

    shortest: int = 3
    longest: int = 8
    min_count: int = 25
    max_share: float = 0.55
    max_bond: float = 0.22
    most: int = 4_000


@dataclass(slots=True)
class Corpus:
    """Texts as numbers: 0 is a break (a line end, a digit, a mark), others are words.

    Attributes:
        forms: the words as written, by position.
        vocabulary: number of each word in lower case.
        text_ends: where each text ends.

    """

    forms: list[str] = field(default_factory=list)
    vocabulary: dict[str, int] = field(default_factory=dict)
    text_ends: list[int] = field(default_factory=list)
    _ids: list[int] = field(default_factory=list)

    def add(self, lines: Iterable[str]) -> None:
        """Read one more text."""
        for line in lines:
            for word in _WORD.findall(line):
                self._append(word)
            self._append("")
        self.text_ends.append(len(self._ids))

    def _append(self, form: str) -> None:
        self.forms.append(form)
        number = _BREAK
        if form[:1].isalpha():
            number = self.vocabulary.setdefault(form.lower(), len(self.vocabulary) + 1)
        self._ids.append(number)

    def ids(self) -> Ints:
        """Return the numbers as an array."""
        return np.array(self._ids, dtype=np.int64)

    def texts_of(self, places: Ints) -> int:
        """Return in how many texts these places lie."""
        return len(np.unique(np.searchsorted(self.text_ends, places, side="right")))


def set_phrases(corpus: Corpus, size: PhraseSize, edges: frozenset[str]) -> list[str]:
    """Return the set phrases of a corpus in their usual case, sorted.

    Args:
        corpus: the texts.
        size: which phrases are taken.
        edges: words that neither begin nor end a phrase, in lower case.

    """
    words = corpus.ids()
    allowed = np.array(
        [False, *(w not in edges and is_syllable(w) for w in corpus.vocabulary)], dtype=bool
    )
    bonds = _bonds(words)
    least_texts = min(2, len(corpus.text_ends))
    found: list[tuple[int, str]] = []
    for n, runs in _runs(words, size):
        if n < size.shortest:
            continue
        for places in _standing(words, runs, n, size.max_share):
            ends = words[places[0]], words[places[0] + n - 1]
            outer = bonds[places - 1], bonds[places + n - 1]
            if (
                allowed[list(ends)].all()
                and max(float(o.mean()) for o in outer) <= size.max_bond
                and corpus.texts_of(places) >= least_texts
            ):
                found.append((len(places) * (n - 1), _usual_form(corpus.forms, places, n)))
    found.sort(key=lambda row: (-row[0], row[1]))
    return sorted({text for _, text in found[: size.most]})


def _bonds(words: Ints) -> Floats:
    """Return, by position, the normalised mutual information of a word and the next one."""
    base = int(words.max(initial=0)) + 1
    keys = words[:-1] * base + words[1:]
    _, inverse, pairs = np.unique(keys, return_inverse=True, return_counts=True)
    single = np.bincount(words, minlength=base) / max(1, len(words))
    joint = pairs[inverse] / max(1, len(keys))
    expected = single[words[:-1]] * single[words[1:]]
    out = np.full(len(words), -1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        out[:-1] = np.nan_to_num(np.log(joint / expected) / -np.log(joint), nan=-1.0)
    out[:-1][(words[:-1] == _BREAK) | (words[1:] == _BREAK)] = -1.0
    return out


def _runs(words: Ints, size: PhraseSize) -> Iterator[tuple[int, Ints]]:
    """Yield n and, by position, the number of the frequent run of n words there, -1 for none."""
    base = int(words.max(initial=0)) + 1
    ones = np.where(words == _BREAK, -1, words)
    rare = np.bincount(words, minlength=base) < size.min_count
    ones[rare[words]] = -1
    runs = ones
    for n in range(2, size.longest + 1):
        m = len(words) - n + 1
        if m <= 0:
            return
        whole = (runs[:m] >= 0) & (runs[1 : m + 1] >= 0) & (ones[n - 1 : n - 1 + m] >= 0)
        at = np.nonzero(whole)[0]
        keys = runs[at] * base + ones[at + n - 1]
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        kept = counts >= size.min_count
        numbers = np.where(kept, np.cumsum(kept) - 1, -1)
        runs = np.full(len(words), -1, dtype=np.int64)
        runs[at] = numbers[inverse]
        yield n, runs


def _standing(words: Ints, runs: Ints, n: int, max_share: float) -> Iterator[Ints]:
    """Yield the places of each run whose neighbours vary on both sides."""
    at = np.nonzero(runs >= 0)[0]
    order = at[np.argsort(runs[at], kind="stable")]
    starts = np.flatnonzero(np.diff(runs[order], prepend=-1))
    padded = np.concatenate(([_BREAK], words, [_BREAK]))
    for places in np.split(order, starts[1:]):
        if len(places) and all(
            _greatest_share(padded[places + shift]) <= max_share for shift in (0, n + 1)
        ):
            yield places


def _greatest_share(neighbours: Ints) -> float:
    """Return the share of the most frequent neighbour; breaks are no neighbours."""
    counts = np.unique(neighbours[neighbours != _BREAK], return_counts=True)[1]
    return float(counts.max(initial=0)) / len(neighbours)


def _usual_form(forms: list[str], places: Ints, n: int) -> str:
    """Return the phrase in the case in which it mostly stands; capitals throughout do not count."""
    seen = Counter(" ".join(forms[p : p + n]) for p in places[:2000].tolist())
    mixed = Counter({text: k for text, k in seen.items() if not text.isupper()})
    counts = mixed or seen
    best, count = min(counts.items(), key=lambda row: (-row[1], row[0]))
    lower = best[:1].lower() + best[1:]
    # A capital that opens a line says nothing; keep it where it stands inside lines too.
    return lower if lower != best and counts[lower] * 4 > count else best
