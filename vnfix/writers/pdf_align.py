"""Which letters of a repaired text each glyph of the original stands for."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from vnfix.glyphs.markers import MARKER

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 4  # letters of one glyph
# What a pairing costs; only the order of the sums matters. A glyph stands best for itself, then
# for one letter (most of all one that it resembles, or if its own letter is lost), then for two
# (`ffi`, or a blank that the page does not show), then for none.
LIKE, LOST, OTHER, MORE, NONE = 0.4, 0.3, 1.0, 0.6, 1.2
BLANK = 4.0  # a blank for a letter, or a letter for a blank


def share_out(glyphs: Sequence[str], text: str) -> list[str]:
    """Cut `text` into the parts that the glyphs stand for, in order.

    >>> share_out(["T", "(cid:9)", "nh"], "Tỉnh")
    ['T', 'ỉ', 'nh']
    """
    costs: list[list[float]] = [[0.0] + [float("inf")] * len(text)]
    taken: list[list[int]] = []
    for glyph in glyphs:
        row = [float("inf")] * (len(text) + 1)
        steps = [0] * (len(text) + 1)
        for end in range(len(text) + 1):
            for size in range(min(LONGEST, end) + 1):
                cost = costs[-1][end - size] + _cost(glyph, text[end - size : end])
                if cost < row[end]:
                    row[end], steps[end] = cost, size
        costs.append(row)
        taken.append(steps)
    if not glyphs or costs[-1][-1] == float("inf"):  # far more letters than glyphs
        return [text, *[""] * (len(glyphs) - 1)] if glyphs else []
    parts: list[str] = []
    end = len(text)
    for steps in reversed(taken):
        start = end - steps[end]
        parts.append(text[start:end])
        end = start
    return parts[::-1]


@lru_cache(maxsize=10_000)
def _cost(glyph: str, part: str) -> float:
    if glyph == part:
        return 0.0
    if not part:
        return NONE
    blanks = glyph.isspace() * len(part) + (not glyph.isspace()) * sum(map(str.isspace, part))
    size = abs(len(part) - 1) * MORE + blanks * BLANK
    if MARKER.fullmatch(glyph):
        return LOST + size
    if any(_base(a) == _base(b) for a in glyph for b in part):
        return LIKE + size
    return OTHER + size


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower().replace("đ", "d")
