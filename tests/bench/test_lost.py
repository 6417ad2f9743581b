"""Lines taken out of a text layer, and those that stand where they stood."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from bench import lost
from bench.scans import Scan
from vnfix.config import Config
from vnfix.formats.reading import read
from vnfix.look.lost import line_after, spots_of
from vnfix.model import Correction, Safety, union

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from vnfix.look.tesseract import Tesseract
    from vnfix.model import Document


def test_what_is_taken_out_and_comes_back_is_counted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "corpus" / "plan"
    document = read(str(folder / "scan.pdf"), Config(look=True))
    printed = (folder / "true.txt").read_text("utf-8")
    rows = [row for row in printed.splitlines() if len(row.split()) > 5]
    lines = [k for k, ln in enumerate(document.lines) if len(ln.text.split()) > 8][2:9:3]
    lacking = lost.without(document, lines)
    assert lacking.text.split() == [
        w for k, ln in enumerate(document.lines) if k not in lines for w in ln.text.split()
    ]
    assert [lacking.text[w.start : w.end] for w in lacking.words] == [
        document.text[w.start : w.end]
        for w in document.words
        if not any(document.lines[k].start <= w.start < document.lines[k].end for k in lines)
    ]

    def found(given: Document, engine: Tesseract, seconds: float) -> list[Correction]:
        del engine, seconds
        made = []
        for k in lines[:2]:
            line = document.lines[k]
            box = union(w.box for w in document.words if line.start <= w.start < line.end)
            start = given.lines[line_after(spots_of(given, line.page), box)].start
            text = lost._printed(line.text, rows)
            made.append(Correction(start, start, "", text, "look", 1.0, Safety.REVIEW, box=box))
        wrong = made[0]
        return [*made, Correction(0, 0, "", "xyz xyz", "look", 1.0, Safety.REVIEW, box=wrong.box)]

    monkeypatch.setattr(lost, "lost_lines", found)
    monkeypatch.setattr(lost, "chosen", lambda _document, _chance: set(lines))
    scan = Scan("plan", b"", rows, "plan")
    count = lost.count(scan, document, None, Random(1))  # type: ignore[arg-type]
    assert (count.taken, count.found, count.in_place, count.right) == (3, 2, 2, 2)
    assert (count.beside, count.invented) == (0, 1)
    assert lost.total([count, count]).figures()["taken"] == 6
