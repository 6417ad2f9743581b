"""The first look at a PDF, with PDFium: twenty times faster than pdfminer.six, and less exact.

PDFium guesses the letters of lost glyphs and mends broken files as well as it can, which is what
a person wants who reads; a diagnosis must not. So its text counts only where nothing is odd about
the file; in all other cases there is none, and the full reader is asked.

PDFium is not safe to use from several threads at once, not even for different documents: whoever
uses it holds `ONE_AT_A_TIME`.
"""

from __future__ import annotations

import io
import re
import threading
import zlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from vnfix.document import split_lines
from vnfix.errors import UnreadableError
from vnfix.glyphs.runs import MARKER
from vnfix.model import Document
from vnfix.pdf.read.reader import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

ONE_AT_A_TIME = threading.Lock()
HYPHEN = "\x02"  # what PDFium makes of a hyphen at the end of a line
STREAM = re.compile(rb"stream\r?\n")
DICTIONARY = 2048  # bytes in front of a stream that hold its dictionary
# Filters that are rare around text, some of which unpack without bounds; several at once; a filter
# that is named elsewhere; rows without end.
ODD_FILTER = re.compile(
    rb"/(?:LZW|RL\b|RunLength|Crypt)|/Filter\s*(?:\d|\[[^\]]*/[^\]/]+/)|/Columns\s*\d{6}"
)
FORM = re.compile(rb"/Form\b")
DRAWS = re.compile(rb"\bDo\b")
SHOWS = re.compile(rb"\bT[jJ]\b")
PIECE = 1 << 14  # bytes
MEGABYTE = 1 << 20
MOST_TEXT = 4 * MEGABYTE  # in one content stream
MOST_IN_STREAM = 64 * MEGABYTE
MOST_IN_ALL = 64 * MEGABYTE
MOST_TIMES = 50  # and this many times the file
MOST_PAGES = 5_000
MOST_DRAWN = 100_000  # calls, if each form calls the next one as often as it calls any


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
    if None in pages or MARKER.search(text) or not text.strip():
        return None
    return Document(text, split_lines(text), name=name, reader="pdfium")


def is_modest(data: bytes) -> bool:
    """Tell whether no stream of a PDF unpacks to too much, and no forms draw forms without end.

    PDFium bounds neither. Pictures are unpacked too: a stream may only call itself one.
    """
    left = MOST_IN_ALL + MOST_TIMES * len(data)
    drawn = 1
    for m in STREAM.finditer(data):
        head = data[max(0, m.start() - DICTIONARY) : m.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if head.endswith(b"end"):
            continue
        if ODD_FILTER.search(head):
            return False
        body, packed = _unpacked(data, m.end(), min(left, MOST_IN_STREAM))
        left -= max(len(body), packed)  # streams may lie in each other
        if FORM.search(head):
            drawn *= max(1, len(DRAWS.findall(body)))
        too_long = left < 0 or len(body) > MOST_IN_STREAM
        if too_long or drawn > MOST_DRAWN or (len(body) > MOST_TEXT and SHOWS.search(body)):
            return False
    return True


def _unpacked(data: bytes, begin: int, most: int) -> tuple[bytes, int]:
    """Return what zlib unpacks from an offset on, and from how many bytes; else what is there.

    It unpacks one byte beyond the bound at most, and gets a piece at a time: it copies all that it
    is given and has no use for.
    """
    unpacker, unpacked, at = zlib.decompressobj(), bytearray(), begin
    while at < len(data) and not unpacker.eof and len(unpacked) <= most:
        piece = data[at : at + PIECE]
        try:
            unpacked += unpacker.decompress(piece, most + 1 - len(unpacked))
        except zlib.error:
            body = data[begin : data.find(b"endstream", begin)]
            return body, len(body)
        at += len(piece)
    return bytes(unpacked), at - begin


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

POINTS = 72.0  # to an inch
MOST_PIXELS = 25_000_000  # 100 MB while it is drawn; A4 has as many at 500 dpi
JPEG_QUALITY = 80
REMEDY = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`; one with a password has to lose it."


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
