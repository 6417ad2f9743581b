"""The text layer of a PDF, read with pdfminer.six."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from vnfix.errors import NothingToDoError, UnreadableError
from vnfix.model import Document
from vnfix.readers.plain import split_lines

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.model import LostGlyph
    from vnfix.readers.pdf_text import TextBuilder

# The end mark must be in the last kilobyte (ISO 32000-1, 7.5.5 and implementation notes); more is
# allowed here, for mail and web servers append their own lines.
TAIL = 4096
# Follows pdfminer.six's own version: 2 writes one blank where it wrote two, and the text of form
# XObjects in lines.
VERSION = 2


def read_pdf(data: bytes, name: str, config: Config) -> Document:
    """Read the text layer; every page ends with a form feed, as pdfminer.six writes it.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: unused; all readers have one signature.

    Raises:
        UnreadableError: the PDF is encrypted, truncated or broken.
        NothingToDoError: no page has text.

    """
    del config
    if not is_whole(data):
        remedy = "Fetch it again; or try to mend it with `qpdf BROKEN.pdf MENDED.pdf`."
        raise UnreadableError(f"{name} is not a whole PDF: its end is missing.", remedy)
    built, glyphs = _extract(data, name)
    text = built.text
    if not built.pages:
        raise _broken(name, "it has no pages")
    if not text.strip():
        remedy = f"This needs OCR first, for example: ocrmypdf -l vie {quote(name)} OUT.pdf"
        pages = len(built.pages)
        raise NothingToDoError(f"{name} has no text layer ({pages} pages of pictures).", remedy)
    return Document(
        text,
        split_lines(text),
        name=name,
        reader="pdfminer",
        reader_version=reader_version(),
        glyphs=glyphs,
        fonts=tuple(built.fonts),
        pages=tuple(built.pages),
        words=tuple(built.words),
    )


def is_whole(data: bytes) -> bool:
    """Tell whether the end of a PDF is there."""
    return b"%%EOF" in data[-TAIL:]


def reader_version() -> str:
    """Return what tells whether two readings of a file give the same text."""
    import pdfminer

    return f"{pdfminer.__version__}+{VERSION}"


def _extract(data: bytes, name: str) -> tuple[TextBuilder, tuple[LostGlyph, ...]]:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from vnfix.readers.pdf_device import extract
    from vnfix.readers.pdf_limits import LimitError

    try:
        return extract(data)
    except PDFPasswordIncorrect as e:
        remedy = "Take the password off first: `qpdf --password=... --decrypt IN.pdf OUT.pdf`."
        raise UnreadableError(f"{name} is encrypted with a password.", remedy) from e
    except PDFEncryptionError as e:
        remedy = "Take the encryption off first: `qpdf --decrypt IN.pdf OUT.pdf`."
        raise UnreadableError(f"{name} is encrypted in an unknown way.", remedy) from e
    except LimitError as e:
        remedy = "Such a file is made to do harm, or a drawing; print it to a new PDF, or leave it."
        raise UnreadableError(f"{name} is not read: {e}.", remedy) from e
    except Exception as e:
        # A broken file raises whatever it happens to hit inside of the parser.
        raise _broken(name, f"{type(e).__name__}: {e}".rstrip(": ")) from e


def _broken(name: str, reason: str) -> UnreadableError:
    remedy = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`, or print it to a new PDF."
    return UnreadableError(f"{name} is broken ({reason}).", remedy)
