"""A decoder that knows five words: enough to test what is around the real one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vnfix.analysis import Analysis
from vnfix.model import Correction, Safety
from vnfix.resources import load_resources
from vnfix.text.tokens import tokens

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.decode.rounds import Task
    from vnfix.model import Document
    from vnfix.resources import Resources

WORDS = {"Cii": "Cải", "c6ch": "cách", "hinh": "hành", "chinh": "chính", "tinh": "tỉnh"}
UNSURE = frozenset({"tinh"})
GARBLED = "Cii c6ch hinh chinh tinh"
TRUE = "Cải cách hành chính tỉnh"


def analyse(document: Document, config: Config, resources: Resources | None = None) -> Analysis:
    """Find nothing; the decoder is to look at every line."""
    return Analysis(document, resources or load_resources(config), replace(config, gate=False))


def decode(task: Task, resources: Resources, config: Config) -> list[Correction]:
    """Correct the known words of the sick lines; `tinh` is left to a person."""
    del resources, config
    document = task.document
    return [
        correction(document.lines[k].start + t.start, raw)
        for k in sorted(task.sick)
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
