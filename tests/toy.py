"""A decoder that knows five words: enough to test what is around the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.model import Correction, Safety
from vnfix.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vnfix.config import Config
    from vnfix.model import Candidate, Document
    from vnfix.resources import Resources

WORDS = {"Cii": "Cải", "c6ch": "cách", "hinh": "hành", "chinh": "chính", "tinh": "tỉnh"}
UNSURE = frozenset({"tinh"})
GARBLED = "Cii c6ch hinh chinh tinh"
TRUE = "Cải cách hành chính tỉnh"


def decode(
    document: Document,
    sick: Collection[int],
    candidates: Sequence[Candidate],
    resources: Resources,
    config: Config,
) -> list[Correction]:
    """Correct the known words of the sick lines; `tinh` is left to a person."""
    del candidates, resources, config
    return [
        correction(document.lines[k].start + t.start, raw)
        for k in sorted(sick)
        for t in tokens(document.lines[k].text)
        if (raw := document.lines[k].text[t.start : t.end]) in WORDS
    ]


def correction(start: int, word: str) -> Correction:
    """Return the correction of a known word at `start`."""
    unsure = word in UNSURE
    return Correction(
        start,
        start + len(word),
        word,
        WORDS[word],
        "decode",
        0.7 if unsure else 0.99,
        Safety.REVIEW if unsure else Safety.AUTO,
        "toy",
        ((word, 0.2),) if unsure else (),
    )
