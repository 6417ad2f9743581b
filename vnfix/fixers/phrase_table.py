"""The index of the shipped phrases, laid out: `dictionaries/phrases.tab`.

Everything in it follows from the dictionaries beside it; counting their runs of letters takes
longer than repairing a short text. It is used for the very files and the very shapes of letters
that it was worked out with.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Any

from vnfix.data.lexicon import PHRASE_FILES
from vnfix.data.tables import damage_told, hash_of, open_made, write_table
from vnfix.text.fuzzy import Folder, PhraseIndex
from vnfix.text.postings import RUN, Postings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Laid = tuple[dict[str, str], PhraseIndex, frozenset[str]]

FILE = "phrases.tab"
PHRASES_FORMAT = ("vnfix-phrases", 1)
LAYOUT = {"texts": "B", "keys": "B", "runs": "B", "begin": "i", "held": "i", "sizes": "i"}
LAYOUT |= {"bases": "B"}


def basis(folder: Path, shapes: Mapping[str, str], least: int) -> dict[str, Any]:
    """Return what a table is worked out of.

    Args:
        folder: the dictionaries.
        shapes: the classes of letters that look alike.
        least: words that a phrase of running text has at least.

    """
    files = hash_of(folder / f"{name}.txt" for name in (*PHRASE_FILES, "syllables"))
    return {"files": files, "shapes": dict(shapes), "least": least, "run": RUN}


def write_phrases(found: Laid, path: Path, made_of: Mapping[str, Any]) -> None:
    """Write a table of phrases.

    Args:
        found: the phrases, without regard to case -> in their case; their index; the bases of the
            syllables.
        path: the file.
        made_of: what `basis` says.

    """
    texts, index, bases = found
    held = index.postings
    arrays: dict[str, array[Any] | bytes] = {
        "texts": "\n".join(texts.values()).encode(),
        "keys": "\n".join(index.keys).encode(),
        "runs": "\n".join(held.number).encode(),
        "begin": array("i", held.begin),
        "held": array("i", held.keys),
        "sizes": array("i", held.sizes),
        "bases": "\n".join(sorted(bases)).encode(),
    }
    write_table(path, PHRASES_FORMAT, arrays, made_of)


def open_phrases(folder: Path, shapes: Mapping[str, str], least: int) -> Laid | None:
    """Open the table beside dictionaries; None where there is none of these very files and shapes.

    Returns:
        What was written.

    Raises:
        DataError: the file is damaged.

    """
    path = folder / FILE
    table = open_made(path, PHRASES_FORMAT, LAYOUT, partial(basis, folder, shapes, least))
    if table is None:
        return None
    with damage_told(path):
        texts, keys, a = table.text("texts"), tuple(table.text("keys")), table.arrays
        folded = "\n".join(texts).casefold().split("\n")
        postings = Postings(keys, (table.text("runs"), a["begin"], a["held"], a["sizes"]))
        index = PhraseIndex(Folder(shapes), keys, postings)
        bases = frozenset(table.text("bases"))
        return dict(zip(folded, texts, strict=True)), index, bases
