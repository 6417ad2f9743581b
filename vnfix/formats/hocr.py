"""hOCR, the HTML of OCR engines (https://kba.github.io/hocr-spec/1.2/), well formed or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from vnfix.document import split_lines
from vnfix.errors import UnreadableError, UsageError
from vnfix.formats.markup import (
    FORBIDDEN,
    Element,
    Rewriter,
    Scan,
    Span,
    TextLine,
    attributes,
    decode_markup,
    make_document,
    measure_pages,
    number,
    rewritten,
)
from vnfix.formats.placing import place
from vnfix.formats.tags import tags, unescape
from vnfix.model import Box, Page, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vnfix.config import Config
    from vnfix.formats.markup import Edit
    from vnfix.formats.placing import Placed
    from vnfix.formats.tags import Tag
    from vnfix.model import Document, Repair

PAGE = "ocr_page"
BLOCKS = frozenset({"ocr_carea", "ocrx_block", "ocr_par"})
LINES = frozenset(
    {"ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_footer", "ocr_caption"}
)
WORD = "ocrx_word"
LETTER = "ocrx_cinfo"
ROLES = BLOCKS | LINES | {PAGE, WORD, LETTER}
NUMBER = r"(-?\d{1,9}(?:\.\d{1,9})?)"
REMEDY = "Write it again with the OCR engine, for example: `tesseract PICTURE OUT hocr`."
BBOX = re.compile(rf"\bbbox\s+{NUMBER}\s+{NUMBER}\s+{NUMBER}\s+{NUMBER}")


def read_hocr(data: bytes, name: str, config: Config) -> Document:
    """Read an hOCR file: a line of text for each line of its pages, a form feed after each page.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides what the file says of its encoding.

    Raises:
        UnreadableError: it is no hOCR, not whole, or not of its encoding.

    """
    markup, _ = decode_markup(data, name, config)
    return make_document(scan_hocr(markup, name), name, "hocr")


def scan_hocr(markup: str, name: str) -> Scan:
    """Return the pages and lines of an hOCR file, and where its words stand in the markup.

    Raises:
        UnreadableError: no page is in it, or its end is missing.

    """
    scanner = _Scanner(markup)
    scanner.run()
    if not scanner.scan.pages:
        raise UnreadableError(f"{name} is no hOCR: it has no element of class {PAGE}.", REMEDY)
    if scanner.truncated:
        raise UnreadableError(f"{name} is not whole: the end of <html> is missing.", REMEDY)
    return scanner.scan


def bbox_of(title: str) -> Box | None:
    """Return the box that a `title` tells.

    >>> bbox_of("x_wconf 90; bbox 1 2 30 40.5")
    Box(x0=1.0, y0=2.0, x1=30.0, y1=40.5)
    """
    found = BBOX.search(title)
    return Box(*map(float, found.groups())) if found else None


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet; `texts` are the pieces of text inside of it."""

    role: str
    start: int
    tag_end: int
    box: Box | None
    texts: list[Span] = field(default_factory=list)
    letters: bool = False


