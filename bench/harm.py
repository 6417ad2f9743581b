"""No harm: healthy PDFs, of the data folder and of our own making, and clean texts.

A healthy document has no finding of damage; what is counted as changed is compared after NFC.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bench import report
from bench.channels import ROOT, Workshop
from bench.clean import changed, first_changes, rate
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.model import Repair

FOLDERS = ("clean", "clean_more", "sideways")


def inputs(workshop: Workshop) -> Iterator[tuple[str, str, bytes]]:
    """Yield (set, name, bytes) of every healthy document."""
    from tools.healthy.documents import documents

    for folder in FOLDERS:
        for path in sorted((workshop.shared / "pdf" / folder).glob("*.pdf")):
            yield folder, path.name, path.read_bytes()
    for name, data in documents().items():
        yield "made", f"{name}.pdf", data
    for path in sorted((ROOT / "corpus").glob("*/true.txt")):
        yield "own texts", f"{path.parent.name}.txt", path.read_bytes()


def damage(repaired: Repair) -> dict[str, int]:
    """Count the findings by kind and detector."""
    return dict(Counter(f"{f.kind.value} ({f.detector})" for f in repaired.findings))


def run(workshop: Workshop) -> dict[str, Any]:
    """Repair every healthy document with what ships."""
    counts: dict[str, list[tuple[int, int]]] = {}
    called: Counter[str] = Counter()
    details: dict[str, Any] = {}
    for group, name, data in inputs(workshop):
        result = repair(read_bytes(data, name, Config()), Config())
        counts.setdefault(group, []).append(changed(result))
        called[group] += bool(result.findings)
        if result.findings or counts[group][-1][0]:
            details[name] = {"findings": damage(result), "changes": first_changes(result, 60)}
            print(f"{group}: {name}: {counts[group][-1]} {details[name]['findings']}", flush=True)
    every = [pair for pairs in counts.values() for pair in pairs]
    return {
        **{
            group: {**rate(pairs), "documents": len(pairs), "called_damaged": called[group]}
            for group, pairs in counts.items()
        },
        "all": {
            **rate(every),
            "documents": len(every),
            "called_damaged": called.total(),
            "share": called.total() / len(every),
        },
        report.DETAILS: details,
    }
