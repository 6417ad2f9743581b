# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Lines of glyphs to the text of a document, with its words, lost glyphs and legacy fonts.

Plain Python that Cython compiles with the types of `text.pxd`: every glyph of a page goes through it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vnfix.model import Box, LostGlyph, Page, Word
from vnfix.pdf.read.fonts import add_run
from vnfix.pdf.read.glyphs import around, needs_blank
from vnfix.pdf.read.layout import arrange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.model import FontRun
    from vnfix.pdf.read.glyphs import Glyph

PAGE_BREAK = "\f"
LONGEST_SIDE = 1_000_000.0  # points; far beyond what any program shows
PARTS = re.compile(r"\s|\S+")  # the words of a glyph that stands for several letters


class Frame(NamedTuple):
    """A page and where it lies among the glyphs, whose origin is a corner of the MediaBox.

    Attributes:
        page: the page as it is shown, that is its CropBox.
        width: of the MediaBox.
        height: of the MediaBox.
        left: where the page begins.
        top: where the page begins, upwards.

    """

    page: Page
    width: float
    height: float
    left: float
    top: float

    def box(self, glyphs: list[Glyph]) -> Box:
        """Return the box around glyphs in the coordinates of the page.

        What a CropBox cuts off lies outside of the page, but still somewhere.
        """
        left, low, right, high = around(glyphs)
        return Box(
            _bounded(left - self.left),
            _bounded(self.top - high),
            _bounded(right - self.left),
            _bounded(self.top - low),
        )


def _bounded(place: float) -> float:
    """Return a number that others can reckon with, whatever the file says."""
    if -LONGEST_SIDE <= place <= LONGEST_SIDE:
        return place
    return min(max(-LONGEST_SIDE, place), LONGEST_SIDE)


class TextBuilder:
    """Writes page after page and notes where everything stands.

    Attributes:
        pages: the pages so far.
        words: their words.
        glyphs: glyphs without a letter.
        fonts: runs in fonts whose names tell a legacy encoding.
        guests: runs inside of words in another font than the word begins in.

    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.pages: list[Page] = []
        self.words: list[Word] = []
        self.glyphs: list[LostGlyph] = []
        self.fonts: list[FontRun] = []
        self.guests: list[FontRun] = []
        self._pieces: list[str] = []
        self._end = 0
        self._word: list[Glyph] = []
        self._start = 0

    @property
    def text(self) -> str:
        """The text so far; every page ends with a form feed."""
        return "".join(self._pieces)

    def add_page(self, frame: Frame, glyphs: Sequence[Glyph]) -> None:
        """Write a page, given its glyphs in the order in which they are drawn."""
        self.pages.append(frame.page)
        blocks, blank = arrange(glyphs, frame.width, frame.height)
        for block in blocks:
            for line in block:
                self._add_line(line.glyphs, frame)
            self._write("\n")
        for line in blank:
            self._add_line(line.glyphs, frame)
        self._write(PAGE_BREAK)

    def _add_line(self, glyphs: Sequence[Glyph], frame: Frame) -> None:
        last = glyphs[0]
        for glyph in glyphs:
            if needs_blank(last, glyph):
                self._end_word(frame)
                self._write(" ")
            last, text = glyph, glyph.text
            start = self._end
            if len(text) == 1:
                self._add(glyph, text, frame)
            else:
                for part in PARTS.findall(text):
                    self._add(glyph, part, frame)
            if glyph.lost or glyph.style.legacy:
                self._note(glyph, start)
        self._end_word(frame)
        self._write("\n")

    def _add(self, glyph: Glyph, part: str, frame: Frame) -> None:
        """Write a glyph, or a part of it that is a word or a blank."""
        if part.isspace():
            self._end_word(frame)
        elif self._word:
            first = self._word[0]
            style = first.style
            if glyph.style is not style and glyph.style.font != style.font:
                add_run(self.guests, self._end, self._end + len(part), glyph.style.font)
            self._word.append(glyph)
        else:
            self._start, self._word = self._end, [glyph]
        self._write(part)

    def _end_word(self, frame: Frame) -> None:
        """Note the word that ends here, if any."""
        if self._word:
            first = self._word[0]
            style = first.style
            box = frame.box(self._word)
            number = frame.page.number
            self.words.append(Word(self._start, self._end, number, box, style.font, style.hidden))
            self._word = []

    def _note(self, glyph: Glyph, start: int) -> None:
        """Note what is odd about the glyph whose text has just been written."""
        if glyph.lost:
            key = glyph.style.font
            self.glyphs.append(LostGlyph(start, self._end, key, glyph.code))
        else:
            add_run(self.fonts, start, self._end, glyph.style.legacy)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._end += len(text)
