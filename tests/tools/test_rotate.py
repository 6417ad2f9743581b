"""PDFs whose fonts name wrong letters: as they are read, repaired, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

import vnfix
from tools.rotate import rotated
from vnfix.cli import main
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.model import Damage
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from pathlib import Path

ALIKE = 0.995  # share of the words that come out right


def text_of(data: bytes) -> str:
    return nfc(read_bytes(data, "x.pdf", Config()).text)


def share_alike(text: str, other: str) -> float:
    """Return the share of the words that are the same."""
    return float(Levenshtein.normalized_similarity(text.split(), other.split()))


def test_letters_come_back_in_text_and_file(shared: Path, tmp_path: Path) -> None:
    source = next(shared.glob("pdf/clean/thong-tu-so-01-2026*.pdf"))
    right = text_of(source.read_bytes())
    data = rotated(source.read_bytes(), seed=3)
    damaged = text_of(data)
    assert share_alike(right, damaged) < 0.8
    wrong, fixed = tmp_path / "wrong.pdf", tmp_path / "fixed.pdf"
    wrong.write_bytes(data)
    assert vnfix.detect(read_bytes(data, "x.pdf", Config())).kind is Damage.SUBSTITUTED
    assert main(["fix", str(wrong), "-o", str(fixed), "--break-signature"]) == 0
    written = text_of(fixed.read_bytes())
    assert share_alike(right, written) > ALIKE
