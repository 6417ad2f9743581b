"""The fonts of a PDF as pdfminer.six loads them, and the glyphs that have no letter.

pdfminer.six writes `(cid:N)` for a glyph without a ToUnicode entry and forgets the font object.
Here the marker stays the same, so that the text is the same, but carries font and number.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFException, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from vnfix.document import LINE_ENDS
from vnfix.glyphs.contradicted import by_text, own_letters
from vnfix.glyphs.embedded import EmbeddedFont, ShapeBook
from vnfix.glyphs.runs import is_nameless
from vnfix.model import Contradiction, FontRun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pdfminer.pdffont import PDFFont
    from pdfminer.psparser import PSKeyword

    from vnfix.model import LostGlyph

    # What a code stands for (a marker where that is not known), how far it moves on in units of
    # the font size, and whether its text is not known.
    Letter = tuple[str, float, bool]

FROM_FONT = "the embedded font's own table"
FROM_SHAPE = "the outline's parts in the embedded fonts"
# Far more than the glyphs of any font, of which there are 65,536 at most.
MOST_CODES = 1 << 18
CODE_PAGES = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac-roman"}
NO_MAP = PDFStream({}, b"")
# Where a line ends is told by the page, never by what a font maps a glyph to.
NO_LINE_ENDS = str.maketrans(dict.fromkeys(LINE_ENDS, " "))


@dataclass(frozen=True, eq=False)
class LoadedFont:
    """A font object as pdfminer.six loaded it, with what it leaves out of its own record.

    Attributes:
        key: unique in the document.
        font: the font.
        spec: its dictionary in the file.
        table: its ToUnicode map, None where the file has none.
        legacy: its name where that tells a legacy encoding, else "".
        letters: the letters used so far, by code.

    """

    key: str
    font: PDFFont
    spec: Mapping[str, Any]
    table: ToUnicode | None = None
    legacy: str = ""
    letters: dict[int, Letter] = field(default_factory=dict)

    def letter(self, code: int) -> Letter:
        """Return what a code stands for."""
        known = self.letters.get(code)
        if known is None:
            known = self.letters[code] = self._letter(code)
        return known

    def _letter(self, code: int) -> Letter:
        width = self.font.char_width(code)
        try:
            text = self.font.to_unichr(code)
        except PDFUnicodeNotDefined:
            marker = self.table.nameless(code) if self.table else ""
            return marker or f"(cid:{code})", width, True
        return text.translate(NO_LINE_ENDS), width, False


class FontKeeper(PDFResourceManager):
    """Remembers which font object each loaded font is."""

    def __init__(self) -> None:
        """Begin with no fonts; caching keeps one record per object."""
        super().__init__(caching=True)
        self.loaded: dict[int, LoadedFont] = {}
        self._by_number: dict[object, PDFFont] = {}

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """Load a font, or return it where it is loaded; a dictionary without entries is none."""
        number = objid or ("missing" if not spec else None)
        if number in self._by_number:
            return self._by_number[number]
        font = super().get_font(objid, _bounded(spec))
        table = _set_map(font, spec)
        key = str(number or f"inline {len(self.loaded)}")
        # A Type 0 font is the same object as its descendant, which comes first.
        self.loaded[id(font)] = LoadedFont(key, font, spec, table, legacy_name(font.fontname))
        if number:
            self._by_number[number] = font
        return font


def _bounded(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a font's dictionary without what pdfminer.six would take too long over.

    The ToUnicode map is set later; a table of widths without end counts as none.
    """
    bounded = {**spec, "ToUnicode": NO_MAP} if _map_of(spec) else dict(spec)
    for name, size in (("W", 3), ("W2", 5)):
        if _codes(resolve1(spec.get(name)), size) > MOST_CODES:
            del bounded[name]
    return bounded


def _codes(widths: object, size: int) -> int:
    """Count the codes that a table of widths fills: by `first [widths]` or by `first last width`.

    Args:
        widths: the array, or whatever stands in its place.
        size: numbers of an entry that goes from one code to another (ISO 32000-1, 9.7.4.3).

    """
    codes = 0
    row: list[Any] = []
    for item in widths if isinstance(widths, list) else ():
        value = resolve1(item)
        row = [] if isinstance(value, list) else [*row, value]
        if len(row) == size:
            first, last = row[:2]
            codes += max(0, last - first) if isinstance(first, int) and isinstance(last, int) else 0
            row = []
    return codes


def _set_map(font: PDFFont, spec: Mapping[str, Any]) -> ToUnicode | None:
    """Give a font its ToUnicode map, if the file has one, and return it."""
    stream = _map_of(spec)
    if stream is None:
        return None
    named = font.is_multibyte()
    font.unicode_map = table = parse_tounicode(stream.get_data(), named=named)  # type: ignore[attr-defined]
    return table


