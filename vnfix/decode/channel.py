"""The channel: how probably an OCR engine writes a segment of letters as some characters.

P(observed segment | intended segment) is estimated in steps, each leaning on the one before where
its own counts are thin: all letters of one base -> all sources together -> the mixture of sources
that is like the document -> the document itself (`adapt`).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from vnfix import memory
from vnfix.data.tables import SHIPPED, Table, damage_told, open_table
from vnfix.decode.align import OBSERVED, gather, likelihoods
from vnfix.decode.general import FILES, open_general
from vnfix.decode.kernel import mixed, mixture_weights
from vnfix.decode.prices import (
    GROUPING,
    LEAST,
    LEAST_WEIGHT,
    PRIOR_DOCUMENT,
    PRIOR_FAMILY,
    PRIOR_POOL,
    PRIOR_SOURCE,
    SAMPLE,
    SHAPES_SHARE,
    SOURCE_COUNTS,
    THIN_COUNTS,
    WEIGHT_ROUNDS,
)
from vnfix.decode.rows import Counts, Rows
from vnfix.decode.vocabulary import LETTERS
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterable, Iterator, Sequence, ValuesView
    from pathlib import Path

    from vnfix.decode.rows import Pairs

CHANNEL_FORMAT = ("vnfix-channel", 1)
CHANNEL_LAYOUT = dict.fromkeys(("segments", "observed", "source"), "B") | {"count": "f"}
CHANNEL_LAYOUT |= dict.fromkeys(("segment", "seen", "shape_letter", "shape_seen"), "H")

T = TypeVar("T")
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
    for segment in (*counts, *(s for s in below if s not in counts)):
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
        general: all sources together, where that has been worked out before.

    """

    sources: Mapping[str, Counts]
    letters: str
    shapes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sha256: str = ""
    general: Rows | None = field(default=None, repr=False, compare=False)
    _known: dict[tuple[str, str], Sequence[float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def pool(self) -> Rows:
        """All sources together, each with the same say, thin ones with less."""
        if self.general is not None:
            return self.general
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
        return Rows.of(pool)

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """Each source's own probabilities."""
        pool = self.pool
        if isinstance(self.sources, _Sources):
            flat = self.sources.flat(pool.pairs)
        else:
            flat = {name: pool.pairs.flat(counts) for name, counts in self.sources.items()}
        return {name: pool.leaning(PRIOR_SOURCE, counts, {}) for name, counts in flat.items()}

    def mixture(self, weights: Mapping[str, float]) -> Rows:
        """Return P(observed | intended) of the weighted sources; all alike without weights."""
        chosen = {name: weight for name, weight in weights.items() if weight > LEAST_WEIGHT}
        if not chosen or not self.rows:
            return self.pool
        tables = [self.rows[name].p for name in chosen]
        return Rows(self.pool.pairs, mixed(tables, array("d", chosen.values())))

    def likelihoods(self, observed: str, meant: str) -> Sequence[float]:
        """Return P(observed | meant) by each source; what was asked for is remembered."""
        found = self._known.get((observed, meant))
        if found is None:
            if len(self._known) >= memory.PAIRS:
                self._known.clear()
            found = likelihoods(meant, observed, [rows.likelihood for rows in self.rows.values()])
            self._known[observed, meant] = found
        return found


def load_channel(path: Path) -> ChannelModel:
    """Open a trained channel.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table: Table = open_table(path, CHANNEL_FORMAT, CHANNEL_LAYOUT)
    file = FILES.get(path.name) if path.parent == SHIPPED else None
    general = open_general(path.with_name(file), table.sha256) if file else None
    with damage_told(path):
        return counted(table) if general is None else _laid_out(table, general)


class _Late(Mapping[str, T]):
    """A part of a sound table that is read when it is asked for, and not kept."""

    def __init__(self, read: Callable[[], Mapping[str, T]]) -> None:
        self._read = read

    def __getitem__(self, name: str) -> T:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def items(self) -> ItemsView[str, T]:
        """Return all of it, read once."""
        return self._read().items()

    def values(self) -> ValuesView[T]:
        """Return its parts, read once."""
        return self._read().values()


class _Sources(_Late[Counts]):
    """The counts of each source in a sound table."""

    def __init__(self, table: Table) -> None:
        super().__init__(lambda: _sources(table))
        self._table = table

    def flat(self, pairs: Pairs) -> dict[str, Any]:
        """Return the counts of each source by the numbers of pairs, read without a detour."""
        segments, observed = self._table.text("segments"), self._table.text("observed")
        a, zeros = self._table.arrays, bytes(8 * pairs.size)
        found = {name: array("d", zeros) for name in self._table.meta["sources"]}
        tables, numbers = list(found.values()), [pairs.numbers.get(s, {}) for s in segments]
        for s, i, j, n in zip(a["source"], a["segment"], a["seen"], a["count"], strict=True):
            tables[s][numbers[i][observed[j]]] = n
        return found


def _laid_out(table: Table, general: Rows) -> ChannelModel:
    sources, shapes = _Sources(table), _Late(lambda: _shapes(table))
    return ChannelModel(sources, table.meta["letters"], shapes, table.sha256, general)


def counted(table: Table) -> ChannelModel:
    """Return the channel; ValueError, TypeError or LookupError where something does not fit."""
    sources, letters = _sources(table), table.meta["letters"]
    if not set(letters) <= KNOWN:
        raise ValueError("its letters are none")
    return ChannelModel(sources, letters, _shapes(table), table.sha256)


def _shapes(table: Table) -> Mapping[str, Mapping[str, float]]:
    """Return P(look-alike | letter) in print."""
    (segments, observed), a = _texts(table), table.arrays
    shapes: Counts = {}
    for i, j in zip(a["shape_letter"], a["shape_seen"], strict=True):
        shapes.setdefault(segments[i], {})[observed[j]] = 1.0
    return {letter: {s: 1.0 / len(row) for s in row} for letter, row in shapes.items()}


def _sources(table: Table) -> dict[str, Counts]:
    """Return the counts of each source."""
    segments, observed = _texts(table)
    a, names = table.arrays, table.meta["sources"]
    if not all(isinstance(n, str) for n in names):
        raise ValueError("its sources are none")
    sources: dict[str, Counts] = {name: {} for name in names}
    for s, i, j, n in zip(a["source"], a["segment"], a["seen"], a["count"], strict=True):
        if not 0.0 <= n < math.inf:
            raise ValueError(f"{n} is no count")
        sources[names[s]].setdefault(segments[i], {})[observed[j]] = n
    return sources


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
    names = list(model.rows)
    table = array("d")
    for (observed, meant), _ in sample:
        table.extend(model.likelihoods(observed, meant))
    counts = array("d", [math.sqrt(n) for _, n in sample])
    weights = mixture_weights(table, counts, len(names), WEIGHT_ROUNDS)
    return dict(zip(names, weights, strict=True))


def adapted(prior: Rows, pairs: Mapping[tuple[str, str], float]) -> Rows:
    """Return the channel re-estimated on the document's own words.

    Args:
        prior: P(observed | intended) to lean on.
        pairs: how often (observed, meant) occurs in the document as decoded, weighted by posterior.

    """
    likelihood = prior.likelihood
    counts = array("d", bytes(8 * prior.pairs.size))
    more: Counts = {}
    for (observed, meant), n in pairs.items():
        gather(meant, observed, likelihood, n, (counts, more))
    return prior.leaning(PRIOR_DOCUMENT, counts, more)
