"""Detectors: each says, line by line, where a document is sick.

A detector is a function `detect(analysis) -> Sequence[Finding]` in a module of its own; it is
registered by one line in `DETECTORS`. Healthy lines get no finding.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain as joined
from typing import TYPE_CHECKING

from vnfix.analysis import Analysis
from vnfix.detectors import (
    beyond_repair,
    gaps,
    glyphs,
    legacy,
    mapped,
    mojibake,
    nearly,
    ocr,
    systematic,
    unknown,
    wrong_letters,
)
from vnfix.memory import no_circles
from vnfix.packed import Findings, held
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.model import Document, Finding
    from vnfix.resources import Resources

    Detector = Callable[[Analysis], Sequence[Finding]]

# Their lines are settled: nobody else looks at them. Each sees what the one before has left.
SETTLING: Mapping[str, Detector] = {
    "mapped": mapped.detect,
    "wrong_letters": wrong_letters.detect,
    "unknown": unknown.detect,
}
DETECTORS: Mapping[str, Detector] = {
    "legacy": legacy.detect,
    "mojibake": mojibake.detect,
    "systematic": systematic.detect,
    "glyphs": glyphs.detect,
    "gaps": gaps.detect,
    "beyond_repair": beyond_repair.detect,
    "ocr": ocr.detect,
}
# They look at what is left when all others have spoken.
LAST: Mapping[str, Detector] = {"nearly": nearly.detect}


@no_circles
def analyse(document: Document, config: Config, resources: Resources | None = None) -> Analysis:
    """Return a document with what is wrong with it.

    Args:
        document: from a reader.
        config: the user's options.
        resources: other tables than those that the options ask for.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    analysis = Analysis(document, resources or load_resources(config), config)
    rest = analysis
    settled: list[Finding] = []
    for settle in SETTLING.values():
        found = settle(rest)
        settled += found
        rest = rest.without({f.line for f in found})
    others = held(Findings, (f for detect in DETECTORS.values() for f in detect(rest)))
    spoken = rest.found(joined(settled, others))
    last = [f for detect in LAST.values() for f in detect(spoken)]
    if not settled:
        return spoken.found(joined(others, last)) if last else spoken
    whole = replace(analysis, rest=rest.found(joined(others, last)))
    return whole.found(joined(settled, others, last))
