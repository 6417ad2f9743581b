"""Part 8: the kind of damage, the gate, false alarms, legacy encodings, speed of `check`.

Legacy PDFs are compared page by page without order and case, for the transcripts have neither;
capitals are checked by the font of every letter.
"""

from __future__ import annotations

import json
import lzma
import time
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import vnfix
from bench.channels import ROOT
from bench.legacy import documents
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors import legacy, ocr, systematic
from vnfix.document import make_document
from vnfix.fixers import legacy as legacy_fixer
from vnfix.fixers import systematic as systematic_fixer
from vnfix.fixers.legacy import CAPITALS
from vnfix.formats.reading import read
from vnfix.formats.text import LEGACY
from vnfix.model import Damage
from vnfix.text.encodings import NAMES, encoding
from vnfix.train.encodings import letters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.channels import Workshop
    from vnfix.model import Candidate, Document

CONFIG = Config()
EXPECTED = {
    "seeds/*.txt": Damage.OCR,
    "pdf/scans/*.pdf": Damage.OCR,
    "pdf/legacy/*.pdf": Damage.LEGACY,
    "pdf/cid/*.pdf": Damage.LOST_GLYPHS,
    "pdf/clean/*.pdf": Damage.HEALTHY,
}
ACCENTED = frozenset(letters())
HEALTHY_SAMPLE = 2_000_000  # characters of each text


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure everything; figures for the result file."""
    shared = workshop.shared
    rows = [
        row.split("\t")
        for row in (shared / "parallel" / "tess_eng.tsv").read_text("utf-8").split("\n")[1:]
        if row
    ]
    pdfs = [legacy_pdf(path) for path in sorted(shared.glob("pdf/legacy/*.pdf"))]
    return {
        "kinds": kinds(shared),
        "own_cases": own_cases(),
        "gate": gate(shared, rows),
        "false_alarms": false_alarms(shared),
        "legacy": {
            "accented_letters": min(pdf["accented_letters"] for pdf in pdfs),
            "syllables": min(pdf["syllables"] for pdf in pdfs),
            "not_capital": sum(pdf["not_capital"] for pdf in pdfs),
            "documents": pdfs,
        },
        "legacy_documents": documents(shared),
        "round_trip": {name: round_trip(name, [row[3] for row in rows]) for name in NAMES},
        "converted_twice": converted_twice([row[3] for row in rows]),
        "speed": speed(shared),
    }


def kinds(shared: Path) -> dict[str, Any]:
    """Return how many documents of each folder are named right."""
    out: dict[str, Any] = {}
    for pattern, kind in EXPECTED.items():
        paths = sorted(shared.glob(pattern))
        right = [vnfix.detect(read(path, CONFIG)).kind is kind for path in paths]
        out[pattern] = {"documents": len(paths), "right": sum(right)}
    total = sum(x["documents"] for x in out.values())
    return out | {"share": sum(x["right"] for x in out.values()) / total}


def own_cases() -> dict[str, Any]:
    """Return the share of our own cases whose kind is named right, per kind."""
    cases = json.loads((ROOT / "tests" / "cases" / "kinds.json").read_text("utf-8"))
    right: Counter[str] = Counter()
    count = Counter(case["kind"] for case in cases)
    for case in cases:
        diagnosis = vnfix.detect("\n".join(case["lines"]))
        same = diagnosis.encodings[:1] == (case["encoding"],) if "encoding" in case else True
        right[case["kind"]] += diagnosis.kind.value == case["kind"] and same
    return {
        "cases": len(cases),
        "share": sum(right.values()) / len(cases),
        "kinds": {kind: right[kind] / n for kind, n in count.items()},
    }


def gate(shared: Path, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the share of the lines with errors that the gate finds, and of true lines."""
    sick = found = 0
    for path in sorted(shared.glob("gold/*.tsv")):
        lines = (shared / "seeds" / f"{path.stem}.txt").read_text("utf-8").split("\n")
        gold = [row.split("\t") for row in path.read_text("utf-8").split("\n")[1:] if row]
        wrong = {int(n) - 1 for n, was, true, flag in gold if differs(was, true) and flag == "ok"}
        hits = alarms(lines)
        sick += len(wrong)
        found += len(wrong & hits)
    pairs = {p: [row for row in rows if row[0] == p] for p in dict.fromkeys(r[0] for r in rows)}
    pair_sick = pair_found = 0
    for pdf in pairs.values():
        wrong = {k for k, row in enumerate(pdf) if differs(row[4], row[3])}
        pair_sick += len(wrong)
        pair_found += len(wrong & alarms([row[4] for row in pdf]))
    return {
        "seeds": {"lines": sick, "found": found / sick},
        "parallel": {"lines": pair_sick, "found": pair_found / pair_sick},
        "true_lines": {"lines": len(rows), "alarms": len(alarms([row[3] for row in rows]))},
    }


def differs(was: str, true: str) -> bool:
    """Whether a line has errors; blanks around it are none."""
    return was.strip() != true.strip()


def alarms(lines: Sequence[str]) -> set[int]:
    """Return the lines in which the gate finds damage."""
    document = make_document("\n".join(lines))
    return {f.line for f in ocr.detect(Analysis.of(document, CONFIG))}


