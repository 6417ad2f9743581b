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

import regex

from vnfix.glyphs.embedded import ACCENTED
from vnfix.glyphs.runs import FIRST_SYMBOL, FREE, SYMBOL, Case, Run
from vnfix.glyphs.statistics import BORDER, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.glyphs.runs import CipherText, Segment
    from vnfix.glyphs.statistics import Statistics

    Row = dict[str, float]
    Column = list[tuple[int, float]]

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

# Nats by which another letter is better, at most; more would say no more.
LIMIT = 50.0
# One place alone is never surer than this: nothing else supports it.
ONE_PLACE = 0.9


@dataclass(frozen=True, slots=True)
class SolvedGlyph:
    """The solver's answer for one marker.

    Attributes:
        letter: the letter; "" where the glyph is none.
        confidence: probability that it is right.

    """

    letter: str
    confidence: float


def solve(text: CipherText, statistics: Statistics) -> list[SolvedGlyph]:
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

    def decide(self) -> list[SolvedGlyph]:
        """Settle each symbol, or each place where a symbol may stand for several letters."""
        evidence: dict[int, list[tuple[Row, float]]] = {k: [] for k in self.text.keys}
        votes: dict[Segment, list[tuple[int, Row]]] = {}
        for segment, n in self.segments.items():
            votes[segment] = self._segment_votes(segment)
            for k, row in votes[segment]:
                evidence[k].append((row, n))
        scores = {k: self._score(k, rows) for k, rows in evidence.items()}
        settled = _without_twins(scores, self.text.keys)
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

    def _score(self, k: int, votes: list[tuple[Row, float]]) -> Row | None:
        """Return what speaks for each letter, in nats; None where the places decide alone."""
        row = self.table[k]
        ranked = sorted(row, key=lambda x: -row[x])
        others = (row[x] for x in ranked if x.lower() != ranked[0].lower())
        number = sum(n for _, n in votes)
        shared = number * max(others, default=0.0) > max(SHARED_WORDS, SHARED_PART * number)
        if k == FREE or (shared and not self.text.keys[k][0]):
            return None
        return {
            x: TEMPER * sum(n * math.log(max(v.get(x, 0.0), 1e-15) / row[x]) for v, n in votes)
            for x in ranked
        }


def _without_twins(
    scores: Mapping[int, Row | None], keys: Mapping[int, tuple[str, int]]
) -> dict[int, SolvedGlyph | None]:
    """Return the best letter of each symbol; no two glyphs of a font show the same one.

    Of two that claim a letter the one keeps it that would lose more by its next best.
    """
    barred: dict[int, set[str]] = defaultdict(set)
    out: dict[int, SolvedGlyph | None] = {
        k: _best_left(row, barred[k]) for k, row in scores.items()
    }
    while twins := _twins(out, keys):
        loser = min(twins, key=lambda k: _loss(scores[k], barred[k]))
        taken = out[loser]
        barred[loser].add(taken.letter if taken else "")
        out[loser] = _best_left(scores[loser], barred[loser])
    return out


def _twins(
    readings: Mapping[int, SolvedGlyph | None], keys: Mapping[int, tuple[str, int]]
) -> list[int]:
    """Return the symbols of one font that claim one letter, [] where there are none."""
    claims: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, reading in readings.items():
        if reading and reading.letter and keys[k][0]:
            claims[keys[k][0], reading.letter].append(k)
    return next((ks for ks in claims.values() if len(ks) > 1), [])


def _best_left(row: Row | None, barred: set[str]) -> SolvedGlyph | None:
    """Return the best letter that is left; its confidence is against all others.

    The other case of the same letter does not count against it where another glyph has that.
    """
    if row is None:
        return None
    best = max((x for x in row if x not in barred), key=lambda x: row[x], default="")
    rivals = (x for x in row if x not in barred or x.lower() != best.lower())
    left = [min(row[x] - row.get(best, 0.0), LIMIT) for x in rivals]
    return SolvedGlyph(best, 1 / max(1.0, sum(map(math.exp, left))))


def _loss(row: Row | None, barred: set[str]) -> float:
    left = sorted((e for x, e in (row or {}).items() if x not in barred), reverse=True)
    return left[0] - left[1] if len(left) > 1 else math.inf


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


def _read_row(row: Row) -> SolvedGlyph:
    best = max(row, key=lambda x: row[x])
    return SolvedGlyph(best, min(row[best] / sum(row.values()), ONE_PLACE))


# The words that a pattern with lost glyphs may stand for.

# A glyph beside a whole word may be a quote rather than a letter; one alone often is a bullet.
NO_LETTER, NO_LETTER_ALONE = 0.003, 0.2
# Least chance of a letter that nothing speaks for.
FLOOR = 1e-6
# Share of capitals by place; a first letter inside a sentence has that of its word.
UPPER_SHARE = {
    Case.LOWER: 0.002,
    Case.UPPER: 0.998,
    Case.SECOND: 0.05,
    Case.NAME: 0.4,
    Case.OPENING: 0.9,
    Case.UNKNOWN: 0.5,
}
SURE = 0.98


