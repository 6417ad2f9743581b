"""Which glyph of a page each piece of a document's text came from: the source is read once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pdfminer.pdfpage import PDFPage

from vnfix.readers.pdf_device import Interpreter, TextDevice
from vnfix.readers.pdf_glyphs import FontKeeper
from vnfix.readers.pdf_layout import needs_blank
from vnfix.readers.pdf_limits import Budget, open_document
from vnfix.readers.pdf_text import Frame, TextBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFTextState

    from vnfix.readers.pdf_layout import Glyph


class Origin(NamedTuple):
    """A piece of text and the glyph that it came from.

    Attributes:
        start: offset in the document's text.
        end: offset just past it.
        page: 1-based.
        show: number of the operator that showed it, among all of the page that had a font.
        place: number of the glyph in what that operator showed.
        glyph: the glyph.

    """

    start: int
    end: int
    page: int
    show: int
    place: int
    glyph: Glyph


class Trace(NamedTuple):
    """The origins of a text in the order of the text, and how many glyphs each operator showed."""

    text: str
    origins: list[Origin]
    counts: list[list[int]]


def trace(data: bytes) -> Trace:
    """Read a PDF as the reader does.

    Raises:
        Exception: whatever pdfminer.six raises on a broken or encrypted file.

    """
    builder, keeper = _Builder(), FontKeeper()
    device = _Device(keeper, builder, Budget(len(data)))
    interpreter = Interpreter(keeper, device)
    for page in PDFPage.create_pages(open_document(data)):
        interpreter.process_page(page)
    return Trace(builder.text, builder.origins, device.counts)


class _Device(TextDevice):
    """Numbers the glyphs of every page by the operators that show them."""

    def __init__(self, keeper: FontKeeper, builder: _Builder, budget: Budget) -> None:
        super().__init__(keeper, builder, budget)
        self.tracing = builder
        self.counts: list[list[int]] = []
        self._starts: list[int] = []

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._starts.append(len(self._glyphs))
        super().render_string(textstate, seq, ncs, graphicstate)

    def end_page(self, page: PDFPage) -> None:
        ends = [*self._starts[1:], len(self._glyphs)] if self._starts else []
        self.counts.append([b - a for a, b in zip(self._starts, ends, strict=True)])
        self.tracing.places = {
            id(glyph): (show, place)
            for show, (a, b) in enumerate(zip(self._starts, ends, strict=True))
            for place, glyph in enumerate(self._glyphs[a:b])
        }
        self._starts = []
        super().end_page(page)


class _Builder(TextBuilder):
    """Writes the same text as its parent and notes where every glyph went."""

    def __init__(self) -> None:
        super().__init__()
        self.origins: list[Origin] = []
        self.places: dict[int, tuple[int, int]] = {}

    def _add_line(self, glyphs: Sequence[Glyph], frame: Frame) -> None:
        at, last = self._end, glyphs[0]
        for glyph in glyphs:
            at += needs_blank(last, glyph)
            show, place = self.places[id(glyph)]
            end = at + len(glyph.text)
            self.origins.append(Origin(at, end, frame.page.number, show, place, glyph))
            at, last = end, glyph
        super()._add_line(glyphs, frame)
