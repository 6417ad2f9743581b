"""Make PDFs whose fonts name wrong letters: some letters of each ToUnicode map, rotated.

    python -m tools.rotate IN.pdf OUT.pdf [--letters 12] [--seed 0] [--strip]

Not part of vnfix: it makes what `bench/wrong_maps.py` measures. The pages look the same; what is
copied from them is wrong. `--strip` also takes the font programs away.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from vnfix.pdf.read.fonts import parse_tounicode
from vnfix.pdf.write.tounicode import repair_map, trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LETTERS = 12  # of a font
LEAST = 3  # times that a letter occurs in a font, to be among them
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def rotated(data: bytes, seed: int = 0, letters: int = LETTERS, *, strip: bool = False) -> bytes:
    """Return a PDF in whose fonts some letters stand for each other.

    Args:
        data: the PDF.
        seed: of the choice of letters, which are those in use.
        letters: how many of each font.
        strip: whether the font programs are taken away.

    """
    used: dict[str, Counter[int]] = {}
    for origin in trace(data).origins:
        used.setdefault(origin.glyph.style.font, Counter())[origin.glyph.code] += 1
    chance = random.Random(seed)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, font in _fonts(pdf):
            table = parse_tounicode(font.ToUnicode.read_bytes(), named=False)
            wrong = _rotation(table.cid2unichr, used.get(number, Counter()), letters, chance)
            if wrong:
                repair_map(pdf, font, wrong)
            if strip:
                _strip(font)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    return out.getvalue()


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the fonts with ToUnicode maps, by the keys that the reader gives them."""
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and "/ToUnicode" in obj:
            yield str(obj.objgen[0]), obj


def _rotation(
    table: Mapping[int, str], used: Counter[int], letters: int, chance: random.Random
) -> dict[int, str]:
    """Return what codes stand for that are used and mean letters, each for the next one."""
    codes = sorted(c for c, n in used.items() if n >= LEAST and _is_letter(table.get(c, "")))
    if len(codes) < letters:
        return {}
    picked = chance.sample(codes, letters)
    return {c: table[other] for c, other in zip(picked, picked[1:] + picked[:1], strict=True)}


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _strip(font: pikepdf.Object) -> None:
    """Take the program of a font away, and the names of its glyphs."""
    for part in (font, *font.get("/DescendantFonts", [])):
        descriptor = part.get("/FontDescriptor")
        for name in PROGRAMS if descriptor is not None else ():
            if name in descriptor:
                del descriptor[name]


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.rotate", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--strip", action="store_true")
    given = parser.parse_args(arguments)
    data = rotated(given.source.read_bytes(), given.seed, given.letters, strip=given.strip)
    given.result.write_bytes(data)
    sys.stdout.write(f"{given.result}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
