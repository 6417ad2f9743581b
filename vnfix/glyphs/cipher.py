"""Solves lost glyphs as a substitution cipher: one glyph, one letter, throughout a font object.

Expectation maximisation over the letters of all symbols at once (Knight, Nair, Rathod and Yamada
2006, "Unsupervised analysis for decipherment problems"): each word votes for the letters of its
symbols as far as the statistics and the other symbols allow. First words count by themselves,
then, among the candidates that are left, with their neighbours. Two glyphs of a font seldom show
the same letter, so symbols crowd each other out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from vnfix.glyphs.candidates import FLOOR, Candidate, candidates_of
from vnfix.glyphs.chain import UNLISTED, posteriors
from vnfix.glyphs.embedded import ACCENTED
from vnfix.glyphs.runs import FREE

if TYPE_CHECKING:
    from vnfix.glyphs.runs import CipherText, Run, Segment
    from vnfix.glyphs.statistics import Statistics

    Row = dict[str, float]

# Rounds with words alone: after the first ones the hopeless candidates are dropped.
FIRST_ROUNDS, WORD_ROUNDS = 5, 12
SEGMENT_ROUNDS = 5
# Share of the prior in the table when the neighbours are first heard.
DOUBT = 0.1
# Candidates of one word that go on to the rounds with neighbours.
KEPT = 40
# A candidate so much less likely than the best is dropped.
HOPELESS = 1e-9
# Before any word is read: capitals and unaccented letters are seldom lost, signs neither.
CAPITAL_PRIOR, PLAIN_PRIOR, SIGN_PRIOR = 0.3, 0.05, 0.05
PLAIN = "abcdeghiklmnopqrstuvxyfjwz"
# How strongly a letter is barred by another glyph that shows it: in one font, in unknown fonts.
CROWDING, CROWDING_UNKNOWN = 0.95, 0.5
# The words of a text are not independent evidence, so it is tempered before it is a confidence.
TEMPER = 0.6
# Where the font is unknown one number may hide several letters: when another letter than the
# first has this many words, and this share of them.
SHARED_WORDS, SHARED_PART = 2.0, 0.12

# One place alone is never surer than this: nothing else supports it.
ONE_PLACE = 0.9


@dataclass(frozen=True, slots=True)
class Reading:
    """The solver's answer for one marker.

    Attributes:
        letter: the letter; "" where the glyph is none.
        confidence: probability that it is right.

    """

    letter: str
    confidence: float


def solve(text: CipherText, statistics: Statistics) -> list[Reading]:
    """Return a reading for each marker, in the order of the text.

    Args:
        text: the text with its lost glyphs as symbols.
        statistics: the words to read it with.

    """
    solver = _Solver(text, statistics)
    solver.learn_from_words()
    solver.learn_from_neighbours()
    return solver.decide()


class _Solver:
    """The table of letters, a row of chances for each symbol, and the words that shape it."""

    def __init__(self, text: CipherText, statistics: Statistics) -> None:
        self.text = text
        self.statistics = statistics
        # The same words on every page say little more than once.
        self.segments = {s: math.sqrt(n) for s, n in Counter(text.segments).items()}
        self.runs: dict[Run, float] = defaultdict(float)
        for segment, n in self.segments.items():
            for run in segment.runs:
                self.runs[run] += n
        self.candidates = {run: candidates_of(run, statistics) for run in self.runs}
        self.table: dict[int, Row] = {k: _prior() for k in text.keys}

    def learn_from_words(self) -> None:
        """Find the table that makes the words likely, each word by itself."""
        for step in range(WORD_ROUNDS):
            if step == FIRST_ROUNDS:
                self._drop_hopeless()
            counts = self._no_counts()
            for run, n in self.runs.items():
                for k, row in self._votes(run, self._weights(run)):
                    _add(counts[k], row, n)
            self.table = self._normalised(counts)
        self.table = {k: _softened(row) for k, row in self.table.items()}
        self._drop_hopeless()

    def learn_from_neighbours(self) -> None:
        """Go on with the words in their context."""
        for _ in range(SEGMENT_ROUNDS):
            counts = self._no_counts()
            for segment, n in self.segments.items():
                for k, row in self._segment_votes(segment):
                    _add(counts[k], row, n)
            self.table = self._normalised(counts)

    def decide(self) -> list[Reading]:
        """Settle each symbol, or each place where a symbol may stand for several letters."""
        evidence: dict[int, list[tuple[Row, float]]] = {k: [] for k in self.text.keys}
        votes: dict[Segment, list[tuple[int, Row]]] = {}
        for segment, n in self.segments.items():
            votes[segment] = self._segment_votes(segment)
            for k, row in votes[segment]:
                evidence[k].append((row, n))
        settled = {k: self._settle(k, rows) for k, rows in evidence.items()}
        places = (vote for segment in self.text.segments for vote in votes[segment])
        return [settled[k] or _read_row(row) for k, row in places]

    def _segment_votes(self, segment: Segment) -> list[tuple[int, Row]]:
        columns = [self.candidates[run] for run in segment.runs]
        weights = posteriors(segment, columns, self.table, self.statistics)
        pairs = zip(segment.runs, weights, strict=True)
        return [vote for run, ws in pairs for vote in self._votes(run, ws)]

    def _drop_hopeless(self) -> None:
        self.candidates = {run: self._best(run) for run in self.runs}

    def _no_counts(self) -> dict[int, Row]:
        return {k: {} for k in self.text.keys}

    def _weights(self, run: Run) -> list[float]:
        weights = [c.weight * c.chance(self.table) for c in self.candidates[run]]
        total = sum(weights) + UNLISTED
        return [w / total for w in weights]

    def _best(self, run: Run) -> list[Candidate]:
        ranked = sorted(zip(self._weights(run), count(), self.candidates[run], strict=False))[::-1]
        least = ranked[0][0] * HOPELESS if ranked else 0.0
        return [c for weight, _, c in ranked[:KEPT] if weight >= least]

    def _votes(self, run: Run, weights: list[float]) -> list[tuple[int, Row]]:
        """Return, for each symbol of a word, the chances of its letters in this word."""
        rest = max(1 - sum(weights), 1e-12)
        votes: list[tuple[int, Row]] = []
        for place, k in enumerate(run.symbols):
            row: Row = {x: rest * p for x, p in self.table[k].items()}
            for candidate, weight in zip(self.candidates[run], weights, strict=True):
                part = candidate.parts[place]
                small, capital = part.chances(self.table[k])
                share = weight / (small + capital)
                row[part.letter] = row.get(part.letter, 0.0) + share * small
                if part.letter:
                    row[part.capital] = row.get(part.capital, 0.0) + share * capital
            votes.append((k, row))
        return votes

    def _normalised(self, counts: dict[int, Row]) -> dict[int, Row]:
        """Turn votes into chances; the stronger of two symbols of a font keeps a letter."""
        claims: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
        for k, row in counts.items():
            for letter, n in row.items():
                if letter and k != FREE and n > FLOOR:
                    claims[self.text.keys[k][0], letter].append((n, k))
        for (font, letter), rivals in claims.items():
            bar = CROWDING if font else CROWDING_UNKNOWN
            rows = [(n, k, n / sum(counts[k].values())) for n, k in rivals]
            for n, k, _ in rows:
                against = [p * m / (m + n) for m, j, p in rows if j != k]
                counts[k][letter] = n * (1 - bar * max(against, default=0.0))
        return {k: _scaled(row) for k, row in counts.items()}

    def _settle(self, k: int, votes: list[tuple[Row, float]]) -> Reading | None:
        """Return the one letter of a symbol, None where its places must decide alone."""
        row = self.table[k]
        ranked = sorted(row, key=lambda x: -row[x])
        others = (row[x] for x in ranked if x.lower() != ranked[0].lower())
        number = sum(n for _, n in votes)
        shared = number * max(others, default=0.0) > max(SHARED_WORDS, SHARED_PART * number)
        if k == FREE or (shared and not self.text.keys[k][0]):
            return None
        evidence = {
            x: TEMPER * sum(n * math.log(max(v.get(x, 0.0), 1e-15) / row[x]) for v, n in votes)
            for x in ranked
        }
        best = max(evidence, key=lambda x: evidence[x])
        total = sum(math.exp(e - evidence[best]) for e in evidence.values())
        return Reading(best, 1 / total)


def _prior() -> Row:
    row = {"": SIGN_PRIOR}
    for letters, share in ((ACCENTED, 1.0), (PLAIN, PLAIN_PRIOR)):
        for x in sorted(letters):
            row[x] = share
            row[x.upper()] = share * CAPITAL_PRIOR
    return _scaled(row)


def _softened(row: Row) -> Row:
    """Mix a row with the prior: words alone make up their minds too soon about rare symbols."""
    return _scaled({x: (1 - DOUBT) * row[x] + DOUBT * p for x, p in _prior().items()})


def _scaled(row: Row) -> Row:
    total = sum(row.values())
    return {x: max(n / total, FLOOR) for x, n in row.items()}


def _add(counts: Row, row: Row, n: float) -> None:
    for x, p in row.items():
        counts[x] = counts.get(x, 0.0) + n * p


def _read_row(row: Row) -> Reading:
    best = max(row, key=lambda x: row[x])
    return Reading(best, min(row[best] / sum(row.values()), ONE_PLACE))
