"""Error rates and alignments of lines: what is counted, and how.

The counting is that of `../shared/score/score.py`: runs of blanks are one blank; the distance is
Levenshtein's over characters and over tokens; case, accents and punctuation count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein, Opcodes

from vnfix.train.sources import align

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def squeeze(text: str) -> str:
    """Make every run of blanks one blank; none at the ends.

    >>> squeeze(" số:  12 ")
    'số: 12'
    """
    return " ".join(text.split())


@dataclass(slots=True)
class Tally:
    """Errors summed over lines.

    Attributes:
        lines: lines seen.
        exact: lines without an error.
        characters: characters of the gold.
        character_errors: edits of characters.
        words: tokens of the gold.
        word_errors: edits of tokens.

    """

    lines: int = 0
    exact: int = 0
    characters: int = 0
    character_errors: int = 0
    words: int = 0
    word_errors: int = 0

    def add(self, gold: str, got: str) -> None:
        """Count one line."""
        gold, got = squeeze(gold), squeeze(got)
        self.lines += 1
        self.exact += gold == got
        self.characters += len(gold)
        self.character_errors += Levenshtein.distance(gold, got)
        self.words += len(gold.split())
        self.word_errors += Levenshtein.distance(gold.split(), got.split())

    @property
    def cer(self) -> float:
        """Character error rate, 0 where there is no character."""
        return self.character_errors / self.characters if self.characters else 0.0

    @property
    def wer(self) -> float:
        """Word error rate, 0 where there is no word."""
        return self.word_errors / self.words if self.words else 0.0

    def figures(self) -> dict[str, float]:
        """Give the rates as they go into a result file."""
        exact = self.exact / self.lines if self.lines else 0.0
        return {
            "lines": self.lines, "words": self.words,
            "CER": self.cer, "WER": self.wer, "exact_lines": exact,
        }  # fmt: skip


def tally(pairs: Iterable[tuple[str, str]]) -> Tally:
    """Sum the errors of (gold, got) lines."""
    total = Tally()
    for gold, got in pairs:
        total.add(gold, got)
    return total


def moved_words(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Count the tokens that differ between two versions of the same lines, and all tokens.

    >>> moved_words(["một hai ba"], ["một ba ba"])
    (1, 3)
    """
    moved = sum(
        Levenshtein.distance(a.split(), b.split())
        for a, b in zip(before, after, strict=True)
        if a != b
    )
    return moved, sum(len(line.split()) for line in before)


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


def calibration_error(judged: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Give the expected calibration error: the mean gap of confidence and hit rate in equal bins.

    >>> round(calibration_error([(0.95, True), (0.95, False)]), 2)
    0.45
    """
    sums = [[0.0, 0.0, 0.0] for _ in range(bins)]
    for confidence, right in judged:
        row = sums[min(int(confidence * bins), bins - 1)]
        row[0] += 1
        row[1] += confidence
        row[2] += right
    total = sum(row[0] for row in sums)
    return sum(abs(row[1] - row[2]) for row in sums) / total if total else 0.0
