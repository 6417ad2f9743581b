"""Writers: a repaired text to a file of one format, told by the suffix of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Suffix -> why it is not for the repaired text; every other suffix means text.
REFUSED: Mapping[str, str] = {
    ".pdf": "Writing PDF files is not supported; name a .txt file.",
    ".hocr": "Writing hOCR files is not supported; name a .txt file.",
    ".xml": "Writing XML files is not supported; name a .txt file.",
    ".html": "Writing HTML files is not supported; name a .txt file.",
    ".jsonl": "`vnfix propose` writes the corrections; the repaired text goes to a .txt file.",
}
WRITERS: Mapping[str, str] = {"text": "vnfix.writers.text:encode"}


def check_suffix(path: Path) -> None:
    """Raise `UsageError` where no writer knows the suffix of `path`.

    >>> check_suffix(Path("plan.txt"))
    """
    suffix = Path(path).suffix.lower()
    if suffix in REFUSED:
        raise UsageError(
            f"{path}: the repaired text cannot be written as {suffix}.", REFUSED[suffix]
        )
