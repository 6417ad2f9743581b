"""Command line: `python -m tools.rescan OUT PDF...` makes scans and true texts."""

from __future__ import annotations

import argparse
import io
import os
import random
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

WHITE = 255


@dataclass(frozen=True, slots=True)
class Level:
    """How bad a scan is.

    Attributes:
        dpi: dots per inch.
        skew: widest turn of the page, degrees.
        blur: radius of a Gaussian blur, dots.
        noise: widest change of a grey value (0-255), half up, half down.
        quality: of the JPEG.
        threshold: grey value from which a dot comes out white; 0 for a grey scan.

    """

    dpi: int
    skew: float
    blur: float
    noise: int
    quality: int
    threshold: int = 0


LEVELS = {
    1: Level(200, 0.4, 0.5, 20, 30),
    2: Level(170, 0.4, 0.9, 60, 22),
    3: Level(140, 0.7, 1.25, 110, 35, 150),
}


def scanned(picture: Image.Image, level: Level, dice: random.Random) -> Image.Image:
    """Return a picture as a scanner gives it."""
    angle = dice.uniform(-level.skew, level.skew)
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=WHITE)
    picture = picture.filter(ImageFilter.GaussianBlur(level.blur))
    grain = Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height))
    grain = grain.point([value * level.noise // 255 for value in range(256)])
    picture = ImageChops.add(picture, grain, offset=-level.noise // 2)
    if level.threshold:
        picture = picture.point([WHITE * (grey >= level.threshold) for grey in range(256)])
    squeezed = io.BytesIO()
    picture.save(squeezed, "JPEG", quality=level.quality)
    return Image.open(squeezed).convert("L")


def drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    """Return the picture of a page in grey."""
    with closing(page.render(scale=dpi / 72)) as bitmap:
        picture: Image.Image = bitmap.to_pil().convert("L")
    return picture


def text_of(page: pypdfium2.PdfPage) -> str:
    """Return what is printed on a page."""
    with closing(page.get_textpage()) as text:
        said: str = text.get_text_range()
    return said.replace("\r\n", "\n").replace("\x02", "-")


def read(picture: Path, out: Path, dpi: int) -> None:
    """Let tesseract's English model write a PDF with a text layer."""
    command = ["tesseract", str(picture), str(out), "-l", "eng", "--dpi", str(dpi), "pdf"]
    limit = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, check=True, capture_output=True, env=limit)


def make(pdf: Path, pages: int, out: Path) -> None:
    """Make the scans of the first pages of one PDF, the title page aside."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        last = len(document) - 1
        for number in sorted({min(last, 1 + 2 * k) for k in range(pages)}):
            with closing(document[number]) as page:
                for name, level in LEVELS.items():
                    stem = f"{pdf.stem}-p{number + 1}-L{name}"
                    picture = scanned(drawn(page, level.dpi), level, random.Random(stem))
                    path = out / f"{stem}.jpg"
                    picture.save(path, quality=60, dpi=(level.dpi, level.dpi))
                    read(path, out / stem, level.dpi)
                    path.unlink()
                    (out / f"{stem}.truth.txt").write_text(text_of(page), "utf-8")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m tools.rescan", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the scans")
    parser.add_argument("pdfs", type=Path, nargs="+", help="healthy PDFs")
    parser.add_argument("--pages", type=int, default=2, help="of each PDF; default: 2")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for pdf in options.pdfs:
        make(pdf, options.pages, options.out)


if __name__ == "__main__":
    main()
