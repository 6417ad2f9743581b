"""Plain text: bytes to a document, and a text to its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.errors import UnreadableError
from vnfix.model import Document, Line
from vnfix.readers.encoding import decode_bytes

if TYPE_CHECKING:
    from vnfix.config import Config

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

# What people hand over by mistake, by its first bytes.
FOREIGN = {
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG\r\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"\x1f\x8b": "a gzip file",
}


def read_plain(data: bytes, name: str, config: Config) -> Document:
    """Read the bytes of a text file.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides the search for the encoding.

    Raises:
        UnreadableError: the bytes are not text, or not of the encoding.

    """
    for magic, kind in FOREIGN.items():
        if config.encoding is None and data.startswith(magic):
            remedy = "Save it as text or PDF first; a picture has to be read by OCR first."
            raise UnreadableError(f"{name} is {kind}, not a text.", remedy)
    text, encoding = decode_bytes(data, name, config.encoding)
    return make_document(text, name=name, encoding=encoding)


def make_document(text: str, *, name: str = "", encoding: str = "") -> Document:
    """Return the document of a text that is already at hand."""
    return Document(text, split_lines(text), name=name, encoding=encoding)


def split_lines(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a text: those of `str.splitlines()`.

    A byte order mark at the very beginning belongs to no line, so that no stage takes it for a
    letter. A form feed ends its line and starts the next page.

    >>> [(line.page, line.start, line.text) for line in split_lines("a\r\nb\f\nc")]
    [(1, 0, 'a'), (1, 3, 'b'), (2, 5, ''), (2, 6, 'c')]
    """
    lines, page = [], 1
    start = len(BOM) if text.startswith(BOM) else 0
    for number, raw in enumerate(text[start:].splitlines(keepends=True), 1):
        content = raw[:-2] if raw.endswith("\r\n") else raw.rstrip(LINE_ENDS)
        lines.append(Line(number, page, start, content))
        page += raw.endswith("\f")
        start += len(raw)
    return tuple(lines)
