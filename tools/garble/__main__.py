"""Command line: `python -m tools.garble [NAME...]` makes the files of `corpus/` again."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from tools.garble.layout import Compositor, Page
from tools.garble.markup import parse
from tools.garble.ocr import align, read
from tools.garble.scan import FONTS, Degrade, degrade, draw, measure_with, missing_letters


def make_parser() -> argparse.ArgumentParser:
    """Build the parser; its help says what must be installed."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.garble",
        description="Print the sources of corpus/, scan the pages badly, read them with the "
        "English model of tesseract, and write true.txt, garbled.txt and scan.pdf.",
        epilog="Needs Pillow, and on Debian: apt-get install tesseract-ocr fonts-croscore.",
    )
    parser.add_argument("names", nargs="*", help="documents of the manifest; all, if none is named")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="default: corpus")
    parser.add_argument("--fonts", type=Path, default=FONTS, help="folder of Tinos-*.ttf")
    parser.add_argument("--pictures", type=Path, help="also write the scanned pages here, as PNG")
    return parser


def join_pages(lines: list[str], pages: list[Page]) -> str:
    """Put lines together; a form feed starts each page but the first."""
    done, parts = 0, []
    for page in pages:
        parts.append("".join(line + "\n" for line in lines[done : done + len(page.rows)]))
        done += len(page.rows)
    return "\f".join(parts)


def make(document: dict[str, Any], options: argparse.Namespace) -> str:
    """Make one document's files; gives a line for the terminal."""
    corpus: Path = options.corpus
    source = unicodedata.normalize("NFC", (corpus / document["source"]).read_text("utf-8"))
    if missing := missing_letters(source, options.fonts):
        raise SystemExit(f"{options.fonts}: the font has no {missing!r}; take one for Vietnamese")
    pages = Compositor(measure_with(options.fonts)).compose(parse(source))
    settings = Degrade.from_table(document["degrade"])
    pictures = [
        degrade(draw(page, settings.dpi, options.fonts), settings, number)
        for number, page in enumerate(pages)
    ]
    if options.pictures:
        for number, picture in enumerate(pictures, 1):
            picture.save(options.pictures / f"{document['name']}-{number}.png")
    with tempfile.TemporaryDirectory() as folder:
        words, pdf = read(pictures, settings.dpi, Path(folder))
        shutil.copyfile(pdf, corpus / document["scan"])
    garbled, specks = align(words, pages, settings.skew)
    true = [row.text for page in pages for row in page.rows]
    (corpus / document["truth"]).write_text(join_pages(true, pages), "utf-8", newline="\n")
    (corpus / document["garbled"]).write_text(join_pages(garbled, pages), "utf-8", newline="\n")
    return f"{document['name']}: {len(pages)} pages, {len(true)} lines, specks left out: {specks}"


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    options = make_parser().parse_args(arguments)
    manifest = tomllib.loads((options.corpus / "manifest.toml").read_text("utf-8"))
    documents = {document["name"]: document for document in manifest["document"]}
    unknown = set(options.names) - set(documents)
    if unknown:
        sys.stderr.write(f"not in the manifest: {', '.join(sorted(unknown))}\n")
        return 2
    for name in options.names or documents:
        sys.stdout.write(make(documents[name], options) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
