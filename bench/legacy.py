"""Legacy text for part 8: whole documents, short strings alone, names that are none.

Documents are compared free of order: their line breaks differ from those of the transcripts, which
were made by conversion tables and are wrong in places; `differs` shows what to look at.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import vnfix
from bench.channels import ROOT
from vnfix import pipeline
from vnfix.config import Config
from vnfix.fixers import legacy
from vnfix.formats.reading import read
from vnfix.text.encodings import NAMES, encoding
from vnfix.train.encodings import letters

if TYPE_CHECKING:
    from pathlib import Path

ACCENTED = frozenset(letters())


def documents(shared: Path) -> dict[str, Any]:
    """Compare the legacy documents with their transcripts, and count guesses inside them."""
    config = Config()
    found = [_document(path, config) for path in sorted(shared.glob("legacy/*.raw.txt"))]
    total = sum(x["letters"] for x in found)
    return {
        "accented_letters": 1 - sum(x["missed"] for x in found) / max(1, total),
        "guesses": sum(x["guesses"] for x in found),
        "documents": found,
    }


def _document(path: Path, config: Config) -> dict[str, Any]:
    repair = pipeline.repair(read(path, config), config)
    true = path.with_name(path.name.replace(".raw.", ".truth.")).read_text("utf-8")
    texts = [unicodedata.normalize("NFC", t).lower() for t in (true, repair.text)]
    wanted, got = (Counter(c for c in t if c in ACCENTED) for t in texts)
    words = Counter(texts[1].split()) - Counter(texts[0].split())
    return {
        "name": path.name.removesuffix(".raw.txt"),
        "letters": wanted.total(),
        "missed": max((wanted - got).total(), (got - wanted).total()),
        "guesses": sum(c.fixer != legacy.NAME for c in repair.corrections),
        "differs": len(words),
    }


def short_strings() -> dict[str, Any]:
    """Return the share of short strings that come back for each encoding, and false alarms."""
    cases = json.loads((ROOT / "tests" / "cases" / "legacy.json").read_text("utf-8"))
    texts = [text for kind in cases["short"].values() for text in kind]
    shares = {name: _share(name, texts) for name in NAMES}
    names = [name for names in cases["european"].values() for name in names]
    alarms = sum(vnfix.fix_text(name) != name for name in names)
    return {"share": min(shares.values()), "encodings": shares, "false_alarms": alarms}


def _share(name: str, texts: list[str]) -> float:
    coded = {text: encoding(name).encode(text) for text in texts}
    whole = {text: code for text, code in coded.items() if max(code) <= "\xff"}
    return sum(vnfix.fix_text(code) == text for text, code in whole.items()) / len(whole)
