"""A document of 300 pages: the first view within a second, each key within a tenth."""

from __future__ import annotations

import os
import random
import statistics
import time
from typing import TYPE_CHECKING

import pytest

from tests.pdfs import make_pdf
from tests.review.web.making import Proposal, Served, fill
from vnfix.document import make_document
from vnfix.model import Box, Page, Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page as BrowserPage

    from vnfix.model import Document

PAGES, LINES, WORDS = 300, 36, 10
# A machine that does something else meanwhile is slow.
LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
PATIENCE = max(2.0, LOAD / (os.cpu_count() or 1))
MEASURE = """async ([key, times]) => {
  const place = () => document.querySelector("#current").dataset.place;
  const picture = () => document.querySelector("#sheet img").complete;
  const frame = () => new Promise(requestAnimationFrame);
  const taken = [];
  for (let k = 0; k < times; k += 1) {
    const before = place();
    const begin = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    do { await frame(); } while (place() === before || !picture());
    taken.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 300)); // a person looks before deciding
  }
  return taken;
}"""


def long_text() -> list[list[str]]:
    """Return lines by page: words of a thousand kinds, every third of them to be corrected."""
    chance = random.Random(5)
    kinds = [f"t{chance.randrange(10**4)}{c}" for c in "aeiouy" for _ in range(170)]
    return [[" ".join(chance.choices(kinds, k=WORDS)) for _ in range(LINES)] for _ in range(PAGES)]


def as_read(pages: list[list[str]], name: str) -> Document:
    """Return the document as the PDF reader would, in less time."""
    from dataclasses import replace

    text = "\f".join("\n".join(lines) + "\n" for lines in pages)
    document = make_document(text, name=name)
    words = []
    rows = dict.fromkeys(range(1, PAGES + 1), 0)
    for line in document.lines:
        at = line.start
        rows[line.page] += 1
        top = 60.0 + 18 * rows[line.page]
        for k, word in enumerate(line.text.split()):
            box = Box(72 + 42 * k, top, 110 + 42 * k, top + 12)
            words.append(Word(at, at + len(word), line.page, box))
            at += len(word) + 1
    shown = tuple(Page(n, 595, 842) for n in range(1, PAGES + 1))
    return replace(document, reader="pdfminer", pages=shown, words=tuple(words))


@pytest.fixture
def long_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a PDF of 300 pages with some 30,000 corrections in its store."""
    pages = long_text()
    path = tmp_path / "long.pdf"
    path.write_bytes(make_pdf(pages))
    chance = random.Random(7)
    kinds = sorted({w for lines in pages for line in lines for w in line.split()})
    proposals = {
        w: Proposal(f"{w}x", chance.uniform(0.3, 0.99), ((f"{w}y", 0.1),)) for w in kinds[::3]
    }
    with monkeypatch.context() as patch:
        patch.setattr("vnfix.formats.reading.read_bytes", lambda _, name, __: as_read(pages, name))
        fill(monkeypatch, tmp_path / ".vnfix" / "review.sqlite3", [path], proposals)
    return path


@pytest.mark.slow
def test_a_long_document_is_as_quick_as_a_short_one(
    long_document: Path,
    open_page: Callable[[str], BrowserPage],
    picture_of: Callable[[BrowserPage, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Served(long_document, "--reviewer", "Lan") as served:
        begin = time.perf_counter()
        page = open_page(served.address)
        first = time.perf_counter() - begin
        picture_of(page, "long")
        taken = {k: page.evaluate(MEASURE, [k, 8]) for k in ("j", "a", "ArrowRight", "r", "u", "1")}
    usual = {key: statistics.median(times) for key, times in taken.items()}
    with capsys.disabled():
        figures = ", ".join(f"{k} {usual[k]:.0f} (worst {max(taken[k]):.0f})" for k in usual)
        print(f"\n300 pages: first view {first:.2f} s; ms for a key: {figures}")  # noqa: T201
    assert first < 1.0 * PATIENCE
    assert max(usual.values()) < 100 * PATIENCE
