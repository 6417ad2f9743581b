"""Readers: bytes of one format to a `Document`.

A reader is a function `read(data, name, config) -> Document`, registered in `READERS`; `reader_of`
tells the format by the first bytes, else by the suffix, for standard input has none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vnfix.config import Config
    from vnfix.model import Document

    Reader = Callable[[bytes, str, Config], Document]


def _plain() -> Reader:
    from vnfix.formats.text import read_plain

    return read_plain


def _pdf() -> Reader:
    from vnfix.pdf.read.reader import read_pdf

    return read_pdf


def _hocr() -> Reader:
    from vnfix.formats.hocr import read_hocr

    return read_hocr


def _alto() -> Reader:
    from vnfix.formats.alto import read_alto

    return read_alto


# Format -> what gives its reader; imported when it is needed, for a PDF library is heavy.
READERS: Mapping[str, Callable[[], Reader]] = {
    "plain": _plain,
    "pdf": _pdf,
    "hocr": _hocr,
    "alto": _alto,
}
# Other marked-up text would be damaged if it were read as plain text.
MARKUP = frozenset({".hocr", ".xml", ".html", ".htm"})
STANDARD_INPUT = "-"


def read(path: str | os.PathLike[str], config: Config) -> Document:
    """Read the file at `path`, or standard input for `-`.

    Raises:
        UnreadableError: the file is missing, damaged, encrypted or in another encoding.
        NothingToDoError: a PDF without a text layer.
        UsageError: HTML or XML of another kind than hOCR and ALTO.

    """
    name = os.fspath(path)
    return read_bytes(load_bytes(name), name, config)


def read_bytes(data: bytes, name: str, config: Config) -> Document:
    """Read bytes that are already at hand; `name` is for messages and gives the suffix."""
    return READERS[reader_of(data, name)]()(data, name, config)


def reader_of(data: bytes, name: str) -> str:
    """Return the key in `READERS` for a file.

    Raises:
        UsageError: it is HTML or XML of another kind than hOCR and ALTO.

    >>> reader_of(b"%PDF-1.4 ...", "-"), reader_of(b"", "a.txt"), reader_of(b"<alto>", "a.xml")
    ('pdf', 'plain', 'alto')

    """
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" or data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if suffix in MARKUP or (name == STANDARD_INPUT and b"<" in data[:4]):
        from vnfix.formats.markup import format_of

        found = "hocr" if suffix == ".hocr" else format_of(data)
        if not found and suffix in MARKUP:
            remedy = "Extract its text first; of these formats hOCR and ALTO are read."
            raise UsageError(f"{name} is neither hOCR nor ALTO.", remedy)
        return found or "plain"
    return "plain"


def load_bytes(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raises:
        UnreadableError: the file is missing or cannot be read.

    """
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as e:
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise UnreadableError(f"{name} cannot be read: {reason}.", "Check the path.") from e
