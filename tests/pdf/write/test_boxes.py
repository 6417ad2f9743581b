"""Pages whose boxes cut through the text, are empty, huge or turned over: written all the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from vnfix import Config
from vnfix.formats.reading import read_bytes
from vnfix.formats.writing import encode
from vnfix.pipeline import repair

if TYPE_CHECKING:
    from pathlib import Path

BOXES = [
    "/CropBox [100 100 300 705]", "/CropBox [0 0 595 60]", "/CropBox [0 780 595 790]",
    "/CropBox [0 700.5 595 842]", "/CropBox [0 0 0 0]", "/CropBox [5000 5000 6000 6000]",
    "/MediaBox [0 0 0 0]", "/MediaBox [0 0 595 0]", "/MediaBox [0 0 1 1]",
    "/MediaBox [0 0 100000000 100000000]", "/MediaBox [0 0 -595 -842]",
    "/MediaBox [-10000000 -10000000 10000000 10000000]", "/MediaBox [0 0 0.0000001 0.0000001]",
    "/MediaBox [0 0 9000000000000000 1]",
]  # fmt: skip


def with_box(data: bytes, box: str, rotation: int) -> bytes:
    name, value = box.split(" ", 1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.obj[name] = pikepdf.Object.parse(value.encode())
            page.obj["/Rotate"] = rotation
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 45, 90])
@pytest.mark.parametrize("box", BOXES)
def test_boxes_do_not_matter(
    root: Path, tmp_path: Path, toy_engine: object, box: str, rotation: int
) -> None:
    """The text that is read from the result is the repaired text, word by word."""
    del toy_engine
    data = with_box((root / "corpus" / "letter" / "scan.pdf").read_bytes(), box, rotation)
    document = read_bytes(data, "a.pdf", Config())
    assert len(document.words) > 100
    result = repair(document, Config())
    for name in ("out.pdf", "out.hocr"):
        made = encode(tmp_path / name, document, result, data, Config())
        again = read_bytes(made, name, Config())
        assert sorted(again.text.split()) == sorted(result.text.split()), name
