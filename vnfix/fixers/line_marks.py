"""Proposes what marks may be: specks at the end of a line, full stops in the middle of a sentence.

`'`, `|` and `_` at line ends are what engines make of marks there, or dirt. What the next line
begins with tells which: a new item or paragraph wants a mark before it, a line that goes on none.
A full stop before a small letter is a comma whose tail was lost, or a speck in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from vnfix.model import Candidate
from vnfix.text.tokens import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Line

NAME = "line_marks"
REASON = "A speck at the end of a line that is a mark there."
WITHIN = "A full stop before a small letter: a comma whose tail was lost."
STOP = regex.compile(r"(?<=\p{Ll}[\p{L}\d]|[)%])\.(?=[ ]+[bdđghiklnqrtamey]\p{Ll})")
"""The letter behind is one whose capital looks otherwise."""
COMMA = 0.0
SPECK = regex.compile(r"(?<=[\p{L}\d)%])['’‘|_`´](?=[ \t]*$)")
ENDING, SAME, OTHER = 1.0, 0.0, 2.0
"""Nats for a full stop before a new item; off where the item before ends so; for another mark."""


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the marks that specks at the ends of sick lines may be."""
    if not analysis.config.use_rules:
        return []
    lines = analysis.document.lines
    return [c for k in analysis.lines_to_guess() for c in _in_line(lines, k)]


def _in_line(lines: Sequence[Line], k: int) -> Iterator[Candidate]:
    line = lines[k]
    for stop in STOP.finditer(line.text):
        start = line.start + stop.start()
        yield Candidate(start, start + 1, ",", COMMA, NAME, WITHIN)
    m = SPECK.search(line.text)
    if m is None or not ends_item(lines, k):
        return
    usual = usual_mark(lines, k)
    for mark in ".;":
        price = SAME if mark == usual else ENDING if mark == "." else OTHER
        start = line.start + m.start()
        yield Candidate(start, start + 1, mark, price, NAME, REASON)


def ends_item(lines: Sequence[Line], k: int) -> bool:
    """Whether an item or paragraph ends with a line: the next one is empty or begins another."""
    following = lines[k + 1].text if k + 1 < len(lines) else ""
    return not following.strip() or ITEM.match(following) is not None


def usual_mark(lines: Sequence[Line], k: int) -> str:
    """Return the mark at the end of the nearest item that begins alike, nothing if unknown.

    The last item of a list ends in a full stop: where another list goes on, that is meant.
    """
    following = lines[k + 1].text.lstrip()[:1] if k + 1 < len(lines) else ""
    own = lines[k].text.lstrip()[:1]
    if own != following or own.isalnum():
        return ""
    for other in reversed(lines[max(k - 6, 0) : k]):
        text = other.text.rstrip()
        if text.lstrip()[:1] == own and text[-1:] in tuple(".;"):
            return text[-1]
    return ""
