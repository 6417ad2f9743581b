"""What an embedded font says of its glyphs: `cmap`, `post`, glyph names of CFF and Type 1.

Source: ISO 32000-1, 9.6.6 and 9.7.4 (codes to glyphs); OpenType 1.9, tables `cmap`, `post`,
`glyf`; the Adobe Glyph List through fontTools.
"""

from __future__ import annotations

import hashlib
import io
import logging
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    FontTables = Any
    Shape = str
    Glyph = Any  # of fontTools, which is not typed
    Part = tuple[Shape, int, int]

# Codes that stand for no character: control, unassigned, surrogate, private use.
NO_CHARACTER = frozenset({"Cc", "Cn", "Cs", "Co"})
# Symbol fonts put code N at U+F000 + N of their cmap (3, 0).
SYMBOL = 0xF000
# At most this share of the letters known from ToUnicode may contradict the font's own table.
CONTRADICTIONS = 0.1


@dataclass(frozen=True)
class EmbeddedFont:
    """One font object of a PDF.

    Attributes:
        key: key of the font object.
        program: the font file's bytes, b"" where none is embedded.
        by_cid: codes are CIDs (Type 0 fonts), not bytes of a simple font.
        gids: the `CIDToGIDMap` stream, None for the identity.
        names: glyph names of a simple font's `Differences`, by code.
        known: text of the codes that ToUnicode knows.
        code_page: Python's name of the encoding that a simple font's codes are in, "" for others.

    """

    key: str
    program: bytes = b""
    by_cid: bool = True
    gids: bytes | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    known: Mapping[int, str] = field(default_factory=dict)
    code_page: str = ""

    @cached_property
    def tables(self) -> FontTables:
        """The program as a fontTools font, None where it cannot be read."""
        return _open(self.program)

    @cached_property
    def by_glyph(self) -> dict[int, str]:
        """Letters by glyph number, as the font's own tables give them; empty if not credible."""
        found = cmap_letters(self.tables) if self.tables else {}
        for gid, name in enumerate(glyph_names(self.tables)):
            if gid not in found and (letter := name_letter(name)):
                found[gid] = letter
        agree = [found[g] == t for c, t in self.known.items() if (g := self.gid(c)) in found]
        return {} if agree and agree.count(False) > CONTRADICTIONS * len(agree) else found

    def gid(self, code: int) -> int:
        """Return the glyph number of a code (0, the missing glyph, where there is none)."""
        if self.by_cid:
            if self.gids is None:
                return code
            return int.from_bytes(self.gids[2 * code : 2 * code + 2], "big")
        return _simple_gid(self.tables, code) if self.tables else 0

    def letter(self, code: int) -> str:
        """Return the letter that the font itself gives for a code, "" if it gives none."""
        if not self.by_cid and (letter := name_letter(self.names.get(code, ""))):
            return letter
        gid = self.gid(code)
        return self.by_glyph.get(gid, "") if gid else ""


def best_character(characters: Iterable[str]) -> str:
    r"""Choose among the characters that share a glyph: Vietnamese first, then the lowest code.

    >>> best_character({"\u00d0", "\u0110", "\u0189"})
    'Đ'
    """
    real = [c for c in characters if unicodedata.category(c) not in NO_CHARACTER]
    return min(real, key=lambda c: (not is_vietnamese(c), ord(c)), default="")


def is_vietnamese(letter: str) -> bool:
    """Whether one character is ASCII or an accented letter of the Vietnamese alphabet.

    >>> [is_vietnamese(c) for c in "aậĐñ"]
    [True, True, True, False]
    """
    return letter.isascii() or letter.lower() in ACCENTED


def _alphabet() -> frozenset[str]:
    tones = ("", *"\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}")
    tones += ("\N{COMBINING TILDE}", "\N{COMBINING DOT BELOW}")
    letters = {nfc(v + t) for v in "aăâeêioôơuưy" for t in tones}
    return frozenset(x for x in letters | {"đ"} if not x.isascii())


