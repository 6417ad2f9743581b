"""Marked-up OCR with its words repaired: the source is edited in place, all else stays as it is.

Each word of the repaired text goes into the element of its first source. An element that keeps
its words is not touched, one that gets several is followed by copies of itself, one that gets
none is removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vnfix.geometry import union
from vnfix.readers.markup import decode_markup, layout, words_of
from vnfix.writers.placing import place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.geometry import Box
    from vnfix.model import Document, Repair
    from vnfix.readers.markup import Element, Scan, TextLine
    from vnfix.writers.placing import Placed

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
    markup, used = decode_markup(source, document.name, config.encoding)
    codec, _, handler = used.partition(":")
    return make(markup, codec).rewrite(document, repair).encode(codec, handler or "strict")