@dataclass(frozen=True, slots=True)
class Part:
    """One symbol's letter in a candidate.

    Attributes:
        symbol: number of the symbol.
        letter: the letter in lower case, "" where the glyph is none.
        capital: the letter in upper case.
        upper: share of capitals in such a place.

    """

    symbol: int
    letter: str
    capital: str
    upper: float

    def chances(self, row: Mapping[str, float]) -> tuple[float, float]:
        """Return the chances of the small letter and of the capital under a symbol's row."""
        if not self.letter:
            return row.get("", FLOOR), 0.0
        small, capital = row.get(self.letter, FLOOR), row.get(self.capital, FLOOR)
        return (1 - self.upper) * small, self.upper * capital


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one word.

    Attributes:
        word: its number in the statistics, UNKNOWN where the glyph is no letter.
        weight: its probability without context.
        factor: what speaks against it whatever the context.
        parts: the letters of its symbols, in order.

    """

    word: int
    weight: float
    factor: float
    parts: tuple[Part, ...]

    def chance(self, table: Mapping[int, Mapping[str, float]]) -> float:
        """Return the chance of its letters: a product over the symbols."""
        product = 1.0
        for part in self.parts:
            small, capital = part.chances(table[part.symbol])
            product *= small + capital
        return product


def candidates_of(run: Run, statistics: Statistics) -> list[Candidate]:
    """Return all readings of a word by listed words, and those where an edge is no letter."""
    found = [_candidate(run, w, w, statistics) for w in matches(run.pattern, statistics)]
    pattern = run.pattern
    edges = (("", pattern[1:], pattern[:1]), (pattern[:-1], "", pattern[-1:]))
    for before, after, edge in edges[: 1 if len(pattern) == 1 else 2]:
        rest = before + after
        bare = not rest or rest in statistics.number
        if SYMBOL.fullmatch(edge) and bare:
            found.append(_candidate(run, rest, None, statistics))
    return found


def matches(pattern: str, statistics: Statistics) -> Iterator[str]:
    """Yield the listed words that agree with a pattern; one symbol is one letter throughout."""
    seen: dict[str, int] = {}
    form = []
    for c in pattern:
        if not SYMBOL.fullmatch(c):
            form.append(regex.escape(c))
        elif ord(c) - FIRST_SYMBOL == FREE:
            form.append(".")
        elif c in seen:
            form.append(f"\\{seen[c]}")
        else:
            seen[c] = len(seen) + 1
            form.append("(.)")
    words = statistics.by_length.get(len(pattern), "")
    for m in regex.finditer(f"^{''.join(form)}$", words, regex.MULTILINE):
        yield m.group()


def _candidate(run: Run, word: str, letters: str | None, statistics: Statistics) -> Candidate:
    """Make a candidate; without `letters` its one symbol is no letter."""
    number = statistics.word_number(word)
    title = statistics.title[number] if number != UNKNOWN else 0.5
    title = min(max(title, 1 - SURE), SURE)
    places = [k for k, c in enumerate(run.pattern) if SYMBOL.fullmatch(c)]
    parts = []
    for k, case in zip(places, run.cases, strict=True):
        letter = letters[k] if letters is not None else ""
        upper = UPPER_SHARE.get(case, title)
        symbol = ord(run.pattern[k]) - FIRST_SYMBOL
        parts.append(Part(symbol, letter, letter.upper(), upper))
    none = NO_LETTER if word else NO_LETTER_ALONE
    factor = 1.0 if letters is not None else none
    if run.place in (Case.TITLE, Case.NAME):
        factor *= title if run.capital else 1 - title
    weight = math.exp(-statistics.unigram[number]) if word else 1.0
    return Candidate(number, factor * weight, factor, tuple(parts))


# Forward and backward sums over neighbouring words: what each candidate weighs in its context.

# A word that is not listed says nothing of its letters; it is this likely.
UNLISTED = 2e-8


def posteriors(
    segment: Segment,
    columns: Sequence[Sequence[Candidate]],
    table: Mapping[int, Mapping[str, float]],
    statistics: Statistics,
) -> list[list[float]]:
    """Return the weight of each candidate of each word; what lacks to 1 goes to no listed word."""
    scored: list[Column] = [
        [(c.word, c.factor * c.chance(table)) for c in column] + [(UNKNOWN, UNLISTED)]
        for column in columns
    ]
    forward, before = [], [(segment.left, 1.0)]
    for column in scored:
        now = [(w, own * _from(before, w, statistics)) for w, own in column]
        total = sum(p for _, p in now)
        before = [(w, p / total) for w, p in now]
        forward.append(before)
    after: Column = [(segment.right, 1.0)]
    result = []
    for column, reached in zip(reversed(scored), reversed(forward), strict=True):
        onward = [_to(w, after, statistics) for w, _ in column]
        both = [p * q for (_, p), q in zip(reached, onward, strict=True)]
        total = sum(both)
        result.append([x / total for x in both[:-1]])
        scale = max(onward)
        after = [(w, own * q / scale) for (w, own), q in zip(column, onward, strict=True)]
    return result[::-1]


def _from(before: Column, word: int, statistics: Statistics) -> float:
    """Return the chance to come to a word; nothing is known of the way to an unlisted one."""
    if word == UNKNOWN:
        return sum(p for _, p in before)
    return sum(p * statistics.chance(v, word) for v, p in before)


def _to(word: int, after: Column, statistics: Statistics) -> float:
    """Return the chance to go on from a word."""
    total = 0.0
    for v, p in after:
        known = v not in (UNKNOWN, BORDER)
        total += p * statistics.chance(word, v) if known else p
    return total
