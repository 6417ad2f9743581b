"""ALTO XML, versions 2 to 4 (https://www.loc.gov/standards/alto/), in any namespace.

expat reads it: that checks the form, and tells where each element begins. Nothing outside of the
file is fetched, and a file that declares entities is refused, so that none can blow up.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from xml.parsers import expat

from vnfix.errors import UnreadableError, UsageError
from vnfix.formats.markup import (
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
from vnfix.model import Box, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.formats.markup import Edit, Part
    from vnfix.model import Document, Repair

ROOT = "alto"
TAG = re.compile(r"""<(?>"[^"]*+"|'[^']*+'|[^>"'])*+>""")
# Confidences of the letters of a word, one for each.
LETTERS = re.compile(r"""\sCC\s*=\s*(?:"[^"]*"|'[^']*')""")
NUMBER = re.compile(r"\s*-?\d{1,9}(?:\.\d{1,9})?\s*")
# Units of `MeasurementUnit` that are no pixels, in points.
POINTS = {"mm10": 72 / 254, "inch1200": 72 / 1200}
MAX_DEPTH = 200
REMEDY = "Write it again with the OCR engine, for example: `tesseract PICTURE OUT alto`."


def read_alto(data: bytes, name: str, config: Config) -> Document:
    """Read an ALTO file: a line of text for each `TextLine`, a form feed after each page.

    A word divided at the end of its line (`HYP`) is read as its two parts, the first with its
    hyphen. Boxes in 1/10 mm or 1/1200 inch are given in points.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides what the file says of its encoding.

    Raises:
        UnreadableError: it is no ALTO, not well formed, or not of its encoding.

    """
    markup, _ = decode_markup(data, name, config)
    return make_document(scan_alto(markup, name), name, "alto")


def scan_alto(markup: str, name: str) -> Scan:
    """Return the pages and lines of an ALTO file, and where its words stand in the markup.

    Raises:
        UnreadableError: it is no ALTO, not well formed, or declares entities.

    """
    try:
        scanner = _Scanner(markup)
        scanner.run()
    except UnicodeEncodeError as e:  # an encoding was asked for that keeps damaged bytes
        raise UnreadableError(f"{name} is broken XML (damaged letters).", REMEDY) from e
    except expat.ExpatError as e:
        reason = expat.ErrorString(e.code) or "not well formed"
        message = f"{name} is broken XML ({reason}, line {e.lineno})."
        raise UnreadableError(message, REMEDY) from e
    except _HostileError as e:
        raise UnreadableError(f"{name} is refused: it {e}.", REMEDY) from e
    if not scanner.scan.pages:
        raise UnreadableError(f"{name} is no ALTO XML with pages.", REMEDY)
    return scanner.scan


class _HostileError(Exception):
    """What no OCR engine writes."""


