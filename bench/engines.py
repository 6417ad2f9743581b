"""Leave one engine out: styles of OCR that the channel has never seen, on documents likewise.

For each engine a channel is trained without its lines and without any line of the scored
documents; a document is all lines of a PDF, in their order. Pages are left out of the headline
where the letters themselves were badly read, or the picture was degraded most (L3): see `hard`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from bench import auto, kinds, numbers, report
from bench.channels import ROOT, Workshop, vnfix_engine
from bench.data import Row, Sample, Scored, read_table
from bench.scoring import Tally
from vnfix.text.unicode import strip_accents
from vnfix.train.calibration import COUNTS, build_sureness, left, readings
from vnfix.train.held_out import Part, counted, train_part
from vnfix.train.judging import squeeze
from vnfix.train.sources import shipped_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ENGINES = {
    "tess_eng": "parallel/tess_eng.tsv",
    "rapidocr": "parallel/rapidocr.tsv",
    "tess_ita": "styles/tess_ita.tsv",
    "tess_spa": "styles/tess_spa.tsv",
    "tess_fra": "styles/tess_fra.tsv",
    "tess_deu": "styles/tess_deu.tsv",
    "tess_legacy_eng": "styles/tess_legacy_eng.tsv",
    "tess_legacy_fra": "styles/tess_legacy_fra.tsv",
    "ocrad": "styles/ocrad.tsv",
}
MOST_DOCUMENTS = 6
HARD = 0.2  # base-letter CER of a page, from which on its letters themselves are badly read
BAD_LETTERS = ("tess_legacy_eng", "tess_legacy_fra", "ocrad")  # engines with bars of their own


def documents_of(path: Path) -> dict[str, list[tuple[str, Row]]]:
    """Read a file of line pairs: document -> (page, row), in the order of the file."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for pdf, page, level, truth, observed in read_table(path):
        if level != "level":  # a header row
            rows = found.setdefault(pdf, [])
            rows.append((page, Row(len(rows), observed, truth, level)))
    return found


def choose(shared: Path) -> list[str]:
    """Give the scored documents: those that most engines have read, then by name."""
    count: Counter[str] = Counter()
    for file in ENGINES.values():
        count.update(set(documents_of(shared / file)))
    return sorted(sorted(count), key=lambda name: -count[name])[:MOST_DOCUMENTS]


def hard_pages(rows: Iterable[tuple[str, Row]]) -> set[str]:
    """Give the pages that are degraded most, or whose letters are wrong, accents and case aside."""
    errors, letters, hard = Counter[str](), Counter[str](), set[str]()
    for page, row in rows:
        gold, raw = (strip_accents(squeeze(text)).lower() for text in (row.gold, row.raw))
        errors[page] += Levenshtein.distance(gold, raw)
        letters[page] += len(gold)
        if row.level not in ("L1", "L2"):
            hard.add(page)
    return hard | {page for page, n in letters.items() if errors[page] > HARD * n}


class Foundry:
    """Trains channels of what has been counted once for each document of each source."""

    def __init__(self, workshop: Workshop) -> None:
        """Count and read what is left out, or take what was kept."""
        self.workshop = workshop
        self.files = shipped_pairs(workshop.shared)
        self.counts = counted(workshop.shared, workshop.kept / COUNTS)
        models = ROOT / "vnfix" / "models"
        self.rows = readings(workshop.shared, models, self.counts, workshop.kept)

    def models_without(self, engine: str, documents: Sequence[str]) -> Path:
        """Give a folder of tables that have seen neither the engine nor the documents."""
        out = self.workshop.shared / ENGINES[engine]
        (source,) = (name for name, paths in self.files.items() if out in paths)
        key = hashlib.sha256(f"{sorted(documents)}{self.workshop.state()}".encode())
        folder = self.workshop.work / f"engines-{engine}-{key.hexdigest()[:16]}"
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            models = ROOT / "vnfix" / "models"
            shutil.copytree(models, folder, copy_function=os.link)
            for name in ("channel.tab", "calibration.json"):
                (folder / name).unlink()
            train_part(self.counts, Part(source, tuple(documents), folder / "channel.tab"))
            build_sureness(left(self.rows, documents, [source]), folder, [source, *documents])
            (folder / "done").touch()
        return folder


