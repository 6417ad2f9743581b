"""Legacy encodings are told from the content, line by line."""

from __future__ import annotations

import pytest

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors import ocr
from vnfix.detectors.legacy import assign, detect
from vnfix.model import Damage
from vnfix.text import tokens
from vnfix.text.encodings import NAMES, TITLES, encoding

TRUE = [
    "Phòng Tài chính tham mưu phân bổ kinh phí cho các xã miền núi.",
    "Mọi thắc mắc xin gửi về tổ một cửa trước ngày 20 hằng tháng;",
    "hồ sơ gồm đơn đề nghị và bản sao giấy khai sinh.",
]
OTHERS = [
    "Les élèves déjà inscrits à l'école gardent leur place jusqu'à l'été.",
    "Größere Änderungen müssen spätestens bis März angekündigt werden.",
    "½ + ¼ = ¾; 5 µm ± 2 %; § 7; «oui»",
    "Cac dong chi lanh dao xa dén du day du",
]


def test_healthy_and_foreign_lines_are_left() -> None:
    assert assign(Analysis.of(document(TRUE + OTHERS), Config())) == {}


RARE = ["nhô nhô cùn", "Phần nhô ra ngoài và phần nhô vào trong đều phải mài cùn cạnh sắc"]


@pytest.mark.parametrize("line", RARE)
def test_rare_words_that_are_right_are_no_evidence(line: str) -> None:
    assert assign(Analysis.of(document([line]), Config())) == {}


def test_rare_words_stay_among_letters_that_only_unicode_has() -> None:
    legacy = [encoding("bkhcm2").encode(text) for text in TRUE]
    assert set(assign(Analysis.of(document([*legacy, "bị cùn cạnh sắc"]), Config()))) == {0, 1, 2}


def test_words_in_a_font_are_found_among_letters_that_only_unicode_has() -> None:
    mixed = f"{TRUE[1]} {encoding('tcvn3').encode('Mỗi tổ cử một người đến nhận sổ')}"
    assert assign(Analysis.of(document([mixed]), Config())) == {0: "tcvn3"}


@pytest.mark.parametrize("name", NAMES)
def test_encoding_is_named(name: str) -> None:
    lines = [encoding(name).encode(text) for text in TRUE]
    assert assign(Analysis.of(document(lines), Config())) == dict.fromkeys(range(3), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_long_line_is_read_as_a_short_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spaced = "  ".join(" ".join(word) for word in TRUE[0].split())
    lines = [encoding(name).encode(text) for text in (*TRUE, " ".join(TRUE), spaced)] + OTHERS
    expected = assign(Analysis.of(document(lines), Config()))
    monkeypatch.setattr(tokens, "LONG_LINE", -1)
    monkeypatch.setattr(tokens, "PART", 9)
    assert assign(Analysis.of(document(lines), Config())) == expected
    assert expected


# Vietnamese read by OCR engines of German, French and Spanish; invented lines.
READ_BY_OTHERS = [
    "Phöng Täi chinh tham muu phän bô kinh phi cho cäc xä miên nüi;",
    "hô so gôm don dê nghi vä bän sao giäy khai sinh cüa nguöi nöp,",
    "Moi thäc mäc xin güi vê tô mót cùa truóc ngäy 20 häng thäng.",
    "Càc dôn vi phô bién quy ché dén tùng càn bô, giào viên và hoc sinh",
    "b) Cü nguöi theo döi vä bäo cäo két quä truöc ngäy 5 thäng sau;",
    "Só Nôi vu kiêm tra viêc thuc hiên tai câc huyên, thi xâ.",
]


def test_page_read_by_an_engine_of_another_language_is_no_legacy_text() -> None:
    lines = READ_BY_OTHERS * 4
    assert assign(Analysis.of(document(lines), Config())) == {}
    findings = ocr.detect(Analysis.of(document(lines), Config()))
    assert {f.line for f in findings} == set(range(len(lines)))
    assert {f.kind for f in findings} == {Damage.OCR}


def test_foreign_lines_do_not_speak_against_an_encoding() -> None:
    legacy = [encoding("tcvn3").encode(text) for text in TRUE] * 3
    assert set(assign(Analysis.of(document(OTHERS[:2] * 6 + legacy), Config()))) == set(
        range(12, 21)
    )


def test_half_of_a_document_may_be_legacy() -> None:
    lines = TRUE + [encoding("tcvn3").encode(text) for text in TRUE] + TRUE
    assert set(assign(Analysis.of(document(lines), Config()))) == {3, 4, 5}


def test_a_line_that_says_nothing_follows_its_neighbours() -> None:
    lines = [encoding("tcvn3").encode(text) for text in (TRUE[0], "12/2006/NĐ-CP", TRUE[1])]
    assert assign(Analysis.of(document(lines), Config()))[1] == "tcvn3"


def test_an_option_names_the_encoding_for_all_lines() -> None:
    assert assign(
        Analysis.of(document([encoding("vni").encode("mẫu")]), Config(encoding="VNI"))
    ) == {0: "vni"}


def test_the_option_switches_it_off() -> None:
    lines = [encoding("vni").encode(text) for text in TRUE]
    assert assign(Analysis.of(document(lines), Config(legacy=False))) == {}


def test_finding_names_the_encoding() -> None:
    config = Config()
    lines = [encoding("viqr").encode(text) for text in TRUE]
    findings = detect(Analysis.of(document(lines), config))
    assert [(f.line, f.kind, f.evidence) for f in findings] == [
        (k, Damage.LEGACY, TITLES["viqr"]) for k in range(3)
    ]
