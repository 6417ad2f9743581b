"""Reads nearly right text: words that an engine with Vietnamese got wrong, here and there.

Nothing is decoded anew. Each word may stand for itself, or for a word that differs in a letter or
an accent, by a channel that was learned from such an engine (`nearly.tab`); how often words are
wrong at all is estimated from the document itself, so that text without errors is not believed to
have any.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.decode import kernel
from vnfix.decode.lattice import paragraphs
from vnfix.decode.looks import cases_to_try
from vnfix.decode.prices import INF, INSERT, LOWER, SUBSTITUTE, UNITS, Kind
from vnfix.decode.quantities import is_noted
from vnfix.decode.rows import compile_rows
from vnfix.decode.spared import place_names, same_word
from vnfix.decode.workbench import Memory
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import UNIT
from vnfix.text.unicode import in_case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from vnfix.decode.lattice import ObservedToken
    from vnfix.model import Document
    from vnfix.resources import Resources

CORE = pattern(
    r"(?<![\p{L}\p{M}\d])[\p{L}\p{M}\d~^`'’]*\p{L}[\p{L}\p{M}\d~^`'’]*(?![\p{L}\p{M}\d])"
)
# A label, a member of a formula, a size: `b1`, `i2`, `2a1`, `5m`; `T0` may be a word.
CODE = pattern(r"[A-Za-z]{1,2}[1-9]\d*[A-Za-z]?|\d+[A-Za-z]{1,2}\d*")
MARKS = "~^`'’"  # that stand for parts of letters, or around a word
HOOKED, VOWELS = "ou", "aeiouy"  # which letters have a hook, other accents
LONGEST = 12  # letters of a word that may be another
BEAM = (11_000, 60)
WORDS = 24  # readings of a word
LIMITS = kernel.BeamLimits(14_000, 16, 1.0)
KEEP, KEEP_LETTER = 3_000, 700  # a word that the vocabulary does not have
RARER = 2_500  # units by which a word may be rarer than the one that it takes the place of
UNTOLD = 2_000  # a word that the language model does not know
USUAL = 0.06  # share of the words that were wrong where the channel was learned
PRIOR = (0.5, 60.0)  # words that are wrong, of so many, before anything has been seen
ROUNDS = 2  # of estimating the share
LEAST, FAINT = 0.05, 1e-4  # probability of changes that is worth being told; of one of them
UNFIT = 99.0  # nats, where the likeliest is that nothing is wrong


class Reading(NamedTuple):
    """What a word may stand for.

    Attributes:
        line: index of its line.
        start: offset in the document's text.
        end: offset just past it.
        before: what stands there.
        after: what is likeliest meant.
        posterior: probability of that, by the channel and the neighbours.
        kept: probability that it is right as it is.
        fit: cost of the likeliest word and of the one behind it by the language model, nats.

    """

    line: int
    start: int
    end: int
    before: str
    after: str
    posterior: float
    kept: float
    fit: float


@dataclass(slots=True)
class _Token:
    """A token's arcs.

    Attributes:
        chart: the arcs.
        start: first character of its word.
        end: character behind it.
        changed: arcs that say another word than what stands there.

    """

    chart: kernel.Arcs
    start: int
    end: int
    changed: tuple[int, ...]


class Reader:
    """Reads documents; remembers what each token may stand for."""

    def __init__(self, resources: Resources) -> None:
        """Lay out the channel."""
        self.resources = resources
        self.lm = resources.lm
        self.vocabulary = resources.words
        self.names = resources.names
        self.trie = resources.workbench.trie
        self.compiled = compile_rows(resources.nearly.mixture({}))
        self.memory = Memory(self.trie)
        self.known: dict[tuple[str, bool], _Token] = {}
        self.fixed: dict[str, _Token] = {}
        self.dearer = 0
        self.lock = Lock()

    def costs(self, word: str) -> dict[int, float]:
        """Return number in the vocabulary -> cost of the channel, nats, of what a word may be."""
        chart = kernel.Chart(64)
        self._search(chart, word, (LOWER,))
        return {
            chart.word[k]: min(chart.channel[3 * k : 3 * k + 3]) / UNITS for k in range(chart.size)
        }

    def read(self, document: Document, lines: Collection[int]) -> list[Reading]:
        """Return the words of some lines that may be wrong.

        Args:
            document: the document.
            lines: indices of the lines that may be changed; the others are context.

        """
        with self.lock:
            return self._read(list(self._paragraphs(document, lines)))

    def glance(
        self, document: Document, lines: Collection[int], tokens: Collection[str]
    ) -> list[Reading]:
        """Return which of some tokens may be wrong where all others are right.

        Args:
            document: the document.
            lines: indices of the lines that they are looked for in.
            tokens: as they stand.

        """
        with self.lock:
            runs = self._paragraphs(document, lines)
            some = [[s._replace(sick=s.sick and s.text in tokens) for s in run] for run in runs]
            self._expect(USUAL / 3)
            return [r for run in some if any(s.sick for s in run) for r in self._solve(run)]

    def _paragraphs(
        self, document: Document, lines: Collection[int]
    ) -> Iterator[list[ObservedToken]]:
        """Yield the tokens of each paragraph; those of names of places are not to be changed."""
        for run in paragraphs(document, lines):
            named = place_names([s.text for s in run], self.names)
            yield [s._replace(sick=s.sick and k not in named) for k, s in enumerate(run)]

    def _read(self, runs: Sequence[Sequence[ObservedToken]]) -> list[Reading]:
        for known in (self.known, self.fixed):
            if len(known) > memory.CHARTS:
                known.clear()
        count = sum(s.sick for run in runs for s in run)
        share = USUAL / 3
        found: list[Reading] = []
        for _ in range(ROUNDS):
            self._expect(share)
            found = [r for run in runs for r in self._solve(run)]
            wrong = sum(1.0 - r.kept for r in found)
            share = (wrong + PRIOR[0]) / (count + PRIOR[1])
        return found

    def _expect(self, share: float) -> None:
        """Make changes dearer or cheaper by how many words are believed to be wrong."""
        odds = (1.0 - share) / share * USUAL / (1.0 - USUAL)
        dearer = round(math.log(odds) * UNITS)
        for token in self.known.values():
            _raise(token, dearer - self.dearer)
        self.dearer = dearer

    def _token(self, text: str, *, caps: bool) -> _Token:
        key = (text, caps)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._make(text, caps=caps)
            _raise(found, self.dearer)
        return found

    def _make(self, text: str, *, caps: bool) -> _Token:
        """Lay out what a token may stand for; marks around a word stay."""
        chart = kernel.Chart(8)
        core = _core(text, caps=caps)
        word = text[slice(*core)]
        if word:
            self._words(chart, core, word, caps=caps)
        for m in UNIT.finditer(text):
            if not (core[0] <= m.start() < core[1]):
                chart.add(*m.span(), Kind.MARK, self.lm.unit(m.group()), 0)
        words, low, found = self.vocabulary.words, word.lower(), chart.reaching(0, 0)
        dearest = self._alone(low) + RARER
        said = ((k, words[found.word(k)]) for k in range(found.size) if found.word(k) >= 0)
        changed = tuple(
            k for k, w in said if w != low and not same_word(w, low) and self._alone(w) <= dearest
        )
        return _Token(found, *core, changed)

    def _alone(self, word: str) -> int:
        """Return the cost of a word of the vocabulary without context, units; a high one else."""
        number = self.vocabulary.number.get(word, -1)
        return INF if number < 0 else self.lm.alone[self.vocabulary.lm[number]]

    def _words(self, chart: kernel.Chart, core: tuple[int, int], word: str, *, caps: bool) -> None:
        """Add the words that one may stand for, itself among them."""
        part = kernel.Chart(64)
        self._search(part, word, cases_to_try(word, caps=caps))
        part.shifted(core[0], chart)
        vocabulary = self.vocabulary
        free = array("i", bytes(4 * core[1] + 4))
        chart.price(vocabulary.case_units, vocabulary.lm, (free, free), UNTOLD)
        own = vocabulary.number.get(word.lower(), -1)
        if own < 0 or all(chart.word[k] != own for k in range(chart.size)):
            price = KEEP + KEEP_LETTER * len(word)
            chart.add(*core, Kind.KEPT, self.lm.unit(word), price)

    def _search(self, chart: kernel.Chart, word: str, cases: tuple[int, ...]) -> None:
        """Note the words that the channel may have turned into this one."""
        sought = kernel.Sought(word, cases, BEAM, (SUBSTITUTE, INSERT))
        places = [0], {len(word): WORDS}, chart
        self.memory.workspace.find_words(self.trie, self.compiled, sought, places)

    def _solve(self, observed: Sequence[ObservedToken]) -> Iterator[Reading]:
        """Yield the words of a paragraph that may be wrong."""
        own = [
            self._token(s.text, caps=s.caps) if s.sick else self._fixed(s.text) for s in observed
        ]
        places = array("i", [s.place for s in observed])
        last = observed[-1].place + len(observed[-1].text)
        charts, numbers = [t.chart for t in own], self.vocabulary.lm
        lattice = kernel.Lattice(charts, places, [None] * len(own), last, numbers)
        path = kernel.decode(self.memory.beam, lattice, self.lm.arrays, self.lm.begin(), LIMITS)
        shares: list[dict[int, float]] = [{} for _ in own]
        for number, p in enumerate(path.posterior):
            k = lattice.owner[number]
            if p >= FAINT and own[k].changed:
                shares[k][lattice.index[number]] = p
        fits = self._fits(lattice, path)
        for k, (s, token, share) in enumerate(zip(observed, own, shares, strict=True)):
            changes = {arc: share[arc] for arc in token.changed if arc in share}
            if sum(changes.values()) >= LEAST:
                yield self._reading(s, token, changes, fits.get(k, UNFIT))

    @staticmethod
    def _fits(lattice: kernel.Lattice, path: kernel.Path) -> dict[int, float]:
        """Return token -> what its word of the best path and the next one cost, nats."""
        found = {}
        for k, number in enumerate(path.arcs):
            if lattice.charts[lattice.owner[number]].word(lattice.index[number]) >= 0:
                found[lattice.owner[number]] = sum(path.lm[k : k + 2]) / UNITS
        return found

    def _fixed(self, text: str) -> _Token:
        """Return a token that stands for itself."""
        found = self.fixed.get(text)
        if found is None:
            chart = kernel.Chart(4)
            for m in UNIT.finditer(text):
                chart.add(*m.span(), Kind.MARK, self.lm.unit(m.group()), 0)
            found = self.fixed[text] = _Token(chart.reaching(0, 0), 0, 0, ())
        return found

    def _reading(
        self, s: ObservedToken, token: _Token, changes: Mapping[int, float], fit: float
    ) -> Reading:
        """Return what is likeliest of some changes of a token."""
        words: dict[str, float] = {}
        chart, before = token.chart, s.text[token.start : token.end]
        for k, p in changes.items():
            after = _cased(self.vocabulary.words[chart.word(k)], before, chart.case(k))
            words[after] = words.get(after, 0.0) + p
        best = max(words, key=lambda w: (words[w], w))
        start = s.start + token.start
        return Reading(
            s.line,
            start,
            start + len(before),
            before,
            best,
            words[best],
            max(0.0, 1.0 - sum(words.values())),
            fit,
        )


def _core(text: str, *, caps: bool) -> tuple[int, int]:
    """Return the span of the word in a token; (0, 0) where there is none that may be another.

    Capitals on a line of small letters are an abbreviation, one letter may be anything, a letter or
    two with a number are a code, and the number behind a right word is that of a note.
    """
    found = list(CORE.finditer(text))
    start, end = _within(text, *found[0].span()) if len(found) == 1 else (0, 0)
    word = text[start:end]
    abbreviation = word.isupper() and word.isascii() and word.isalpha() and not caps
    code = CODE.fullmatch(word) is not None or is_noted(word)
    return (start, end) if 1 < len(word) <= LONGEST and not abbreviation and not code else (0, 0)


def _within(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a word without marks at its edges that are none of its letters.

    One mark is a letter's only where the word is not right without it, and the letter may have it.
    """
    inner = text[start:end].strip(MARKS)
    first = text.index(inner, start)
    last = first + len(inner)
    if last < end and not is_syllable(inner):
        last += strip_accents(inner[-1]).lower() in (HOOKED if text[last] in "'’" else VOWELS)
    return first, last


def _cased(word: str, before: str, case: int) -> str:
    """Write a word in the case of what stands there, where its first letter tells it."""
    if before.islower():
        return word
    if before.isupper() and before.isalpha() and len(before) > 1:
        return word.upper()
    if before.istitle() and strip_accents(before[0]).lower() == strip_accents(word[0]):
        return word[0].upper() + word[1:]
    return in_case(word, case)


def _raise(token: _Token, by: int) -> None:
    for k in token.changed:
        token.chart.dearer(k, by)


@lru_cache(maxsize=2)
def reader_of(resources: Resources) -> Reader:
    """Return the reader of some tables."""
    return Reader(resources)
