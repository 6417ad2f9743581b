"""The gate leaves healthy and foreign text alone and finds garbled lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.ocr import detect
from vnfix.detectors.weights import load_gate
from vnfix.errors import DataError
from vnfix.model import Damage

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Finding

HEALTHY = """\
ỦY BAN NHÂN DÂN HUYỆN AN HẢI
Số: 45/KH-UBND
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Theo đề nghị của Trưởng phòng Nội vụ huyện tại Tờ trình số 12/TTr-PNV.
2. Các xã, thị trấn gửi báo cáo trước ngày 25 hằng tháng qua địa chỉ noivu@anhai.vn
""".splitlines()
GARBLED = """\
UY BAN NHAN DAN HUYEN AN HAI
Can cir Lu6t T6 chirc chinh quyAn tlla phucmg ngdy 19/6/2015;
UBND
Theo dO nghi cfia Trudng phdng NQi vg huyQn tai Td trinh sO 12/TTr-PNV.
2. Muc dich
CAc xd, thi trAn girl b6o c6o trudc ngdy 25 hdng th6ng
""".splitlines()


def found(lines: list[str]) -> list[Finding]:
    config = Config()
    return list(detect(Analysis.of(document(lines), config)))


def test_healthy_lines_have_no_finding() -> None:
    assert found(HEALTHY) == []


TABLE = """\
1\tGia Lai\tIa Grai\tIa Kha
2\tGia Lai\tIa Grai\tIa Sao
3\tGia Lai\tKBang\tKon Pne
4\tGia Lai\tKBang\tĐăk Roong
5\tLong An\tTân An\tKhánh Hậu
6\tNghệ An\tNghi Lộc\tNghi Văn
7\tNghệ An\tNghi Lộc\tNghi Hoa
""".splitlines()
GOODS = """\
Bao tay
Que thử
Kim tiêm
Da bò
Kem chống nắng
Hoa hồng
Hoa lan
Na dai
Cam sành
""".splitlines()


def test_names_of_places_and_short_names_of_goods_have_no_finding() -> None:
    assert found(TABLE * 3) == []
    assert found([f"{k}\t{name}" for k, name in enumerate(GOODS * 3)]) == []


def test_a_garbled_page_says_nothing_of_healthy_rows_behind_it() -> None:
    rows = ["1\tLoa A-12\tcái\tMR16-7W", "2\tỐng PN15\tm\tD21x1,6", "3\tBơm 2Cv\tbộ\tAPHA 5530B"]
    page = GARBLED * 6
    assert {f.line for f in found(page + rows * 6)} <= set(range(len(page) + 1))
    assert {f.line for f in found(page + TABLE[:3] * 6)} <= set(range(len(page)))


@pytest.mark.parametrize(
    "text",
    [
        "Le maire a signé l'arrêté; les élèves de l'école où il était sont déjà là.",
        "Die Behörde prüft den Antrag und schickt die Unterlagen zurück.",
        "The office of the mayor can not answer on the phone, so do come in the morning.",
        "for name, value in rows.items():\n    total += value * rates.get(name, 0)",
        "https://example.vn/tin-tuc/cai-cach-hanh-chinh-2020?id=7",
        "12 450 3.200.000 7,5 % 2019 2020",
        "",
    ],
)
def test_other_languages_and_code_have_no_finding(text: str) -> None:
    assert found(text.split("\n")) == []


def test_foreign_sentence_in_a_healthy_document_is_left() -> None:
    assert found([*HEALTHY, "World Bank Group, International Finance Corporation", *HEALTHY]) == []


def test_garbled_lines_are_found_and_bare_abbreviations_follow_them() -> None:
    findings = found(GARBLED)
    assert {f.line for f in findings} >= {0, 1, 3, 4, 5}
    assert {f.kind for f in findings} == {Damage.OCR}


def test_number_lines_of_a_garbled_document_are_left() -> None:
    assert all(f.line != len(GARBLED) for f in found([*GARBLED, "12.500", *GARBLED]))


def test_healthy_half_of_a_document_is_left() -> None:
    lines = {f.line for f in found(HEALTHY * 3 + GARBLED)}
    assert lines.isdisjoint(range(len(HEALTHY) * 3))
    assert len(lines) >= 5


def test_unaccented_text_has_its_own_kind() -> None:
    findings = found(
        ["Tang cuong ung dung cong nghe thong tin", "trong hoat dong cua cac co quan nha nuoc"] * 3
    )
    assert len(findings) == 6
    assert {f.kind for f in findings} == {Damage.UNACCENTED}


def test_malformed_table_is_an_error() -> None:
    with pytest.raises(DataError, match="line 1"):
        load_gate("PLAIN\tmuch\t1")


@pytest.mark.shared
@pytest.mark.parametrize("seed", ["000", "001", "002", "004"])
def test_lines_of_the_seeds_that_have_errors_are_found(shared: Path, seed: str) -> None:
    lines = (shared / "seeds" / f"{seed}.txt").read_text("utf-8").split("\n")
    rows = (shared / "gold" / f"{seed}.tsv").read_text("utf-8").split("\n")[1:]
    gold = [row.split("\t") for row in rows if row]
    sick = {
        int(n) - 1 for n, was, true, flag in gold if was.strip() != true.strip() and flag == "ok"
    }
    findings = found(lines)
    assert {f.kind for f in findings} == {Damage.OCR}
    assert len(sick & {f.line for f in findings}) >= 0.99 * len(sick)


@pytest.mark.shared
def test_true_lines_of_the_gazette_have_no_finding(shared: Path) -> None:
    rows = (shared / "parallel" / "tess_eng.tsv").read_text("utf-8").split("\n")[1:]
    assert found([row.split("\t")[3] for row in rows if row]) == []


def test_a_single_unaccented_line_is_found_if_asked_for() -> None:
    lines = [*HEALTHY, "Kinh moi cac dong chi du hop", *HEALTHY]
    config = Config(accents=True)
    assert found(lines) == []
    findings = detect(Analysis.of(document(lines), config))
    assert [f.line for f in findings] == [len(HEALTHY)]
