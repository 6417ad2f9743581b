"""How wide the glyphs of a font are, and which bytes of a string are one glyph.

Source: ISO 32000-1, 9.2.4, 9.6.2.1 (widths of simple fonts), 9.7.4.3 (of composite ones).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pikepdf import Object

    from vnfix.writers.pdf_content import TextState

LAST_CODE = 0xFFFF
BLANK = 32  # the one-byte code that word spacing widens


@dataclass
class Metrics:
    """The widths of a font object.

    Attributes:
        font: the font dictionary, None where the name leads nowhere.
        size: bytes of a code: 1 for a simple font, 2 for a composite one.
        known: whether codes and widths are known for certain.

    """

    font: Object | None
    size: int = field(init=False, default=1)
    known: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Read the widths."""
        self.widths: dict[int, float] = {}
        self.default = 500.0
        self.unit = 0.001
        try:
            self._read()
        except (TypeError, ValueError, AttributeError, KeyError, IndexError, StopIteration):
            self.known = False

    def codes(self, data: bytes) -> list[int]:
        """Return the codes in a string."""
        if self.size == 1:
            return list(data)
        return [int.from_bytes(data[k : k + 2]) for k in range(0, len(data) - 1, 2)]

    def width(self, code: int) -> float:
        """Return the width of a glyph, in units of the font size."""
        return self.widths.get(code, self.default) * self.unit

    def advance(self, parts: Iterable[Any], state: TextState) -> float:
        """Return how far the operands of a TJ operator move on, in text space."""
        total = 0.0
        for part in parts:
            if isinstance(part, str | bytes) or hasattr(part, "__bytes__"):
                data = bytes(part)
                codes = self.codes(data)
                blanks = codes.count(BLANK) if self.size == 1 else 0
                em = sum(map(self.width, codes)) * state.size
                total += em + len(codes) * state.character + blanks * state.word
            else:
                total -= float(part) / 1000 * state.size
        return total * state.scale

    def _read(self) -> None:
        if self.font is None:
            return
        if self.font.get("/Subtype") == "/Type0":
            self.size = 2
            self._read_composite(self.font)
            return
        first = int(self.font.get("/FirstChar", 0))
        widths = self.font.get("/Widths")
        descriptor = self.font.get("/FontDescriptor")
        if descriptor is not None:
            self.default = float(descriptor.get("/MissingWidth", 0))
        if self.font.get("/Subtype") == "/Type3":
            self.unit = float(self.font.FontMatrix[0])
        if widths is not None:
            self.widths = {first + k: float(w) for k, w in enumerate(widths)}
        # The 14 standard fonts may come without widths.
        self.known = widths is not None

    def _read_composite(self, font: Object) -> None:
        from pikepdf import Array

        descendant = font.DescendantFonts[0]
        self.default = float(descendant.get("/DW", 1000))
        rows = iter(descendant.get("/W", []))
        for first in rows:
            second = next(rows)
            if isinstance(second, Array):
                self.widths.update((int(first) + k, float(w)) for k, w in enumerate(second))
            else:
                codes = range(int(first), min(int(second), LAST_CODE) + 1)
                self.widths.update(dict.fromkeys(codes, float(next(rows))))
        self.known = str(font.get("/Encoding", "")) == "/Identity-H"
