"""Detectors: each says, line by line, where a document is sick.

A detector is a function `detect(document, resources, config) -> list[Finding]` in a module of its
own; it is registered by one line in `DETECTORS`. Healthy lines get no finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.detectors import gaps, glyphs, legacy, mojibake, ocr, systematic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vnfix.config import Config
    from vnfix.model import Document, Finding
    from vnfix.resources import Resources

    Detector = Callable[[Document, Resources, Config], list[Finding]]

DETECTORS: Mapping[str, Detector] = {
    "legacy": legacy.detect,
    "mojibake": mojibake.detect,
    "systematic": systematic.detect,
    "glyphs": glyphs.detect,
    "gaps": gaps.detect,
    "ocr": ocr.detect,
}
