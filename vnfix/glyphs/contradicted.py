"""Letters that a font's ToUnicode map names otherwise than the font itself does.

What the font says: its tables; the order of its glyphs, which subsets often keep (the standard
order of TrueType first, runs in that of Unicode after it), or of its codes. A contradiction proves
nothing alone, for legacy fonts have such: the words of the document decide.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vnfix.glyphs.embedded import cmap_letters, glyph_names, is_vietnamese, name_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vnfix.glyphs.embedded import EmbeddedFont

BYTE = 256
NEAR, SAME = 4, 3  # neighbours on each side, and how many lie as far from their places


def own_letters(font: EmbeddedFont) -> dict[int, str]:
    """Return code -> letter for the codes that the map names otherwise."""
    known = {c: t for c, t in font.known.items() if _is_letter(t)}
    if not known:
        return {}
    numbers = {c: font.gid(c) if font.by_cid else c for c in known}
    said: dict[int, str] = {}
    for source in (_by_tables(font, known), _by_order(known, numbers, by_cid=font.by_cid)):
        for code, letter in source.items():
            said.setdefault(code, letter)
    return {c: y for c, y in said.items() if y != known[c] and _is_letter(y)}


def by_text(letters: Mapping[int, str], known: Mapping[int, str]) -> dict[str, str]:
    """Return letter as named -> letter that the font says, where all codes of that name agree.

    >>> by_text({1: "a", 2: "b"}, {1: "x", 2: "y", 3: "y"})
    {'x': 'a'}
    """
    found: dict[str, set[str]] = {}
    for code, text in known.items():
        found.setdefault(text, set()).add(letters.get(code, text))
    said = {text: ys.pop() for text, ys in found.items() if len(ys) == 1}
    return {text: y for text, y in said.items() if text != y}


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and is_vietnamese(text)


def _by_tables(font: EmbeddedFont, known: Iterable[int]) -> dict[int, str]:
    """Return what `cmap`, `post`, the names of glyphs and the encoding say of codes."""
    page = font.code_page
    coded = {c: bytes([c]).decode(page, "replace") for c in known if c < BYTE} if page else {}
    named = {c: letter for c in known if (letter := name_letter(font.names.get(c, "")))}
    if font.by_cid and font.tables:
        found = cmap_letters(font.tables)
        for gid, name in enumerate(glyph_names(font.tables)):
            if gid not in found and (letter := name_letter(name)):
                found[gid] = letter
        named |= {c: found[g] for c in known if (g := font.gid(c)) in found}
    return {**coded, **named}


def _by_order(
    known: Mapping[int, str], numbers: Mapping[int, int], *, by_cid: bool
) -> dict[int, str]:
    """Return what the order of the glyphs says of codes."""
    unicode_order = {letter: ord(letter) for letter in ALPHABET}
    standard = _by_runs(known, numbers, _standard_order()) if by_cid else {}
    return {**_by_runs(known, numbers, unicode_order), **standard}


def _by_runs(
    known: Mapping[int, str], numbers: Mapping[int, int], order: Mapping[str, int]
) -> dict[int, str]:
    """Return what the neighbours of a glyph say: those of a run lie as far from their places.

    Args:
        known: code -> letter by the map.
        numbers: code -> number of the glyph.
        order: letter -> its place in the order that glyphs may be in.

    """
    letters = {place: letter for letter, place in order.items()}
    rows = sorted((numbers[c], c) for c in known if known[c] in order)
    shifts = [order[known[c]] - n for n, c in rows]
    found: dict[int, str] = {}
    for k, (number, code) in enumerate(rows):
        left, right = Counter(shifts[max(0, k - NEAR) : k]), Counter(shifts[k + 1 : k + 1 + NEAR])
        both = {s: left[s] + right[s] for s in left.keys() & right.keys()}
        if left[shifts[k]] or right[shifts[k]] or not both:
            continue
        shift = max(both, key=lambda s: (both[s], -abs(s)))
        if both[shift] >= SAME and number + shift in letters:
            found[code] = letters[number + shift]
    return found


def _standard_order() -> dict[str, int]:
    """Return letter -> its place in the standard order of TrueType glyphs."""
    from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

    named = ((name_letter(name), k) for k, name in enumerate(standardGlyphOrder))
    return {letter: k for letter, k in named if _is_letter(letter)}


ALPHABET = [c for c in map(chr, range(0x41, 0x1EFA)) if _is_letter(c)]