class _Scanner:
    """Collects pages, lines and words from expat's events."""

    def __init__(self, markup: str) -> None:
        self.scan = Scan(markup)
        self._data = markup.encode()
        self._bytes = self._chars = 0
        self._unit = ""
        self._block = 0
        self._open: list[str] = []
        self._line: TextLine | None = None
        self._string: Element | None = None
        self._glyph = (0, 0)
        self._glyphs: list[Span] = []  # those of the string
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        return parser

    def run(self) -> None:
        """Read the whole file."""
        self._parser.Parse(self._data, True)
        measure_pages(self.scan)

    def _entity(self, *_: object) -> None:
        raise _HostileError("has entities of its own")

    def _at(self) -> int:
        """Return the offset in the markup of the tag that is being read."""
        index = self._parser.CurrentByteIndex
        self._chars += len(self._data[self._bytes : index].decode())
        self._bytes = index
        return self._chars

    def _tag(self) -> Span:
        start = self._at()
        found = TAG.match(self.scan.markup, start)
        return start, found.end() if found else start

    def _end_of(self, tag_end: int) -> int:
        """Return the end of the element that ends now, from the end of its start tag."""
        return tag_end if self.scan.markup[tag_end - 2] == "/" else self._tag()[1]

    def _start(self, qualified: str, attrs: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        if not self._open and name.lower() != ROOT:
            raise _HostileError(f"begins with {name}, not with {ROOT}")
        if len(self._open) >= MAX_DEPTH:
            raise _HostileError(f"is nested more than {MAX_DEPTH} elements deep")
        self._open.append(name)
        begin = self._BEGIN.get(name)
        if begin:
            begin(self, attrs)

    def _end(self, qualified: str) -> None:
        del qualified
        name = self._open.pop()
        if name == "TextLine":
            self._line = None
        elif name == "String" and self._string:
            self._end_string(self._string)
        elif name == "Glyph" and self._string and self._open[-1] == "String":
            self._glyphs.append((self._glyph[0], self._end_of(self._glyph[1])))

    def _characters(self, text: str) -> None:
        if self._open[-1] == "MeasurementUnit":
            self._unit += text

    def _begin_page(self, attrs: Mapping[str, str]) -> None:
        points = POINTS.get(self._unit.strip().lower())
        self.scan.scale = points or 1.0
        unit = "pt" if points else "px"
        width, height = (self._number(attrs, key) or 0 for key in ("WIDTH", "HEIGHT"))
        self.scan.pages.append(Page(len(self.scan.pages) + 1, width, height, unit))

    def _begin_block(self, attrs: Mapping[str, str]) -> None:
        del attrs
        self._block += 1

    def _begin_line(self, attrs: Mapping[str, str]) -> None:
        if self._line or self._string:
            raise _HostileError("has a line inside of a line")
        if self.scan.pages:
            self._line = TextLine(len(self.scan.pages), self._block, self._box(attrs))
            self.scan.lines.append(self._line)

    def _begin_string(self, attrs: Mapping[str, str]) -> None:
        if self._string:
            raise _HostileError("has a word inside of a word")
        if self._line:
            self._string = self._element(attrs)

    def _end_string(self, string: Element) -> None:
        if self._line:
            drop = (*string.drop, *self._glyphs)
            end = self._end_of(string.tag_end)
            self._line.elements.append(replace(string, drop=drop, end=end))
        self._string = None
        self._glyphs = []

    def _begin_space(self, attrs: Mapping[str, str]) -> None:
        if self._line and not self._string:
            self._line.spaces.append(self._element(attrs))

    def _begin_hyphen(self, attrs: Mapping[str, str]) -> None:
        if self._line and self._line.elements:
            tail = attrs.get("CONTENT", "").strip()
            self._line.elements[-1] = replace(self._line.elements[-1], tail=tail, frozen=True)

    def _begin_glyph(self, attrs: Mapping[str, str]) -> None:
        del attrs
        if self._string and self._open[-2] == "String":
            self._glyph = self._tag()

    def _element(self, attrs: Mapping[str, str]) -> Element:
        start, end = self._tag()
        content = attributes(self.scan.markup, start, end).get("CONTENT")
        places = ((content[0] + 1, content[1] - 1),) if content else ()
        text, frozen = attrs.get("CONTENT", ""), "SUBS_CONTENT" in attrs
        drop = tuple(m.span() for m in LETTERS.finditer(self.scan.markup, start, end))
        return Element(start, end, end, text, places, drop, self._box(attrs), frozen=frozen)

    def _box(self, attrs: Mapping[str, str]) -> Box | None:
        """Return where an element stands, if it says so in full."""
        found = [self._number(attrs, key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
        known = [n for n in found if n is not None]
        if len(known) < len(found):
            return None
        left, top, width, height = known
        return Box(left, top, left + width, top + height)

    def _number(self, attrs: Mapping[str, str], key: str) -> float | None:
        text = attrs.get(key, "")
        return float(text) * self.scan.scale if NUMBER.fullmatch(text) else None

    _BEGIN: ClassVar[dict[str, Callable[[_Scanner, Mapping[str, str]], None]]] = {
        "Page": _begin_page,
        "TextBlock": _begin_block,
        "TextLine": _begin_line,
        "String": _begin_string,
        "SP": _begin_space,
        "HYP": _begin_hyphen,
        "Glyph": _begin_glyph,
    }


# ALTO XML with its words repaired: confidences (`WC`) and all else stay as they are.


def encode_alto(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the ALTO file `source` with the words of the repaired text.

    Words that are divided at the end of their line (`SUBS_CONTENT`, `HYP`) stay as they are, for
    the file has them twice.

    Args:
        document: as it was read from `source`.
        repair: its repair.
        source: the bytes of the ALTO file.
        config: `config.encoding` as it was read with.

    Raises:
        UsageError: the document was not read from ALTO.

    """
    if document.reader != "alto":
        raise UsageError(f"{document.name} is no ALTO file.", "Write its text: `-o OUT.txt`.")

    def make(markup: str, codec: str) -> Rewriter:
        return _AltoRewriter(scan_alto(markup, document.name), codec)

    return rewritten(document, repair, source, config, make)


class _AltoRewriter(Rewriter):
    quote = True
    keep_one = True

    def box_edits(self, element: Element, box: Box) -> list[Edit]:
        """Write `HPOS`, `VPOS`, `WIDTH` and `HEIGHT`."""
        edges = {
            "HPOS": (0.0, box.x0),
            "VPOS": (0.0, box.y0),
            "WIDTH": (box.x0, box.x1),
            "HEIGHT": (box.y0, box.y1),
        }
        return self._number_edits(element, edges)

    def _number_edits(
        self, element: Element, edges: Mapping[str, tuple[float, float]]
    ) -> list[Edit]:
        """Return the edits of those attributes that the element has and that differ."""
        markup, scale = self.scan.markup, self.scan.scale
        edits: list[Edit] = []
        for key, (start, end) in attributes(markup, element.start, element.tag_end).items():
            if key in edges:
                old = markup[start + 1 : end - 1].strip()
                low, high = edges[key]
                new = number(low / scale, high / scale, old)
                if new != old:
                    edits.append((start + 1, end - 1, new))
        return edits

    @cached_property
    def _marked(self) -> bool:
        return any(line.spaces for line in self.scan.lines)

    def separator(self, element: Element, box: Box | None) -> str:
        """Return a space without width, if the file marks spaces at all."""
        if not self._marked:
            return ""
        prefix = self.scan.markup[element.start + 1 : element.tag_end].partition("String")[0]
        place = ""
        if box:
            left, top = (number(0, v / self.scan.scale, "0") for v in (box.x0, box.y0))
            place = f' HPOS="{left}" VPOS="{top}"'
        return f'<{prefix}SP WIDTH="0"{place}/>'

    def spaces(
        self, line: TextLine, parts: Mapping[int, list[Part]], gone: Collection[int]
    ) -> list[Edit]:
        """Leave one space between two words that have become neighbours, none at the ends."""
        edits: list[Edit] = []
        between: list[Element] = []
        before: Element | None = None
        lost = False
        spaces = {s.start for s in line.spaces}
        for element in sorted([*line.elements, *line.spaces], key=lambda e: e.start):
            if element.start in spaces:
                between.append(element)
            elif element.start in gone:
                lost = True
            else:
                if lost:
                    edits += self._joined(before, between, element, parts)
                before, between, lost = element, [], False
        return edits + ([(s.start, s.end, "") for s in between] if lost else [])

    def _joined(
        self,
        before: Element | None,
        spaces: Sequence[Element],
        after: Element,
        parts: Mapping[int, list[Part]],
    ) -> list[Edit]:
        """Keep the last of the spaces between two words, fitted to where they stand now."""
        kept = spaces[-1:] if before else ()
        edits: list[Edit] = [(s.start, s.end, "") for s in spaces[: len(spaces) - len(kept)]]
        left = _box(before, parts, -1) if before else None
        right = _box(after, parts, 0)
        if kept and left and right:
            gap = (left.x1, max(left.x1, right.x0))
            edits += self._number_edits(kept[0], {"HPOS": (0.0, gap[0]), "WIDTH": gap})
        return edits


def _box(element: Element, parts: Mapping[int, list[Part]], which: int) -> Box | None:
    """Return where an element stands now; its first or last copy, if it has some."""
    changed = parts.get(element.start)
    return (changed[which].box if changed else None) or element.box
