"""Part 17: fonts whose ToUnicode maps name wrong letters: 12 letters of each font, rotated.

The PDFs of `clean` as `tools.rotate` damages them, with their font programs and without; letters
are compared by the edits between the texts. The PDFs as they are must come back unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from tools.rotate import rotated
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.wrong_letters import wrong_words
from vnfix.formats.reading import read_bytes
from vnfix.pipeline import repair
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from bench.channels import Workshop
    from vnfix.model import Document

LARGEST = 800_000  # bytes of a PDF: what is larger takes longer than the others together
SEED = 1


def run(workshop: Workshop) -> dict[str, Any]:
    """Repair every PDF, damaged in both ways and healthy."""
    paths = sorted((workshop.shared / "pdf" / "clean").glob("*.pdf"))
    rows = []
    for path in (p for p in paths if p.stat().st_size <= LARGEST):
        data = path.read_bytes()
        right = read(data)
        row = {"name": path.stem, "healthy_changed": len(wrong_words(Analysis.of(right, Config())))}
        for key, strip in (("intact", False), ("stripped", True)):
            damaged = read(rotated(data, SEED, strip=strip))
            found = repair(damaged, Config())
            row[key] = alike(right.text, found.text)
            row["raw"] = alike(right.text, damaged.text)
        rows.append(row)
        print(row, flush=True)
    return {
        "documents": rows,
        "healthy_changed": sum(row["healthy_changed"] for row in rows),
        **{key: sum(row[key] for row in rows) / len(rows) for key in ("raw", "intact", "stripped")},
    }


def read(data: bytes) -> Document:
    """Read a PDF."""
    return read_bytes(data, "x.pdf", Config())


def alike(right: str, other: str) -> float:
    """Return the share of the letters of a text that another one has too."""
    letters = ["".join(c for c in nfc(text) if c.isalpha()) for text in (right, other)]
    return float(Levenshtein.normalized_similarity(*letters))
