"""Printed pages -> pictures as an office scanner makes them: skewed, soft, black and white."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tools.garble.layout import PAGE, Page
from tools.garble.markup import Style

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = Path("/usr/share/fonts/truetype/croscore")  # Tinos, in Debian's fonts-croscore
_CUTS = {
    Style(): "Regular",
    Style(bold=True): "Bold",
    Style(italic=True): "Italic",
    Style(bold=True, italic=True): "BoldItalic",
}


@dataclass(frozen=True, slots=True)
class Degrade:
    """How bad the scan is.

    Attributes:
        dpi: dots per inch.
        skew: turn of the page in degrees, counter-clockwise.
        blur: radius of a Gaussian blur, in dots.
        noise: widest change of a grey value (0-255), half up, half down.
        threshold: grey value from which a dot comes out white.
        seed: seed of the noise; the same one makes the same picture.

    """

    dpi: int
    skew: float
    blur: float
    noise: int
    threshold: int
    seed: int

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> Degrade:
        """Read the table `degrade` of the manifest."""
        return cls(**table)


@cache
def _font(fonts: Path, style: Style, size: int) -> ImageFont.FreeTypeFont:
    path = str(fonts / f"Tinos-{_CUTS[style]}.ttf")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def missing_letters(text: str, fonts: Path = FONTS) -> str:
    """Give the letters that the font cannot draw: they would come out as empty boxes."""
    font = _font(fonts, Style(), 40)
    box = bytes(font.getmask("\uffff"))
    letters = sorted(set("".join(text.split())))
    return "".join(letter for letter in letters if bytes(font.getmask(letter)) == box)


def measure_with(fonts: Path) -> Callable[[str, Style, float], float]:
    """Give the function that the layout measures words with, in points."""

    def measure(text: str, style: Style, size: float) -> float:
        return _font(fonts, style, 200).getlength(text) * size / 200

    return measure


def draw(page: Page, dpi: int, fonts: Path = FONTS) -> Image.Image:
    """Draw a page in grey, black on white."""
    scale = dpi / 72
    picture = Image.new("L", (round(PAGE[0] * scale), round(PAGE[1] * scale)), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in page.strokes:
        pen.line([round(value * scale) for value in stroke], fill=0, width=max(1, dpi // 100))
    for word in (word for row in page.rows for word in row.words):
        font = _font(fonts, word.style, round(word.size * scale))
        pen.text((word.x * scale, word.y * scale), word.text, font=font, fill=0, anchor="ls")
    return picture


def degrade(picture: Image.Image, settings: Degrade, page: int) -> Image.Image:
    """Turn, blur and roughen a picture and make it black and white."""
    turned = picture.rotate(settings.skew, Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(settings.blur))
    dice = random.Random(settings.seed * 1000 + page)  # the same noise in every run
    grain = Image.frombytes("L", soft.size, dice.randbytes(soft.width * soft.height))
    grain = grain.point([value * settings.noise // 255 for value in range(256)])
    rough = ImageChops.add(soft, grain, offset=-settings.noise // 2)
    return rough.point([255 * (grey >= settings.threshold) for grey in range(256)]).convert("1")
