"""The page that an OCR engine gives OCRmyPDF as a tree of elements, to a document and back."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vnfix.geometry import Box, Word
from vnfix.readers.plain import make_document, split_lines
from vnfix.writers.placing import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrmypdf import BoundingBox, OcrElement

    from vnfix.model import Document, Repair
    from vnfix.writers.placing import Placed


class _Spelled(NamedTuple):
    """A word of the tree with what its element need not have."""

    element: OcrElement
    text: str
    bbox: BoundingBox


def read_tree(page: OcrElement) -> Document:
    """Return the text of a page with its words; a blank line stands between its blocks."""
    text, words = "", []
    for starts_block, line in _lines(page):
        text += "\n" if starts_block and text else ""
        for word in _words(line):
            b = word.bbox
            end = len(text) + len(word.text)
            words.append(Word(len(text), end, 1, Box(b.left, b.top, b.right, b.bottom)))
            text += f"{word.text} "
        text = f"{text[:-1]}\n"
    return replace(make_document(text), reader="ocrmypdf", words=tuple(words))


def write_tree(page: OcrElement, document: Document, repair: Repair) -> None:
    """Put the repaired words on the page; lines without corrections are left alone.

    Args:
        page: the tree that was read; it is changed.
        document: of `read_tree`.
        repair: of the document.

    """
    lines = [line for _, line in _lines(page)]
    old = [word for line in lines for word in _words(line)]
    after = split_lines(repair.text)
    starts = [line.start for line in after]
    placed: dict[int, list[Placed]] = defaultdict(list)
    for word in place(document, repair):
        placed[bisect_right(starts, word.start) - 1].append(word)
    numbers = (k for k, line in enumerate(document.lines) if line.text)
    for k, line in zip(numbers, lines, strict=True):
        if after[k].text != document.lines[k].text:
            line.children = [_element(word, old[word.like]) for word in placed[k]]


def _lines(page: OcrElement) -> Iterator[tuple[bool, OcrElement]]:
    """Yield the lines that have words, and whether a block starts with them."""
    for block in page.paragraphs or [page]:
        lines = [line for line in block.lines if _words(line)]
        yield from ((k == 0, line) for k, line in enumerate(lines))


def _words(line: OcrElement) -> list[_Spelled]:
    """Return the words of a line; OCRmyPDF shows none without a box either."""
    found = ((word, " ".join(word.text.split()), word.bbox) for word in line.words)
    return [_Spelled(word, text, bbox) for word, text, bbox in found if text and bbox]


def _element(word: Placed, like: _Spelled) -> OcrElement:
    left, top, right, bottom = word.box
    bbox = replace(like.bbox, left=left, top=top, right=right, bottom=bottom)
    return replace(like.element, text=word.text, bbox=bbox, poly=None, children=[])
