"""Reads page pictures of PDFs anew with an OCR program."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TESSERACT = ("tesseract", "{picture}", "stdout", "-l", "{language}", "--dpi", "{dpi}")
GOCR = ("gocr", "-f", "UTF8", "-i", "{picture}")


def read_pages(
    data: bytes, dpi: int, program: Sequence[str], language: str = "", most: int | None = None
) -> list[str]:
    """Give what a program reads on each page of a PDF, on the first `most` of them.

    Args:
        data: the PDF.
        dpi: of the pictures, in grey.
        program: a command line with places for picture, language and dpi.
        language: what the program is told to read.
        most: so many pages at most; None means all.

    """
    import pypdfium2

    found = []
    limit = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with tempfile.TemporaryDirectory() as folder, closing(pypdfium2.PdfDocument(data)) as pdf:
        for number in range(len(pdf) if most is None else min(most, len(pdf))):
            path = Path(folder, f"{number}.pgm")
            pdf[number].render(scale=dpi / 72).to_pil().convert("L").save(path)
            command = [part.format(picture=path, language=language, dpi=dpi) for part in program]
            run = subprocess.run(command, capture_output=True, check=True, env=limit)
            found.append(run.stdout.decode("utf-8", "replace"))
    return found
