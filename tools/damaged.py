"""Make PDFs whose text layer a rule has damaged: low bytes, dropped letters, saved as ANSI.

    python -m tools.damaged IN.pdf OUT.pdf MAP

Not part of vnfix. MAP is one of `vnfix/detectors/letter_maps.tsv`. Drawn type gets ToUnicode maps
that say what the map makes of each letter; the layer of a scan is written anew, word by word.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pikepdf

from vnfix.apply import apply_corrections
from vnfix.config import Config
from vnfix.detectors.letter_maps import letter_map, tables
from vnfix.model import Correction, Repair, Safety
from vnfix.pdf.read.fonts import parse_tounicode
from vnfix.pdf.read.reader import read_pdf
from vnfix.pdf.write.tounicode import repair_map
from vnfix.pdf.write.writer import encode_pdf


def drawn(data: bytes, name: str) -> bytes:
    """Return a PDF of drawn type whose fonts name letters as a map writes them."""
    table = letter_map(name)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Dictionary) and "/ToUnicode" in obj:
                old = parse_tounicode(obj.ToUnicode.read_bytes(), named=False)
                repair_map(pdf, obj, {c: table.write(t) for c, t in old.cid2unichr.items()})
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    return out.getvalue()


def scanned(data: bytes, name: str) -> bytes:
    """Return a scan in whose layer each word is as a map writes it; its layer must be right."""
    table = letter_map(name)
    document = read_pdf(data, "scan.pdf", Config())
    changes = [
        (w.start, w.end, before, table.write(before))
        for w in document.words
        for before in (document.text[w.start : w.end],)
        if table.write(before) != before
    ]
    corrections = tuple(
        Correction(start, end, before, after, "damage", 1.0, Safety.AUTO)
        for start, end, before, after in changes
    )
    text = apply_corrections(document.text, corrections)
    return encode_pdf(document, Repair(document.text, text, corrections), data, Config())


def main(arguments: list[str] | None = None) -> int:
    """Run; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.damaged", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("map", choices=sorted(tables()))
    parser.add_argument("--scan", action="store_true", help="the PDF is a scan with a layer")
    given = parser.parse_args(arguments)
    make = scanned if given.scan else drawn
    given.result.write_bytes(make(given.source.read_bytes(), given.map))
    sys.stdout.write(f"{given.result}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
