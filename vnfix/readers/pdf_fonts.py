"""Which pieces of a PDF's text are set in fonts whose names tell a legacy encoding.

The name is extra evidence only: most subsets hide it. What it tells for certain is that a font
of capitals (`.VnTimeH`) draws them in the places of small letters.
"""

from __future__ import annotations

import re

from vnfix.model import FontRun

LEGACY = re.compile(r"^(?:\.?Vn[A-Z0-9]|VNI[- ]|VPS|VISCII)")


def legacy_name(name: object) -> str:
    """Return the name of a font without the tag of a subset if it tells a legacy encoding, or "".

    >>> legacy_name("ABCDEF+.VnTimeH"), legacy_name("TimesNewRoman")
    ('.VnTimeH', '')
    """
    plain = str(name or "").rpartition("+")[2]
    return plain if LEGACY.match(plain) else ""


def add_run(runs: list[FontRun], start: int, end: int, font: str) -> None:
    """Add a piece of text in a font; it becomes one with the run that it goes on from."""
    last = runs[-1] if runs else None
    if last and last.font == font and last.end == start:
        runs[-1] = FontRun(last.start, end, font)
    else:
        runs.append(FontRun(start, end, font))