def _map_of(spec: Mapping[str, Any]) -> PDFStream | None:
    stream = resolve1(spec.get("ToUnicode"))
    return stream if isinstance(stream, PDFStream) and stream is not NO_MAP else None


def name_glyphs(glyphs: Sequence[LostGlyph], keeper: FontKeeper) -> tuple[LostGlyph, ...]:
    """Give the glyphs the letters that the file proves.

    Each glyph's own font is asked first, then the outlines of all fonts of the document.
    """
    if not glyphs:
        return ()
    fonts = {x.key: _embedded(x) for x in keeper.loaded.values()}
    letters: dict[tuple[str, int], tuple[str, str]] = {}
    book = ShapeBook()
    for font, code in sorted({(g.font, g.glyph) for g in glyphs}):
        if letter := fonts[font].letter(code):
            letters[font, code] = (letter, FROM_FONT)
        else:
            if not book.letter:
                book.learn(fonts.values())
            letters[font, code] = (book.read(fonts[font], code), FROM_SHAPE)
    named = ((g, *letters[g.font, g.glyph]) for g in glyphs)
    return tuple(g._replace(letter=x, source=why if x else "") for g, x, why in named)


def contradictions(keeper: FontKeeper) -> tuple[Contradiction, ...]:
    """Return the letters that the fonts of a document tell otherwise than their maps."""
    found: list[Contradiction] = []
    for loaded in keeper.loaded.values():
        if loaded.letters and not loaded.legacy:
            font = _embedded(loaded)
            used = {c: t for c, t in font.known.items() if c in loaded.letters}
            for named, shown in sorted(by_text(own_letters(font), used).items()):
                found.append(Contradiction(loaded.key, named, shown))
    return tuple(found)


def _embedded(loaded: LoadedFont) -> EmbeddedFont:
    """Collect the font program and the tables that lead from codes to its glyphs."""
    if loaded.table:
        known = loaded.table.told()
    else:
        table = getattr(getattr(loaded.font, "unicode_map", None), "cid2unichr", None)
        known = {c: t for c, t in table.items() if t} if isinstance(table, dict) else {}
    page = ""
    try:
        program = _program(loaded.font)
        gids, names = _gid_map(loaded.spec), _differences(loaded.spec)
        page = _code_page(loaded.spec)
    except (PDFException, AttributeError, TypeError, ValueError, IndexError):
        program, gids, names = b"", None, {}
    return EmbeddedFont(loaded.key, program, loaded.font.is_multibyte(), gids, names, known, page)


def _program(font: PDFFont) -> bytes:
    for name in ("FontFile2", "FontFile3"):
        stream = resolve1(font.descriptor.get(name))
        if isinstance(stream, PDFStream):
            return bytes(stream.get_data())
    return b""


def _gid_map(spec: Mapping[str, Any]) -> bytes | None:
    """Return the `CIDToGIDMap` stream of a Type 0 font, None for the identity."""
    descendants = resolve1(spec.get("DescendantFonts"))
    if not descendants:
        return None
    table = resolve1(resolve1(descendants[0]).get("CIDToGIDMap"))
    return bytes(table.get_data()) if isinstance(table, PDFStream) else None


def _code_page(spec: Mapping[str, Any]) -> str:
    """Return the encoding of a simple font's codes as Python calls it, "" for none of its own."""
    encoding = resolve1(spec.get("Encoding"))
    base = resolve1(encoding.get("BaseEncoding")) if isinstance(encoding, dict) else encoding
    return CODE_PAGES.get(str(base.name), "") if isinstance(base, PSLiteral) else ""


def _differences(spec: Mapping[str, Any]) -> dict[int, str]:
    """Return the glyph names that a simple font's encoding gives to codes."""
    encoding = resolve1(spec.get("Encoding"))
    names: dict[int, str] = {}
    code = 0
    for item in resolve1(encoding.get("Differences")) or [] if isinstance(encoding, dict) else []:
        if isinstance(item, int):
            code = item
        elif isinstance(item, PSLiteral):
            names[code] = str(item.name)
            code += 1
    return names


# Which pieces of a PDF's text are set in fonts whose names tell a legacy encoding.
#
# The name is extra evidence only: most subsets hide it. What it tells for certain is that a font
# of capitals (`.VnTimeH`) draws them in the places of small letters.

LEGACY = re.compile(r"^(?:\.?Vn[A-Z0-9]|VNI[- ]|VPS|VISCII)")


def legacy_name(name: object) -> str:
    """Return the name of a font without the tag of a subset if it tells a legacy encoding, or "".

    >>> legacy_name("ABCDEF+.VnTimeH"), legacy_name("TimesNewRoman")
    ('.VnTimeH', '')
    """
    plain = str(name or "").rpartition("+")[2]
    return plain if LEGACY.match(plain) else ""