ACCENTED = _alphabet()
"""The 67 accented lower-case letters of Vietnamese, NFC."""


def _open(program: bytes) -> FontTables:
    """Open a TrueType, OpenType or bare CFF program; broken ones count as not embedded."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        if program[:1] == b"\1" and program[:4] != b"\0\1\0\0":
            cff = CFFFontSet()
            cff.decompile(io.BytesIO(program), None)
            return cff
        return TTFont(io.BytesIO(program), lazy=True) if program else None
    except Exception:
        return None


def cmap_letters(tables: FontTables) -> dict[int, str]:
    """Return letters by glyph number from the Unicode subtables of `cmap`."""
    found: dict[int, set[str]] = defaultdict(set)
    try:
        for table in tables["cmap"].tables:
            if table.isUnicode() and table.format != 14:
                for code, name in table.cmap.items():
                    found[tables.getGlyphID(name)].add(chr(code))
    except Exception:
        return {}
    return {g: c for g, cs in found.items() if (c := best_character(cs))}


def glyph_names(tables: FontTables) -> list[str]:
    """Return the glyph names that `post` or CFF stores; invented ones are left out."""
    try:
        if hasattr(tables, "fontNames"):
            return list(tables[0].charset)
        if "CFF " in tables or tables["post"].formatType in (1.0, 2.0):
            return list(tables.getGlyphOrder())
    except Exception:
        return []
    return []


def name_letter(name: str) -> str:
    """Return the character of a glyph name of the Adobe Glyph List.

    >>> name_letter("aacute"), name_letter("uni1EA1"), name_letter("g23")
    ('á', 'ạ', '')
    """
    from fontTools.agl import toUnicode

    text = nfc(toUnicode(name))
    return best_character(text) if len(text) == 1 else ""


def _simple_gid(tables: FontTables, code: int) -> int:
    """Return the glyph of a simple TrueType font's code by cmap (1, 0) or the symbol cmap."""
    try:
        for table in tables["cmap"].tables:
            which = (table.platformID, table.platEncID)
            place = {(1, 0): code, (3, 0): SYMBOL + code}.get(which)
            if place in table.cmap:
                return int(tables.getGlyphID(table.cmap[place]))
    except Exception:
        return 0
    return 0


# Letters from outlines: equal shapes are equal letters, and composites name their parts.
#
# A font builds `ầ` from the outlines of `a`, a circumflex and a grave. Where the letters of some
# composites are known, the parts get their meaning (`ù` less `u` is the grave), and composites
# whose letter is lost are read from their parts. Shapes are compared by outline, over all fonts of
# the document, never by glyph number.

# Parts give their meaning to parts of other composites; so few steps reach all.
ROUNDS = 6
# Composites of composites are seldom deeper than two; a damaged font may hold a circle.
DEEPEST = 5


@dataclass
class ShapeBook:
    """What is known of the outlines of a document's fonts.

    Attributes:
        letter: the letter of each shape; "" where the fonts contradict each other.
        meaning: what each part adds to a letter, as sorted code points of NFD; "" as above.

    """

    letter: dict[Shape, str] = field(default_factory=dict)
    meaning: dict[Shape, str] = field(default_factory=dict)

    def learn(self, fonts: Iterable[EmbeddedFont]) -> None:
        """Take in the letters that the fonts know, then work out the parts of composites."""
        composites: list[tuple[str, list[Part]]] = []
        for font in fonts:
            for gid, letter in _known_letters(font).items():
                self._learn_glyph(font, gid, letter, composites)
        for _ in range(ROUNDS):
            before = dict(self.meaning)
            for letter, parts in composites:
                self._learn_part(letter, parts)
            if self.meaning == before:
                break

    def read(self, font: EmbeddedFont, code: int) -> str:
        """Return the letter of a glyph by its outline, "" where it is not proved."""
        gid = font.gid(code)
        if letter := self.letter.get(shape_of(font, gid), ""):
            return letter
        parts = parts_of(font, gid)
        meanings = [self.meaning.get(shape, "") for shape, _, _ in parts]
        return _compose(meanings) if len(parts) > 1 and all(meanings) else ""

    def _learn_glyph(
        self, font: EmbeddedFont, gid: int, letter: str, composites: list[tuple[str, list[Part]]]
    ) -> None:
        shape = shape_of(font, gid)
        if not shape:
            return
        _note(self.letter, shape, letter)
        parts = parts_of(font, gid)
        if len(parts) > 1:
            composites.append((letter, parts))
        elif not parts and letter.isalpha():
            _note(self.meaning, shape, _decompose(letter))

    def _learn_part(self, letter: str, parts: list[Part]) -> None:
        """Give the one unknown part of a composite what the known ones leave of its letter."""
        unknown = {shape for shape, _, _ in parts if shape not in self.meaning}
        known = [self.meaning[shape] for shape, _, _ in parts if shape in self.meaning]
        if len(unknown) != 1 or len(known) != len(parts) - 1:
            return
        whole, rest = Counter(_decompose(letter)), Counter("".join(known))
        if all(known) and rest < whole:
            self.meaning[unknown.pop()] = "".join(sorted((whole - rest).elements()))


