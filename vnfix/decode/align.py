# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Alignment of an observed token with the word that was meant: the E-step of the channel's EM.

The word's letters are grouped into segments of one or two; each segment was written as zero to
four characters (Brill and Moore 2000). All groupings are weighed (forward-backward). Like the
kernel this is plain Python that Cython compiles with the types of `align.pxd`.
"""

from __future__ import annotations

from array import array
from typing import Any

OBSERVED = 4
LEAST_SHARE = 1e-4
_SEGMENTS = 128  # room for the rows of so many segments at first
_LETTERS = 64  # of a word at most, and one more
# Copies that are C numbers where this is compiled.
_OBSERVED = OBSERVED
_LEAST_SHARE = LEAST_SHARE


class Likelihood:
    """P(observed segment | intended segment) from a table."""

    def __init__(
        self, rows: dict[str, dict[str, float]], floor: tuple[float, ...], one: float, two: float
    ) -> None:
        """Keep the table.

        Args:
            rows: P by intended and observed segment.
            floor: least P of an observed segment for one letter, by its length.
            one: share of segments of one letter.
            two: share of segments of two letters.

        """
        self.rows = rows
        self.floor = array("d", floor)
        self.one = one
        self.two = two

    def of(self, segment: str, seen: str) -> float:
        """Return the probability, the share of segments of that length included."""
        p = 0.0
        row = self.rows.get(segment)
        if row is not None:
            p = row.get(seen, 0.0)
        return self.floored(p, len(segment), len(seen))

    def floored(self, p: float, meant: int, seen: int) -> float:
        """Return a probability with the floor and the share for these lengths."""
        if meant == 2:
            return p * self.two
        if p < self.floor[seen]:
            p = self.floor[seen]
        return p * self.one

    def fill(self, segment: str, pieces: list[str], span: tuple[int, int, int], found: Any) -> None:
        """Set the probabilities of one segment.

        Args:
            segment: intended letters.
            pieces: the observed segments by place and length.
            span: first place, last place, and where the first place is in `found`.
            found: as of `chances`.

        """
        low, high, at = span
        n = len(pieces) // (_OBSERVED + 1) - 1
        for j in range(low, high + 1):
            for b in range(min(_OBSERVED, n - j) + 1):
                found[at + b] = self.of(segment, pieces[j * (_OBSERVED + 1) + b])
            at += 2 * (_OBSERVED + 1)


class FlatLikelihood(Likelihood):
    """P(observed segment | intended segment) from flat arrays."""

    def __init__(
        self,
        numbers: dict[str, dict[str, int]],
        p: Any,
        rest: tuple[dict[str, dict[str, float]], tuple[float, ...], float, float],
    ) -> None:
        """Keep the table.

        Args:
            numbers: number of each pair, by intended and observed segment.
            p: probability of each pair.
            rest: pairs without a number, and the rest as for `Likelihood`.

        """
        super().__init__(*rest)
        self.numbers = numbers
        self.p = p

    def of(self, segment: str, seen: str) -> float:
        """Return the probability, the share of segments of that length included."""
        row = self.numbers.get(segment)
        k = -1 if row is None else row.get(seen, -1)
        if k >= 0:
            return self.floored(self.p[k], len(segment), len(seen))
        more = self.rows.get(segment)
        p = 0.0 if more is None else more.get(seen, 0.0)
        return self.floored(p, len(segment), len(seen))

    def fill(self, segment: str, pieces: list[str], span: tuple[int, int, int], found: Any) -> None:
        """Set the probabilities of one segment, as `Likelihood.fill`."""
        low, high, at = span
        n, meant = len(pieces) // (_OBSERVED + 1) - 1, len(segment)
        row, more, p = self.numbers.get(segment), self.rows.get(segment), self.p
        for j in range(low, high + 1):
            for b in range(min(_OBSERVED, n - j) + 1):
                k = -1
                if row is not None:
                    hit = row.get(pieces[j * (_OBSERVED + 1) + b])
                    if hit is not None:
                        k = hit
                x: float = 0.0
                if k >= 0:
                    x = p[k]
                elif more is not None:
                    x = more.get(pieces[j * (_OBSERVED + 1) + b], 0.0)
                found[at + b] = self.floored(x, meant, b)
            at += 2 * (_OBSERVED + 1)


def chances(meant: str, seen: str, likelihood: Likelihood) -> Any:
    """Return the probability of every step, 0 where there is none.

    A step leads from letter i and character j over one or two letters (a = 0 or 1) and b
    characters; it stands at ((i * (n + 1) + j) * 2 + a) * 5 + b.
    """
    m, n = len(meant), len(seen)
    found = array("d", bytes(8 * m * (n + 1) * 2 * (_OBSERVED + 1)))
    pieces = [seen[j : j + b] for j in range(n + 1) for b in range(_OBSERVED + 1)]
    for i in range(m):
        # Where a character can stand is bounded by what the letters around can cover.
        low, high = max(0, n - _OBSERVED * (m - i)), min(n, _OBSERVED * i)
        for a in range(min(2, m - i)):
            at = ((i * (n + 1) + low) * 2 + a) * (_OBSERVED + 1)
            likelihood.fill(meant[i : i + a + 1], pieces, (low, high, at), found)
    return found


def forward(m: int, n: int, steps: Any) -> Any:
    """Return the probability of all that leads to each letter and character."""
    width = n + 1
    reached = array("d", bytes(8 * (m + 1) * width))
    reached[0] = 1.0
    for i in range(m):
        for j in range(width):
            f = reached[i * width + j]
            if f <= 0.0:
                continue
            at = (i * width + j) * 2 * (_OBSERVED + 1)
            for a in range(min(2, m - i)):
                for b in range(min(_OBSERVED, n - j) + 1):
                    p = steps[at + a * (_OBSERVED + 1) + b]
                    reached[(i + a + 1) * width + j + b] += f * p
    return reached


def expected(
    meant: str, seen: str, likelihood: Likelihood
) -> tuple[float, dict[tuple[str, str], float]]:
    """Return P(seen | meant) and the expected number of each (intended, observed) segment."""
    m, n = len(meant), len(seen)
    width = n + 1
    steps = chances(meant, seen, likelihood)
    reached = forward(m, n, steps)
    whole = reached[m * width + n]
    counts: dict[tuple[str, str], float] = {}
    if whole <= 0.0:
        return 0.0, counts
    left = array("d", bytes(8 * (m + 1) * width))
    left[m * width + n] = 1.0
    for i in range(m - 1, -1, -1):
        for j in range(n, -1, -1):
            f = reached[i * width + j]
            if f <= 0.0:
                continue
            at = (i * width + j) * 2 * (_OBSERVED + 1)
            for a in range(min(2, m - i)):
                for b in range(min(_OBSERVED, n - j) + 1):
                    p = steps[at + a * (_OBSERVED + 1) + b] * left[(i + a + 1) * width + j + b]
                    left[i * width + j] += p
                    share = f * p / whole
                    if share > _LEAST_SHARE:
                        key = (meant[i : i + a + 1], seen[j : j + b])
                        counts[key] = counts.get(key, 0.0) + share
    return whole, counts


def probability(meant: str, seen: str, likelihood: Likelihood) -> float:
    """Return P(seen | meant), summed over all alignments."""
    reached = forward(len(meant), len(seen), chances(meant, seen, likelihood))
    whole: float = reached[len(reached) - 1]
    return whole


def likelihoods(meant: str, seen: str, tables: list[FlatLikelihood]) -> list[float]:
    """Return P(seen | meant) by each of several tables; the pairs have the same numbers in all."""
    m, n = len(meant), len(seen)
    size = m * (n + 1) * 2 * (_OBSERVED + 1)
    # The number of each pair and, where it has one, the numbers are looked up once for all tables.
    at, number = array("i", bytes(4 * size)), array("i", bytes(4 * size))
    lengths, steps = array("i", bytes(4 * size)), array("d", bytes(8 * size))
    first = tables[0]
    used = 0
    for i in range(m):
        for a in range(min(2, m - i)):
            row = first.numbers.get(meant[i : i + a + 1])
            for j in range(max(0, n - _OBSERVED * (m - i)), min(n, _OBSERVED * i) + 1):
                for b in range(min(_OBSERVED, n - j) + 1):
                    at[used] = ((i * (n + 1) + j) * 2 + a) * (_OBSERVED + 1) + b
                    number[used] = -1
                    lengths[used] = (a + 1) * (_OBSERVED + 1) + b
                    if row is not None:
                        hit = row.get(seen[j : j + b])
                        if hit is not None:
                            number[used] = hit
                    used += 1
    found = []
    for table in tables:
        p = table.p
        for e in range(used):
            x: float = 0.0
            if number[e] >= 0:
                x = p[number[e]]
            k = lengths[e]
            steps[at[e]] = table.floored(x, k // (_OBSERVED + 1), k % (_OBSERVED + 1))
        reached = forward(m, n, steps)
        found.append(reached[len(reached) - 1])
    return found


def gather(
    meant: str, seen: str, likelihood: FlatLikelihood, weight: float, into: tuple[Any, Any]
) -> None:
    """Add the expected number of each segment, weighted, to counts by number of the pair.

    Args:
        meant: the word.
        seen: what was observed.
        likelihood: the table.
        weight: how often this was seen.
        into: counts of the pairs with a number, and a table for the others.

    """
    counts, others = into
    for (segment, part), share in expected(meant, seen, likelihood)[1].items():
        row = likelihood.numbers.get(segment)
        k = -1 if row is None else row.get(part, -1)
        if k >= 0:
            counts[k] += share * weight
        else:
            more = others.setdefault(segment, {})
            more[part] = more.get(part, 0.0) + share * weight


class Heard:
    """P(observed | word) of one observed text, for many words: what they share is kept."""

    def __init__(self, seen: str, likelihood: Likelihood) -> None:
        """Keep the observed text and the table."""
        n = len(seen)
        self.n = n
        self.pieces = [seen[j : j + b] for j in range(n + 1) for b in range(_OBSERVED + 1)]
        self.likelihood = likelihood
        self.stride = (n + 1) * 2 * (_OBSERVED + 1)
        self.places: dict[str, int] = {}
        self.rows = array("d", bytes(8 * _SEGMENTS * self.stride))
        self.reached = array("d", bytes(8 * (n + 1) * _LETTERS))

    def of(self, meant: str) -> float:
        """Return the probability, as `probability` does, of a word of at most 63 letters."""
        m, n = len(meant), self.n
        width = n + 1
        reached = self.reached
        for k in range((m + 1) * width):
            reached[k] = 0.0
        reached[0] = 1.0
        for i in range(m):
            one = self.place(meant[i : i + 1])
            two = self.place(meant[i : i + 2]) if i + 1 < m else -1
            rows = self.rows
            low, high = max(0, n - _OBSERVED * (m - i)), min(n, _OBSERVED * i)
            for j in range(low, high + 1):
                f = reached[i * width + j]
                if f <= 0.0:
                    continue
                at = j * 2 * (_OBSERVED + 1)
                for b in range(min(_OBSERVED, n - j) + 1):
                    reached[(i + 1) * width + j + b] += f * rows[one + at + b]
                if two >= 0:
                    for b in range(min(_OBSERVED, n - j) + 1):
                        reached[(i + 2) * width + j + b] += f * rows[two + at + b]
        return reached[m * width + n]

    def place(self, segment: str) -> int:
        """Return where the probabilities of a segment begin in `rows`."""
        found = self.places.get(segment)
        if found is None:
            at = len(self.places) * self.stride
            if at == len(self.rows):
                rows = array("d", bytes(16 * at))
                wider = rows  # a view of it where this is compiled
                wider[:at] = self.rows
                self.rows = wider
            self.likelihood.fill(segment, self.pieces, (0, self.n, at), self.rows)
            found = self.places[segment] = at
        return found