def false_alarms(shared: Path) -> dict[str, Any]:
    """Return alarms on text that is right: PDFs, negative cases, samples of the official texts."""
    negative = json.loads((shared / "outside" / "ftfy" / "negative.json").read_text("utf-8"))
    pdfs = [read(path, CONFIG) for path in sorted(shared.glob("pdf/clean/*.pdf"))]
    texts = [sample(path) for path in sorted(shared.glob("text/*.txt.xz"))]
    return {
        "clean_pdfs": sum(vnfix.detect(pdf).damaged for pdf in pdfs),
        "negative_cases": sum(vnfix.detect(case["original"]).damaged for case in negative),
        "official_texts": {
            "words": sum(len(text.split()) for text in texts),
            "damaged_share": max(1 - vnfix.detect(text).health for text in texts),
        },
    }


def sample(path: Path) -> str:
    """Return the beginning of a packed text."""
    with lzma.open(path, "rt", encoding="utf-8") as f:
        return f.read(HEALTHY_SAMPLE)


def applied(document: Document, candidates: Sequence[Candidate]) -> str:
    """Return the document's text with exact candidates applied."""
    text = document.text
    for c in sorted(candidates, key=lambda c: c.start, reverse=True):
        text = text[: c.start] + c.after + text[c.end :]
    return text


def legacy_pdf(path: Path) -> dict[str, Any]:
    """Compare a legacy PDF with its transcript by syllables and accented letters."""
    document = read(path, CONFIG)
    candidates = legacy_fixer.propose(Analysis.of(document, CONFIG))
    text = applied(document, candidates)
    true = path.with_suffix(".truth.txt").read_text("utf-8")
    small = [unicodedata.normalize("NFC", t).lower() for t in (text, true)]
    return {
        "name": path.stem,
        "encodings": dict(Counter(legacy.assign(Analysis.of(document, CONFIG)).values())),
        "syllables": shared_part(*(t.split() for t in small)),
        "accented_letters": shared_part(*([c for c in t if c in ACCENTED] for t in small)),
        **capitals(document, candidates),
    }


def shared_part(found: Sequence[str], true: Sequence[str]) -> float:
    """Return the share of the true items that were found, in any order."""
    missed = Counter(true) - Counter(found)
    return 1 - missed.total() / max(1, len(true))


def capitals(document: Document, candidates: Sequence[Candidate]) -> dict[str, int]:
    """Count words set in capital-only fonts, and those of them that did not become capitals."""
    runs = [r for r in document.fonts if CAPITALS.search(r.font)]
    spans = [(c.start, c.end, c.after) for c in candidates]
    inside = [
        after for start, end, after in spans if any(r.start <= start and end <= r.end for r in runs)
    ]
    changed = {at for start, end, _ in spans for at in range(start, end)}
    left = sum(
        document.text[at].islower() for r in runs for at in set(range(r.start, r.end)) - changed
    )
    return {"capital_words": len(inside), "not_capital": left + sum(map(has_small, inside))}


def has_small(word: str) -> bool:
    """Whether a word has a small letter."""
    return word != word.upper()


def round_trip(name: str, true: Sequence[str]) -> dict[str, Any]:
    """Write the true lines in an encoding, repair them, and count the words that came back."""
    table = encoding(name)
    coded = {line: as_read(table.encode(line)) for line in true}
    lines = [line for line, code in coded.items() if code and table.decode(code) == line]
    document = make_document("\n".join(coded[line] for line in lines))
    text = applied(document, legacy_fixer.propose(Analysis.of(document, CONFIG))).split("\n")
    words = sum(len(line.split()) for line in lines)
    wrong = sum(
        (Counter(a.split()) - Counter(b.split())).total() for a, b in zip(lines, text, strict=True)
    )
    known = ACCENTED & set(table.letters.values())
    kept = [c for c in known if table.decode(f"t{table.encode(c)}n") == f"t{c}n"]
    return {"letters": len(kept), "words": words, "right": 1 - wrong / words}


def as_read(text: str) -> str:
    """Return encoded text as the reader reads its bytes, "" if it has letters beyond them."""
    codec, handler = LEGACY.split(":")
    return text.encode("latin-1").decode(codec, handler) if max(text) <= "\xff" else ""


def converted_twice(true: Sequence[str]) -> dict[str, Any]:
    """Convert the true lines from VNI, as some sites did, and count what comes back."""
    damaged = [encoding("vni").decode(line) for line in true]
    document = make_document("\n".join(damaged))
    text = applied(document, systematic_fixer.propose(Analysis.of(document, CONFIG))).split("\n")
    wrong = sum(
        a != b
        for x, y in zip(damaged, true, strict=True)
        for a, b in zip(x.split(), y.split(), strict=True)
    )
    left = sum(
        a != b
        for x, y in zip(text, true, strict=True)
        for a, b in zip(x.split(), y.split(), strict=True)
    )
    healthy = make_document("\n".join(true))
    return {
        "wrong_words": wrong,
        "restored": 1 - left / wrong,
        "changed_in_true_text": len(systematic.wrong_words(Analysis.of(healthy, CONFIG))),
    }


def speed(shared: Path) -> dict[str, float]:
    """Return words per second of a whole diagnosis, on healthy and on garbled text."""
    texts = {
        "healthy": sample(shared / "text" / "tnt305_official.txt.xz"),
        "garbled": (shared / "seeds" / "002.txt").read_text("utf-8") * 20,
    }
    vnfix.detect("khởi động")
    out = {}
    for name, text in texts.items():
        begin = time.perf_counter()
        vnfix.detect(text)
        out[name] = len(text.split()) / (time.perf_counter() - begin)
    return out
