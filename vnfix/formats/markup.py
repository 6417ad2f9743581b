"""What the readers of marked-up OCR (hOCR, ALTO) share: from elements to text, words and boxes.

A format's own module finds the elements that carry words; offsets are those of the markup, so
that a writer can edit these places and leave all else as it is.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from shlex import quote
from statistics import median
from typing import TYPE_CHECKING

from vnfix.document import split_lines
from vnfix.errors import UnreadableError
from vnfix.formats.placing import place
from vnfix.formats.text import decode_bytes, find_encoding
from vnfix.model import Box, Document, Page, Word, share, union

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.formats.placing import Placed
    from vnfix.model import Repair

Span = tuple[int, int]
# Blanks wider than this many heights of the letters part two cells; in prose, even justified, they
# stay below 1.25.
CELLS = 2.0

# Where a file may say how it is encoded: its XML declaration, or a `meta` of its head.
HEAD = 4096
BOM_BYTES = codecs.BOM_UTF8 + codecs.BOM_UTF16
DECLARED = re.compile(
    rb"""<(?:\?xml|meta)\s[^>]*?(?:encoding|charset)\s*=\s*["']?([\w.-]+)""", re.IGNORECASE
)
PROLOG = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
ATTRIBUTE = re.compile(r"""(?<=[\s"'])([^\s=/>"'<]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the markup that carries text, or a piece of text without one.

    Attributes:
        start: offset of the element in the markup.
        end: offset just past it.
        tag_end: offset just past its start tag; `start` for a piece of text.
        text: its text, white space as it is.
        places: where the text stands in the markup, in pieces.
        drop: what no longer holds once the text has changed, such as boxes of single letters.
        box: where it stands on its page; None where the file does not say.
        tail: a mark that is read after the text and is not part of the element (a hyphen).
        frozen: it is never edited.

    """

    start: int
    end: int
    tag_end: int
    text: str
    places: tuple[Span, ...]
    drop: tuple[Span, ...] = ()
    box: Box | None = None
    tail: str = ""
    frozen: bool = False


PlacedElement = tuple[str, Element, Box]
"""A word, its element and its box."""


@dataclass(slots=True)
class TextLine:
    """A line of the page; `block` numbers the paragraphs, `spaces` are elements between words."""

    page: int
    block: int
    box: Box | None
    elements: list[Element] = field(default_factory=list)
    spaces: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """What a file says: its pages and lines; boxes are divided by `scale` to be written."""

    markup: str
    pages: list[Page] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    scale: float = 1.0


def decode_markup(data: bytes, name: str, config: Config) -> tuple[str, str]:
    """Return the markup and its encoding: the one asked for, marked, declared, or else UTF-8.

    Raises:
        UnreadableError: the bytes are not of that encoding, or would not come back the same.
        UsageError: there is no encoding of the name asked for.

    """
    named = config.encoding or _declared(data, name)
    markup, used = decode_bytes(data, name, replace(config, encoding=named))
    codec, _, handler = used.partition(":")
    try:
        same = markup.encode(codec, handler or "strict") == data
    except UnicodeError:
        same = False
    if not same:
        remedy = f"Convert it first: `iconv -f {codec} -t utf-8 {quote(name)}`."
        raise UnreadableError(f"{name}: {codec} cannot be written back byte for byte.", remedy)
    return markup, used


def _declared(data: bytes, name: str) -> str:
    """Return the encoding that the file has by its first bytes, or declares."""
    found = find_encoding(data)
    match = DECLARED.search(data[:HEAD])
    if found != "utf-8" or not match or data.startswith(codecs.BOM_UTF8):
        return found
    declared = match[1].decode("ascii", "replace")
    if declared.lower().startswith(("utf-16", "utf-32")):
        return found  # its bytes could not be read so far if that were true
    try:
        "<".encode(declared)
    except (LookupError, UnicodeError) as e:
        remedy = "Name the right one, for example `--encoding utf-8`."
        raise UnreadableError(f"{name} declares an unknown encoding, {declared}.", remedy) from e
    return declared


def format_of(data: bytes) -> str:
    """Return "hocr" or "alto", or "" for markup of another kind.

    >>> format_of(b'<?xml version="1.0"?><!-- x --><a:alto>')
    'alto'
    >>> format_of(b"<p class='ocr_page'>"), format_of(b"<p>")
    ('hocr', '')
    """
    plain = data.replace(b"\0", b"")  # UTF-16
    head = plain[:HEAD].lstrip(BOM_BYTES).decode("latin-1")
    begin = PROLOG.match(head)
    root = ROOT.match(head, begin.end() if begin else 0)
    if root and root[1].lower() == "alto":
        return "alto"
    return "hocr" if b"ocr_page" in plain else ""


def attributes(markup: str, start: int, end: int) -> dict[str, Span]:
    """Return where the values of a start tag's attributes stand, with their quotes.

    >>> sorted(attributes('<b id="x" c=y>', 0, 14).items())
    [('c', (12, 13)), ('id', (6, 9))]
    """
    found = ATTRIBUTE.finditer(markup, start, end)
    return {m[1]: m.span(2) for m in reversed(list(found))}


def layout(scan: Scan) -> tuple[str, tuple[Word, ...], list[Element]]:
    """Return the text, its words, and for each word the element that it stands in.

    Words are separated by one blank, paragraphs and cells by an empty line; each page ends with a
    form feed.
    """
    parts: list[str] = []
    words: list[Word] = []
    owners: list[Element] = []
    offset = 0
    for text, page, owner, box in _pieces(scan):
        parts.append(text)
        if owner:
            words.append(Word(offset, offset + len(text), page, box))
            owners.append(owner)
        offset += len(text)
    return "".join(parts), tuple(words), owners


def _pieces(scan: Scan) -> Iterator[tuple[str, int, Element | None, Box]]:
    """Yield the text in pieces: words with their elements and boxes, and what separates them."""
    nowhere = Box(0, 0, 0, 0)
    by_page: dict[int, list[TextLine]] = {page.number: [] for page in scan.pages}
    for line in scan.lines:
        by_page[line.page].append(line)
    for page, lines in by_page.items():
        block: object = None
        for number, line in enumerate(lines):
            words = [word for element in line.elements for word in _words(element, line)]
            cells = _cells(words)
            for k, cell in enumerate(cells):
                own = (number, k) if len(cells) > 1 else line.block
                if block not in {None, own}:
                    yield "\n", page, None, nowhere
                for j, (text, element, box) in enumerate(cell):
                    if j:
                        yield " ", page, None, nowhere
                    yield text, page, element, box
                yield "\n", page, None, nowhere
                block = own
        yield "\f", page, None, nowhere


def _cells(words: list[PlacedElement]) -> list[list[PlacedElement]]:
    """Cut a line where its words stand far apart, as in a letterhead of two columns or a table.

    Engines write both as one line; each part becomes a paragraph of its own.
    """
    if not words:
        return []
    height = median(box.y1 - box.y0 for _, _, box in words)
    cells = [words[:1]]
    for left, right in pairwise(words):
        if height and right[2].x0 - left[2].x1 > CELLS * height:
            cells.append([])
        cells[-1].append(right)
    return cells


def _words(element: Element, line: TextLine) -> list[PlacedElement]:
    """Return the words of an element, usually one; several share its box."""
    words = words_of(element)
    if not words:
        return []
    box = element.box or line.box or Box(0, 0, 0, 0)
    boxes = share(box, [len(w) for w in words]) if len(words) > 1 else [box]
    return [(word, element, b) for word, b in zip(words, boxes, strict=True)]


def words_of(element: Element) -> list[str]:
    """Return the words of an element as they are read: a hyphen belongs to the last one."""
    words = element.text.split()
    if words:
        words[-1] += element.tail
    return words


def make_document(scan: Scan, name: str, reader: str) -> Document:
    """Return the document of a scan; `reader` is the reader's name."""
    text, words, _ = layout(scan)
    lines = split_lines(text)
    pages = tuple(scan.pages)
    return Document(text, lines, name=name, reader=reader, pages=pages, words=words)


def measure_pages(scan: Scan) -> None:
    """Give pages that do not tell their size the room that their lines take."""
    room = [Box(0, 0, 1, 1)] * len(scan.pages)
    for line in scan.lines:
        boxes = [line.box, *(e.box for e in line.elements)]
        room[line.page - 1] = union([room[line.page - 1], *(b for b in boxes if b)])
    for k, page in enumerate(scan.pages):
        if page.width <= 0 or page.height <= 0:
            scan.pages[k] = page._replace(width=room[k].x1, height=room[k].y1)


# Marked-up OCR with its words repaired: the source is edited in place, all else stays as it is.
#
# Each word of the repaired text goes into the element of its first source. An element that keeps
# its words is not touched, one that gets several is followed by copies of itself, one that gets
# none is removed.

# Start and end in the markup, and what comes there.
Edit = tuple[int, int, str]

# What XML does not allow, not even escaped (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ID = re.compile(r"""(?<![\w:-])id\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
INTEGER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """What an element, or a copy of it, says: its text, and its box where that is another."""

    text: str
    box: Box | None = None
    copied: bool = False


class Rewriter:
    """Edits the words of one file; a format says how it writes boxes and what separates words."""

    quote = False  # whether quotes are escaped, as they must be in attributes
    keep_one = False  # whether a line must have a word, be it empty

    def __init__(self, scan: Scan, codec: str) -> None:
        """Take what the reader found, and the encoding that the file is in."""
        self.scan = scan
        self.codec = codec
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}

    def rewrite(self, document: Document, repair: Repair) -> str:
        """Return the markup with the words of the repaired text."""
        owners = layout(self.scan)[2]
        placed = place(document, repair)
        homes: dict[int, list[Placed]] = {}
        frozen: set[int] = set()
        for p in placed:
            homes.setdefault(owners[p.like].start, []).append(p)
            if any(owners[k].frozen for k in p.sources):
                frozen.update(owners[k].start for k in p.sources)
        edits: list[Edit] = []
        for line in self.scan.lines:
            parts = {
                e.start: self._parts(e, homes.get(e.start, []), owners)
                for e in line.elements
                if e.text.strip() and not e.frozen and e.start not in frozen
            }
            edits += self._line(line, {start: p for start, p in parts.items() if p is not None})
        return edited(self.scan.markup, (0, len(self.scan.markup)), edits)

    def _parts(
        self, element: Element, placed: Sequence[Placed], owners: Sequence[Element]
    ) -> list[Part] | None:
        """Return what an element becomes, or None if it stays."""
        words = words_of(element)
        foreign = any(owners[k] is not element for p in placed for k in p.sources)
        if [p.text for p in placed] == words and not foreign:
            return None
        if len(words) > 1 and placed:
            box = union(p.box for p in placed) if foreign else None
            return [Part(" ".join(p.text for p in placed), box)]
        first = next((k for k, p in enumerate(placed) if p.sources), 0)
        boxes = [None if p.box == element.box else p.box for p in placed]
        return [Part(p.text, boxes[k], k != first) for k, p in enumerate(placed)]

    def _line(self, line: TextLine, parts: Mapping[int, list[Part]]) -> list[Edit]:
        """Return the edits of one line, from what its changed elements become."""
        gone = {e.start for e in line.elements if parts.get(e.start) == []}
        if self.keep_one and len(gone) == len(line.elements) > 0:
            gone.remove(line.elements[0].start)
        edits: list[Edit] = []
        for element in line.elements:
            if element.start in gone and element.tag_end > element.start:
                edits.append((element.start - len(self._lead(element)), element.end, ""))
            elif element.start in parts:
                text = self._written(element, parts[element.start] or [Part("")])
                edits.append((element.start, element.end, text))
        return edits + (self.spaces(line, parts, gone) if gone else [])

    def _written(self, element: Element, parts: Sequence[Part]) -> str:
        """Return the markup of an element and its copies."""
        written = [self._render(element, part) for part in parts]
        for k in range(1, len(written)):
            box = parts[k].box or element.box
            written[k] = self.separator(element, box) + self._lead(element) + written[k]
        return "".join(written)

    def _render(self, element: Element, part: Part) -> str:
        """Return the markup of an element with another text, box or identifier."""
        edits: list[Edit] = []
        if part.text != " ".join(words_of(element)):
            edits += self._text_edits(element, part.text)
            edits += ((start, end, "") for start, end in element.drop)
        if part.box and element.box:
            edits += self.box_edits(element, part.box)
        if part.copied:
            edits += self._id_edits(element)
        return edited(self.scan.markup, (element.start, element.end), edits)

    def _text_edits(self, element: Element, text: str) -> list[Edit]:
        """Put the text into the first piece that has any, and take it out of the others."""
        escaped = escape(FORBIDDEN.sub("", text), quote=self.quote)
        new = escaped.encode(self.codec, "xmlcharrefreplace").decode(self.codec)
        edits: list[Edit] = []
        for start, end in element.places:
            raw = self.scan.markup[start:end]
            if raw.strip():
                left = len(raw) - len(raw.lstrip())
                edits.append((start + left, start + len(raw.rstrip()), "" if edits else new))
        return edits

    def _id_edits(self, element: Element) -> list[Edit]:
        """Return the edit that gives a copy an identifier of its own."""
        markup = self.scan.markup
        found = ID.search(markup, element.start, element.tag_end)
        if not found:
            return []
        self._ids = self._ids or set(ID.findall(markup))
        number = self._numbers.get(found[1], 2)
        while f"{found[1]}_{number}" in self._ids:
            number += 1
        self._numbers[found[1]] = number + 1
        return [(*found.span(1), f"{found[1]}_{number}")]

    def _lead(self, element: Element) -> str:
        """Return the white space before an element."""
        start = element.start
        while start and self.scan.markup[start - 1].isspace():
            start -= 1
        return self.scan.markup[start : element.start]

    def box_edits(self, element: Element, box: Box) -> list[Edit]:
        """Return the edits of a start tag that put its element elsewhere."""
        raise NotImplementedError

    def separator(self, element: Element, box: Box | None) -> str:
        """Return what stands before a copy of an element, which begins where `box` does."""
        raise NotImplementedError

    def spaces(
        self, line: TextLine, parts: Mapping[int, list[Part]], gone: Collection[int]
    ) -> list[Edit]:
        """Return the edits of what stands between the words of a line from which some are gone."""
        del line, parts, gone
        return []


