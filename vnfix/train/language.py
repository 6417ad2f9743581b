"""Builds language model, vocabulary and case model of the same texts: all number its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix.decode.lm import LM_FORMAT
from vnfix.entries import read_entries
from vnfix.tables import open_table
from vnfix.train.case import build_case
from vnfix.train.lm import LmSize, build_lm
from vnfix.train.vocabulary import build_vocabulary, count_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vnfix.train.sources import Text


# Words that can be meant whatever their count in the texts.
WANTED = ("syllables.txt", "loanwords.txt")


def wanted_words(dictionaries: Path) -> list[str]:
    """Return the words of the dictionaries that every vocabulary holds, in lower case."""
    entries = (e for name in WANTED for e in read_entries(dictionaries / name))
    return [e.text.lower() for e in entries]


def build_language(
    texts: Sequence[Text], wanted: Iterable[str], out: Path, size: LmSize | None = None
) -> dict[str, dict[str, Any]]:
    """Write `lm.tab`, `vocabulary.tab` and `case.tab` to `out`.

    Args:
        texts: what to learn from.
        wanted: words that can be meant whatever their count.
        out: the folder.
        size: limits of the language model.

    Returns:
        Facts for the model card, by file.

    """
    meta: dict[str, Any] = {"texts": [text.facts() for text in texts]}
    weighted = [(text.paragraphs(), text.weight) for text in texts]
    facts = {"lm.tab": build_lm(weighted, out / "lm.tab", size or LmSize(), meta)}
    table = open_table(out / "lm.tab", LM_FORMAT)
    words = table.text("words")
    meta["language_model"] = table.sha256  # whose numbers of words the others use
    forms = count_forms([(text.paragraphs(), text.weight) for text in texts])
    path = out / "vocabulary.tab"
    facts["vocabulary.tab"] = build_vocabulary(forms, words, wanted, path, meta)
    cased = [(text.paragraphs(), text.weight) for text in texts]
    facts["case.tab"] = build_case(cased, words, out / "case.tab", meta)
    return facts
