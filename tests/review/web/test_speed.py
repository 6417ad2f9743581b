"""A document of 300 pages takes not much more than one of thirty.

What is compared is the work of processors, in the server and in the page, over all keys together:
pictures of words that one key has asked for may be drawn while the next one is measured. How long
a key takes by the clock depends on what else the machine does meanwhile, and is only printed.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pdfs import make_pdf
from tests.review.web.making import Proposal, Served, fill
from vnfix.document import make_document
from vnfix.model import Box, Page, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page as BrowserPage

    from vnfix.model import Document

PAGES, LINES, WORDS = 300, 36, 10
SHORT = 30  # pages of the document that the long one is compared with
TIMES = 8  # how often each key is pressed
MOST = 4.0  # ten times the pages take about two times the work: their queue and series are longer
KEYS = ("j", "a", "ArrowRight", "r", "u", "1")
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


def text_of(pages: int) -> list[list[str]]:
    """Return lines by page: words of a thousand kinds, every third of them to be corrected."""
    chance = random.Random(5)
    kinds = [f"t{chance.randrange(10**4)}{c}" for c in "aeiouy" for _ in range(170)]
    return [[" ".join(chance.choices(kinds, k=WORDS)) for _ in range(LINES)] for _ in range(pages)]


def as_read(pages: list[list[str]], name: str) -> Document:
    """Return the document as the PDF reader would, in less time."""
    from dataclasses import replace

    text = "\f".join("\n".join(lines) + "\n" for lines in pages)
    document = make_document(text, name=name)
    words = []
    rows = dict.fromkeys(range(1, len(pages) + 1), 0)
    for line in document.lines:
        at = line.start
        rows[line.page] += 1
        top = 60.0 + 18 * rows[line.page]
        for k, word in enumerate(line.text.split()):
            box = Box(72 + 42 * k, top, 110 + 42 * k, top + 12)
            words.append(Word(at, at + len(word), line.page, box))
            at += len(word) + 1
    shown = tuple(Page(n, 595, 842) for n in range(1, len(pages) + 1))
    return replace(document, reader="pdfminer", pages=shown, words=tuple(words))


def document_of(folder: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a PDF of some pages with a hundred corrections a page in its store."""
    pages = text_of(count)
    folder.mkdir()
    path = folder / "long.pdf"
    path.write_bytes(make_pdf(pages))
    chance = random.Random(7)
    kinds = sorted({w for lines in pages for line in lines for w in line.split()})
    proposals = {
        w: Proposal(f"{w}x", chance.uniform(0.3, 0.99), ((f"{w}y", 0.1),)) for w in kinds[::3]
    }
    with monkeypatch.context() as patch:
        patch.setattr("vnfix.formats.reading.read_bytes", lambda _, name, __: as_read(pages, name))
        fill(monkeypatch, folder / ".vnfix" / "review.sqlite3", [path], proposals)
    return path


class Work:
    """Counts the milliseconds that the server and the main thread of the page have worked."""

    def __init__(self, served: Served, page: BrowserPage) -> None:
        """Count from now on, in the page; the server has counted since its start."""
        self.process = served.process.pid
        self.page = page.context.new_cdp_session(page)
        self.page.send("Performance.enable", {"timeDomain": "threadTicks"})

    def done(self) -> float:
        """Return what was worked so far."""
        metrics = self.page.send("Performance.getMetrics")["metrics"]
        (shown,) = (float(m["value"]) for m in metrics if m["name"] == "TaskDuration")
        return 1000 * shown + served_for(self.process)


def served_for(process: int) -> float:
    """Return the milliseconds of processor time of a process, all its threads together."""
    after_name = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    user, system = after_name[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
def test_work_does_not_grow_with_the_pages(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[[str], BrowserPage],
    picture_of: Callable[[BrowserPage, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    worked: dict[int, dict[str, float]] = {}
    for count in (SHORT, PAGES):
        document = document_of(tmp_path / str(count), count, monkeypatch)
        with Served(document, "--reviewer", "Lan") as served:
            idle, begin = served_for(served.process.pid), time.perf_counter()
            page = open_page(served.address)
            clock = {"first view": 1000 * (time.perf_counter() - begin)}
            work = Work(served, page)
            worked[count] = {"first view": work.done() - idle}
            picture_of(page, f"pages-{count}")
            for key in KEYS:
                before = work.done()
                clock[key] = statistics.median(page.evaluate(MEASURE, [key, TIMES]))
                worked[count][key] = (work.done() - before) / TIMES
        with capsys.disabled():
            for kind, times in (("by the clock", clock), ("of work", worked[count])):
                figures = ", ".join(f"{k} {ms:.0f}" for k, ms in times.items())
                print(f"\n{count} pages, ms {kind}: {figures}")  # noqa: T201
    assert sum(worked[PAGES].values()) < MOST * sum(worked[SHORT].values())
