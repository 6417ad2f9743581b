"""Accents restored: true lines of the parallel pages stripped of their accents, and repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from bench.channels import Workshop, folds
from bench.data import read_parallel, truth_of
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable


def syllables_right(lines: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Return how many words of the truth came out right, case aside, and how many there are.

    A word without a partner is wrong; numbers and marks do not count.
    """
    right = words = 0
    for true, got in lines:
        want = true.casefold().split()
        spoken = [any(map(str.isalpha, word)) for word in want]
        words += sum(spoken)
        for op in Levenshtein.opcodes(want, got.casefold().split()):
            if op.tag == "equal":
                right += sum(spoken[op.src_start : op.src_end])
    return right, words


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure, fold by fold: each page with a channel that was trained without it."""
    import vnfix

    samples = {sample.name: truth_of(sample) for sample in read_parallel(workshop.shared)}
    right = words = 0
    for names in folds(list(samples)):
        models = workshop.models_without(names)
        for name in names:
            true = samples[name].text
            got = vnfix.fix_text(strip_accents(true), models=models, accents=True)
            pairs = zip(true.split("\n"), got.split("\n"), strict=True)
            r, w = syllables_right(pairs)
            right, words = right + r, words + w
    return {"words": words, "right": right, "share": right / words if words else 0.0}
