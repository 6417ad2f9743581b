"""Builds what is known of an engine that knows Vietnamese: `nearly.tab`, `nearly_words.tsv`.

The pairs are pages of the data folder that tesseract's Vietnamese model has read; they are made by
`python -m tools.nearly`, which runs this builder at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix.decode.nearly import Reader
from vnfix.decode.prices import UNITS
from vnfix.train.channel import build_channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vnfix.resources import Resources

SOURCE = "tesseract-vie"
HEADER = """\
# Words that an engine with Vietnamese writes for words that are more than a third as common as they
# are, beside how often it does. Source: nearly.tab and the language model.
# Builder: python -m tools.nearly. Check: tests/detectors/test_nearly.py
"""
SUSPICIOUS = -1.0  # nats of a word for another, against itself, from which on it is listed
SHORTEST, LONGEST = 2, 8  # letters of such words


def build(pairs: Path, table: Path, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """Train the channel from a file of pairs: group, page, level, printed line, line as read.

    Raises:
        DataError: the file cannot be read.

    """
    return build_channel({SOURCE: [pairs]}, table, leave_out)


def write_words(resources: Resources, path: Path) -> None:
    """Write the words that are suspicious wherever they stand."""
    rows = "".join(f"{word}\n" for word in suspicious(resources))
    path.write_text(HEADER + rows, "utf-8", newline="\n")


def suspicious(resources: Resources) -> Iterator[str]:
    """Yield the words that are likelier another word that was misread, or nearly so."""
    reader = Reader(resources)
    words, lm = resources.words, resources.lm
    usual = [lm.alone[n] / UNITS if n else 99.0 for n in words.lm]
    for number, word in enumerate(words.words):
        if not SHORTEST <= len(word) <= LONGEST:
            continue
        costs = reader.costs(word)
        own = costs.pop(number, 0.0) + min(usual[number], 15.0)
        best = min((cost + usual[k] for k, cost in costs.items()), default=99.0)
        if own - best >= SUSPICIOUS:
            yield word
