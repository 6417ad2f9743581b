"""Readers: bytes of one format to a `Document`.

A reader is a function `read(data, name, config) -> Document`, registered in `READERS`; `reader_of`
tells the format by the first bytes, else by the suffix, for standard input has none.
"""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import UnreadableError, UsageError
from vnfix.files.own import MARKS
from vnfix.logs import logger

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


def _html() -> Reader:
    from vnfix.formats.webpage import read_html

    return read_html


def _markdown() -> Reader:
    from vnfix.formats.markdown import read_markdown

    return read_markdown


def _csv() -> Reader:
    from vnfix.formats.delimited import read_csv

    return read_csv


def _tsv() -> Reader:
    from vnfix.formats.delimited import read_tsv

    return read_tsv


def _json() -> Reader:
    from vnfix.formats.jsontext import read_json

    return read_json


def _jsonl() -> Reader:
    from vnfix.formats.jsontext import read_jsonl

    return read_jsonl


# Format -> what gives its reader; imported when it is needed, for a PDF library is heavy.
READERS: Mapping[str, Callable[[], Reader]] = {
    "plain": _plain,
    "pdf": _pdf,
    "hocr": _hocr,
    "alto": _alto,
    "html": _html,
    "markdown": _markdown,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
}
# Texts that carry a structure, by suffix; their repair is written in the same form.
STRUCTURED = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
# What may be repaired in place: the repair is of the same form, and no picture of a page is lost.
TEXTS = frozenset({"plain", "html", *STRUCTURED.values()})
# Other marked-up text would be damaged if it were read as plain text.
MARKUP = frozenset({".hocr", ".xml", ".html", ".htm"})
STANDARD_INPUT = "-"

log = logger(__name__)


def read(path: str | os.PathLike[str], config: Config) -> Document:
    """Read the file at `path`, or standard input for `-`.

    Raises:
        UnreadableError: the file is missing, damaged, encrypted or in another encoding.
        NothingToDoError: a PDF without a text layer.
        UsageError: XML of another kind than hOCR and ALTO; a correction file; no path.

    """
    name = path_text(path)
    return read_bytes(load_bytes(name), name, config)


def path_text(path: str | os.PathLike[str]) -> str:
    """Return a path as a string.

    Raises:
        UsageError: it is no path, or names nothing.

    """
    text: object = path
    if isinstance(path, os.PathLike):
        text = os.fspath(path)
    if not isinstance(text, str):
        message = f"A path is needed, a str or a Path; this is {type(path).__name__}."
        raise UsageError(message, "Give the path of a file or folder; `os.fsdecode` decodes one.")
    if not text:
        raise UsageError("The path is empty.", "Check the path.")
    return text


def read_bytes(data: bytes, name: str, config: Config) -> Document:
    """Read bytes that are already at hand; `name` is for messages and gives the suffix."""
    document = READERS[reader_of(data, name)]()(data, name, config)
    log.info("%s: read as %s", name, document.encoding or document.reader)
    return document


def reader_of(data: bytes, name: str) -> str:
    """Return the key in `READERS` for a file.

    Raises:
        UsageError: it is XML of another kind than hOCR and ALTO, or a correction file.

    >>> reader_of(b"%PDF-1.4 ...", "-"), reader_of(b"", "a.txt"), reader_of(b"<alto>", "a.xml")
    ('pdf', 'plain', 'alto')

    """
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" or data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if suffix in MARKUP or (name == STANDARD_INPUT and b"<" in data[:4]):
        from vnfix.formats.markup import format_of

        found = "hocr" if suffix == ".hocr" else format_of(data)
        if not found and suffix == ".xml":
            remedy = "Extract its text first; of XML files hOCR and ALTO are read."
            raise UsageError(f"{name} is neither hOCR nor ALTO.", remedy)
        return found or ("html" if suffix in MARKUP else "plain")
    found = STRUCTURED.get(suffix, "plain")
    if found == "jsonl" and is_correction_file(data):
        remedy = "Apply it to the document that it is about: `vnfix apply PATH F.jsonl`."
        raise UsageError(f"{name} is a correction file of vnfix, no document.", remedy)
    return found


def is_correction_file(data: bytes) -> bool:
    """Tell whether JSON lines are a correction file: their first line says so.

    >>> is_correction_file(b'{"format": "vnfix-corrections", "version": 1}')
    True
    """
    return data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(MARKS[".jsonl"])


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
        raise unreadable(name, e) from e


def unreadable(name: str, error: OSError | ValueError) -> UnreadableError:
    """Return the error of a path that the system cannot read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnreadableError(f"{name} cannot be read: {reason}.", "Check the path.")
