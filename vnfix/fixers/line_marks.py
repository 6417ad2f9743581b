"""Proposes what marks may be: specks at line ends, commas and semicolons without their tail, dirt.

`'`, `|` and `_` at line ends are what engines make of marks there, or dirt. What the next line
begins with tells which: a new item or paragraph wants a mark before it, a line that goes on none.
Marks that stand alone are dirt, as no office prints them so.
A full stop before a small letter is a comma whose tail was lost, or a speck in its place; a colon
is a semicolon where the next item of the same list follows, or where the words say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.decode.openers import MARKER, kind_of
from vnfix.model import Candidate
from vnfix.text.patterns import pattern
from vnfix.text.tokens import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import regex

    from vnfix.analysis import Analysis
    from vnfix.model import Line

NAME = "line_marks"
REASON = "A speck at the end of a line that is a mark there."
WITHIN = "A mark that lost its tail: a comma before a small letter, a semicolon in a list."
WORN = pattern(r"(?<=\p{Ll}[\p{L}\d]|[)%])[.:](?=[ ]+\S|[ ]*$)")
ADDRESS = pattern(r"\S*(?:@|\w\.\w)")
SMALL = frozenset("bdđghiklnqrtamey")
"""Letters whose capitals look otherwise."""
COMMA, AMBIGUOUS = 0.0, 2.0
"""Nats for a comma before a small letter, and more where its capital differs in size alone."""
SEMICOLON, LISTED = 2.1, 0.0
"""Nats for a semicolon in running text (one in eight is read as a colon), and between items."""
LONE = pattern(r"(?<!\S)(?:\.{1,2}|[:|_'‘’`´^~])(?!\S)")
DIRT = "A mark that stands alone: dirt or a rule of a table."
ANYWHERE = {".": 1.0, "..": 1.5, "'": 2.5, "‘": 2.5, "’": 2.5, "`": 2.5, "´": 2.5, "^": 2.5}
AT_ENDS = {":": 1.5, "_": 1.5, "|": 1.5, "'": 1.5}
"""Nats for dropping a mark that stands alone; one within a line may be a digit or a short word."""
LONGEST_ITEM = 8  # lines
LAST_DASH = pattern(r"(?<=(?<!\S)\p{L}\S*\p{Ll}[,;.]?[ \t]+)[-–—](?=[ \t]*$)")
"""A dash at the end of a line behind a word: 27 in 27 are specks; behind a number it is printed."""
FROM_MARGIN = 2.0  # nats for dropping it
QUOTES = frozenset("'\"‘’“”`´«»")
SPECK = pattern(r"(?<=[\p{L}\d)%])['’‘|_`´](?=[ \t]*$)")
ENDING, SAME, OTHER = 1.0, 0.0, 2.0
"""Nats for a full stop before a new item; off where the item before ends so; for another mark."""
NOT_QUOTED = 1.0
"""Less of a full stop where the line has no other quote that a speck could close."""


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the marks that specks at the ends of sick lines may be."""
    if not analysis.config.use_rules:
        return []
    lines = analysis.document.lines
    return [c for k in analysis.lines_to_guess() for c in _in_line(lines, k)]


def _in_line(lines: Sequence[Line], k: int) -> Iterator[Candidate]:
    line = lines[k]
    for worn in WORN.finditer(line.text):
        for mark, price in tails(lines, k, worn):
            start = line.start + worn.start()
            yield Candidate(start, start + 1, mark, price, NAME, WITHIN)
    yield from dirt(line)
    m = SPECK.search(line.text)
    if m is None or not ends_item(lines, k):
        return
    usual = usual_mark(lines, k)
    less = 0.0 if QUOTES.intersection(line.text[: m.start()]) else NOT_QUOTED
    for mark in ".;":
        price = SAME if mark == usual else ENDING - less if mark == "." else OTHER
        start = line.start + m.start()
        yield Candidate(start, start + 1, mark, price, NAME, REASON)


def dirt(line: Line) -> Iterator[Candidate]:
    """Yield nothing in the place of marks that stand alone: nine in ten are specks or rules."""
    first, last = len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())
    for lone in LONE.finditer(line.text):
        price = ANYWHERE.get(lone.group())
        if lone.start() == first or lone.end() == last:
            price = AT_ENDS.get(lone.group(), price)
        if price is not None:
            start, end = (line.start + at for at in lone.span())
            yield Candidate(start, end, "", price, NAME, DIRT)
    dash = LAST_DASH.search(line.text)
    if dash is not None:
        start, end = (line.start + at for at in dash.span())
        yield Candidate(start, end, "", FROM_MARGIN, NAME, DIRT)


def tails(lines: Sequence[Line], k: int, worn: regex.Match[str]) -> Iterator[tuple[str, float]]:
    """Yield the mark that a full stop or colon may be that lost its tail, with its price."""
    text, at = lines[k].text, behind(lines[k].text, worn.end())
    if at == len(text):
        if ends_item(lines, k):
            if worn.group() == ":" and between_items(lines, k):
                yield ";", LISTED
            return
        text, at = lines[k + 1].text, behind(lines[k + 1].text, 0)
    small = text[at].islower() and text[at + 1 : at + 2].islower() and not ADDRESS.match(text, at)
    if small and worn.group() == ":":
        yield ";", SEMICOLON
    elif small:
        yield ",", COMMA if text[at] in SMALL else AMBIGUOUS


def behind(text: str, at: int) -> int:
    """Return the first place from `at` on that is no blank: a long line is not copied for each."""
    while text[at : at + 1].isspace():
        at += 1
    return at


def between_items(lines: Sequence[Line], k: int) -> bool:
    """Whether a line ends an item and the next one opens another of the same list."""
    following = lines[k + 1].text if k + 1 < len(lines) else ""
    marker = MARKER.match(following.lstrip())
    for line in reversed(lines[max(k - LONGEST_ITEM, 0) : k + 1]):
        own = MARKER.match(line.text.lstrip())
        if own is not None or not line.text.strip():
            same = own and marker and kind_of(own.group()) == kind_of(marker.group())
            return bool(same)
    return False


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
