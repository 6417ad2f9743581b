"""The tables of names, laid out: `dictionaries/names.tab`.

Everything in it follows from the dictionaries beside it; reading and counting their lines takes
longer than repairing a short text. It is used for the very files that it was worked out with.
"""

from __future__ import annotations

from array import array
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from vnfix.data.names import LARGE, PARTS, SOURCES, Names, read_names
from vnfix.data.tables import damage_told, hash_of, open_made, write_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "names.tab"
NAMES_FORMAT = ("vnfix-names", 1)
NUMBERED = (*PARTS, "first", "later")
"""The tables that give each syllable a number."""
LAYOUT = dict.fromkeys((*NUMBERED, "heads", "next", "before", "kinds", "places"), "B")
LAYOUT |= dict.fromkeys((*(f"{name}_values" for name in NUMBERED), "next_values"), "d")
LAYOUT |= {"sizes": "i"}


def basis(folder: Path) -> dict[str, Any]:
    """Return what a table is worked out of: the hash of the dictionaries, and how they count."""
    files = hash_of(folder / f"{name}.txt" for name in SOURCES)
    return {"files": files, "large": dict(LARGE)}


def build_names(folder: Path) -> None:
    """Write the table beside the dictionaries.

    Raises:
        DataError: a dictionary is missing or has a bad line.

    """
    names = read_names(folder)
    rows = names.pairs.values()
    arrays: dict[str, array[Any] | bytes] = {
        "heads": _text(names.pairs),
        "sizes": array("i", map(len, rows)),
        "next": _text([s for row in rows for s in row]),
        "next_values": array("d", [p for row in rows for p in row.values()]),
        "before": _text(names.before),
        "kinds": _text(names.before.values()),
        "places": _text(sorted(names.places)),
    }
    tables = {**names.parts, "first": names.first, "later": names.later}
    for name in NUMBERED:
        arrays[name] = _text(tables[name])
        arrays[f"{name}_values"] = array("d", tables[name].values())
    write_table(folder / FILE, NAMES_FORMAT, arrays, basis(folder))


def open_names(folder: Path) -> Names | None:
    """Open the table beside dictionaries; None where there is none of these very files.

    Raises:
        DataError: the file is damaged.

    """
    path = folder / FILE
    table = open_made(path, NAMES_FORMAT, LAYOUT, partial(basis, folder))
    if table is None:
        return None
    with damage_told(path):
        tables = {
            name: dict(zip(table.text(name), table.arrays[f"{name}_values"].tolist(), strict=True))
            for name in NUMBERED
        }
        following, shares = table.text("next"), table.arrays["next_values"].tolist()
        runs = pairwise(accumulate(table.arrays["sizes"].tolist(), initial=0))
        pairs: Mapping[str, Mapping[str, float]] = {
            head: dict(zip(following[a:b], shares[a:b], strict=True))
            for head, (a, b) in zip(table.text("heads"), runs, strict=True)
        }
        before = dict(zip(table.text("before"), table.text("kinds"), strict=True))
        parts = {part: tables[part] for part in PARTS}
        places = frozenset(table.text("places"))
        return Names(parts, tables["first"], pairs, tables["later"], before, places)


def load_names(folder: Path) -> Names:
    """Return the tables of names.

    Raises:
        DataError: a file is missing, damaged or has a bad line.

    """
    return open_names(folder) or read_names(folder)


def _text(words: Any) -> bytes:  # noqa: ANN401 - any iterable of strings
    return "\n".join(words).encode()
