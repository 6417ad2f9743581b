"""Finds lost glyphs in a text: `(cid:N)`, U+FFFD and private-use characters.

Where the reader names the font object (`Document.glyphs`), that counts. In plain text the font is
unknown: a marker is its own key, though several fonts may share a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from vnfix.model import LostGlyph

if TYPE_CHECKING:
    from vnfix.model import Document

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# The private-use areas of the first plane and of the two last ones (Unicode 23.5).
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
MARKER = regex.compile(rf"\(cid:(\d{{1,7}})\)|[{REPLACEMENT}{PRIVATE}]")


def is_nameless(text: str) -> bool:
    r"""Whether the text of one glyph says nothing: empty, NUL, U+FFFD or private use.

    >>> is_nameless("\ufffd"), is_nameless("ff")
    (True, False)
    """
    return not text.strip("\0") or bool(MARKER.fullmatch(text))


def find_markers(document: Document) -> list[LostGlyph]:
    """Return the lost glyphs in the order of the text; those that the reader knows stand first.

    >>> from vnfix.model import Document
    >>> [(g.start, g.glyph) for g in find_markers(Document("x(cid:33)t", ()))]
    [(1, 33)]
    """
    known = {g.start: g for g in document.glyphs}
    taken = {k for g in document.glyphs for k in range(g.start, g.end)}
    for m in MARKER.finditer(document.text):
        if m.start() not in taken:
            glyph = int(m.group(1)) if m.group(1) else ord(m.group())
            known[m.start()] = LostGlyph(m.start(), m.end(), "", glyph)
    return [known[k] for k in sorted(known)]
