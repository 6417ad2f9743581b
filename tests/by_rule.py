"""Invented lines, damaged by a rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import vnfix
from vnfix.detectors.letter_maps import letter_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.model import Damage

BY_RULE: list[str] = json.loads(
    (Path(__file__).parent / "cases" / "by_rule.json").read_text("utf-8")
)


def damaged(name: str, lines: Sequence[str] = BY_RULE) -> str:
    """Return lines as a map has written them."""
    return "\n".join(letter_map(name).write(line) for line in lines)


def named(text: str) -> Damage:
    """Return what a text suffers from."""
    return vnfix.detect(text).kind


def repaired_by(name: str) -> list[str]:
    """Return the lines as they are after the repair of what a map has done."""
    return vnfix.fix_text(damaged(name)).split("\n")
