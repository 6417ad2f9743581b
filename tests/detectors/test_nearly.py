"""Nearly right text: an engine that knows Vietnamese got some words wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import vnfix
from tests.by_rule import BY_RULE
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.nearly import hints, wrong_words
from vnfix.document import make_document
from vnfix.fixers.nearly import WRITTEN
from vnfix.model import Damage, Safety

HEALTHY = [
    *BY_RULE,
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Tổ chức thực hiện các nhiệm vụ được giao, bảo đảm đúng tiến độ và chất lượng.",
    "Các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
    "Kinh phí thực hiện được bố trí từ nguồn ngân sách của huyện theo quy định hiện hành.",
]
# What such an engine makes of words: accents, look-alikes, a letter for another.
SLIPS = {
    "Căn cứ Luật Tổ chức": "Căn cử Luật Tô chức",
    "địa phương": "địa phưong",
    "nhiệm vụ được": "nhiệm vu dược",
    "chất lượng": "chất luợng",
    "thi hành": "thí hành",
    "Quyết định này": "Quyêt định này",
    "hiện hành": "hiện hãnh",
    "theo quy định": "theo quy đỉnh",
}
TEXT = "\n".join(HEALTHY)


def damaged(text: str, slips: dict[str, str] = SLIPS) -> str:
    for right, wrong in slips.items():
        assert right in text
        text = text.replace(right, wrong)
    return text


def wrong(text: str) -> list[str]:
    analysis = Analysis.of(make_document(text), Config())
    return [w.reading.before for w in wrong_words(analysis)]


def test_healthy_text_stays() -> None:
    assert wrong(TEXT) == []
    assert vnfix.fix_text(TEXT) == TEXT


@pytest.mark.parametrize(
    "lines",
    [
        ["Đăk Rơ Wa, Ia Ly, Ya Xiêr", "Lò Thị Pản, Vàng A Chứ, Giàng Seo Sử, Rơ Châm H'Bluih"] * 9,
        ["Vừ A Dính hét gọi bầy trâu, trăng ngả bạc triền nương, gió lùa xào xạc mái tranh."] * 9,
        ["Die Gemeinde hat den Antrag am Dienstag beraten und ihm zugestimmt."] * 9,
        ["Kommunen har behandlet søknaden om at de nye husene kan bygges der."] * 9,
        ["ax + by = c, bx - ay = d", "dB km/h kWh mol/l", "HDI GRDP PCI ICT"] * 9,
    ],
)
def test_names_stories_and_other_languages_stay(lines: list[str]) -> None:
    assert wrong("\n".join(lines)) == []


def test_labels_with_a_number_are_no_words_of_other_letters() -> None:
    labels = "\n".join(
        [
            "Tại điểm b1, điểm b2 và điểm i2 khoản 1 Điều 8 quy định về trách nhiệm chủ trì.",
            "b1) Trường hợp nộp hồ sơ trực tiếp thì nộp bản sao có chứng thực;",
            "b2) Trường hợp nộp hồ sơ qua bưu điện thì nộp bản sao;",
            "i2) Trường hợp khác do người có thẩm quyền quyết định.",
            "Điểm b1 khoản 2 Điều này áp dụng đối với cán bộ, công chức cấp xã.",
        ]
    )
    assert vnfix.fix_text(labels) == labels
    text = f"{damaged(TEXT)}\n{labels}"
    assert vnfix.fix_text(text).endswith(labels)


RIGHT_AS_THEY_STAND = {
    "numbers of notes": [
        "Kính gửi3: Sở Tư pháp, cơ quan có thẩm quyền cấp giấy phép;",
        "Tên tổ chức/cá nhân4, địa chỉ5, số hộ chiếu6 và nơi cấp hộ chiếu;",
        "Đơn vị kinh doanh7 nộp hồ sơ theo quy định của pháp luật12 và đóng dấu11;",
        "ĐƠN VỊ8 ĐỀ NGHỊ CẤP GIẤY PHÉP9",
        "1Căn cứ này được bổ sung theo quy định tại khoản 1 Điều 1;",
    ],
    "names of places": [
        "Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của các xã Ia Lốp, Ia Le và Ea Uy;",
        "Sắp xếp các xã Ea Kênh, Ia Rong, Cuôr Đăng, Đăk Mar, Kon Tăng, Ia Tơi thành xã mới;",
        "Nhà văn hóa xã Măng Cành do Ủy ban nhân dân xã Ia Dem quản lý;",
    ],
    "the other spelling": [
        "Công tác qui hoạch, quản lí đất đai và giải pháp kĩ thuật được thực hiện theo qui định;",
        "Người nộp hồ sơ kí tên, ghi rõ họ tên; uỷ quyền phải được công chứng, hoà giải ở cơ sở;",
    ],
    "quotes": [
        "Phong trào 'Toàn dân bảo vệ an ninh Tổ quốc của nhân dân' được phát động hằng năm;",
        "Khẩu hiệu ‘Sống và làm việc theo pháp luật’ được treo tại trụ sở các cơ quan;",
    ],
}


@pytest.mark.parametrize("kind", RIGHT_AS_THEY_STAND)
def test_what_is_right_but_rare_is_no_evidence_and_stays(kind: str) -> None:
    rare = "\n".join(RIGHT_AS_THEY_STAND[kind])
    assert vnfix.fix_text(rare) == rare
    assert wrong(rare) == []
    assert wrong(f"{TEXT}\n{rare}") == []
    assert vnfix.fix_text(f"{damaged(TEXT)}\n{rare}") == f"{TEXT}\n{rare}"


def test_a_slip_or_two_are_no_damage() -> None:
    text = damaged(TEXT, {"thi hành": "thí hành", "hiện hành": "hiện hãnh"})
    assert vnfix.fix_text(text) == text
    assert not vnfix.detect(text).damaged


def test_words_are_put_right_and_no_others() -> None:
    text = damaged(TEXT)
    diagnosis = vnfix.detect(text)
    repair = vnfix.fix_and_explain(text)
    assert diagnosis.kind is Damage.NEARLY
    assert repair.text == TEXT
    assert {c.safety for c in repair.corrections} == {Safety.REVIEW}
    assert min(c.confidence for c in repair.corrections) >= WRITTEN
    assert vnfix.fix_text(text, auto_only=True) == text


@pytest.mark.parametrize("right", ["THÔNG TIN VỀ NGƯỜI NỘP THUẾ", "MIỄN THUẾ, GIẢM THUẾ"])
def test_a_usual_word_never_becomes_a_rare_one(right: str) -> None:
    """Texts that were typed from scans have the rare ones in such headings (`NỌP THUÉ`)."""
    assert vnfix.fix_text(f"{damaged(TEXT)}\n{right}") == f"{TEXT}\n{right}"


def test_a_second_run_changes_nothing() -> None:
    once = vnfix.fix_text(damaged(TEXT))
    assert vnfix.fix_text(once) == once


def test_it_can_be_switched_off() -> None:
    text = damaged(TEXT)
    assert vnfix.fix_text(text, nearly=False) == text
    assert Damage.NEARLY not in vnfix.detect(text, nearly=False).kinds


def test_the_case_of_a_word_is_kept() -> None:
    slips = SLIPS | {"Kinh phí": "Kình phí", "Chủ tịch": "Chủ tich", "ỦY BAN NHÂN": "ỦY BAN NHÃN"}
    assert vnfix.fix_text(damaged(TEXT, slips)) == TEXT


def test_threads_read_alike() -> None:
    text = damaged(TEXT)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(vnfix.fix_text, [text, TEXT] * 8)) == {TEXT}


def test_suspicious_words_are_rare_ones() -> None:
    assert {"cúa", "só"} <= hints()
    assert hints().isdisjoint(("của", "số", "và", "các", "quyết", "định"))
