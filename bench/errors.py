"""What is left over after a repair, by kind of error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vnfix.text.syllable import is_syllable
from vnfix.train.judging import groups, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bench.data import Scored

KINDS = (
    "wrong real word", "kept", "split/merge", "digits", "case", "punctuation",
    "missing", "surplus", "no word",
)  # fmt: skip


def _letters(token: str) -> str:
    """Take the marks at both ends off a token."""
    inside = [k for k, c in enumerate(token) if c.isalnum()]
    return token[inside[0] : inside[-1] + 1] if inside else ""


def _kind_of_word(got: str, gold: str, raw: Collection[str]) -> str:
    digits = [c for c in got + gold if c.isdecimal()]
    if not digits and _letters(got) == _letters(gold):
        return "punctuation"
    if got.casefold() == gold.casefold():
        return "case"
    if any(c.isdecimal() for c in gold):
        return "digits"
    if got in raw:
        return "kept"
    return "wrong real word" if is_syllable(_letters(got)) else "no word"


def kind(got: str, gold: str, raw: Collection[str]) -> str:
    """Name the kind of an error.

    Args:
        got: the tokens that came out.
        gold: the tokens that are printed there.
        raw: the garbled tokens of the line: one that is still there was kept.

    """
    if not got or not gold:
        return "surplus" if got else "missing"
    if len(got.split()) != len(gold.split()):
        return "split/merge"
    return _kind_of_word(got, gold, raw)


def wrong(documents: Iterable[Scored]) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, got, gold) of everything that is left wrong on the lines with gold."""
    for scored in documents:
        for row in scored.sample.rows:
            got, gold = squeeze(scored.lines[row.line]), squeeze(row.gold)
            for group in groups(got, gold) if got != gold else []:
                pair = got[group.start : group.end], gold[group.low : group.high]
                if pair[0] != pair[1]:
                    yield kind(*pair, row.raw.split()), *pair


def most_frequent(documents: Iterable[Scored], count: int) -> list[tuple[str, str, str, int]]:
    """Give the errors that are left most often, as (kind, got, gold, how often)."""
    return [(*error, n) for error, n in Counter(wrong(documents)).most_common(count)]


def figures(documents: Iterable[Scored]) -> dict[str, int]:
    """Give the counts as they go into a result file, in the order of `KINDS`."""
    counts = Counter(error[0] for error in wrong(documents))
    return {name: counts[name] for name in KINDS}
