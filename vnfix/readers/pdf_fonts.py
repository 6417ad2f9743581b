"""Which pieces of a PDF's text are set in fonts whose names tell a legacy encoding.

The name is extra evidence only: most subsets hide it. What it tells for certain is that a font
of capitals (`.VnTimeH`) draws them in the places of small letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pdfminer.converter import TextConverter
from pdfminer.layout import LAParams

from vnfix.model import FontRun

if TYPE_CHECKING:
    import io

    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.utils import Matrix

LEGACY = re.compile(r"^(?:\.?Vn[A-Z0-9]|VNI[- ]|VPS|VISCII)")


class FontText(str):
    """The text of a glyph, knowing the font that it was set in."""

    font: str

    def __new__(cls, text: str, font: str) -> FontText:
        """Make the text of a glyph of the font named `font`."""
        self = super().__new__(cls, text)
        self.font = font
        return self


def plain_name(font: PDFFont) -> str:
    """Return the name of a font without the tag of a subset."""
    return str(font.fontname or "").rpartition("+")[2]


class FontConverter(TextConverter):
    """Writes the text as its parent does and notes the runs in legacy fonts."""

    def __init__(self, keeper: PDFResourceManager, out: io.StringIO) -> None:
        """Write to `out`, with the layout parameters of `extract_text`; begin with no runs."""
        super().__init__(keeper, out, laparams=LAParams())
        self.out = out
        self.fonts: list[FontRun] = []

    def render_char(self, matrix: Matrix, font: PDFFont, *args: Any) -> float:  # noqa: ANN401
        """Lay out one glyph; its text remembers the font where that has a telling name."""
        width: float = super().render_char(matrix, font, *args)
        name = plain_name(font)
        if LEGACY.match(name):
            item: Any = self.cur_item._objs[-1]
            if type(item._text) is str:  # a lost glyph has its own
                item._text = FontText(item._text, name)
        return width

    def write_text(self, text: str) -> None:
        """Write a piece of text and note its font."""
        if isinstance(text, FontText):
            start = self.out.tell()
            self._note(start, start + len(text), text.font)
        super().write_text(text)

    def _note(self, start: int, end: int, font: str) -> None:
        last = self.fonts[-1] if self.fonts else None
        if last and last.font == font and last.end == start:
            self.fonts[-1] = FontRun(last.start, end, font)
        else:
            self.fonts.append(FontRun(start, end, font))
