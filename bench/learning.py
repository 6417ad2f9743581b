"""What a review teaches: decisions on the first half of a seed, word errors in its second half.

A scripted reviewer who knows the gold decides on every correction in the lines with gold of the
first half, by the functions behind the review page. `vnfix learn` makes a project of that, and the
second half is repaired as a document of its own, without and with it. The channel has seen
neither half.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.data import SEEDS, Row, Sample, Scored, read_seed
from bench.scoring import tally
from vnfix import make_config
from vnfix.document import make_document
from vnfix.errors import NothingToDoError
from vnfix.files.project import Project
from vnfix.learn import learn
from vnfix.model import Safety
from vnfix.pipeline import repair
from vnfix.review import Filters, Status, Store, decide, load, select, text_of
from vnfix.review.items import ALL
from vnfix.train.judging import gold_under, squeeze

if TYPE_CHECKING:
    from bench.channels import Workshop
    from vnfix.config import Config
    from vnfix.review import Place


def halves(sample: Sample) -> tuple[Sample, Sample]:
    """Cut a document in two where half of its lines with gold are behind."""
    lines = sample.text.split("\n")
    cut = sample.rows[len(sample.rows) // 2].line
    first = tuple(row for row in sample.rows if row.line < cut)
    second = tuple(Row(row.line - cut, row.raw, row.gold) for row in sample.rows[len(first) :])
    return (
        Sample(sample.name, "\n".join(lines[:cut]) + "\n", first),
        Sample(sample.name, "\n".join(lines[cut:]), second),
    )


def review(store: Store, sample: Sample) -> int:
    """Decide on all corrections of the lines with gold; gives their number."""
    lines = text_of(store, 1).lines
    made = 0
    for row in sample.rows:
        line = lines[row.line]
        for p in select(store, Filters(ALL, lines=[line.number])):
            start, end = p.correction.start - line.start, p.correction.end - line.start
            span = squeezed(line.text, start), squeezed(line.text, end)
            _decide(store, p, gold_under(squeeze(line.text), squeeze(row.gold), *span))
            made += 1
    return made


def squeezed(text: str, at: int) -> int:
    """Give the place in the squeezed text for a place in a text, the end of a word or its start.

    >>> squeezed("  a   bc", 6), squeezed("  a   bc", 3)
    (2, 1)
    """
    before = squeeze(text[:at])
    begins = at < len(text) and not text[at].isspace() and text[:at][-1:].isspace()
    return len(before) + (1 if before and begins else 0)


def _decide(store: Store, place: Place, true: str) -> None:
    if true == place.correction.after:
        decide(store, [place.id], Status.ACCEPTED, "gold")
    elif true == place.correction.before:
        decide(store, [place.id], Status.REJECTED, "gold")
    else:
        decide(store, [place.id], Status.EDITED, "gold", true)


def measure(sample: Sample, models: Path) -> dict[str, Any]:
    """Give the word errors of the second half without and with what the first half taught."""
    first, second = halves(sample)
    config = make_config(models=models)
    lines = {"lines_decided": len(first.rows), "lines_scored": len(second.rows)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "first.txt").write_text(first.text, "utf-8")
        with Store(folder / "store") as store:
            load(store, [folder / "first.txt"], config)
            decided = review(store, first)
            learned = teach(store, folder / ".vnfix", config)
        whole = Project(folder / ".vnfix").add_to(config)
        ways = {
            "before": config,
            "dictionary": make_config(whole, channel=None),
            "channel": make_config(config, channel=whole.channel),
            "after": whole,
        }
        scores = {way: score(second, options) for way, options in ways.items()}
    return {**lines, "decisions": decided, **learned, "scores": scores}


def teach(store: Store, folder: Path, config: Config) -> dict[str, int]:
    """Learn from a store; gives how much was learned."""
    try:
        learned = learn([store], folder, config)
    except NothingToDoError:
        return {"fixes": 0, "words": 0, "protected": 0, "pairs": 0}
    found = learned.lessons
    sizes = {"fixes": len(found.fixes), "words": len(found.words)}
    return {**sizes, "protected": len(found.protected), "pairs": learned.pairs}


def score(sample: Sample, config: Config) -> dict[str, float]:
    """Repair a document; gives the word errors of its lines with gold, and how much is asked."""
    document = make_document(sample.text)
    repaired = repair(document, config)
    scored = Scored.run(sample, lambda _: repaired)
    total = tally(scored.pairs())
    places = {document.lines[row.line].start: document.lines[row.line].end for row in sample.rows}
    asked = sum(
        c.safety is Safety.REVIEW
        for c in repaired.corrections
        if any(start <= c.start <= end for start, end in places.items())
    )
    figures = {"WER": total.wer, "word_errors": total.word_errors, "words": total.words}
    return {**figures, "asked": asked, "corrections": len(repaired.corrections)}


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the seeds, each with a channel that was trained without it."""
    return {
        name: measure(read_seed(workshop.shared, name), workshop.models_without([name]))
        for name in SEEDS
    }
