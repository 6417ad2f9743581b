"""Error rates and alignments of lines: what is counted, and how.

The counting is that of `../shared/score/score.py`: runs of blanks are one blank; the distance is
Levenshtein's over characters and over tokens; case, accents and punctuation count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from vnfix.train.judging import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
