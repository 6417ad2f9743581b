"""Lost glyphs that left blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.gaps import detect
from vnfix.document import make_document
from vnfix.model import Damage

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Document, Finding

HEALTHY = [
    "a) Chiều dài 5 m, rộng 3 m, tải trọng 2 t;",
    "b) Các hộ ở tổ 1, tổ 2 và tổ 3 do ông k làm tổ trưởng;",
    "c) Mẫu số 02 kèm theo quy định này.",
] * 5


def found(doc: Document) -> list[Finding]:
    config = Config()
    return detect(Analysis.of(doc, config))


def test_list_letters_and_units_are_no_finding() -> None:
    assert found(document(HEALTHY)) == []


def test_lines_with_pieces_are_found() -> None:
    true = ["Phòng Tài chính thẩm tra quyết toán thu, chi", "Báo cáo gửi chậm nhất ngày 5", "Hết"]
    lines = [text.replace("ế", " ").replace("ấ", " ").replace("ẩ", " ") for text in true]
    findings = found(document([*(lines[:2] * 6), lines[2]]))
    assert {f.kind for f in findings} == {Damage.LOST_GLYPHS}
    assert {f.line for f in findings} >= set(range(12))


@pytest.mark.parametrize(
    "lines",
    [
        list("thôngtưcủabộtrưởng") * 6,
        ["t h ô n g t ư", "c ủ a b ộ t r ư ở n g", "c h i t h ư ờ n g x u y ê n"] * 6,
        ["1 x x nhà ở x", "2 x đất ở x x", "3 x x cây hằng năm x"] * 9,
        ["dài 5 m, rộng 3 m hoặc 2 t, cao 7 m và 40 m đường, 3 h làm, 8 th vận hành"] * 9,
        ["t h l n", "ng ch m", "tr ng b s", "nh h tr"] * 20 + HEALTHY,
    ],
    ids=["letter by letter", "spaced out", "ticks", "units", "sideways misread"],
)
def test_letters_that_stand_apart_are_no_evidence(lines: list[str]) -> None:
    assert found(document(lines)) == []


@pytest.mark.shared
def test_texts_with_blanks_are_told_from_true_ones(shared: Path) -> None:
    for path in sorted(shared.glob("pdf/cid/*.pdftotext.txt")):
        assert len(found(make_document(path.read_text("utf-8")))) > 30
    for path in sorted(shared.glob("pdf/*/*.truth.txt")):
        assert found(make_document(path.read_text("utf-8"))) == []
