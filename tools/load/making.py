"""The documents of a load test: pages and lines of `corpus/`, put together anew."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# Kind -> how many of a hundred documents are of it.
KINDS = {
    "scan": 50,  # page pictures with a garbled invisible text layer
    "garbled text": 22,
    "healthy text": 12,
    "no text layer": 8,
    "broken": 5,  # PDFs cut off, with other bytes, or empty
    "encrypted": 3,  # with a password that nobody knows
}
MANIFEST = "manifest.tsv"
TITLES = ("ke-hoach", "quyet-dinh", "bao-cao", "công văn", "thông báo", "tờ trình")


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made.

    Attributes:
        name: where it lies below the folder.
        kind: a key of `KINDS`.
        pages: how many it has; 0 for a broken file.

    """

    name: str
    kind: str
    pages: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to make documents of: PDFs of one page, and the lines of the texts."""

    pages: tuple[bytes, ...]
    bare: tuple[bytes, ...]
    garbled: tuple[str, ...]
    true: tuple[str, ...]


def make(
    out: Path, documents: int, seed: int, corpus: Path, only: Collection[str] | None = None
) -> list[Made]:
    """Fill a folder with documents and `manifest.tsv`, and return what was made.

    Args:
        out: the folder; it is made if there is none.
        documents: how many; no two have the same content, but for empty ones.
        seed: the same one makes the same files, but for the random keys of encrypted ones.
        corpus: the folder of the sample documents.
        only: keys of `KINDS`; None means all of them, in these shares.

    """
    chance = random.Random(seed)
    stock = _stock(corpus)
    kinds = list(only or KINDS)
    drawn = chance.choices(kinds, [KINDS[kind] for kind in kinds], k=documents)
    made = [_write(out, number, kind, stock, chance) for number, kind in enumerate(drawn, 1)]
    rows = (f"{m.name}\t{m.kind}\t{m.pages}\n" for m in made)
    out.mkdir(parents=True, exist_ok=True)
    (out / MANIFEST).write_text("".join(rows), "utf-8", newline="\n")
    return made


def _stock(corpus: Path) -> Stock:
    folders = sorted(path.parent for path in corpus.glob("*/scan.pdf"))
    pages = tuple(page for folder in folders for page in _pages(folder / "scan.pdf"))
    texts = [
        [line for f in folders for line in (f / name).read_text("utf-8").splitlines()]
        for name in ("garbled.txt", "true.txt")
    ]
    return Stock(pages, tuple(map(_without_text, pages)), tuple(texts[0]), tuple(texts[1]))


def _pages(path: Path) -> list[bytes]:
    """Return the pages of a PDF, a PDF each."""
    with pikepdf.open(path) as source:
        return [_joined([page]) for page in source.pages]


def _joined(pages: list[pikepdf.Page], title: str = "") -> bytes:
    made = pikepdf.new()
    made.pages.extend(pages)
    if title:
        made.docinfo["/Title"] = title
    return _saved(made)


def _saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=encryption is None, encryption=encryption or False)
    return out.getvalue()


def _without_text(data: bytes) -> bytes:
    """Return a PDF of one page without its text layer."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kept, inside = [], False
        for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
            operator = str(instruction.operator)
            inside = inside or operator == "BT"
            if not inside:
                kept.append(instruction)
            inside = inside and operator != "ET"
        pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        return _saved(pdf)


def _write(out: Path, number: int, kind: str, stock: Stock, chance: random.Random) -> Made:
    """Make one document and write it; its number stands in it, so that no two are the same."""
    title = f"{chance.choice(TITLES)} {number:05}"
    text = kind.endswith(" text")
    if text:
        data, pages = _text(kind, title, stock, chance)
    else:
        data, pages = _pdf(kind, title, stock, chance)
    name = f"{2010 + number % 16}/quý {number % 4 + 1}/{title}.{'txt' if text else 'pdf'}"
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return Made(name, kind, pages)


def _text(kind: str, title: str, stock: Stock, chance: random.Random) -> tuple[bytes, int]:
    """Return pages of successive lines from anywhere in the corpus."""
    lines = stock.garbled if kind == "garbled text" else stock.true
    pages = []
    for _ in range(chance.randint(1, 4)):
        size = chance.randint(15, 40)
        start = chance.randrange(len(lines) - size)
        pages.append("".join(f"{line}\n" for line in lines[start : start + size]))
    text = "\f".join([f"{title.split()[-1]}\n\n{pages[0]}", *pages[1:]])
    return text.encode(), len(pages)


def _pdf(kind: str, title: str, stock: Stock, chance: random.Random) -> tuple[bytes, int]:
    count = chance.randint(1, 4)
    chosen = chance.choices(stock.bare if kind == "no text layer" else stock.pages, k=count)
    opened = [pikepdf.open(io.BytesIO(page)) for page in chosen]
    data = _joined([pdf.pages[0] for pdf in opened], title)
    if kind == "broken":
        return _spoiled(data, chance), 0
    if kind == "encrypted":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            secret = pikepdf.Encryption(owner=f"{chance.random()}", user=f"{chance.random()}")
            return _saved(pdf, secret), count
    return data, count


def _spoiled(data: bytes, chance: random.Random) -> bytes:
    """Return a PDF cut off somewhere, with other bytes in it, or with nothing in it."""
    way = chance.choice(("cut", "bytes", "nothing"))
    if way == "nothing":
        return b""
    if way == "cut":
        return data[: chance.randrange(len(data))]
    spoiled = bytearray(data)
    for _ in range(len(data) // 200):
        spoiled[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(spoiled)
