# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Alignment of an observed token with the word that was meant: the E-step of the channel's EM.

The word's letters are grouped into segments of one or two; each segment was written as zero to
four characters (Brill and Moore 2000). All groupings are weighed (forward-backward). Like the
kernel this is plain Python that Cython compiles with the types of `align.pxd`.
"""

from __future__ import annotations

from array import array
from math import log
from typing import Any

from vnfix.decode.prices import LONGEST

OBSERVED = 4
LEAST_SHARE = 1e-4
INAUDIBLE = 40.0  # nats: what the channel cannot have written
_ROOM = 1 << 12  # bytes of numbers at first
_LETTERS = 64  # of a word at first
# Copies that are C numbers where this is compiled.
_OBSERVED = OBSERVED
_LEAST_SHARE = LEAST_SHARE
_INAUDIBLE, _LONGEST = INAUDIBLE, LONGEST


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


class Columns:
    """The numbered pairs of segments, found by what was observed.

    Attributes:
        seen: number of each observed segment.
        begin: where the pairs of each observed segment begin, and where the last ones end.
        owner: number of the intended segment of each of these pairs.
        pair: the number of each.
        size: how many intended segments there are.
        wide: whether each of these has two letters.

    """

    def __init__(self, numbers: dict[str, dict[str, int]], seen: dict[str, int]) -> None:
        """Lay the pairs out.

        Args:
            numbers: number of each pair, by intended and observed segment.
            seen: number of each observed segment.

        """
        self.seen, self.size = seen, len(numbers)
        pairs = sum(map(len, numbers.values()))
        self.begin = array("i", bytes(4 * (len(seen) + 1)))
        self.owner, self.pair = array("i", bytes(4 * pairs)), array("i", bytes(4 * pairs))
        self._place(numbers)
        letters = {c: k for k, c in enumerate(sorted({c for s in numbers for c in s}))}
        self.letters = len(letters)
        self.letter = array("i", [-1]) * (max(map(ord, letters), default=0) + 1)
        for c, k in letters.items():
            self.letter[ord(c)] = k
        self.single = array("i", [-1]) * len(letters)
        self.double = array("i", [-1]) * len(letters) ** 2
        self.wide = bytearray(len(segment) > 1 for segment in numbers)
        for number, segment in enumerate(numbers):
            k = letters[segment[0]]
            if len(segment) > 1:
                self.double[k * len(letters) + letters[segment[1]]] = number
            else:
                self.single[k] = number

    def _place(self, numbers: dict[str, dict[str, int]]) -> None:
        begin, owner, pair = self.begin, self.owner, self.pair
        for row in numbers.values():
            for observed in row:
                begin[self.seen[observed] + 1] += 1
        for s in range(len(begin) - 1):
            begin[s + 1] += begin[s]
        at = array("i", begin)
        for segment, row in enumerate(numbers.values()):
            for observed, number in row.items():
                s = self.seen[observed]
                owner[at[s]], pair[at[s]] = segment, number
                at[s] += 1

    def segments(self, meant: str, one: Any, two: Any) -> None:
        """Set for each letter the number of its segment and of that with the next; -1 for none."""
        before = -1
        for i in range(len(meant)):
            c = ord(meant[i])
            k = self.letter[c] if c < len(self.letter) else -1
            one[i] = self.single[k] if k >= 0 else -1
            if i:
                both = before >= 0 and k >= 0
                two[i - 1] = self.double[before * self.letters + k] if both else -1
            before = k


class Ear:
    """P(observed | word) of one observed text after another, for many words each.

    A letter has the same floors at all places; beyond these only the pairs of segments are looked
    at that the observed text may show: few, found for all words at once.
    """

    def __init__(self, columns: Columns, likelihood: FlatLikelihood) -> None:
        """Keep the tables, which number the same pairs."""
        self.columns, self.likelihood = columns, likelihood
        self.seen: str | None = None
        self.n = self.used = 0
        self.floor = array("d", bytes(8 * (_OBSERVED + 1)))
        for b in range(_OBSERVED + 1):
            self.floor[b] = self.likelihood.floored(0.0, 1, b)
        # Of each pair: the one before it, where it leaves (-1 where nothing was written, wherever),
        # where it arrives, and what it has above the floor.
        self.earlier, self.start = array("i", bytes(_ROOM)), array("i", bytes(_ROOM))
        self.goal, self.above = array("i", bytes(_ROOM)), array("d", bytes(2 * _ROOM))
        self.reached = array("d", bytes(8 * _LETTERS))
        self.one, self.two = array("i", bytes(4 * _LETTERS)), array("i", bytes(4 * _LETTERS))
        # Segments with pairs of this table alone; those without a number are found by their letters.
        self.foreign: dict[str, int] = {}
        self.own: dict[str, list[tuple[int, float, bool]]] = {}
        for segment, row in likelihood.rows.items():
            number = self._number(segment)
            known = likelihood.numbers.get(segment, ())
            for seen, p in row.items():
                if seen not in known:
                    self.own.setdefault(seen, []).append((number, p, len(segment) > 1))
        # Of each segment: its last pair.
        self.last = array("i", bytes(4 * (columns.size + len(self.foreign))))

    def _number(self, segment: str) -> int:
        """Return the number of a segment that has pairs of this table alone."""
        self.columns.segments(segment, self.one, self.two)
        number = self.one[0] if len(segment) == 1 else self.two[0]
        if number < 0:
            number = self.columns.size + len(self.foreign)
            self.foreign[segment] = number
        return number

    def listen(self, seen: str) -> None:
        """Turn to an observed text."""
        columns, p = self.columns, self.likelihood.p
        begin, owner, pair, wide = columns.begin, columns.owner, columns.pair, columns.wide
        last, floor = self.last, self.likelihood.floor
        for k in range(len(last)):
            last[k] = -1
        n = len(seen)
        self.seen, self.n, self.used = seen, n, 0
        for j in range(n + 1):
            for b in range(1 if j else 0, min(_OBSERVED, n - j) + 1):
                piece = seen[j : j + b]
                number = columns.seen.get(piece)
                if number is not None:
                    s: int = number
                    for k in range(begin[s], begin[s + 1]):
                        x = p[pair[k]]
                        both = wide[owner[k]] > 0
                        if both or x > floor[b]:  # the others have nothing beyond it
                            self._put(owner[k], j, b, x, both)
                for more, x, both in self.own.get(piece, ()):
                    self._put(more, j, b, x, both)

    def _put(self, segment: int, j: int, b: int, p: float, wide: bool) -> None:
        """Keep what a pair has beyond the floor."""
        above = self.likelihood.floored(p, 2 if wide else 1, b)
        if not wide:
            above -= self.floor[b]
        if above <= 0.0:
            return
        at = self.used
        if at == len(self.start):
            self.start = array("i", self.start) * 2
            self.goal = array("i", self.goal) * 2
            self.earlier = array("i", self.earlier) * 2
            self.above = array("d", self.above) * 2
        self.start[at], self.goal[at] = j if b else -1, j + b
        self.earlier[at], self.above[at] = self.last[segment], above
        self.last[segment] = at
        self.used = at + 1

    def chance(self, seen: str, meant: str) -> float:
        """Return P(seen | meant) of a word, turning to what was seen if it is another text."""
        if self.seen != seen:
            self.listen(seen)
        return self.of(meant)

    def of(self, meant: str) -> float:
        """Return the probability of a word for the observed text, as `probability` does.

        The places of each letter have as many zeros before them as a letter has characters.
        """
        m, n = len(meant), self.n
        width = n + 1 + _OBSERVED
        if (m + 1) * width > len(self.reached):
            self.reached = array("d", bytes(16 * (m + 1) * width))
        if m > len(self.one):
            self.one, self.two = array("i", bytes(8 * m)), array("i", bytes(8 * m))
        self.columns.segments(meant, self.one, self.two)
        reached, floor = self.reached, self.floor
        for k in range((m + 1) * width):
            reached[k] = 0.0
        reached[_OBSERVED] = 1.0
        for i in range(m):
            at = i * width + _OBSERVED
            into = at + width
            low, high = max(0, n - _OBSERVED * (m - 1 - i)), min(n, _OBSERVED * (i + 1))
            for j in range(low, high + 1):
                reached[into + j] += (
                    reached[at + j] * floor[0]
                    + reached[at + j - 1] * floor[1]
                    + reached[at + j - 2] * floor[2]
                    + reached[at + j - 3] * floor[3]
                    + reached[at + j - 4] * floor[4]
                )
            self._follow(self._pairs(self.one[i], meant, i, 1), at, into)
            if i + 1 < m:
                self._follow(self._pairs(self.two[i], meant, i, 2), at, into + width)
        return reached[m * width + _OBSERVED + n]

    def _follow(self, pair: int, at: int, into: int) -> None:
        """Add what leads over some pairs from one letter's places to those of a later one."""
        reached = self.reached
        while pair >= 0:
            above, start = self.above[pair], self.start[pair]
            if start >= 0:
                reached[into + self.goal[pair]] += reached[at + start] * above
            else:
                for j in range(self.n + 1):
                    reached[into + j] += reached[at + j] * above
            pair = self.earlier[pair]

    def _pairs(self, segment: int, meant: str, i: int, letters: int) -> int:
        """Return the last pair of a segment, -1 for none."""
        if segment < 0:
            if not self.foreign:
                return -1
            segment = self.foreign.get(meant[i : i + letters], -1)
            if segment < 0:
                return -1
        return self.last[segment]


class Hearing:
    """The channel's costs of what may have been meant by one observed text."""

    def __init__(self, observed: str, ear: Ear) -> None:
        """Start with nothing asked."""
        self.observed, self.ear = observed, ear
        self.known: dict[str, float] = {}

    def cost(self, meant: str) -> float:
        """Return -log P(observed | meant), nats; `INAUDIBLE` at most."""
        known = self.known.get(meant)
        if known is not None:
            return known
        found: float = _INAUDIBLE
        if 0 < len(meant) <= _LONGEST and len(self.observed) <= _LONGEST:
            p = self.ear.chance(self.observed, meant)
            if p > 0.0:
                found = -log(p)
        self.known[meant] = found
        return found
