"""The pages of a PDF that are pictures without a text layer of their own.

A stamp (`SAO Y; ...`), the date of a signature or a watermark is text on such a page and says
nothing of it: the page needs OCR. An OCR layer is told by where it is: written invisibly, or drawn
below the picture.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from vnfix.pdf.read.modest import ONE_AT_A_TIME, is_modest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from pypdfium2 import PdfPage

FULL = 0.7  # share of the page that its pictures cover
STAMP_WORDS = 60  # words on a page that may be a stamp; more are a text
INVISIBLE = 3  # text rendering mode (ISO 32000-1, 9.3.6)
DEPTH = 4  # of form XObjects looked into


def pages_without_layer(
    data: bytes, words: Sequence[int], layered: Container[int] = ()
) -> tuple[int, ...]:
    """Return the 1-based numbers of the pages that need OCR.

    Args:
        data: the PDF.
        words: number of words in the text of each page, in order.
        layered: the 1-based numbers of pages that are known to have invisible text.

    """
    sparse = [k for k, n in enumerate(words) if n <= STAMP_WORDS and k + 1 not in layered]
    if not sparse or not is_modest(data):
        return ()
    import pypdfium2

    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as pdf:
            return tuple(k + 1 for k in sparse if k < len(pdf) and _is_picture(pdf, k))
    except pypdfium2.PdfiumError:
        return ()


def _is_picture(pdf: Iterable[PdfPage], k: int) -> bool:
    with closing(pdf[k]) as page:  # type: ignore[index]
        return is_bare_picture(page)


def is_bare_picture(page: PdfPage) -> bool:
    """Tell whether pictures cover a page and all of its text, if any, is drawn upon them."""
    from pypdfium2.raw import (
        FPDF_PAGEOBJ_IMAGE,
        FPDF_PAGEOBJ_TEXT,
        FPDFTextObj_GetTextRenderMode,
    )

    width, height = page.get_size()
    covered, hidden = 0.0, 0
    for item in page.get_objects([FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_TEXT], max_depth=DEPTH):
        if item.type == FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            seen = (min(right, width) - max(left, 0.0)) * (min(top, height) - max(bottom, 0.0))
            covered += max(0.0, seen)
        elif covered < FULL * width * height or (
            FPDFTextObj_GetTextRenderMode(item.raw) == INVISIBLE
        ):
            hidden += 1
    return covered >= FULL * width * height and not hidden
