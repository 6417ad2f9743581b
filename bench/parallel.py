"""Part 2: lines of the English OCR, per level of damage; each PDF repaired as one document."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bench import auto, errors, numbers, report
from bench.channels import Workshop, folds
from bench.data import Engine, Sample, Scored, read_parallel
from bench.scoring import Tally
from bench.seeds import second_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def by_fold(workshop: Workshop) -> Iterator[tuple[Engine, list[Sample]]]:
    """Yield documents with an engine that was trained without them."""
    samples = {sample.name: sample for sample in read_parallel(workshop.shared)}
    for names in folds(list(samples)):
        yield workshop.engine_without(names), [samples[name] for name in names]


def by_level(documents: Iterable[Scored], *, raw: bool = False) -> dict[str, dict[str, float]]:
    """Give the error rates of each level of damage, after the repair or before."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for scored in documents:
        for row in scored.sample.rows:
            tallies[row.level].add(row.gold, row.raw if raw else scored.lines[row.line])
    return {level: tallies[level].figures() for level in sorted(tallies)}


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the lines, fold by fold."""
    repaired = [
        (Scored.run(sample, engine), engine)
        for engine, samples in by_fold(workshop)
        for sample in samples
    ]
    documents = [scored for scored, _ in repaired]
    judged = [row for scored in documents for row in auto.judge(scored)]
    return {
        "levels": by_level(documents),
        "raw": by_level(documents, raw=True),
        "auto": auto.figures(judged),
        "numbers": numbers.figures(documents),
        "second_run": second_run(repaired),
        "left_over": errors.figures(documents),
        report.DETAILS: {
            "wrong_auto": auto.worst(judged, 200),
            "spoiled_numbers": numbers.spoiled(documents, 200),
            "left_over": errors.most_frequent(documents, 200),
        },
    }
