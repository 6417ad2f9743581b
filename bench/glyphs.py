"""Part 7: lost glyphs. Letters restored with all evidence, and by the cipher alone.

Three tables: the documents with all evidence (fonts, then cipher); the same as plain text with
the glyph numbers shuffled, so that neither font nor number tells anything; and the first pages of
healthy documents that lose random letters, for the samples are only four.
"""

from __future__ import annotations

import csv
import random
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import regex

from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors import glyphs as detector
from vnfix.document import split_lines
from vnfix.fixers import glyphs as fixer
from vnfix.formats.reading import read
from vnfix.glyphs.embedded import ACCENTED
from vnfix.glyphs.runs import MARKER
from vnfix.model import Document
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from pathlib import Path

    from bench.channels import Workshop

SEEDS = 5
PAGES = 4
CONFIG = Config()


@dataclass(frozen=True, slots=True)
class Score:
    """Lost letters of one document: how many, how many right, wrong, and wrong though AUTO."""

    name: str
    lost: int
    right: int
    wrong: int
    wrong_auto: int
    seconds: float

    @property
    def share(self) -> float:
        """Share of the lost letters that came back right."""
        return self.right / self.lost if self.lost else 1.0


def score(name: str, document: Document, truth: dict[int, str]) -> Score:
    """Repair a document and compare with the true letters by offset of the marker."""
    load_resources(CONFIG)
    begin = time.perf_counter()
    findings = detector.detect(Analysis.of(document, CONFIG))
    candidates = fixer.propose(Analysis.of(document, CONFIG, findings))
    seconds = time.perf_counter() - begin
    got = {c.start: c for c in candidates if c.start in truth}
    wrong = [c for start, c in got.items() if c.after != truth[start]]
    auto = [c for c in wrong if c.safety.name == "AUTO"]
    return Score(name, len(truth), len(got) - len(wrong), len(wrong), len(auto), seconds)


def true_letters(document: Document, pdf: Path) -> dict[int, str]:
    """Return the true letter of each marker, from the list of removed letters or the gold lines."""
    removed = pdf.with_suffix(".removed.tsv")
    if not removed.exists():
        return _from_lines(document, pdf.with_suffix(".gold.tsv"))
    letters: dict[int, str] = {}
    with removed.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            if letters.setdefault(int(row["cid"]), row["letter"]) != row["letter"]:
                raise ValueError(f"{removed}: glyph {row['cid']} stands for two letters")
    return {g.start: letters[g.glyph] for g in document.glyphs}


def _from_lines(document: Document, gold: Path) -> dict[int, str]:
    """Match the lines with markers against their gold; blanks may differ."""
    truth: dict[int, str] = {}
    for row in gold.read_text(encoding="utf-8").splitlines():
        number, _, right, _ = row.split("\t")
        line = document.lines[int(number) - 1]
        places = list(MARKER.finditer(line.text))
        form, end = "", 0
        for m in places:
            form += _loose(line.text[end : m.start()]) + "(.)"
            end = m.end()
        match = regex.fullmatch(form + _loose(line.text[end:]), right.strip())
        if places and match:
            truth |= {
                line.start + m.start(): x for m, x in zip(places, match.groups(), strict=True)
            }
        elif places:
            raise ValueError(f"{gold}: line {number} does not fit its gold")
    return truth


def _loose(text: str) -> str:
    r"""Return a pattern for a text whose runs of blanks may be any."""
    return r"\s*".join(regex.escape(part) for part in regex.split(r"\s+", text))


def shuffled(
    document: Document, truth: dict[int, str], seed: int
) -> tuple[Document, dict[int, str]]:
    """Return the document as plain text with other glyph numbers, and the truth moved along."""
    numbers = sorted({g.glyph for g in document.glyphs})
    fresh = random.Random(seed).sample(range(1, 2000), len(numbers))
    new = dict(zip(numbers, fresh, strict=True))
    markers = [(g.start, g.end, f"(cid:{new[g.glyph]})") for g in document.glyphs]
    return _rewritten(document.text, markers, truth)


def with_losses(document: Document, seed: int) -> tuple[Document, dict[int, str]]:
    """Take all places of some accented letters out of a healthy document."""
    rng = random.Random(seed)
    letters = sorted(x for x in set(document.text) if x.lower() in ACCENTED)
    lost = rng.sample(letters, rng.randint(5, min(30, len(letters))))
    number = dict(zip(lost, rng.sample(range(1, 2000), len(lost)), strict=True))
    found = [(k, c) for k, c in enumerate(document.text) if c in number]
    markers = [(k, k + 1, f"(cid:{number[c]})") for k, c in found]
    return _rewritten(document.text, markers, dict(found))


def _rewritten(
    text: str, markers: list[tuple[int, int, str]], truth: dict[int, str]
) -> tuple[Document, dict[int, str]]:
    pieces, moved, end, length = [], {}, 0, 0
    for start, stop, marker in markers:
        length += start - end
        if start in truth:
            moved[length] = truth[start]
        pieces += [text[end:start], marker]
        length += len(marker)
        end = stop
    new = "".join([*pieces, text[end:]])
    return Document(new, split_lines(new)), moved


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the three tables."""
    folder = workshop.shared / "pdf"
    whole: list[Score] = []
    alone: list[Score] = []
    losses: list[Score] = []
    for pdf in sorted((folder / "cid").glob("*.pdf")):
        document = read(pdf, CONFIG)
        truth = true_letters(document, pdf)
        whole.append(score(pdf.stem, document, truth))
        alone += [score(pdf.stem, *shuffled(document, truth, seed)) for seed in range(SEEDS)]
    for pdf in sorted((folder / "clean").glob("*.pdf")):
        document = _first_pages(read(pdf, CONFIG))
        losses += [score(pdf.stem, *with_losses(document, seed)) for seed in range(SEEDS)]
    tables = {"all_evidence": whole, "cipher_alone": alone, "random_losses": losses}
    return {name: summary(scores) for name, scores in tables.items()}


def summary(scores: list[Score]) -> dict[str, Any]:
    """Add up a table; `worst` is the document where the least came back."""
    lost, right = sum(s.lost for s in scores), sum(s.right for s in scores)
    return {
        "lost": lost,
        "right": right,
        "wrong": sum(s.wrong for s in scores),
        "wrong_auto": sum(s.wrong_auto for s in scores),
        "share": right / lost if lost else 1.0,
        "worst": min((s.share for s in scores), default=1.0),
        "slowest_seconds": max((s.seconds for s in scores), default=0.0),
    }


def _first_pages(document: Document) -> Document:
    text = "\f".join(document.text.split("\f")[:PAGES])
    return replace(document, text=text, lines=split_lines(text), glyphs=())
