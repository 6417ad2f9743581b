"""ALTO XML with its words repaired: confidences (`WC`) and all else stay as they are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.readers.alto import scan_alto
from vnfix.readers.markup import attributes
from vnfix.writers.markup import Rewriter, number, rewritten

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vnfix.config import Config
    from vnfix.geometry import Box
    from vnfix.model import Document, Repair
    from vnfix.readers.markup import Element, TextLine
    from vnfix.writers.markup import Edit, Part


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
