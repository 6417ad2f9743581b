"""The words of a repaired text laid on the places of the original ones.

Words far from any correction keep their boxes. Around corrections the words of both texts are
paired: equal ones at both ends first, then the rest in proportion to their letters, so that each
pair is one word to one, one split into several, or several merged into one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from vnfix.apply import apply_corrections, in_order
from vnfix.document import LINE_ENDS
from vnfix.model import Box, Repair, share, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.model import Correction, Document, Word

TOKEN = re.compile(r"\S+")  # the words of `str.split()`
LINE_END = re.compile(f"[{LINE_ENDS}]")


class Placed(NamedTuple):
    """A word of a repaired text and where it stands.

    Attributes:
        text: the word, without blanks.
        start: offset in the repaired text.
        end: offset just past the word.
        page: 1-based number of its page.
        box: where it stands, in the units of the page.
        sources: indices into `Document.words` of what it was made from; empty for a word that
            was inserted, which stands in the gap of its line or else on its neighbour's box.
        like: index of the word whose font and visibility it has: the first source, or a neighbour.
        added: whether it belongs to a line that was added; its box is its own.

    """

    text: str
    start: int
    end: int
    page: int
    box: Box
    sources: tuple[int, ...]
    like: int
    added: bool = False


class _Place(NamedTuple):
    """Where a word stands; the last fields of `Placed`."""

    page: int
    box: Box
    sources: tuple[int, ...]
    like: int


class _Group(NamedTuple):
    """Tokens `low` to `high` of the original that became `new_low` to `new_high`."""

    low: int
    high: int
    new_low: int
    new_high: int


def place(document: Document, repair: Repair) -> list[Placed]:
    """Return the words of `repair.text`, as `str.split()` gives them, with their places.

    Args:
        document: as read; without words there is nothing to place on, and the result is empty.
        repair: its repair; the corrections may come in any order.

    Raises:
        UnreadableError: two corrections overlap.

    """
    if not document.words:
        return []
    added = [c for c in in_order(repair.corrections) if c.box]
    if not added:
        return _placed(document, repair)
    rest = tuple(c for c in repair.corrections if not c.box)
    text = apply_corrections(repair.original, rest)
    return _with_lines(document, Repair(repair.original, text, rest), added)


def _with_lines(document: Document, rest: Repair, added: Sequence[Correction]) -> list[Placed]:
    """Return the words of a repair that adds lines to another one."""
    known = _placed(document, rest)
    placed: list[Placed] = []
    shift = done = 0
    for c in added:
        # Just behind the line end before it, which no correction touches.
        at = rest.to_repaired(c.start - 1) + 1 if c.start else 0
        end = bisect_left(known, at, key=lambda w: w.start)
        placed += (_moved(w, shift) for w in known[done:end])
        placed += _line(document, c, at + shift)
        done = end
        shift += len(c.written)
    return [*placed, *(_moved(w, shift) for w in known[done:])]


def _moved(word: Placed, shift: int) -> Placed:
    return word._replace(start=word.start + shift, end=word.end + shift)


def _line(document: Document, added: Correction, at: int) -> Iterator[Placed]:
    """Yield the words of an added line, which share its box by their letters."""
    assert added.box is not None
    page = document.lines[_line_at(document, added.start)].page
    like = bisect_left(document.words, added.start, key=lambda w: w.start)
    if like and (like == len(document.words) or document.words[like].page != page):
        like -= 1
    spans = _spans(added.after)
    words = [added.after[start:end] for start, end in spans]
    weights = [_letters(part) for word in words for part in (word, " ")]
    boxes = share(added.box, weights[:-1])[::2] if words else []
    for text, (start, end), box in zip(words, spans, boxes, strict=True):
        yield Placed(text, at + start, at + end, page, box, (), like, added=True)


def _line_at(document: Document, start: int) -> int:
    return max(bisect_right(document.lines, start, key=lambda line: line.start) - 1, 0)


def _placed(document: Document, repair: Repair) -> list[Placed]:
    """Return the words of a repair that adds no lines."""
    old, new = _spans(repair.original), _spans(repair.text)
    anchors = _anchors(old, document.words)
    places: list[_Place | None] = []
    done = 0
    for group in _groups(old, new, repair):
        places += anchors[done : group.low]
        before = [repair.original[s:e] for s, e in old[group.low : group.high]]
        after = [repair.text[s:e] for s, e in new[group.new_low : group.new_high]]
        places += _pair(before, after, anchors[group.low : group.high])
        done = group.high
    places += anchors[done:]
    first = _Place(document.words[0].page, document.words[0].box, (0,), 0)
    filled = _filled(repair.text, new, places, first)
    pairs = zip(new, filled, strict=True)
    return [Placed(repair.text[start:end], start, end, *where) for (start, end), where in pairs]


def _spans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in TOKEN.finditer(text)]


def _letters(text: str) -> int:
    """Return how many letters a reader sees; separate marks take no room."""
    if text.isascii():
        return len(text) or 1
    return sum(not unicodedata.combining(c) for c in text) or 1


def _anchors(spans: Sequence[tuple[int, int]], words: Sequence[Word]) -> list[_Place | None]:
    """Return where each token stands by the reader's words; None where no word covers it."""
    anchors: list[_Place | None] = []
    first = 0
    for start, end in spans:
        while first < len(words) and words[first].end <= start:
            first += 1
        if first < len(words) and (word := words[first]).start <= start and end <= word.end:
            anchors.append(_Place(word.page, _part(word, start, end), (first,), first))
            continue
        last = first
        while last < len(words) and words[last].start < end:
            last += 1
        parts = [(k, _part(words[k], start, end)) for k in range(first, last)]
        anchors.append(_merged([_Place(words[k].page, box, (k,), k) for k, box in parts]))
    return anchors


