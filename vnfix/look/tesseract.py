"""Reads pictures of lines with Tesseract, the program of the system."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.errors import LookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image

PROGRAM = "tesseract"
OLDEST = 4  # the first with the engine that reads whole lines
RAW_LINE = "13"  # page segmentation mode: a line as it is, no search for blocks and words
WORD = "5"  # level of a row
INSTALL = (
    "Install it: Debian and Ubuntu `sudo apt install tesseract-ocr tesseract-ocr-{code}`, macOS"
    " `brew install tesseract tesseract-lang`, Windows: the installer of UB Mannheim, with"
    ' "Additional language data: {code}".'
)


class SecondWord(NamedTuple):
    """A word of the second reading.

    Attributes:
        text: what was read.
        confidence: what the engine says of it, 0 to 1.
        x0: its left edge in the picture, pixels.
        x1: its right edge.

    """

    text: str
    confidence: float
    x0: int
    x1: int


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract.

    Attributes:
        path: the program.
        version: as it says.
        language: code of the model, such as `vie`.

    """

    path: str
    version: str
    language: str

    @property
    def name(self) -> str:
        """What corrections and reports call it."""
        return f"tesseract {self.version} {self.language}"

    def read(self, pictures: Sequence[Image], seconds: float) -> list[list[SecondWord]] | None:
        """Return the words of each line.

        Args:
            pictures: of one line each, in grey.
            seconds: limit of time for all of them.

        Returns:
            None where the limit was too short or the program failed.

        """
        if not pictures:
            return []
        with tempfile.TemporaryDirectory(prefix="vnfix-look-") as folder:
            names = []
            for k, picture in enumerate(pictures):
                names.append(f"{k}.png")
                picture.save(Path(folder, names[-1]), compress_level=1)
            Path(folder, "lines").write_text("\n".join(names) + "\n", "utf-8")
            said = _run(self.path, self._arguments(), folder, seconds)
        return None if said is None else _lines(said.splitlines(), len(pictures))

    def _arguments(self) -> list[str]:
        return ["lines", "stdout", "-l", self.language, "--psm", RAW_LINE, "tsv"]


def _run(path: str, arguments: Sequence[str], folder: str, seconds: float) -> str | None:
    """Return what the program writes; None where it fails or takes too long."""
    surroundings = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        run = subprocess.run(
            [path, *arguments],
            cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=seconds, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return None
    return None if run.returncode else run.stdout.decode("utf-8", "replace")


def _lines(rows: Iterable[str], count: int) -> list[list[SecondWord]]:
    found: list[list[SecondWord]] = [[] for _ in range(count)]
    for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == WORD and text:
            left = int(row["left"])
            word = SecondWord(text, float(row["conf"]) / 100, left, left + int(row["width"]))
            found[int(row["page_num"]) - 1].append(word)
    return found


@lru_cache(maxsize=4)
def find_tesseract(language: str = "vie") -> Tesseract:
    """Return the program of the system with a model of that language.

    Raises:
        LookError: it is not there, is too old, or lacks the model.

    """
    remedy = INSTALL.format(code=language)
    path = shutil.which(PROGRAM)
    if path is None:
        raise LookError("The program tesseract is not installed.", remedy)
    said = _run(path, ["--version"], os.curdir, 20) or ""
    number = re.search(r"tesseract v?(\d+)(\.[\w.]+)?", said)
    if number is None or int(number[1]) < OLDEST:
        shown = number[0] if number else "a program of that name"
        raise LookError(f"{shown} is too old: version {OLDEST} or newer is needed.", remedy)
    known = _run(path, ["--list-langs"], os.curdir, 20) or ""
    if language not in known.split():
        raise LookError(f"tesseract has no model for the language {language!r}.", remedy)
    return Tesseract(path, number[0].split()[-1].removeprefix("v"), language)
