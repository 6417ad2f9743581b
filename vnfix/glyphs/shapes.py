"""Letters from outlines: equal shapes are equal letters, and composites name their parts.

A font builds `ầ` from the outlines of `a`, a circumflex and a grave. Where the letters of some
composites are known, the parts get their meaning (`ù` less `u` is the grave), and composites
whose letter is lost are read from their parts. Shapes are compared by outline, over all fonts of
the document, never by glyph number.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vnfix.glyphs.embedded import ACCENTED, is_vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vnfix.glyphs.embedded import EmbeddedFont

    Shape = str
    Glyph = Any  # of fontTools, which is not typed
    Part = tuple[Shape, int, int]

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
    letter = unicodedata.normalize("NFC", "".join(bases + marks))
    return letter if len(bases) == 1 and letter.lower() in ACCENTED else ""
