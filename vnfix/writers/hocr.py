"""hOCR with its words repaired, or a new hOCR file for a document whose words have boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.readers.hocr import BBOX, scan_hocr
from vnfix.writers.markup import Rewriter, number, rewritten

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.geometry import Box
    from vnfix.model import Document, Repair
    from vnfix.readers.markup import Element
    from vnfix.writers.markup import Edit


def encode_hocr(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the hOCR file `source` with the words of the repaired text; `x_wconf` stays.

    A document of another format that has boxes, such as a PDF, gives a new hOCR file.

    Args:
        document: as it was read from `source`.
        repair: its repair.
        source: the bytes that the document was read from.
        config: `config.encoding` as it was read with.

    Raises:
        UsageError: the document's words have no boxes.

    """
    if document.reader != "hocr":
        from vnfix.writers.hocr_new import new_hocr

        return new_hocr(document, repair)

    def make(markup: str, codec: str) -> Rewriter:
        return _HocrRewriter(scan_hocr(markup, document.name), codec)

    return rewritten(document, repair, source, config, make)


class _HocrRewriter(Rewriter):
    def box_edits(self, element: Element, box: Box) -> list[Edit]:
        """Write the numbers of `bbox`."""
        found = BBOX.search(self.scan.markup, element.start, element.tag_end)
        if not found:
            return []
        numbers = (number(0, v, old) for v, old in zip(box, found.groups(), strict=True))
        return [(found.start(1), found.end(4), " ".join(numbers))]

    def separator(self, element: Element, box: Box | None) -> str:
        """Return a blank where the file has no white space between its words."""
        del box
        return "" if self._lead(element) else " "
