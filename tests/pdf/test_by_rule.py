"""Damage by a rule in PDFs: drawn type whose fonts say it, and layers of scans."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rapidfuzz.distance import Levenshtein

import vnfix
from tools.damaged import drawn, scanned
from tools.healthy.documents import documents
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.model import Damage
from vnfix.pdf.write.writer import encode_pdf
from vnfix.pipeline import repair
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    from vnfix.model import Document

CORPUS = Path(__file__).parents[2] / "corpus"
KINDS = {"low-bytes": Damage.LOW_BYTES, "dropped": Damage.DROPPED, "ansi": Damage.ANSI}
WRONG = 0.03  # share of the words that may be wrong


def read(data: bytes) -> Document:
    return read_bytes(data, "x.pdf", Config())


def written(data: bytes) -> bytes:
    """Return a PDF as `fix` writes it."""
    document = read(data)
    return encode_pdf(document, repair(document, Config()), data, Config())


def wrong(right: bytes, data: bytes) -> float:
    """Return the share of the words of a PDF that are wrong."""
    texts = [nfc(read(pdf).text).split() for pdf in (right, data)]
    return float(Levenshtein.normalized_distance(*texts))


@lru_cache(maxsize=1)
def scan() -> bytes:
    """Return a scan whose layer is right, as far as this goes."""
    return written((CORPUS / "decision" / "scan.pdf").read_bytes())


def page() -> bytes:
    return documents()["columns"]


@pytest.mark.parametrize("data", [scan, page])
def test_right_pdfs_have_no_such_damage(data: Callable[[], bytes]) -> None:
    assert not {*KINDS.values()} & vnfix.detect(read(data())).kinds.keys()


@pytest.mark.parametrize("name", KINDS)
def test_layers_of_scans_come_back(name: str) -> None:
    damaged = scanned(scan(), name)
    assert vnfix.detect(read(damaged)).kind is KINDS[name]
    assert wrong(scan(), damaged) > 0.4
    assert wrong(scan(), written(damaged)) < WRONG


@pytest.mark.parametrize("name", ["low-bytes", "ansi"])
def test_drawn_type_comes_back(name: str) -> None:
    """Letters that a font drops are lost glyphs, which the glyphs' own tests see to."""
    damaged = drawn(page(), name)
    assert vnfix.detect(read(damaged)).kind is KINDS[name]
    assert wrong(page(), damaged) > 0.4
    assert wrong(page(), written(damaged)) < WRONG
