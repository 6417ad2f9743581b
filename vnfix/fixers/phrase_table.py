"""The index of the shipped phrases, laid out: `dictionaries/phrases.tab`.

Everything in it follows from the dictionaries beside it; counting their runs of letters takes
longer than repairing a short text. It is used for the very files and the very shapes of letters
that it was worked out with.
"""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING, Any

from vnfix.data.lexicon import PHRASE_FILES
from vnfix.data.tables import damage_told, open_table, write_table
from vnfix.text.fuzzy import Folder, PhraseIndex
from vnfix.text.postings import RUN, Postings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "phrases.tab"
PHRASES_FORMAT = ("vnfix-phrases", 1)
LAYOUT = {"texts": "B", "keys": "B", "runs": "B", "begin": "i", "held": "i", "sizes": "i"}


def basis(folder: Path, shapes: Mapping[str, str], least: int) -> dict[str, Any]:
    """Return what a table is worked out of.

    Args:
        folder: the dictionaries.
        shapes: the classes of letters that look alike.
        least: words that a phrase of running text has at least.

    """
    digest = hashlib.sha256()
    for name in PHRASE_FILES:
        digest.update((folder / f"{name}.txt").read_bytes())
    return {"files": digest.hexdigest(), "shapes": dict(shapes), "least": least, "run": RUN}


def write_phrases(
    texts: Iterable[str], index: PhraseIndex, path: Path, made_of: Mapping[str, Any]
) -> None:
    """Write a table of phrases.

    Args:
        texts: the phrases in their case.
        index: their index.
        path: the file.
        made_of: what `basis` says.

    """
    held = index.postings
    arrays: dict[str, array[Any] | bytes] = {
        "texts": "\n".join(texts).encode(),
        "keys": "\n".join(index.keys).encode(),
        "runs": "\n".join(held.number).encode(),
        "begin": array("i", held.begin),
        "held": array("i", held.keys),
        "sizes": array("i", held.sizes),
    }
    write_table(path, PHRASES_FORMAT, arrays, made_of)


def open_phrases(
    folder: Path, shapes: Mapping[str, str], least: int
) -> tuple[dict[str, str], PhraseIndex] | None:
    """Open the table beside dictionaries; None where there is none of these very files and shapes.

    Returns:
        The phrases, without regard to case -> in their case, and their index.

    Raises:
        DataError: the file is damaged.

    """
    path = folder / FILE
    if not path.is_file():
        return None
    table = open_table(path, PHRASES_FORMAT, LAYOUT)
    with damage_told(path):
        if table.meta != basis(folder, shapes, least):
            return None
        texts, keys, a = table.text("texts"), tuple(table.text("keys")), table.arrays
        folded = "\n".join(texts).casefold().split("\n")
        postings = Postings(keys, (table.text("runs"), a["begin"], a["held"], a["sizes"]))
        index = PhraseIndex(Folder(shapes), keys, postings)
        return dict(zip(folded, texts, strict=True)), index