def shape_of(font: EmbeddedFont, gid: int, depth: int = 0) -> Shape:
    """Return a hash of a glyph's outline, "" for an empty or unreadable one."""
    glyph = _glyph(font, gid)
    if glyph is None or not glyph.numberOfContours:
        return ""
    if glyph.isComposite():
        parts = parts_of(font, gid, depth)
        return repr(sorted(parts)) if parts else ""
    data = (list(glyph.coordinates), list(glyph.endPtsOfContours), bytes(glyph.flags))
    return hashlib.sha256(repr(data).encode()).hexdigest()


def parts_of(font: EmbeddedFont, gid: int, depth: int = 0) -> list[Part]:
    """Return shape and offset of each part of a composite glyph, [] for a simple one."""
    glyph = _glyph(font, gid)
    if glyph is None or not glyph.isComposite() or depth > DEEPEST:
        return []
    try:
        order = font.tables.getReverseGlyphMap()
        parts = [(order[c.glyphName], int(c.x), int(c.y)) for c in glyph.components]
    except (AttributeError, KeyError):  # parts placed by points, or a missing part
        return []
    shapes = [(shape_of(font, part, depth + 1), x, y) for part, x, y in parts]
    return shapes if all(shape for shape, _, _ in shapes) else []


def _glyph(font: EmbeddedFont, gid: int) -> Glyph:
    """Return the glyph's outline, None where the font has no TrueType outlines or is damaged."""
    try:
        table = font.tables["glyf"]
        return table[font.tables.getGlyphOrder()[gid]]
    except Exception:
        return None


def _known_letters(font: EmbeddedFont) -> dict[int, str]:
    """Return the letters known for glyphs, from the font's tables and from ToUnicode."""
    known = {font.gid(c): t for c, t in font.known.items() if len(t) == 1 and t.isprintable()}
    return {g: t for g, t in {**font.by_glyph, **known}.items() if g and is_vietnamese(t)}


def _note(table: dict[Shape, str], shape: Shape, value: str) -> None:
    """Store a value; a second, different one for the same shape makes it worthless."""
    if table.setdefault(shape, value) != value:
        table[shape] = ""


def _decompose(letter: str) -> str:
    return "".join(sorted(unicodedata.normalize("NFD", letter)))


def _compose(meanings: list[str]) -> str:
    r"""Put a base letter and its marks together; only Vietnamese letters count as proved.

    >>> _compose(["a", "\u0302", "\u0301"])
    'ấ'
    """
    parts = "".join(meanings)
    bases = [c for c in parts if not unicodedata.combining(c)]
    # Circumflex, breve and horn belong to the letter, tones go on top of them.
    marks = sorted((c for c in parts if unicodedata.combining(c)), key=lambda c: c not in "̛̂̆")
    letter = nfc("".join(bases + marks))
    return letter if len(bases) == 1 and letter.lower() in ACCENTED else ""
