"""Writers: a repaired document to the bytes of one format, told by the suffix of the output.

A writer is a function `encode_FORMAT(document, repair, source, config) -> bytes`, registered in
`WRITERS` by suffix. `source` are the bytes that the document was read from: a writer that keeps
the look of its input (PDF, hOCR, ALTO) edits them. A suffix that is not there means text.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from vnfix.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vnfix.config import Config
    from vnfix.model import Document, Repair

    Writer = Callable[[Document, Repair, bytes, Config], bytes]

TEXT = "vnfix.writers.text:encode_text"
HOCR = "vnfix.writers.hocr:encode_hocr"
WRITERS: Mapping[str, str] = {
    ".txt": TEXT,
    ".hocr": HOCR,
    ".html": HOCR,
    ".htm": HOCR,
    ".xml": "vnfix.writers.alto:encode_alto",
}
# Suffix -> why it is not for the repaired text; every other suffix means text.
REFUSED: Mapping[str, str] = {
    ".pdf": "Writing PDF files is not supported; name a .txt file.",
    ".jsonl": "`vnfix propose` writes the corrections; the repaired text goes to a .txt file.",
}


def check_suffix(path: Path) -> None:
    """Raise `UsageError` where no writer knows the suffix of `path`.

    >>> check_suffix(Path("plan.txt"))
    """
    suffix = Path(path).suffix.lower()
    if suffix in REFUSED:
        raise UsageError(
            f"{path}: the repaired text cannot be written as {suffix}.", REFUSED[suffix]
        )


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
        RefusedError: the source is a signed PDF.

    """
    suffix = target.suffix.lower() if target else ".txt"
    module, function = WRITERS.get(suffix, TEXT).split(":")
    writer = cast("Writer", getattr(importlib.import_module(module), function))
    return writer(document, repair, source, config)