def add_run(runs: list[FontRun], start: int, end: int, font: str) -> None:
    """Add a piece of text in a font; it becomes one with the run that it goes on from."""
    last = runs[-1] if runs else None
    if last and last.font == font and last.end == start:
        runs[-1] = FontRun(last.start, end, font)
    else:
        runs.append(FontRun(start, end, font))


# ToUnicode CMaps as pdfminer.six reads them, each only once, and never without bounds.
#
# OCR engines write one entry for all 65,536 codes; pdfminer.six fills it code by code, for every
# font object, which takes longer than reading the page.

PLANE = 1 << 16  # characters of two bytes
MOST_MAPPED = 4 * PLANE  # in all ranges of one CMap; fonts have 65,536 glyphs at most
LONG = 256  # codes from which on a range is filled at one go
REMEMBERED = 4  # CMaps; one of 65,536 codes may take 9 MB, and a worker reads thousands of files


class ToUnicode(FileUnicodeMap):
    """The map of a CMap file; what its long ranges say is worked out when it is asked for."""

    def __init__(self, *, named: bool) -> None:
        """Begin with no entries; where `named`, those that say nothing count as missing."""
        self._named = named
        self._table: dict[int, str] = {}
        self._ranges: list[tuple[int, int, int]] = []  # later than what is in the table
        super().__init__()

    @property
    def cid2unichr(self) -> dict[int, str]:
        """All entries, those that say nothing too."""
        for low, end, begin in self._ranges:
            texts = _characters(begin, begin + end - low)
            self._table.update(zip(range(low, end), texts, strict=True))
        self._ranges.clear()
        return self._table

    @cid2unichr.setter
    def cid2unichr(self, table: dict[int, str]) -> None:
        self._table = table

    def add_range(self, low: int, end: int, begin: int) -> None:
        """Map the codes from `low` to before `end` to the characters from `begin` on."""
        self._ranges.append((low, end, begin))

    def get_unichr(self, cid: int) -> str:
        """Return the text of a code.

        Raises:
            KeyError: it has none.

        """
        text = self._text(cid)
        if self._named and is_nameless(text):
            raise KeyError(cid)
        return text

    def nameless(self, code: int) -> str:
        """Return what stands for a code and says nothing, such as U+FFFD; "" where nothing does."""
        try:
            text = self._text(code)
        except KeyError:
            return ""
        return text if self._named and is_nameless(text) else ""

    def told(self) -> dict[int, str]:
        """Return the entries that say something."""
        table = self.cid2unichr
        return {c: t for c, t in table.items() if t and not (self._named and is_nameless(t))}

    def _text(self, code: int) -> str:
        for low, end, begin in reversed(self._ranges):
            if low <= code < end:
                return _character(begin + code - low)
        return self._table[code]


@lru_cache(maxsize=REMEMBERED)
def parse_tounicode(data: bytes, *, named: bool) -> ToUnicode:
    """Return the map of a CMap file, shared by all who ask: it must not be changed.

    Args:
        data: the CMap file.
        named: entries that say nothing count as missing.

    """
    cmap = ToUnicode(named=named)
    _Parser(cmap, io.BytesIO(data)).run()
    return cmap


class _Parser(CMapParser):
    """Fills long ranges at one go, and leaves ranges out that are too long to be meant."""

    codes = 0
    cmap: ToUnicode

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Look at the ranges before the parent fills them."""
        if token in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            operands = [obj for _, obj in self.popall()]
            simple = token is self.KEYWORD_ENDBFRANGE
            for row in zip(*[iter(operands)] * 3, strict=False):
                if self._is_possible(*row[:2]) and not (simple and self._fill(*row)):
                    self.push(*((pos, obj) for obj in row))
        super().do_keyword(pos, token)

    def _is_possible(self, first: object, last: object) -> bool:
        if isinstance(first, bytes) and isinstance(last, bytes):
            self.codes += max(0, _number(last) - _number(first) + 1)
        return self.codes <= MOST_MAPPED

    def _fill(self, first: object, last: object, to: object) -> bool:
        """Fill a long range of two-byte characters; tell whether it was one."""
        if not (isinstance(first, bytes) and isinstance(last, bytes) and isinstance(to, bytes)):
            return False
        low, count, begin = _number(first), _number(last) - _number(first) + 1, _number(to)
        if count < LONG or len(first) != len(last) or len(to) != 2 or begin + count > PLANE:
            return False
        self.cmap.add_range(low, low + count, begin)
        return True


def _number(code: bytes) -> int:
    return int.from_bytes(code, "big")


def _characters(begin: int, end: int) -> Iterator[str]:
    return map(_character, range(begin, end))


def _character(point: int) -> str:
    """Return the character of a code point; a lone surrogate is none."""
    return "" if 0xD800 <= point < 0xE000 else chr(point)