def _part(word: Word, start: int, end: int) -> Box:
    """Return the part of a word's box that a token has; all of it but for a blank in the word."""
    if start <= word.start and word.end <= end:
        return word.box
    inside = max(start, word.start), min(end, word.end)
    weights = (inside[0] - word.start, inside[1] - inside[0], word.end - inside[1])
    return share(word.box, weights)[1]


def _merged(places: Sequence[_Place]) -> _Place | None:
    """Return one place for several; boxes of two pages cannot be one, so the first page's stay."""
    same = [p for p in places if p.page == places[0].page]
    if not same:
        return None
    if len(same) == 1:
        return same[0]
    sources = tuple(k for p in same for k in p.sources)
    return _Place(same[0].page, union(p.box for p in same), sources, same[0].like)


def _groups(
    old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]], repair: Repair
) -> Iterator[_Group]:
    """Yield the groups of tokens that corrections touch; all others are the same in both texts."""
    group: _Group | None = None
    low = new_low = shift = 0
    for c in in_order(repair.corrections):
        low, high = _touched(old, low, c.start, c.end)
        new_low, new_high = _touched(new, new_low, c.start + shift, c.start + shift + len(c.after))
        shift += len(c.after) - len(c.before)
        if group and (low < group.high or new_low < group.new_high):
            group = _Group(group.low, max(high, group.high), group.new_low, max(new_high, group[3]))
        else:
            if group:
                yield group
            group = _Group(low, high, new_low, new_high)
    if group:
        yield group


def _touched(spans: Sequence[tuple[int, int]], at: int, start: int, end: int) -> tuple[int, int]:
    """Return the range of the tokens, from index `at` on, that overlap or touch a span."""
    while at < len(spans) and spans[at][1] < start:
        at += 1
    high = at
    while high < len(spans) and spans[high][0] <= end:
        high += 1
    return at, high


def _pair(
    before: Sequence[str], after: Sequence[str], anchors: Sequence[_Place | None]
) -> list[_Place | None]:
    """Return the places of the words `after`; None for those that come from nowhere."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    stop = len(before) - tail
    known = [(before[k], a) for k in range(head, stop) if (a := anchors[k]) is not None]
    middle = _by_letters(known, after[head : len(after) - tail])
    return [*anchors[:head], *middle, *anchors[stop:]]


def _by_letters(before: Sequence[tuple[str, _Place]], after: Sequence[str]) -> list[_Place | None]:
    """Pair words in order and by their letters: one to one, one to many, or many to one."""
    if not before or not after:
        return [None] * len(after)
    old, new = [_letters(text) for text, _ in before], [_letters(text) for text in after]
    if len(old) >= len(new):
        ranges = pairwise(_cuts(new, old))
        return [_merged([place for _, place in before[a:b]]) for a, b in ranges]
    places: list[_Place | None] = []
    for (_, where), (a, b) in zip(before, pairwise(_cuts(old, new)), strict=True):
        places += (where._replace(box=box) for box in share(where.box, new[a:b]))
    return places


def _cuts(few: Sequence[int], many: Sequence[int]) -> list[int]:
    """Return the cuts of `many` into as many runs as `few` has, each nearest to its proportion.

    >>> _cuts([4, 2], [4, 1, 2])
    [0, 2, 3]
    """
    scale = sum(many) / sum(few)
    goals = [goal * scale for goal in accumulate(few[:-1])]
    ends = [0, *accumulate(many)]
    cuts = [0]
    for k, goal in enumerate(goals, 1):
        cut, last = cuts[-1] + 1, len(many) - len(few) + k
        while cut < last and abs(ends[cut + 1] - goal) <= abs(ends[cut] - goal):
            cut += 1
        cuts.append(cut)
    return [*cuts, len(many)]


def _filled(
    text: str, spans: Sequence[tuple[int, int]], places: Sequence[_Place | None], first: _Place
) -> list[_Place]:
    """Return the places with those of inserted words: a run of them shares the gap of its line.

    Where there is no gap they stand on a neighbour's box, in their own line if it has one;
    `first` serves where all other words of the text have gone.
    """
    filled: list[_Place] = []
    while len(filled) < len(places):
        low = len(filled)
        here = places[low]
        if here is not None:
            filled.append(here)
            continue
        high = low + 1
        while high < len(places) and places[high] is None and _one_line(text, spans, high):
            high += 1
        around = _neighbours(text, spans, places, (low, high)) or [first]
        weights = [_letters(text[start:end]) for start, end in spans[low:high]]
        boxes = share(_gap(around), weights)
        filled += (around[0]._replace(box=box, sources=()) for box in boxes)
    return filled


def _one_line(text: str, spans: Sequence[tuple[int, int]], k: int) -> bool:
    """Whether a word stands in the line of the word before it."""
    return not LINE_END.search(text, spans[k - 1][1], spans[k][0])


def _neighbours(
    text: str,
    spans: Sequence[tuple[int, int]],
    places: Sequence[_Place | None],
    run: tuple[int, int],
) -> list[_Place]:
    """Return the places before and after a run of words: those in its line, else any."""
    low, high = run
    left, right = low > 0, high < len(spans)
    near = [(places[low - 1], _one_line(text, spans, low))] if left else []
    near += [(places[high], _one_line(text, spans, high))] if right else []
    known = [(place, same) for place, same in near if place is not None]
    return [place for place, same in known if same] or [place for place, _ in known[:1]]


def _gap(around: Sequence[_Place]) -> Box:
    """Return the gap between the boxes of two neighbours, or the first one's box."""
    left, right = around[0].box, around[-1].box
    if left.x1 < right.x0:
        return Box(left.x1, min(left.y0, right.y0), right.x0, max(left.y1, right.y1))
    return left
