"""Pictures of the pages of a PDF, for a person to compare the text with."""

from __future__ import annotations

import io
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from vnfix.errors import UnreadableError
from vnfix.readers.pdfium import ONE_AT_A_TIME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

POINTS = 72.0  # to an inch
MOST_PIXELS = 25_000_000  # 100 MB while it is drawn; A4 has as many at 500 dpi
JPEG_QUALITY = 80
REMEDY = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`; one with a password has to lose it."


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page as it is shown, in points.

    Raises:
        UnreadableError: the PDF is broken or encrypted.

    """
    with _opened(data) as pdf:
        return [(float(w), float(h)) for w, h in map(pdf.get_page_size, range(len(pdf)))]


def render_page(data: bytes, page: int, *, dpi: float = 110) -> bytes:
    """Return the picture of a page as PNG or JPEG, whichever is smaller.

    Args:
        data: the PDF.
        page: 1-based.
        dpi: pixels to an inch; fewer for pages that would become too large.

    Raises:
        UnreadableError: the PDF is broken or encrypted, or has no such page.

    """
    with _opened(data) as pdf:
        if not 1 <= page <= len(pdf):
            raise UnreadableError(f"The PDF has no page {page}.", f"It has {len(pdf)} pages.")
        with closing(pdf[page - 1]) as shown:
            picture = _draw(shown, dpi)
    return min(_encoded(picture, "JPEG"), _encoded(picture, "PNG"), key=len)


def _draw(page: PdfPage, dpi: float) -> Image:
    width, height = page.get_size()
    scale = dpi / POINTS
    pixels = width * height * scale * scale
    if pixels > MOST_PIXELS:
        scale *= (MOST_PIXELS / pixels) ** 0.5
    with closing(page.render(scale=scale, may_draw_forms=False)) as bitmap:
        picture: Image = bitmap.to_pil().convert("RGB")  # a copy: the bitmap's memory goes with it
    return picture


def _encoded(picture: Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        picture.save(out, kind, compress_level=1)
    else:
        picture.save(out, kind, quality=JPEG_QUALITY)
    return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    """Open a PDF while no other thread uses PDFium."""
    import pypdfium2

    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as pdf:
            yield pdf
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as e:
        raise UnreadableError(f"The pages of the PDF cannot be shown: {e}.", REMEDY) from e
