"""A new hOCR file from words and boxes, in the form that tesseract writes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.geometry import Box, union
from vnfix.readers.plain import split_lines
from vnfix.writers.markup import FORBIDDEN
from vnfix.writers.placing import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.model import Document, Repair
    from vnfix.writers.placing import Placed

# hOCR counts pixels, and whole ones: those of a picture with so many to the inch.
RESOLUTION = 300
POINTS_PER_INCH = 72
CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="vnfix {version}"/>
  <meta name="ocr-capabilities" content="{capabilities}"/>
 </head>
 <body>
"""
TAIL = """ </body>
</html>
"""

Row = list["Placed"]


@dataclass(slots=True)
class _Count:
    """How many of each have been written, for their identifiers."""

    blocks: int = 0
    lines: int = 0
    words: int = 0


def new_hocr(document: Document, repair: Repair) -> bytes:
    """Return the repaired text as hOCR in UTF-8, with the boxes of the document's words.

    Paragraphs are parted by the empty lines of the text. There are no confidences, for they
    would be those of the OCR engine.

    Raises:
        UsageError: the document's words have no boxes.

    """
    if not document.words:
        message = f"{document.name} does not tell where its words stand, as hOCR has to."
        raise UsageError(message, "Write its text: `-o OUT.txt`.")
    from vnfix import __version__

    lines = split_lines(repair.text)
    rows: list[Row] = [[] for _ in lines]
    starts = [line.start for line in lines]
    for word in place(document, repair):
        rows[bisect_right(starts, word.start) - 1].append(word)
    paragraphs = [list(p) for full, p in groupby(rows, key=bool) if full]
    head = HEAD.format(version=__version__, capabilities=CAPABILITIES)
    body = "".join(_pages(document, paragraphs))
    return f"{head}{body}{TAIL}".encode()


def _pages(document: Document, paragraphs: Sequence[Sequence[Row]]) -> Iterator[str]:
    """Yield the pages, empty ones too; a paragraph stands on the page of its first word."""
    of_page: dict[int, list[Sequence[Row]]] = {page.number: [] for page in document.pages}
    for rows in paragraphs:
        for number, part in groupby(rows, key=lambda row: row[0].page):
            of_page[number].append(list(part))
    count = _Count()
    for page in document.pages:
        dots = RESOLUTION / POINTS_PER_INCH if page.unit == "pt" else 1.0
        whole = _bbox([Box(0, 0, page.width, page.height)], dots)
        title = f"{whole}; ppageno {page.number - 1}"
        if page.unit == "pt":
            title += f"; scan_res {RESOLUTION} {RESOLUTION}"
        yield f"  <div class='ocr_page' id='page_{page.number}' title='{title}'>\n"
        for rows in of_page[page.number]:
            yield from _paragraph(rows, dots, count)
        yield "  </div>\n"


def _paragraph(rows: Sequence[Row], dots: float, count: _Count) -> Iterator[str]:
    count.blocks += 1
    box = _bbox([word.box for row in rows for word in row], dots)
    yield f"   <div class='ocr_carea' id='block_{count.blocks}' title='{box}'>\n"
    yield f"    <p class='ocr_par' id='par_{count.blocks}' lang='vi' title='{box}'>\n"
    for row in rows:
        count.lines += 1
        box = _bbox([word.box for word in row], dots)
        yield f"     <span class='ocr_line' id='line_{count.lines}' title='{box}'>\n"
        for word in row:
            count.words += 1
            text = escape(FORBIDDEN.sub("", word.text), quote=False)
            start = f"<span class='ocrx_word' id='word_{count.words}'"
            yield f"      {start} title='{_bbox([word.box], dots)}'>{text}</span>\n"
        yield "     </span>\n"
    yield "    </p>\n   </div>\n"


def _bbox(boxes: Sequence[Box], dots: float) -> str:
    return "bbox " + " ".join(str(round(v * dots)) for v in union(boxes))
