"""The channel: how probably an OCR engine writes a segment of letters as some characters.

P(observed segment | intended segment) is estimated in steps, each leaning on the one before where
its own counts are thin: all letters of one base -> all sources together -> the mixture of sources
that is like the document -> the document itself (`adapt`).
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import Table, damage_told, open_table
from vnfix.decode.align import OBSERVED, Likelihood, expected, probability
from vnfix.decode.kernel import Channel, spans_of
from vnfix.decode.prices import (
    FLOOR,
    GROUPING,
    LEAST,
    NONE,
    PRIOR_DOCUMENT,
    PRIOR_FAMILY,
    PRIOR_POOL,
    PRIOR_SOURCE,
    SAMPLE,
    SHAPES_SHARE,
    SOURCE_COUNTS,
    THIN_COUNTS,
    UNITS,
    WEIGHT_ROUNDS,
)
from vnfix.decode.vocabulary import LETTERS
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CHANNEL_FORMAT = ("vnfix-channel", 1)
CHANNEL_LAYOUT = dict.fromkeys(("segments", "observed", "source"), "B") | {"count": "f"}
CHANNEL_LAYOUT |= dict.fromkeys(("segment", "seen", "shape_letter", "shape_seen"), "H")

Counts = dict[str, dict[str, float]]
KNOWN = set(LETTERS + LETTERS.upper())


def family(segment: str) -> str:
    """Return the letters without accents: what letters share their looks with.

    >>> family("Ậ"), family("đ")
    ('A', 'd')
    """
    return strip_accents(segment)


def total(counts: Counts) -> dict[str, float]:
    """Return the sum of each intended segment's counts."""
    return {segment: sum(row.values()) for segment, row in counts.items()}


def add(into: Counts, counts: Counts, weight: float = 1.0) -> None:
    """Add weighted counts."""
    for segment, row in counts.items():
        mine = into.setdefault(segment, {})
        for observed, n in row.items():
            mine[observed] = mine.get(observed, 0.0) + weight * n


def interpolate(counts: Counts, below: Counts, strength: float) -> Counts:
    """Return P(observed | intended) from counts that lean on the probabilities `below`.

    Both rows of a segment are merged: (n + strength * p) / (N + strength).
    """
    result: Counts = {}
    for segment in counts.keys() | below.keys():
        own, low = counts.get(segment, {}), below.get(segment, {})
        whole = sum(own.values()) + strength
        row = {observed: strength * p / whole for observed, p in low.items()}
        for observed, n in own.items():
            row[observed] = row.get(observed, 0.0) + n / whole
        result[segment] = row
    return result


def family_rows(pool: Counts, letters: Iterable[str]) -> Counts:
    """Return for every letter the distribution of all letters of its base.

    A letter is written as itself or its base even where no data says so.
    """
    grouped: Counts = {}
    for segment, row in pool.items():
        if len(segment) == 1:
            add(grouped, {family(segment): row})
    rows: Counts = {}
    for letter in letters:
        base = family(letter)
        row = dict(grouped.get(base, {}))
        whole = sum(row.values()) + PRIOR_FAMILY
        mixed = {observed: n / whole for observed, n in row.items()}
        for observed, share in ((base, 0.6), (letter, 0.3)):
            mixed[observed] = mixed.get(observed, 0.0) + share * PRIOR_FAMILY / whole
        rows[letter] = {observed: p for observed, p in mixed.items() if p > LEAST / 4}
    return rows


@dataclass(frozen=True)
class ChannelModel:
    """The trained channel: counts of each source.

    Attributes:
        sources: counts of segments by source of the training pairs.
        letters: all letters that can be meant, both cases.
        shapes: P(look-alike | letter) in print, whatever the engine.
        sha256: hash of the file.

    """

    sources: Mapping[str, Counts]
    letters: str
    shapes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sha256: str = ""

    @cached_property
    def pool(self) -> Counts:
        """All sources together, each with the same say, thin ones with less."""
        merged: Counts = {}
        for counts in self.sources.values():
            whole = sum(total(counts).values())
            add(merged, counts, SOURCE_COUNTS / max(whole, THIN_COUNTS))
        pool = interpolate(merged, family_rows(merged, self.letters), PRIOR_POOL)
        for letter, looks in self.shapes.items():
            row = pool.setdefault(letter, {})
            for observed, p in row.items():
                row[observed] = (1.0 - SHAPES_SHARE) * p
            for observed, p in looks.items():
                row[observed] = row.get(observed, 0.0) + SHAPES_SHARE * p
        return pool

    @cached_property
    def rows(self) -> dict[str, Counts]:
        """Each source's own probabilities."""
        return {name: interpolate(n, self.pool, PRIOR_SOURCE) for name, n in self.sources.items()}

    def mixture(self, weights: Mapping[str, float]) -> Counts:
        """Return P(observed | intended) of the weighted sources; all alike without weights."""
        if not weights or not self.sources:
            return self.pool
        mixed: Counts = {}
        for name, weight in weights.items():
            if weight > 1e-3:
                add(mixed, self.rows[name], weight)
        return mixed


def likelihood_of(rows: Counts) -> Likelihood:
    """Return P(observed, intended) of a table, with floors and grouping."""
    return Likelihood(rows, FLOOR, GROUPING[1], GROUPING[2])


