"""The first look at a PDF, with PDFium: twenty times faster than pdfminer.six, and less exact.

PDFium guesses the letters of lost glyphs and mends broken files as well as it can, which is what
a person wants who reads; a diagnosis must not. So its text counts only where nothing is odd about
the file; in all other cases there is none, and the full reader is asked.

PDFium is not safe to use from several threads at once, not even for different documents: whoever
uses it holds `ONE_AT_A_TIME`.
"""

from __future__ import annotations

import io
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from vnfix.document import split_lines
from vnfix.errors import UnreadableError
from vnfix.glyphs.runs import MARKER
from vnfix.model import Document
from vnfix.pdf.read.modest import ONE_AT_A_TIME, is_modest, modest_scale
from vnfix.pdf.read.reader import is_whole
from vnfix.pdf.read.scans import pages_without_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

HYPHEN = "\x02"  # what PDFium makes of a hyphen at the end of a line
MOST_PAGES = 5_000


def first_look(data: bytes, name: str) -> Document | None:
    """Return the text as PDFium reads it, or None where only the full reader can tell.

    The document has no geometry, and its lines are not those of the full reader: it is for a
    diagnosis and for nothing else.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.

    """
    import pypdfium2

    if not is_whole(data) or b"/Encrypt" in data or not is_modest(data):
        return None
    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as pdf:
            pages = list(_texts(pdf)) if len(pdf) <= MOST_PAGES else []
    except pypdfium2.PdfiumError:
        return None
    text = "".join(f"{page}\f" for page in pages if page is not None)
    if pages_without_layer(data, [len(page.split()) for page in pages if page is not None]):
        return None
    if None in pages or MARKER.search(text) or not text.strip():
        return None
    return Document(text, split_lines(text), name=name, reader="pdfium")


def _texts(pdf: PdfDocument) -> Iterator[str | None]:
    """Yield the text of each page, None for the first one with lost glyphs, and then no more."""
    from pypdfium2.raw import FPDFText_HasUnicodeMapError

    for page in pdf:
        with closing(page), closing(page.get_textpage()) as textpage:
            handle = textpage.raw
            glyphs = range(textpage.count_chars())
            if any(FPDFText_HasUnicodeMapError(handle, k) == 1 for k in glyphs):
                yield None
                return
            yield textpage.get_text_range().replace("\r\n", "\n").replace(HYPHEN, "-")


# Pictures of the pages of a PDF, for a person to compare the text with.

MOST_PIXELS = 25_000_000  # 100 MB while it is drawn; A4 has as many at 500 dpi
JPEG_QUALITY = 80
REMEDY = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`; one with a password has to lose it."


WHOLE = (0.0, 0.0, 1.0, 1.0)


def render_page(
    data: bytes, page: int, part: tuple[float, float, float, float] = WHOLE, *, dpi: float = 110
) -> bytes:
    """Return the picture of a page, or of a part of it, as PNG or JPEG, whichever is smaller.

    Args:
        data: the PDF.
        page: 1-based.
        part: left, top, right and bottom as shares of the page.
        dpi: pixels to an inch; fewer where the picture would become too large.

    Raises:
        UnreadableError: the PDF is broken or encrypted, or has no such page.

    """
    with _opened(data) as pdf:
        if not 1 <= page <= len(pdf):
            raise UnreadableError(f"The PDF has no page {page}.", f"It has {len(pdf)} pages.")
        with closing(pdf[page - 1]) as shown:
            picture = _draw(shown, dpi, part)
    return min(_encoded(picture, "JPEG"), _encoded(picture, "PNG"), key=len)


def _draw(page: PdfPage, dpi: float, part: tuple[float, float, float, float]) -> Image:
    width, height = page.get_size()
    left, top, right, bottom = (min(max(share, 0.0), 1.0) for share in part)
    crop = (left * width, (1.0 - bottom) * height, (1.0 - right) * width, top * height)
    drawn = (width * (right - left), height * (bottom - top))
    scale = modest_scale(drawn, dpi, MOST_PIXELS)
    with closing(page.render(scale=scale, crop=crop, may_draw_forms=False)) as bitmap:
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
