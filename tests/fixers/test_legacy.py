"""Legacy text is converted exactly; other text is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.making import document, repaired
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.fixers.legacy import propose
from vnfix.formats.reading import read_bytes
from vnfix.model import FontRun, Safety
from vnfix.text.encodings import NAMES, encoding

if TYPE_CHECKING:
    from pathlib import Path

TRUE = [
    "Trung tâm Y tế tổ chức tiêm phòng dại cho 2.300 con chó, mèo trong tháng 5.",
    "a) Chủ vật nuôi ở thôn nào thì đưa đến điểm tiêm của thôn đó;",
    "“Sổ tiêm phòng” được cấp miễn phí (theo mẫu số 02/TY-CC).",
]
CONFIG = Config()


def fixed(lines: list[str], config: Config = CONFIG) -> list[str]:
    doc = document(lines)
    return repaired(doc, propose(Analysis.of(doc, config)))


def test_healthy_and_foreign_lines_noop() -> None:
    lines = [*TRUE, "Où vas-tu? À la plage, déjà!", "Straße − 5 m", "10−15 °C", "§ 3 «a»"]
    assert fixed(lines) == lines


@pytest.mark.parametrize("name", NAMES)
def test_every_encoding_is_undone(name: str) -> None:
    assert fixed([encoding(name).encode(text) for text in TRUE]) == TRUE


def test_candidates_are_exact_and_safe() -> None:
    doc = document([encoding("tcvn3").encode(TRUE[0])])
    for c in propose(Analysis.of(doc, CONFIG)):
        assert (c.exact, c.safety) == (True, Safety.AUTO)


def test_substitutes_of_pdf_producers_are_letters_and_a_minus_is_none() -> None:
    assert fixed(["Thñ t−íng ChÝnh phñ ban hµnh th«ng t− sè 5 vÒ møc 10−15 x∙"]) == [
        "Thủ tướng Chính phủ ban hành thông tư số 5 về mức 10−15 xã"
    ]


def test_letter_spaced_words_are_closed_up() -> None:
    assert fixed(["T h « n g   t −   c ñ a   B é   T µ i   c h Ý n h"]) == [
        "Thông tư của Bộ Tài chính"
    ]


def test_capital_only_fonts_give_capitals() -> None:
    doc = document(["uû ban nh©n d©n huyÖn nam s¬n", "Sè: 12 cña huyÖn Nam S¬n göi c¸c x·"])
    runs = (FontRun(0, 29, ".VnTimeH,Bold"), FontRun(30, 70, ".VnTime"))
    doc = replace(doc, fonts=runs)
    assert repaired(doc, propose(Analysis.of(doc, CONFIG))) == [
        "UỶ BAN NHÂN DÂN HUYỆN NAM SƠN",
        "Số: 12 của huyện Nam Sơn gửi các xã",
    ]


@pytest.mark.parametrize(
    ("font", "capitals"),
    [
        (".VnTimeH", True),
        (".VnArial NarrowH", True),
        ("VnTimeHBold", True),
        (".Vn3DH,Bold", True),
        (".VnTime", False),
        (".VnHelvetIns,Bold", False),
        ("VNI-Helve", False),
    ],
)
def test_capital_only_fonts_are_known_by_their_names(font: str, *, capitals: bool) -> None:
    text = encoding("tcvn3").encode("các xã được hỗ trợ")
    doc = replace(document([text]), fonts=(FontRun(0, len(text), font),))
    result = repaired(doc, propose(Analysis.of(doc, CONFIG)))
    assert result == (["CÁC XÃ ĐƯỢC HỖ TRỢ"] if capitals else ["các xã được hỗ trợ"])


def test_last_sign_of_a_viqr_word_may_end_the_sentence() -> None:
    assert fixed(["Ho^` so+ na`y. Ta^'t ca? gu+?i ve^` xa~."]) == ["Hồ sơ này. Tất cả gửi về xã."]


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "song-hong.tcvn3",
        "song-hong.viscii",
        "song-hong.vni",
        "song-hong.vps",
        "song-hong.bkhcm1",
        "song-hong.bkhcm2",
        "cong-bao.viscii",
        "pho-co-ha-noi.tcvn3",
    ],
)
def test_byte_fixtures_are_read_exactly(shared: Path, name: str) -> None:
    folder = shared / "outside" / "gao" / "legacy"
    doc = read_bytes((folder / f"{name}.bytes").read_bytes(), name, CONFIG)
    result = repaired(doc, propose(Analysis.of(doc, CONFIG)))
    true = (folder / f"{name}.txt").read_text("utf-8")
    assert "\n".join(result).replace("\r", "").strip() == true.strip()


def test_line_without_accents_in_a_capital_only_font_gives_capitals() -> None:
    doc = document(["Göi c¸c x· thuéc huyÖn", "ban hanh theo so 5"])
    doc = replace(doc, fonts=(FontRun(23, 41, ".VnArialH"),))
    assert repaired(doc, propose(Analysis.of(doc, CONFIG))) == [
        "Gửi các xã thuộc huyện",
        "BAN HANH THEO SO 5",
    ]
