"""Lines taken out of the text layers of scans at random: how many a second look brings back."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from vnfix.document import split_lines
from vnfix.look.lost import lost_lines

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Iterable, Sequence

    from bench.scans import Scan
    from vnfix.look.tesseract import Tesseract
    from vnfix.model import Correction, Document

SEED = 1
TAKEN = 4  # lines of each page, two of them one below the other
SAME = 70.0  # likeness, of 100, of a line and what it was read as
SECONDS = 120.0


@dataclass(slots=True)
class Count:
    """What came back.

    Attributes:
        taken: lines that were taken out.
        found: those that were read again.
        in_place: those that stand between the same lines as before.
        right: those that are as printed.
        beside: lines that nobody took out, and which the page has.
        invented: lines that the page does not have.

    """

    taken: int = 0
    found: int = 0
    in_place: int = 0
    right: int = 0
    beside: int = 0
    invented: int = 0

    def figures(self) -> dict[str, float]:
        """Give shares, and how many lines were offered besides."""
        return {
            "taken": self.taken,
            "found": self.found / max(self.taken, 1),
            "in_place": self.in_place / max(self.found, 1),
            "right": self.right / max(self.found, 1),
            "offered_besides": self.beside,
            "invented": self.invented,
        }


def without(document: Document, lines: Collection[int]) -> Document:
    """Return a document whose text layer lacks some lines (numbers from 0)."""
    gone = [(line.start, line.end + 1) for k, line in enumerate(document.lines) if k in lines]

    def moved(offset: int) -> int:
        return offset - sum(end - start for start, end in gone if end <= offset)

    def is_gone(offset: int) -> bool:
        return any(start <= offset < end for start, end in gone)

    text = "".join(c for k, c in enumerate(document.text) if not is_gone(k))
    words = tuple(
        w._replace(start=moved(w.start), end=moved(w.start) + w.end - w.start)
        for w in document.words
        if not is_gone(w.start)
    )
    return replace(document, text=text, lines=split_lines(text), words=words)


def chosen(document: Document, chance: random.Random) -> set[int]:
    """Return lines of each page, some of them one below the other."""
    found: set[int] = set()
    for page in range(1, len(document.pages) + 1):
        here = [k for k, ln in enumerate(document.lines) if ln.page == page and ln.text.strip()]
        if len(here) > 2 * TAKEN:
            at = chance.randrange(len(here) - 1)
            found |= {here[at], here[at + 1], *chance.sample(here, TAKEN - 2)}
    return found


def count(scan: Scan, document: Document, engine: Tesseract, chance: random.Random) -> Count:
    """Take lines out of a scan and count what comes back."""
    lines = chosen(document, chance)
    lacking = without(document, lines)
    left = lost_lines(lacking, engine, SECONDS)
    printed = "\n".join(scan.truth)
    rows = " ".join(printed.split())
    found = Count(taken=len(lines))
    for k in sorted(lines):
        true = _printed(document.lines[k].text, printed.splitlines())
        near = max(left, key=lambda c: fuzz.ratio(c.after, true), default=None)
        if near is None or fuzz.ratio(near.after, true) < SAME:
            continue
        left.remove(near)
        found.found += 1
        found.in_place += _stands(document, lacking, lines, k, near)
        found.right += f" {near.after} " in f" {rows} "
    known = [fuzz.partial_ratio(c.after, rows) >= SAME for c in left]
    found.beside, found.invented = sum(known), len(known) - sum(known)
    return found


def _printed(read: str, rows: Sequence[str]) -> str:
    """Return the printed line that a garbled one is likest to."""
    return max(rows, key=lambda row: fuzz.ratio(read, row), default="")


def _stands(
    document: Document, lacking: Document, lines: Collection[int], k: int, found: Correction
) -> bool:
    """Whether a line stands between the lines that it stood between."""
    kept = [n for n, line in enumerate(document.lines) if n not in lines]
    page = document.lines[k].page
    texts = [n for n in kept if document.lines[n].text.strip() and document.lines[n].page == page]
    before = [kept.index(n) for n in texts if n < k]
    after = [kept.index(n) for n in texts if n > k]
    low = lacking.lines[before[-1]].end if before else -1
    high = lacking.lines[after[0]].start if after else len(lacking.text)
    return low < found.start <= high


def total(counts: Iterable[Count]) -> Count:
    """Add counts up."""
    return Count(*map(sum, zip(*map(astuple, counts), strict=True)))
