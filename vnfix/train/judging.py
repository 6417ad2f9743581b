"""Judges corrections: what is printed where each of them stands.

Two lines are aligned by their tokens, as the pairs are that the channel learns from; runs of blanks
are one blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein, Opcodes

from vnfix.train.sources import align

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vnfix.model import Correction


def squeeze(text: str) -> str:
    """Make every run of blanks one blank; none at the ends.

    >>> squeeze(" số:  12 ")
    'số: 12'
    """
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction on a line with gold.

    Attributes:
        correction: the correction.
        line: number of its line from 0; only a line feed ends a line.
        start: offset of that line in the text.
        gold: what is printed where it stands.

    """

    correction: Correction
    line: int
    start: int
    gold: str

    @property
    def right(self) -> bool:
        """Whether the correction says what is printed: marks, case and tone placement count."""
        return squeeze(self.correction.after) == squeeze(self.gold)


def judged(
    text: str, gold: Mapping[int, str], corrections: Iterable[Correction]
) -> Iterator[Judged]:
    """Yield the corrections on lines with gold.

    Args:
        text: the text as it was read.
        gold: what is printed, by line.
        corrections: all that are made, sorted by place.

    """
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    by_line: dict[int, list[Correction]] = {}
    k = 0
    for c in corrections:
        while starts[k + 1] <= c.start:
            k += 1
        by_line.setdefault(k, []).append(c)
    for k, true in gold.items():
        if k in by_line:
            yield from _on_line((k, starts[k], lines[k]), true, by_line[k])


def _on_line(
    line: tuple[int, int, str], true: str, corrections: Sequence[Correction]
) -> Iterator[Judged]:
    number, start, raw = line
    got, shift = raw, 0
    for c in corrections:
        at = c.start - start + shift
        got = got[:at] + c.after + got[at + len(c.before) :]
        shift += len(c.after) - len(c.before)
    gold, whole, shift = squeeze(true), squeeze(got), -start
    for c in corrections:
        at = c.start + shift
        place, end = (_squeezed(got, k) for k in (at, at + len(c.after)))
        yield Judged(c, number, start, gold_under(whole, gold, place, max(place, end)))
        shift += len(c.after) - len(c.before)


def _squeezed(text: str, offset: int) -> int:
    """Give the offset in the squeezed text for an offset in the text."""
    head = squeeze(text[:offset])
    return len(head) + (bool(head) and text[offset - 1 : offset].isspace())


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens that stand for each other: `got[start:end]` and `gold[low:high]`, in characters."""

    start: int
    end: int
    low: int
    high: int


def groups(got: str, gold: str) -> list[Group]:
    """Align two squeezed lines: whole tokens that are right first, then what looks alike.

    >>> groups("co quan", "cơ quan")
    [Group(start=0, end=2, low=0, high=2), Group(start=3, end=7, low=3, high=7)]
    """
    found: list[Group] = []
    h, g = got.split(), gold.split()
    starts, lows = _starts(h), _starts(g)
    i = j = 0
    for a, b in _sizes(h, g):
        start, end = _span(starts, h, i, i + a)
        low, high = _span(lows, g, j, j + b)
        found.append(Group(start, end, low, high))
        i, j = i + a, j + b
    return found


def _sizes(got: list[str], gold: list[str]) -> Iterator[tuple[int, int]]:
    """Yield how many tokens of both sides stand for each other, in order."""
    i = j = 0
    for block in Levenshtein.editops(got, gold).as_matching_blocks():
        yield from ((len(a), len(b)) for a, b in align(got[i : block.a], gold[j : block.b]))
        yield from [(1, 1)] * block.size
        i, j = block.a + block.size, block.b + block.size


def _starts(words: Sequence[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    return starts


def _span(starts: Sequence[int], words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Give the characters of words `first` to `last`; without a word, the end of the one before."""
    if first < last:
        return starts[first], starts[last - 1] + len(words[last - 1])
    here = max(starts[first] - 1, 0)
    return here, here


def gold_under(got: str, gold: str, start: int, end: int) -> str:
    """Give the part of `gold` that is printed where `got[start:end]` stands.

    Both texts are squeezed; tokens that lie wholly in the span count wholly. For an empty span it
    is what `gold` holds there and `got` lacks.

    >>> gold_under("hai chinh tỉnh", "cải cách hành chính tỉnh", 4, 9)
    'chính'
    >>> gold_under("của tỉnh", "của toàn tỉnh", 3, 3)
    'toàn'
    """
    if start == end:
        touched = [g for g in groups(got, gold) if g.start - 1 <= start <= g.end + 1]
        missing = [gold[g.low : g.high] for g in touched if g.start == g.end]
        inner = [_gap(got, gold, g, start) for g in touched if g.start <= start <= g.end > g.start]
        return squeeze(" ".join(missing + inner))
    touched = [g for g in groups(got, gold) if g.start < end and start < g.end]
    parts = [_part_span(got, gold, g, (start, end)) for g in touched]
    return gold[parts[0][0] : parts[-1][1]] if parts else ""


def _gap(got: str, gold: str, group: Group, at: int) -> str:
    """Give what a group of `gold` holds at one place of `got` where nothing stands."""
    part = gold[group.low : group.high]
    found = _places(Levenshtein.opcodes(got[group.start : group.end], part), at - group.start)
    return part[min(found) : max(found)] if found else ""


def _part_span(got: str, gold: str, group: Group, span: tuple[int, int]) -> tuple[int, int]:
    """Give the characters of `gold` for a part of a group, whole at the group's own ends."""
    start, end = max(span[0], group.start), min(span[1], group.end)
    codes = Levenshtein.opcodes(got[group.start : group.end], gold[group.low : group.high])
    low, high = group.low, group.high
    if start > group.start:
        low += max(_places(codes, start - group.start))
    if end < group.end:
        high = group.low + min(_places(codes, end - group.start))
    return low, high


def _places(codes: Opcodes, at: int) -> list[int]:
    """Give the places of the second text that the place `at` of the first can stand for."""
    found: list[int] = []
    for op in codes:
        if op.src_start <= at <= op.src_end:
            step = min(at - op.src_start, op.dest_end - op.dest_start)
            found += [op.dest_start, op.dest_end] if op.tag == "insert" else [op.dest_start + step]
    return found


def right_groups(read: Sequence[Sequence[str]], true: Sequence[str]) -> list[bool]:
    """Return for each group of words of a line whether the truth has the same words there.

    >>> right_groups([["năm"], ["nay", "là"], ["x"]], ["năm", "nay", "là", "y"])
    [True, True, False]
    """
    words = [w for g in read for w in g]
    equal = [False] * len(words)
    follows = [True] * (len(words) + 1)  # no true word was left out before this one
    for op in Levenshtein.opcodes(words, list(true)):
        if op.tag == "equal":
            equal[op.src_start : op.src_end] = [True] * (op.src_end - op.src_start)
        elif op.tag == "insert":
            follows[op.src_start] = False
    result, at = [], 0
    for g in read:
        end = at + len(g)
        result.append(all(equal[at:end]) and (len(g) < 2 or all(follows[at + 1 : end])))
        at = end
    return result
