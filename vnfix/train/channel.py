"""Builds the channel: segment counts of each source of pairs, by EM.

Source of the method: Brill and Moore 2000, "An improved error model for noisy channel spelling
correction"; the alignments are those of EM (Ristad and Yianilos 1998) instead of one edit path.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import open_table, write_table
from vnfix.decode.align import Likelihood, expected
from vnfix.decode.channel import CHANNEL_FORMAT, CHANNEL_LAYOUT, ChannelModel, counted, family
from vnfix.decode.general import FILES, write_general
from vnfix.decode.prices import FLOOR
from vnfix.decode.vocabulary import LETTERS
from vnfix.errors import DataError
from vnfix.train.sources import count_pairs, file_facts, load_pairs

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.decode.rows import Counts
    from vnfix.train.sources import LinePair

ROUNDS = 6
LEAST_COUNT = 0.02
SHAPES = Path(__file__).with_name("lookalikes.tsv")


class FirstGuess(Likelihood):
    """A start for EM: a letter looks like its base, anything else is rare."""

    def __init__(self) -> None:
        """Need no table."""
        super().__init__({}, FLOOR, 1.0, 1.0)

    def of(self, segment: str, seen: str) -> float:
        """Return the guess."""
        if len(segment) == 2:
            if segment == seen:
                return 0.05
            return 0.01 * (0.01, 0.3, 0.5, 0.3, 0.01)[len(seen)] / 60.0 ** max(len(seen) - 1, 0)
        if seen == segment or seen == family(segment):
            return 0.5
        if seen.lower() == family(segment).lower() and seen:
            return 0.1
        return (0.01, 2e-3, 1e-4, 2e-6, 2e-8)[len(seen)]


def train_source(pairs: Mapping[tuple[str, str], int], start: Likelihood) -> Counts:
    """Return the expected segment counts of one source under `start`."""
    counts: Counts = {}
    for (seen, meant), n in pairs.items():
        if len(seen) > 4 * len(meant) or len(meant) > 12:
            continue
        _, found = expected(meant, seen, start)
        for (segment, part), share in found.items():
            row = counts.setdefault(segment, {})
            row[part] = row.get(part, 0.0) + share * n
    return counts


def read_shapes(path: Path = SHAPES) -> Counts:
    """Return P(look-alike | letter) in print; a letter with accents looks like its base too."""
    looks: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            letter, forms = line.split("\t")
            looks[letter] = forms.split()
    shapes: Counts = {}
    for letter in LETTERS + LETTERS.upper():
        both = {*looks.get(letter, ()), *looks.get(family(letter), ())}
        shapes[letter] = dict.fromkeys(sorted(both), 1.0 / max(len(both), 1))
    return shapes


def train_channel(sources: Mapping[str, Iterable[LinePair]]) -> ChannelModel:
    """Estimate a channel from pairs of lines, grouped by source.

    A source is a set of documents that one engine read in one way.
    """
    return train_channel_of({name: count_pairs(iter(lines)) for name, lines in sources.items()})


def train_channel_of(pairs: Mapping[str, Counter[tuple[str, str]]]) -> ChannelModel:
    """Estimate a channel from (observed, meant) words and how often they occur, by source."""
    pairs = {name: counts for name, counts in pairs.items() if counts}
    letters = LETTERS + LETTERS.upper()
    shapes = read_shapes()
    first = {name: train_source(p, FirstGuess()) for name, p in pairs.items()}
    model = ChannelModel(first, letters, shapes)
    for _ in range(ROUNDS - 1):
        model = ChannelModel(
            {name: train_source(p, model.rows[name].likelihood) for name, p in pairs.items()},
            letters,
            shapes,
        )
    return model


def write_channel(model: ChannelModel, path: Path, meta: Mapping[str, Any]) -> str:
    """Write the counts of a channel to a table file and return its sha256."""
    rows = [
        (k, segment, seen, n)
        for k, counts in enumerate(model.sources.values())
        for segment, row in sorted(counts.items())
        for seen, n in sorted(row.items())
        if n >= LEAST_COUNT
    ]
    looks = [(letter, seen) for letter, row in sorted(model.shapes.items()) for seen in sorted(row)]
    segments = sorted({r[1] for r in rows} | {x[0] for x in looks})
    observed = sorted({r[2] for r in rows} | {x[1] for x in looks})
    at, there = {s: k for k, s in enumerate(segments)}, {s: k for k, s in enumerate(observed)}
    arrays: dict[str, array[Any] | bytes] = {
        "segments": "\n".join(segments).encode(),
        "observed": "\n".join(observed).encode(),
        "source": array("B", [r[0] for r in rows]),
        "segment": array("H", [at[r[1]] for r in rows]),
        "seen": array("H", [there[r[2]] for r in rows]),
        "count": array("f", [r[3] for r in rows]),
        "shape_letter": array("H", [at[x[0]] for x in looks]),
        "shape_seen": array("H", [there[x[1]] for x in looks]),
    }
    facts = {**meta, "sources": list(model.sources), "letters": model.letters}
    return write_table(path, CHANNEL_FORMAT, arrays, facts)


def build_general(models: Path) -> None:
    """Write `general.tab` and its like, which follow from the channels beside them."""
    for channel, file in FILES.items():
        if (models / channel).is_file():
            table = open_table(models / channel, CHANNEL_FORMAT, CHANNEL_LAYOUT)
            write_general(counted(table).pool, table.sha256, models / file)


def build_channel(
    files: Mapping[str, Sequence[Path]], path: Path, leave_out: Sequence[str] = ()
) -> dict[str, Any]:
    """Train a channel from files of pairs and write it to `path`.

    Args:
        files: files of pairs by source.
        path: the table file.
        leave_out: documents whose pairs are not used, in any file.

    Returns:
        Facts for the model card.

    Raises:
        DataError: a file cannot be read, or nothing is left to learn from.
        UsageError: no file has a document of a name to be left out.

    """
    sources = load_pairs(files, leave_out)
    facts = {
        "files": [file_facts(f) for paths in files.values() for f in paths],
        "lines": {name: len(pairs) for name, pairs in sources.items() if pairs},
        "left_out": sorted(leave_out),
        "rounds": ROUNDS,
    }
    model = train_channel(sources)
    if not model.sources:
        raise DataError("There are no pairs of words to learn from.", "Give more pairs of lines.")
    write_channel(model, path, facts)
    return facts
