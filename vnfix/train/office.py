"""`vnfix train`: all tables from an office's own texts and pairs."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import NothingToDoError, RefusedError, UsageError
from vnfix.text.tokens import UNIT
from vnfix.train.channel import build_channel
from vnfix.train.sources import Text, find_texts
from vnfix.train.vocabulary import build_language, wanted_words

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = Path(__file__).parents[1]
TABLES = (".tab", ".json")
LEAST_UNITS = 500_000
"""Words, numbers and marks that a language model needs at least.

Measured on plans, with texts nearest in kind: with 50,000 units the perplexity is 60 a syllable,
with 200,000 it is 37, with 500,000 it is 27; the shipped model, of 25 million, reaches 23.
"""


def train_office(
    texts: Sequence[Path], out: Path, pairs: Sequence[Path], leave_out: Sequence[str]
) -> None:
    """Do what `vnfix.train.train` says."""
    if importlib.util.find_spec("numpy") is None:
        raise UsageError("Training needs numpy.", 'pip install "vnfix[train]"')
    from vnfix.data.lexicon import load_lexicon
    from vnfix.train.lexicon import train_lexicon

    shipped = PACKAGE / "models"
    if out.resolve() == shipped.resolve():
        raise RefusedError(f"{out} holds the shipped tables.", "Name another folder.")
    if leave_out and not pairs:
        raise UsageError("--leave-out is about --pairs, and there are none.", "Give both or none.")
    found = [Text(path) for path in find_texts(texts)]
    _require_enough(found)
    out.mkdir(parents=True, exist_ok=True)
    if pairs:
        build_channel(styles(pairs), out / "channel.tab", leave_out)
    facts = build_language(found, wanted_words(PACKAGE / "dictionaries"), out)
    train_lexicon([t.path for t in found], out, load_lexicon(PACKAGE / "dictionaries").words)
    made = {*facts, *(["channel.tab"] if pairs else [])}
    for table in sorted(shipped.iterdir()):
        if table.suffix in TABLES and table.name not in made:
            shutil.copyfile(table, out / table.name)


def styles(pairs: Sequence[Path]) -> dict[str, list[Path]]:
    """Name each file of pairs after itself; files of one name are one style.

    >>> {k: len(v) for k, v in styles([Path("a/scans.tsv"), Path("b/scans.tsv")]).items()}
    {'scans': 2}
    """
    named: dict[str, list[Path]] = {}
    for path in dict.fromkeys(pairs):
        named.setdefault(path.stem, []).append(path)
    return named


def _require_enough(texts: Sequence[Text]) -> None:
    units = 0
    for text in texts:
        for paragraph in text.paragraphs():
            units += len(UNIT.findall(paragraph))
    if units < LEAST_UNITS:
        raise NothingToDoError(
            f"The texts hold {units:,} words; a language model needs {LEAST_UNITS:,}.",
            "Give more texts. For a few words of one's own, `--dictionary FILE` is the way.",
        )