class _Scanner:
    """Collects pages, lines and words.

    A word ends where the next one or its line does, should its end tag be missing. End tags close
    the last open element of their name, so that no depth of nesting costs more.
    """

    def __init__(self, markup: str) -> None:
        self.scan = Scan(markup)
        self._stacks: dict[str, list[_Open | None]] = {}
        self._block = 0
        self._line: _Open | None = None
        self._into: TextLine | None = None
        self._word: _Open | None = None

    def run(self) -> None:
        """Read the whole file."""
        last = 0
        for tag in tags(self.scan.markup):
            holder = self._word or self._line
            if holder and last < tag.start:
                holder.texts.append((last, tag.start))
            if tag.closing:
                self._close(tag)
            elif tag.name:
                self._open(tag)
            last = tag.end
        self._end_line(last)
        measure_pages(self.scan)

    @property
    def truncated(self) -> bool:
        """Whether the document is one that lacks its end."""
        return bool(self._stacks.get("html"))

    def _open(self, tag: Tag) -> None:
        opened = self._tracked(tag)
        if opened and opened.role == LETTER:
            if self._word:
                self._word.letters = True
        elif opened and opened.role == WORD:
            self._end_word(tag.start)
            self._word = opened
        elif opened:
            self._end_line(tag.start)
            self._begin_area(opened)
        if not tag.empty:
            self._stacks.setdefault(tag.name, []).append(opened)
        elif opened:
            self._end(opened, tag)

    def _close(self, tag: Tag) -> None:
        stack = self._stacks.get(tag.name)
        opened = stack.pop() if stack else None
        if opened:
            self._end(opened, tag)

    def _end(self, opened: _Open, tag: Tag) -> None:
        if opened is self._word:
            self._end_word(tag.start, tag.end)
        elif opened is self._line:
            self._end_line(tag.start)
        elif opened.role in BLOCKS or opened.role == PAGE:
            self._end_line(tag.start)
            self._block += 1

    def _tracked(self, tag: Tag) -> _Open | None:
        """Return the element if hOCR gives it a meaning."""
        markup = self.scan.markup
        if markup.find("ocr", tag.start, tag.end) < 0:
            return None
        spans = attributes(markup, tag.start, tag.end)
        values = {k.lower(): unescape(markup[a:b]).strip("\"'") for k, (a, b) in spans.items()}
        roles = ROLES.intersection(values.get("class", "").split())
        if not roles:
            return None
        return _Open(min(roles), tag.start, tag.end, bbox_of(values.get("title", "")))

    def _begin_area(self, opened: _Open) -> None:
        """Begin a page, a block or a line."""
        if opened.role == PAGE:
            box = opened.box or Box(0, 0, 0, 0)
            number = len(self.scan.pages) + 1
            self.scan.pages.append(Page(number, box.x1, box.y1, "px"))
        if opened.role not in LINES:
            self._block += 1
        elif self.scan.pages:
            self._line = opened
            self._into = self._new_line(opened.box)

    def _new_line(self, box: Box | None) -> TextLine:
        line = TextLine(len(self.scan.pages), self._block, box)
        self.scan.lines.append(line)
        return line

    def _end_word(self, inner_end: int, end: int = 0) -> None:
        """End the open word; what stands before the first page is not read."""
        word, self._word = self._word, None
        if not word or not self.scan.pages:
            return
        self._into = self._into or self._new_line(None)
        pieces = [self.scan.markup[a:b] for a, b in word.texts]
        places = tuple(word.texts)
        if word.letters:  # white space between them is that of the file, not of the word
            pieces = [piece.strip() for piece in pieces]
            places = ((word.tag_end, inner_end),)
        text = unescape("".join(pieces))
        span = word.start, end or inner_end, word.tag_end
        self._into.elements.append(Element(*span, text, places, box=word.box))

    def _end_line(self, at: int) -> None:
        """End the open line; where it has no words its pieces of text are what is read."""
        self._end_word(at)
        if self._line and self._into and not self._into.elements:
            for a, b in self._line.texts:
                text = unescape(self.scan.markup[a:b])
                if text.strip():
                    self._into.elements.append(Element(a, b, a, text, ((a, b),)))
        self._line = self._into = None


# hOCR with its words repaired, or a new hOCR file for a document whose words have boxes.


def encode_hocr(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the hOCR file `source` with the words of the repaired text; `x_wconf` stays.

    A document of another format that has boxes, such as a PDF, gives a new hOCR file.

    Args:
        document: as it was read from `source`.
        repair: its repair.
        source: the bytes that the document was read from.
        config: `config.encoding` as it was read with.

    Raises:
        UsageError: the document's words have no boxes.

    """
    if document.reader != "hocr":
        return new_hocr(document, repair)

    def make(markup: str, codec: str) -> Rewriter:
        return _HocrRewriter(scan_hocr(markup, document.name), codec)

    return rewritten(document, repair, source, config, make)


class _HocrRewriter(Rewriter):
    def box_edits(self, element: Element, box: Box) -> list[Edit]:
        """Write the numbers of `bbox`."""
        found = BBOX.search(self.scan.markup, element.start, element.tag_end)
        if not found:
            return []
        numbers = (number(0, v, old) for v, old in zip(box, found.groups(), strict=True))
        return [(found.start(1), found.end(4), " ".join(numbers))]

    def separator(self, element: Element, box: Box | None) -> str:
        """Return a blank where the file has no white space between its words."""
        del box
        return "" if self._lead(element) else " "


# A new hOCR file from words and boxes, in the form that tesseract writes.

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
    from vnfix.version import __version__

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
        for nth, part in groupby(rows, key=lambda row: row[0].page):
            of_page[nth].append(list(part))
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
    return "bbox " + " ".join(str(max(round(v * dots), 0)) for v in union(boxes))
