"""Writers: a repaired document to the bytes of one format, told by the suffix of the output.

A writer is a function `encode_FORMAT(document, repair, source, config) -> bytes`, registered in
`WRITERS`. `source` are the bytes that the document was read from: a writer that keeps the look of
its input (PDF, hOCR, ALTO) edits them, and serves that format only.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the example of `check_target` needs it
from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.formats.reading import STRUCTURED, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vnfix.config import Config
    from vnfix.model import Document, Repair

    Writer = Callable[[Document, Repair, bytes, Config], bytes]


def _text() -> Writer:
    from vnfix.formats.text import encode_text

    return encode_text


def _corrections() -> Writer:
    from vnfix.formats.corrections import encode_jsonl

    return encode_jsonl


def _page() -> Writer:
    from vnfix.formats.html import encode_html

    return encode_html


def _pdf() -> Writer:
    from vnfix.pdf.write.writer import encode_pdf

    return encode_pdf


def _hocr() -> Writer:
    from vnfix.formats.hocr import encode_hocr

    return encode_hocr


def _alto() -> Writer:
    from vnfix.formats.alto import encode_alto

    return encode_alto


def _webpage() -> Writer:
    from vnfix.formats.webpage import encode_webpage

    return encode_webpage


def _markdown() -> Writer:
    from vnfix.formats.markdown import encode_markdown

    return encode_markdown


def _csv() -> Writer:
    from vnfix.formats.delimited import encode_csv

    return encode_csv


def _tsv() -> Writer:
    from vnfix.formats.delimited import encode_tsv

    return encode_tsv


def _json() -> Writer:
    from vnfix.formats.jsontext import encode_json

    return encode_json


def _jsonl() -> Writer:
    from vnfix.formats.jsontext import encode_lines

    return encode_lines


# By suffix, or by the format of the source (a key of `READERS`) and suffix, which goes first.
WRITERS: Mapping[str, Callable[[], Writer]] = {
    ".txt": _text,
    ".md": _text,
    ".markdown": _text,
    ".jsonl": _corrections,
    ".html": _page,
    ".htm": _page,
    "pdf.pdf": _pdf,
    "pdf.hocr": _hocr,
    "hocr.hocr": _hocr,
    "hocr.html": _hocr,
    "hocr.htm": _hocr,
    "alto.xml": _alto,
    "html.html": _webpage,
    "html.htm": _webpage,
    "markdown.md": _markdown,
    "markdown.markdown": _markdown,
    "csv.csv": _csv,
    "tsv.tsv": _tsv,
    "json.json": _json,
    "jsonl.jsonl": _jsonl,
    "jsonl.ndjson": _jsonl,
}

# The suffix of a repair that has no name; of all other formats it is text.
OWN = {"html": ".html"} | {reader: suffix for suffix, reader in reversed(STRUCTURED.items())}
# A text under one of these names would be taken for a broken file; every other name means text.
NO_TEXT = frozenset(
    {".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".epub", ".zip", ".gz"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)


def check_target(target: Path | None, source: str) -> None:
    """Tell whether a document can be written to a file, before anything takes long.

    Args:
        target: the output file; None means the input's own form if it is a text, or else text.
        source: format of the input, a key of `READERS`.

    Raises:
        UsageError: its suffix is that of a format that only an input of that format can become,
            or that vnfix does not write.

    >>> check_target(Path("plan.pdf"), "pdf")

    """
    _writer_of(target, source)


def _writer_of(target: Path | None, source: str) -> Callable[[], Writer]:
    """Return the writer for a file; a suffix that is unknown means text."""
    suffix = target.suffix.lower() if target else OWN.get(source, ".txt")
    writer = WRITERS.get(source + suffix) or WRITERS.get(suffix)
    if writer:
        return writer
    needed = sorted(key.removesuffix(suffix) for key in WRITERS if key.endswith(suffix) and suffix)
    if target and needed:
        message = f"{target}: {suffix} is written only where the input is {' or '.join(needed)}."
        beside = target.with_suffix(".txt").name
        raise UsageError(message, f"Name a .txt file for the repaired text, such as {beside}.")
    if target and suffix in NO_TEXT:
        raise UsageError(f"{target}: vnfix does not write {suffix}.", "Name a .txt or .pdf file.")
    return _text


def encode(
    target: Path | None, document: Document, repair: Repair, source: bytes, config: Config
) -> bytes:
    """Return the bytes for the file `target`, in the format that its suffix tells.

    Args:
        target: the output file; None means the input's own form if it is a text, or else text.
        document: as it was read.
        repair: its repair, or one made of the corrections that a person has accepted.
        source: the bytes that the document was read from.
        config: `break_signature` allows a signed PDF to be rewritten.

    Raises:
        UsageError: the document cannot be written in that format.
        SignedError: the source is a signed PDF.

    """
    form = document.reader if target is None else reader_of(source, document.name)
    writer = _writer_of(target, form)
    return writer()(document, repair, source, config)
