"""Part 16: nearly right text, read by an engine that knows Vietnamese; by document left out.

`python -m tools.nearly` reads the pages: the PDFs of the data folder printed and scanned badly, its
scans, and our own. The channel has not seen the text of a document on any of its pages; what it is
confident of was fitted on all of them. The language model knows the texts of `clean_more`.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from bench import report
from bench.channels import ROOT, Workshop, vnfix_engine
from bench.data import read_table
from vnfix.fixers.nearly import NAME
from vnfix.model import Damage
from vnfix.train.nearly import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Row = tuple[str, str]  # printed ("" where that is not known), read
SHOWN = 80


def run(workshop: Workshop) -> dict[str, Any]:
    """Repair every document; figures by level."""
    pairs = workshop.work / "nearly" / "pairs.tsv"
    known = known_pages(workshop.shared)
    count: dict[str, Counter[str]] = defaultdict(Counter)
    details: Counter[tuple[str, ...]] = Counter()
    for group, documents in read_documents(pairs).items():
        engine = vnfix_engine(models_without(group, pairs, workshop.work))
        for (level, name), rows in documents.items():
            repaired = engine("\n".join(read for _, read in rows))
            seen = name.rsplit(".", 2)[0] in known
            found = score(rows, repaired.text.split("\n"), details)
            found["documents"] = 1
            found["called"] = any(f.kind is Damage.NEARLY for f in repaired.findings)
            found["changed"] = sum(c.fixer == NAME for c in repaired.corrections)
            for key in ("all", level, "known" if seen else "unknown to the model"):
                count[key].update(found)
    return {
        "groups": {key: figures(found) for key, found in sorted(count.items())},
        "gone": figures(count["unknown to the model"])["gone"],
        "broken": figures(count["unknown to the model"])["broken_share"],
        report.DETAILS: {"wrong": [[*row, n] for row, n in details.most_common(SHOWN)]},
    }


def known_pages(shared: Path) -> set[str]:
    """Return the documents whose text the language model has learned from."""
    return {path.stem for path in shared.glob("pdf/clean_more/*.pdf")}


def read_documents(pairs: Path) -> dict[str, dict[tuple[str, str], list[Row]]]:
    """Return group -> document, a PDF at one level -> its lines."""
    groups: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for group, source, level, truth, read in read_table(pairs):
        name = source.rsplit(".", 2)[0]
        groups.setdefault(group, {}).setdefault((level, f"{name}..{level}"), []).append(
            (truth, read)
        )
    return groups


def models_without(group: str, pairs: Path, work: Path) -> Path:
    """Return a folder of tables whose channel of this engine has not seen a text."""
    folder = work / "nearly" / f"models-{group}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "vnfix" / "models", folder)
    build(pairs, folder / "nearly.tab", [group])
    return folder


def score(
    rows: Sequence[Row], lines: Sequence[str], details: Counter[tuple[str, ...]]
) -> Counter[str]:
    """Count the words of a document: wrong before and after, broken, changed wrongly."""
    found: Counter[str] = Counter()
    for (truth, read), line in zip(rows, lines, strict=True):
        if not truth:
            continue
        printed, before, after = truth.split(), read.split(), line.split()
        found["words"] += len(printed)
        found["before"] += Levenshtein.distance(before, printed)
        found["after"] += Levenshtein.distance(after, printed)
        if len(before) != len(after):
            continue
        right = kept(before, printed)
        for k, (a, b) in enumerate(zip(before, after, strict=True)):
            if a != b and k in right:
                found["broken"] += 1
                details["broken", a, b] += 1
            elif a != b and b not in printed:
                details["wrong", a, b] += 1
    return found


def kept(read: Sequence[str], printed: Sequence[str]) -> set[int]:
    """Return the words that were read right."""
    blocks: Iterable[Any] = Levenshtein.opcodes(list(read), list(printed))
    return {k for tag, a, b, _, _ in blocks if tag == "equal" for k in range(a, b)}


def figures(found: Counter[str]) -> dict[str, Any]:
    """Return the shares of what was counted."""
    before = max(1, found["before"])
    return {
        **found,
        "WER_before": found["before"] / max(1, found["words"]),
        "WER": found["after"] / max(1, found["words"]),
        "gone": 1 - found["after"] / before,
        "broken_share": found["broken"] / max(1, found["words"] - found["before"]),
    }
