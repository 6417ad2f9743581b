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
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.errors import LookError
from vnfix.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PIL.Image import Image

PROGRAM = "tesseract"
OLDEST = 4  # the first with the engine that reads whole lines
# Page segmentation modes: a line as it is, no search for blocks and words; a line with such a
# search; as much text as possible, in no order.
RAW_LINE, TEXT_LINE, SPARSE = "13", "7", "11"
WORD = "5"  # level of a row
LONGEST = 86400.0  # seconds; the system cannot wait for as long as one may ask
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


class FoundWord(NamedTuple):
    """A word that the engine has found on a page.

    Attributes:
        text: what was read.
        confidence: what the engine says of it, 0 to 1.
        box: around its ink, in pixels.

    """

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract.

    Attributes:
        path: the program.
        version: as it says.
        language: code of the model, such as `vie`, or of several: `vie+eng`.

    """

    path: str
    version: str
    language: str

    @property
    def name(self) -> str:
        """What corrections and reports call it."""
        return f"tesseract {self.version} {self.language}"

    def read(
        self, pictures: Sequence[Image], seconds: float, mode: str = RAW_LINE
    ) -> list[list[SecondWord]] | None:
        """Return the words of each line.

        Args:
            pictures: of one line each, in grey.
            seconds: limit of time for all of them.
            mode: RAW_LINE, or TEXT_LINE: of a picture with more white than a line has around it.

        Returns:
            None where the limit was too short or the program failed.

        """
        if not pictures:
            return []
        said = self._said(pictures, ["--psm", mode], seconds)
        return None if said is None else _lines(said.splitlines(), len(pictures))

    def search(self, picture: Image, dpi: int, seconds: float) -> list[list[FoundWord]] | None:
        """Return the lines of text that stand on a page, each with its words.

        Args:
            picture: of the page, in grey.
            dpi: its pixels to an inch.
            seconds: limit of time.

        Returns:
            None where the limit was too short or the program failed.

        """
        said = self._said([picture], ["--psm", SPARSE, "--dpi", str(dpi)], seconds)
        return None if said is None else _found(said.splitlines())

    def _said(
        self, pictures: Sequence[Image], options: Sequence[str], seconds: float
    ) -> str | None:
        """Return what the program says of pictures, as tab-separated values."""
        with tempfile.TemporaryDirectory(prefix="vnfix-look-") as folder:
            names = []
            for k, picture in enumerate(pictures):
                names.append(f"{k}.png")
                picture.save(Path(folder, names[-1]), compress_level=1)
            Path(folder, "pictures").write_text("\n".join(names) + "\n", "utf-8")
            arguments = ["pictures", "stdout", "-l", self.language, *options, "tsv"]
            return _run(self.path, arguments, folder, seconds)


def _run(path: str, arguments: Sequence[str], folder: str, seconds: float) -> str | None:
    """Return what the program writes; None where it fails or takes too long."""
    surroundings = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        run = subprocess.run(
            [path, *arguments],
            cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=min(seconds, LONGEST), check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return None
    return None if run.returncode else run.stdout.decode("utf-8", "replace")


def _lines(rows: Iterable[str], count: int) -> list[list[SecondWord]]:
    found: list[list[SecondWord]] = [[] for _ in range(count)]
    for row, word in _words(rows):
        second = SecondWord(word.text, word.confidence, int(word.box.x0), int(word.box.x1))
        found[int(row["page_num"]) - 1].append(second)
    return found


def _found(rows: Iterable[str]) -> list[list[FoundWord]]:
    """Return the words line by line."""
    numbers = itemgetter("block_num", "par_num", "line_num")
    lines: dict[tuple[str, ...], list[FoundWord]] = {}
    for row, word in _words(rows):
        lines.setdefault(numbers(row), []).append(word)
    return list(lines.values())


def _words(rows: Iterable[str]) -> Iterator[tuple[dict[str, str], FoundWord]]:
    """Yield the rows that are words, each with its word."""
    for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == WORD and text:
            x, y, wide, high = (int(row[key]) for key in ("left", "top", "width", "height"))
            yield row, FoundWord(text, float(row["conf"]) / 100, Box(x, y, x + wide, y + high))


@lru_cache(maxsize=4)
def find_tesseract(language: str = "vie") -> Tesseract:
    """Return the program of the system with a model of that language, or of several (`vie+eng`).

    Raises:
        LookError: it is not there, is too old, or lacks the model.

    """
    codes = language.split("+")
    remedy = INSTALL.format(code=codes[0])
    path = shutil.which(PROGRAM)
    if path is None:
        raise LookError(
            "The program tesseract is not installed.", remedy, key="no-tesseract", code=codes[0]
        )
    said = _run(path, ["--version"], os.curdir, 20) or ""
    number = re.search(r"tesseract v?(\d+)(\.[\w.]+)?", said)
    if number is None or int(number[1]) < OLDEST:
        shown = number[0] if number else "a program of that name"
        message = f"{shown} is too old: version {OLDEST} or newer is needed."
        raise LookError(message, remedy, key="old-tesseract", code=codes[0])
    known = (_run(path, ["--list-langs"], os.curdir, 20) or "").split()
    if lacking := [code for code in codes if code not in known]:
        message = f"tesseract has no model for the language {lacking[0]!r}."
        remedy = INSTALL.format(code=lacking[0])
        raise LookError(message, remedy, key="no-model", code=lacking[0])
    return Tesseract(path, number[0].split()[-1].removeprefix("v"), language)
