"""Part 12: what a least confidence costs and what it saves, by set.

A change that is left out is *lost* if its line has more wrong words without it, else *avoided*:
then a garbled word stands where a wrong one would have stood, or a right word stays right.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bench import engines
from bench.channels import Workshop, folds
from bench.data import SEEDS, read_parallel, read_seed
from bench.scans import FORM, pages_of, read_scans
from bench.scoring import Tally
from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.document import make_document
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.data import Sample
    from vnfix.model import Correction, Document

THRESHOLDS = tuple(k / 20 for k in range(13))
# Engines whose style the channel has not seen: one near to what it knows, one of bad letters.
LEFT_OUT = ("tess_deu", "tess_legacy_eng", "ocrad")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line or page with gold, and all changes that are proposed for it."""

    text: str
    gold: str
    corrections: Sequence[Correction]
    start: int

    def made(self, chosen: Iterable[Correction]) -> str:
        """Give the text with some of the changes."""
        moved = [replace(c, start=c.start - self.start, end=c.end - self.start) for c in chosen]
        return apply_corrections(self.text, moved)

    def errors(self, chosen: Iterable[Correction]) -> int:
        """Count the wrong words with some of the changes."""
        tally = Tally()
        tally.add(self.gold, self.made(chosen))
        return tally.word_errors


@dataclass(slots=True)
class Curve:
    """The units of one set, and the figures over them."""

    units: list[Unit] = field(default_factory=list)

    def add(self, document: Document, spans: Iterable[tuple[int, int, str]], own: Config) -> None:
        """Repair a document and keep the units with gold: (start, end, gold)."""
        found = repair(document, replace(own, min_confidence=0.0)).corrections
        for start, end, gold in spans:
            here = [c for c in found if start <= c.start and c.end <= end]
            self.units.append(Unit(document.text[start:end], gold, here, start))

    def figures(self) -> list[dict[str, float]]:
        """Give a row for each threshold."""
        judged = [row for unit in self.units for row in _judged(unit)]
        return [self._row(t, judged) for t in THRESHOLDS]

    def _row(self, threshold: float, judged: Sequence[tuple[float, bool]]) -> dict[str, float]:
        tally = Tally()
        for unit in self.units:
            chosen = [c for c in unit.corrections if c.confidence >= threshold]
            tally.add(unit.gold, unit.made(chosen))
        left = [lost for confidence, lost in judged if confidence < threshold]
        return {
            "threshold": threshold,
            "WER": tally.wer,
            "changes": len(judged),
            "left": len(left),
            "lost": sum(left),
            "avoided": len(left) - sum(left),
        }


def _judged(unit: Unit) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of each change that may be left, and whether its line needs it."""
    whole = unit.errors(unit.corrections)
    for c in unit.corrections:
        lost = False
        if c.confidence < THRESHOLDS[-1]:
            lost = unit.errors([other for other in unit.corrections if other is not c]) > whole
        yield c.confidence, lost


def add_sample(curves: dict[str, Curve], sample: Sample, config: Config, name: str = "") -> None:
    """Add a document; without a name each line goes to the set of its level."""
    starts = [0]
    for line in sample.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    groups: dict[str, list[tuple[int, int, str]]] = {}
    for row in sample.rows:
        span = (starts[row.line], starts[row.line + 1] - 1, row.gold)
        groups.setdefault(name or f"tess_eng {row.level}", []).append(span)
    document = make_document(sample.text)
    found = Curve()
    found.add(document, [span for spans in groups.values() for span in spans], config)
    units = iter(found.units)
    for group, spans in groups.items():
        curve = curves.setdefault(group, Curve())
        curve.units += (next(units) for _ in spans)


def _add_scans(curves: dict[str, Curve], workshop: Workshop) -> None:
    from vnfix.pdf.read.reader import read_pdf

    curve = curves.setdefault("scans", Curve())
    dealt = folds([sample.name for sample in read_parallel(workshop.shared)])
    for scan in read_scans(workshop.shared):
        if scan.name.startswith(FORM):
            continue
        (names,) = (fold for fold in dealt if scan.source in fold)
        config = Config(models=workshop.models_without(names))
        document = read_pdf(scan.data, scan.name, config)
        curve.add(document, pages_with_gold(document, scan.truth), config)


def pages_with_gold(document: Document, truth: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each page, and what is printed there."""
    start = 0
    for page, gold in zip(pages_of(document.text), truth, strict=False):
        yield start, start + len(page), gold
        start += len(page) + 1


def curves_of(workshop: Workshop) -> dict[str, Curve]:
    """Repair all sets, each with a channel that has not seen it."""
    curves: dict[str, Curve] = {}
    for name in SEEDS:
        models = workshop.models_without([name])
        add_sample(curves, read_seed(workshop.shared, name), Config(models=models), f"seed {name}")
    read = {sample.name: sample for sample in read_parallel(workshop.shared)}
    for names in folds(list(read)):
        for name in names:
            add_sample(curves, read[name], Config(models=workshop.models_without(names)))
    foundry, documents = engines.Foundry(workshop), engines.choose(workshop.shared)
    for name in LEFT_OUT:
        models = foundry.models_without(name, documents)
        for sample in engines.samples_of(name, workshop.shared, documents):
            add_sample(curves, sample, Config(models=models), f"{name} left out")
    _add_scans(curves, workshop)
    return curves


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the curve of each set."""
    sets = {name: curve.figures() for name, curve in curves_of(workshop).items()}
    return {"default": Config().min_confidence, "sets": sets}
