"""Which markers count as lost letters."""

from __future__ import annotations

import pytest

from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.glyphs import detect
from vnfix.document import split_lines
from vnfix.model import Damage, Document, Finding, LostGlyph


def findings(text: str, glyphs: tuple[LostGlyph, ...] = ()) -> list[Finding]:
    document = Document(text, split_lines(text), glyphs=glyphs)
    return detect(Analysis.of(document, Config()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ủy ban nhân dân xã báo cáo kết quả thực hiện.",
        "The converter prints (cid:33) where a font has no such entry, see (cid:7).",
        "Bộ đọc ghi (cid:33) thay cho chữ không có trong bảng mã.",
        "w(cid:31)th l(cid:32)st l(cid:33)tters th(cid:34)s is st(cid:31)ll English t(cid:33)xt",
        "La premi(cid:3)re r(cid:4)union a eu lieu dans l'apr(cid:3)s-midi chez le maire.",
        "\uf0b7 Báo cáo tháng\n\uf0b7 Báo cáo quý\n\uf0a7\tBáo cáo năm",
        "\uf0b7Báo cáo tháng\n\uf0b7Báo cáo quý",
        "Kết quả \ufffd theo dõi",
        "const x = '\ue001'; // icon",
        "(cid:1)(cid:2)(cid:3)",
    ],
)
def test_healthy_or_other(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("nhi(cid:7)m vụ trọng tâm\nkhông mất chữ\nđ(cid:9)t k(cid:5)t quả tốt", [0, 2]),
        ("nhi\ue007m vụ trọng tâm của đơn vị", [0]),
        ("nhi\ufffdm vụ trọng tâm của đơn vị", [0]),
        ("th(cid:9)i gian th(cid:2)c hi(cid:7)n", [0]),
        ("S(cid:3) Y t(cid:5)", [0]),
    ],
)
def test_lines_with_lost_letters(text: str, lines: list[int]) -> None:
    found = findings(text)
    assert [f.line for f in found] == lines
    assert all(f.kind is Damage.LOST_GLYPHS and 0 < f.score <= 1 for f in found)


def test_evidence_names_markers_and_font() -> None:
    text = "nhi(cid:7)m vụ"
    (finding,) = findings(text, (LostGlyph(3, 10, "12", 7),))
    assert finding.evidence == "1 lost letter in font object 12: (cid:7)"
    (finding,) = findings("nhi\ue007m v\ue008")
    assert finding.evidence == "2 lost letters: U+E007, U+E008"


@pytest.mark.shared
def test_clean_files_have_none(shared: object) -> None:
    from pathlib import Path

    from vnfix.formats.reading import read

    for pdf in sorted((Path(str(shared)) / "pdf" / "clean").glob("*.pdf"))[:3]:
        document = read(pdf, Config())
        assert detect(Analysis.of(document, Config())) == []
