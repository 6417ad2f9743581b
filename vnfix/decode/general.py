"""The shipped channels, not yet adapted, as the search wants them: `general.tab` and its like.

Everything in it follows from `channel.tab`; working it out takes longer than all else at a start.
It is used for the very channel and the very prices that it was worked out with.
"""

from __future__ import annotations

from array import array
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import damage_told, open_made, write_table
from vnfix.decode.kernel import Channel
from vnfix.decode.prices import (
    GROUPING,
    LEAST,
    PRIOR_FAMILY,
    PRIOR_POOL,
    SHAPES_SHARE,
    SOURCE_COUNTS,
    THIN_COUNTS,
    UNITS,
)
from vnfix.decode.rows import FORMS, Pairs, Rows, compile_rows

if TYPE_CHECKING:
    from pathlib import Path

FILE = "general.tab"
FILES = {"channel.tab": FILE, "nearly.tab": "nearly_general.tab"}
"""Channel -> what has been worked out of it, beside it."""
GENERAL_FORMAT = ("vnfix-general", 1)
PARTS = {"begin": "i", "first": "B", "second": "B", "cost": "i"}
LAYOUT = {"segments": "B", "observed": "B", "sizes": "H", "seen": "H", "p": "d"}
LAYOUT |= {f"{part}_{k}": code for k in range(len(FORMS)) for part, code in PARTS.items()}


def basis(channel: str) -> dict[str, Any]:
    """Return what a table is worked out of: the hash of a channel, and prices."""
    priors = [PRIOR_FAMILY, PRIOR_POOL, SHAPES_SHARE, SOURCE_COUNTS, THIN_COUNTS]
    return {"channel": channel, "prices": [*priors, LEAST, UNITS, *GROUPING]}


def write_general(rows: Rows, channel: str, path: Path) -> None:
    """Write a table of the general channel.

    Args:
        rows: P(observed | intended), all sources together.
        channel: hash of the channel that they follow from.
        path: the file.

    """
    pairs = rows.pairs
    arrays: dict[str, array[Any] | bytes] = {
        "segments": "\n".join(pairs.numbers).encode(),
        "observed": "\n".join(pairs.seen).encode(),
        "sizes": array("H", map(len, pairs.numbers.values())),
        "seen": array("H", pairs.seen_of),
        "p": array("d", rows.p),
    }
    for k, one in enumerate(compile_rows(rows)):
        found = (one.begin, one.first, one.second, one.cost)
        for (part, code), values in zip(PARTS.items(), found, strict=True):
            arrays[f"{part}_{k}"] = array(code, values)
    write_table(path, GENERAL_FORMAT, arrays, basis(channel))


def open_general(path: Path, channel: str) -> Rows | None:
    """Open the table of a channel; None where there is none of this channel and these prices.

    Args:
        path: the file.
        channel: hash of the channel.

    Raises:
        DataError: the file is damaged.

    """
    table = open_made(path, GENERAL_FORMAT, LAYOUT, partial(basis, channel))
    if table is None:
        return None
    with damage_told(path):
        a, observed = table.arrays, table.text("observed")
        texts = [observed[k] for k in a["seen"].tolist()]
        runs = pairwise(accumulate(a["sizes"].tolist(), initial=0))
        numbers = {
            segment: dict(zip(texts[first:last], range(first, last), strict=True))
            for segment, (first, last) in zip(table.text("segments"), runs, strict=True)
        }
        pairs = Pairs(numbers)
        pairs.seen = {s: k for k, s in enumerate(observed)}
        pairs.seen_of = array("i", a["seen"])
        low, title, up = (_compiled(a, k, pairs.seen) for k in range(len(FORMS)))
        return Rows(pairs, a["p"], laid=(low, title, up))


def _compiled(arrays: dict[str, memoryview], k: int, seen: dict[str, int]) -> Channel:
    begin, first, second, cost = (arrays[f"{part}_{k}"] for part in PARTS)
    return Channel((first, second, cost), seen, begin, {})