def edited(markup: str, span: tuple[int, int], edits: Iterable[Edit]) -> str:
    """Return a span of the markup with the edits made, which must not overlap.

    >>> edited("<b>x</b>", (0, 8), [(3, 4, "y")])
    '<b>y</b>'
    """
    done, end = span
    out: list[str] = []
    for start, stop, text in sorted(edits):
        out += (markup[done:start], text)
        done = stop
    return "".join([*out, markup[done:end]])


def number(low: float, high: float, before: str) -> str:
    """Write the distance of two coordinates: as a whole number if the one `before` was.

    >>> number(0, 3.6, "12"), number(0, 3.6, "12.0")
    ('4', '3.6')
    """
    if INTEGER.fullmatch(before):
        return str(round(high) - round(low))
    return f"{high - low:.2f}".rstrip("0").rstrip(".")


def rewritten(
    document: Document,
    repair: Repair,
    source: bytes,
    config: Config,
    make: Callable[[str, str], Rewriter],
) -> bytes:
    """Return `source` with the words of the repaired text, in the encoding that it has.

    Args:
        document: as it was read from `source`.
        repair: its repair.
        source: the bytes of the file.
        config: `config.encoding` as it was read with.
        make: gives the rewriter for the markup and its encoding.

    """
    if not repair.corrections:
        return source
    markup, used = decode_markup(source, document.name, config)
    codec, _, handler = used.partition(":")
    return make(markup, codec).rewrite(document, repair).encode(codec, handler or "strict")
