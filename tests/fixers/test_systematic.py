"""Undoing a second conversion from VNI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.systematic import propose
from vnfix.model import Safety
from vnfix.text.encodings import encoding

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = Config()


def fixed(lines: list[str]) -> list[str]:
    doc = document(lines)
    return repaired(doc, propose(Analysis.of(doc, CONFIG)))


def test_healthy_lines_noop() -> None:
    lines = ["Làm đường tốn kém hơn", "Mặt hồ Tây", "An toàn là trên hết"]
    assert fixed(lines) == lines


def test_words_get_their_letters_and_keep_their_case() -> None:
    assert fixed(["Cơng ty cĩ kế tốn, khơng cĩ thủ quỹ", "Mơi trường và An tồn lao động"]) == [
        "Công ty có kế toán, không có thủ quỹ",
        "Môi trường và An toàn lao động",
    ]


def test_real_words_are_for_a_person_to_decide() -> None:
    doc = document(["Cơng ty cĩ cán bộ an tồn, khơng cĩ kế tốn"])
    found = propose(Analysis.of(doc, CONFIG))
    assert {c.after: c.safety for c in found}["toàn"] is Safety.REVIEW
    assert {c.after: c.safety for c in found}["có"] is Safety.AUTO


@pytest.mark.shared
def test_gazette_converted_again_comes_back(shared: Path) -> None:
    rows = (shared / "parallel" / "tess_eng.tsv").read_text("utf-8").split("\n")[1:600]
    true = [row.split("\t")[3] for row in rows]
    damaged = [encoding("vni").decode(text) for text in true]
    wrong = sum(a != b for a, b in zip(damaged, true, strict=True))
    left = sum(a != b for a, b in zip(fixed(damaged), true, strict=True))
    assert fixed(true) == true
    assert left <= 0.02 * wrong
