"""Read scanned pages with tesseract's English model, and bring its words to the printed lines."""

from __future__ import annotations

import csv
import math
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.garble.layout import PAGE, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image

_WORD_LEVEL = "5"
_ABOVE_BASELINE = 0.3  # The middle of a word lies so far above its baseline, in letter heights.
_FARTHEST = 14.0  # A word farther than a line height from every baseline is a speck, in points.


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that the engine saw; the middle of its box in points of the page as scanned."""

    text: str
    page: int
    x: float
    y: float


def read(pictures: Sequence[Image.Image], dpi: int, folder: Path) -> tuple[list[Seen], Path]:
    """Run tesseract over the pictures; gives its words and its PDF with an invisible text layer.

    Raises:
        FileNotFoundError: tesseract is not installed.
        subprocess.CalledProcessError: tesseract failed.

    """
    paths: list[str] = []
    for number, picture in enumerate(pictures):
        path = folder / f"page{number}.tif"
        picture.save(path, compression="group4", dpi=(dpi, dpi))
        paths.append(str(path))
    (folder / "pages.list").write_text("\n".join(paths) + "\n", encoding="utf-8")
    command = ["tesseract", "pages.list", "out", "-l", "eng", "--dpi", str(dpi), "tsv", "pdf"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with (folder / "out.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_seen(row, 72 / dpi) for row in rows if row["level"] == _WORD_LEVEL], folder / "out.pdf"


def _seen(row: dict[str, str], scale: float) -> Seen:
    x = int(row["left"]) + int(row["width"]) / 2
    y = int(row["top"]) + int(row["height"]) / 2
    return Seen(row["text"].strip(), int(row["page_num"]) - 1, x * scale, y * scale)


def straighten(x: float, y: float, skew: float) -> tuple[float, float]:
    """Undo the turn of the page: a place on the scan -> the place on the printed page.

    >>> straighten(297.5, 421.0, 12.0)
    (297.5, 421.0)
    """
    angle = math.radians(skew)
    dx, dy = x - PAGE[0] / 2, y - PAGE[1] / 2
    return (
        PAGE[0] / 2 + dx * math.cos(angle) - dy * math.sin(angle),
        PAGE[1] / 2 + dx * math.sin(angle) + dy * math.cos(angle),
    )


def align(words: Sequence[Seen], pages: Sequence[Page], skew: float) -> tuple[list[str], list[str]]:
    """Give each word to the printed line on whose baseline it stands.

    Returns:
        The garbled lines, as many as the pages have rows, and the words far from every line.

    """
    found: dict[tuple[int, int], list[tuple[float, str]]] = {}
    specks: list[str] = []
    for word in words:
        x, y = straighten(word.x, word.y, skew)
        distance, row = min(
            (abs(printed.y - _ABOVE_BASELINE * printed.size - y), number)
            for number, row in enumerate(pages[word.page].rows)
            for printed in row.words[:1]
        )
        if distance > _FARTHEST:
            specks.append(word.text)
        elif word.text:
            found.setdefault((word.page, row), []).append((x, word.text))
    lines = [
        " ".join(text for _, text in sorted(found.get((page, row), [])))
        for page, sheet in enumerate(pages)
        for row in range(len(sheet.rows))
    ]
    return lines, specks
