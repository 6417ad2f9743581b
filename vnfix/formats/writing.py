"""Writers: a repaired document to the bytes of one format, told by the suffix of the output.

A writer is a function `encode_FORMAT(document, repair, source, config) -> bytes`, registered in
`WRITERS`. `source` are the bytes that the document was read from: a writer that keeps the look of
its input (PDF, hOCR, ALTO) edits them, and serves that format only.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the example of `check_target` needs it
from typing import TYPE_CHECKING

from vnfix.errors import UsageError
from vnfix.formats.reading import reader_of

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


# By suffix, or by the format of the source (a key of `READERS`) and suffix, which goes first.
WRITERS: Mapping[str, Callable[[], Writer]] = {
    ".txt": _text,
    ".jsonl": _corrections,
    ".html": _page,
    ".htm": _page,
    "pdf.pdf": _pdf,
    "pdf.hocr": _hocr,
    "hocr.hocr": _hocr,
    "hocr.html": _hocr,
    "hocr.htm": _hocr,
    "alto.xml": _alto,
}

# A text under one of these names would be taken for a broken file; every other name means text.
NO_TEXT = frozenset(
    {".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".epub", ".zip", ".gz"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)


def check_target(target: Path | None, source: str) -> None:
    """Tell whether a document can be written to a file, before anything takes long.

    Args:
        target: the output file; None means text.
        source: format of the input, a key of `READERS`.

    Raises:
        UsageError: its suffix is that of a format that only an input of that format can become,
            or that vnfix does not write.

    >>> check_target(Path("plan.pdf"), "pdf")

    """
    _writer_of(target, source)


def _writer_of(target: Path | None, source: str) -> Callable[[], Writer]:
    """Return the writer for a file; a suffix that is unknown means text."""
    suffix = target.suffix.lower() if target else ".txt"
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
        target: the output file; None means text.
        document: as it was read.
        repair: its repair, or one made of the corrections that a person has accepted.
        source: the bytes that the document was read from.
        config: `break_signature` allows a signed PDF to be rewritten.

    Raises:
        UsageError: the document cannot be written in that format.
        SignedError: the source is a signed PDF.

    """
    writer = _writer_of(target, reader_of(source, document.name) if target else "plain")
    return writer()(document, repair, source, config)