def cost(p: float) -> int:
    """Return -log p in units."""
    return round(-math.log(p) * UNITS)


@dataclass(frozen=True)
class Compiled:
    """One table of the channel as the kernel wants it, for one case of the word.

    Attributes:
        channel: the flat arrays.
        ranges: where the entries of an observed segment lie.

    """

    channel: Channel
    ranges: dict[str, tuple[int, int]]

    def spans(self, observed: str) -> Any:
        """Return the ranges of entries for every place and length of an observed token."""
        return spans_of(self.ranges, observed)


def compile_rows(rows: Counts, code: Mapping[str, int], forms: Sequence[str]) -> Compiled:
    """Lay out the rows of segments of the given forms (`l`, `u`, `ul`...) for the kernel.

    Args:
        rows: P(observed | intended).
        code: number of each lower-case letter.
        forms: the patterns of case that count: l for lower, u for upper.

    """
    entries: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for segment, row in rows.items():
        if form_of(segment) not in forms or any(c not in code for c in segment.lower()):
            continue
        low = segment.lower()
        pair = (code[low[0]], code[low[1]] if len(low) > 1 else NONE)
        share = GROUPING[len(segment)]
        for observed, p in row.items():
            if p > LEAST:
                entries[observed].append((*pair, cost(p * share)))
    first, second, costs = array("B"), array("B"), array("i")
    ranges = {}
    for observed, found in entries.items():
        start = len(first)
        for a, b, c in sorted(found):
            first.append(a)
            second.append(b)
            costs.append(c)
        ranges[observed] = (start, len(first))
    return Compiled(Channel(first, second, costs), ranges)


def form_of(segment: str) -> str:
    """Return the pattern of case: l for lower, u for upper.

    >>> form_of("Th"), form_of("ươ")
    ('ul', 'll')
    """
    return "".join("u" if c.isupper() else "l" for c in segment)


def load_channel(path: Path) -> ChannelModel:
    """Open a trained channel.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table: Table = open_table(path, CHANNEL_FORMAT, CHANNEL_LAYOUT)
    with damage_told(path):
        return _channel(table)


def _channel(table: Table) -> ChannelModel:
    """Return the channel; ValueError, TypeError or LookupError where something does not fit."""
    segments, observed = _texts(table)
    a, names, letters = table.arrays, table.meta["sources"], table.meta["letters"]
    if not set(letters) <= KNOWN or not all(isinstance(n, str) for n in names):
        raise ValueError("its letters or sources are none")
    sources: dict[str, Counts] = {name: {} for name in names}
    for s, i, j, n in zip(a["source"], a["segment"], a["seen"], a["count"], strict=True):
        if not 0.0 <= n < math.inf:
            raise ValueError(f"{n} is no count")
        sources[names[s]].setdefault(segments[i], {})[observed[j]] = n
    shapes: Counts = {}
    for i, j in zip(a["shape_letter"], a["shape_seen"], strict=True):
        shapes.setdefault(segments[i], {})[observed[j]] = 1.0
    shapes = {letter: {s: 1.0 / len(row) for s in row} for letter, row in shapes.items()}
    return ChannelModel(sources, letters, shapes, table.sha256)


def _texts(table: Table) -> tuple[list[str], list[str]]:
    """Return the segments that can be meant, and those that can be seen."""
    segments, observed = table.text("segments"), table.text("observed")
    if not all(0 < len(s) < len(GROUPING) and set(s) <= KNOWN for s in segments):
        raise ValueError("a segment has other letters, or too many")
    if not all(len(s) <= OBSERVED for s in observed):
        raise ValueError("what stands for a segment is too long")
    return segments, observed


# Adapts the channel to one document, from what the document was decoded as so far.


def source_weights(model: ChannelModel, pairs: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return how much each source of the channel is like the document: mixture weights by EM."""
    sample = sorted(pairs.items(), key=lambda x: (-x[1], x[0]))[:SAMPLE]
    names = list(model.sources)
    likelihoods = [likelihood_of(model.rows[name]) for name in names]
    table = [
        ([probability(meant, observed, f) for f in likelihoods], math.sqrt(n))
        for (observed, meant), n in sample
    ]
    weights = [1.0 / len(names)] * len(names)
    for _ in range(WEIGHT_ROUNDS):
        shares = [0.1] * len(names)
        for row, n in table:
            joint = [w * p for w, p in zip(weights, row, strict=True)]
            whole = sum(joint)
            if whole > 0.0:
                for k, j in enumerate(joint):
                    shares[k] += n * j / whole
        whole = sum(shares)
        weights = [s / whole for s in shares]
    return dict(zip(names, weights, strict=True))


def adapted(prior: Counts, pairs: Mapping[tuple[str, str], float]) -> Counts:
    """Return the channel re-estimated on the document's own words.

    Args:
        prior: P(observed | intended) to lean on.
        pairs: how often (observed, meant) occurs in the document as decoded, weighted by posterior.

    """
    likelihood = likelihood_of(prior)
    counts: Counts = {}
    for (observed, meant), n in pairs.items():
        _, found = expected(meant, observed, likelihood)
        for (segment, part), share in found.items():
            row = counts.setdefault(segment, {})
            row[part] = row.get(part, 0.0) + share * n
    return interpolate(counts, prior, PRIOR_DOCUMENT)