def score(name: str, models: Path, shared: Path, documents: Sequence[str]) -> list[Scored]:
    """Repair the documents of one engine."""
    engine = vnfix_engine(models)
    return [Scored.run(sample, engine) for sample in samples_of(name, shared, documents)]


def samples_of(name: str, shared: Path, documents: Sequence[str]) -> list[Sample]:
    """Read those of the documents that an engine has read."""
    read = documents_of(shared / ENGINES[name])
    return [
        Sample(pdf, "\n".join(row.raw for _, row in read[pdf]), tuple(r for _, r in read[pdf]))
        for pdf in documents
        if pdf in read
    ]


def figures(scored: Sequence[Scored], hard: dict[str, set[int]]) -> dict[str, Any]:
    """Give the rates of one engine: the headline, by level, by kind of line, numbers and AUTO."""
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for document in scored:
        names = kinds.kinds_of([row.gold for row in document.sample.rows])
        for row, kind in zip(document.sample.rows, names, strict=True):
            got = document.lines[row.line]
            tallies["all", ""].add(row.gold, got)
            tallies["level", row.level].add(row.gold, got)
            tallies["kind", kind].add(row.gold, got)
            if row.line not in hard[document.sample.name]:
                tallies["headline", ""].add(row.gold, got)
                tallies["raw", ""].add(row.gold, row.raw)
    judged = [row for document in scored for row in auto.judge(document)]
    return {
        "WER": tallies["headline", ""].wer,
        "words": tallies["headline", ""].words,
        "raw_WER": tallies["raw", ""].wer,
        "all_WER": tallies["all", ""].wer,
        "levels": {k: t.wer for (group, k), t in sorted(tallies.items()) if group == "level"},
        "kinds": {k: t.wer for (group, k), t in sorted(tallies.items()) if group == "kind"},
        "numbers": numbers.figures(scored),
        "auto": auto.figures(judged),
    }


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure every engine as one that the channel has never seen."""
    shared = workshop.shared
    foundry, documents = Foundry(workshop), choose(shared)
    found: dict[str, Any] = {}
    details: dict[str, Any] = {}
    for name, file in ENGINES.items():
        scored = score(name, foundry.models_without(name, documents), shared, documents)
        read = documents_of(shared / file)
        hard = {
            pdf: {row.line for page, row in rows if page in hard_pages(rows)}
            for pdf, rows in read.items()
            if pdf in documents
        }
        found[name] = figures(scored, hard)
        details[name] = {
            "spoiled_numbers": numbers.spoiled(scored, 50),
            "lines": [
                (row.raw, document.lines[row.line], row.gold)
                for document in scored
                for row in document.sample.rows
                if squeeze(document.lines[row.line]) != squeeze(row.gold)
            ],
        }
        print(f"{name:16} {found[name]['WER']:.2%}", flush=True)
    return {**_summary(found), "engines": found, report.DETAILS: details}


def _summary(found: dict[str, Any]) -> dict[str, Any]:
    rates = {n: f["WER"] for n, f in found.items() if n not in BAD_LETTERS}
    legacy = [found[n]["WER"] for n in BAD_LETTERS if n.startswith("tess")]
    law = Counter[str]()
    for one in found.values():
        law.update({k: n for k, n in one["numbers"].items() if not k.endswith("share")})
    return {
        "mean_WER": sum(rates.values()) / len(rates),
        "worst_WER": max(rates.values()),
        "legacy_WER": sum(legacy) / len(legacy),
        "ocrad_WER": found["ocrad"]["WER"],
        "spoiled_share": law["spoiled"] / max(law["right"], 1),
        "repaired_share": law["repaired"] / max(law["wrong"], 1),
        "auto_spoiled": law["auto_spoiled"],
    }
