"""Phrases: found as a whole, priced by how far they are, never in healthy lines."""

from __future__ import annotations

import dataclasses

import pytest

from tests.fixers.sick_text import healthy, proposed, readings
from vnfix.config import Config
from vnfix.fixers.phrases import printed_small, propose
from vnfix.text.tokens import tokens


def test_phrases_noop() -> None:
    assert readings(propose, "Ủy ban nhân dân tỉnh Khánh Hòa\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA") == set()


def test_leaves_healthy_words_alone_that_look_like_a_phrase() -> None:
    assert (
        readings(propose, "mức tham chiếu theo quy định của Luật, do Bảo hiểm xã hội trả") == set()
    )


@pytest.mark.parametrize(
    "line", ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP2", "Quốc-gia Việt-Nam, Bộ Quốc-phòng,"]
)
def test_leaves_words_with_a_note_or_hyphens_alone(line: str) -> None:
    assert readings(propose, line) == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "rinH euANc NAM") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CO SO DU LIEU", "CƠ SỞ DỮ LIỆU"),
        ("rixu NcuE AN", "TỈNH NGHỆ AN"),
        ("TO CHUC THTIC HTEN", "TỔ CHỨC THỰC HIỆN"),
        ("Uy ban nh0n dAn tinh", "Ủy ban nhân dân tỉnh"),
        ("(c6ng nghe thdng tin,", "(công nghệ thông tin,"),
        ("HO thdng th6ng tin", "Hệ thống thông tin"),
        ("chuong trinh hdnh dQng", "chương trình hành động"),
        ("Ti6p nhAn hd so", "Tiếp nhận hồ sơ"),
    ],
)
def test_finds_the_phrase_in_its_case(before: str, after: str) -> None:
    assert (before, after) in readings(propose, before)


@pytest.mark.parametrize(
    ("before", "never"),
    [
        ("KHONG THUOC TRUONG HOP THU HOI", "trường hợp từ chối"),
        ("HOAT DONG QUAN TRI, DIEU HANH", "hội đồng quản trị"),
        ("RAT THEO QUY DINH CUA PHAP LUAT", "xử lý theo quy định"),
        ("bo sung theo quy dinh cua phap luat", "xử lý theo quy định"),
    ],
)
def test_tokens_that_spell_other_words_are_no_garble_of_a_phrase(before: str, never: str) -> None:
    assert all(never not in after.lower() for _, after in readings(propose, before))


def test_small_letters_that_were_read_well_were_printed_small() -> None:
    assert printed_small("Văn phòng Ủy ban", list(tokens("VEn phong UY BAN")))
    assert not printed_small("Tỉnh Khánh Hòa", list(tokens("riNu ruAxu noa"))), "h was read as n"
    assert not printed_small("Cơ sở xã", list(tokens("CO so xa"))), "these show no case"


def test_a_nearer_phrase_is_cheaper() -> None:
    near, far = (proposed(propose, t) for t in ("TO CHUC THUC HIEN", "TO cHUc rHr.rC HrEN"))
    cost = {c.after: c.price for c in near}, {c.after: c.price for c in far}
    assert cost[0]["TỔ CHỨC THỰC HIỆN"] < cost[1]["TỔ CHỨC THỰC HIỆN"]


def test_a_phrase_that_stands_elsewhere_is_cheaper() -> None:
    line = "rixu NcuE AN"
    alone = min(c.price for c in proposed(propose, line) if c.after == "TỈNH NGHỆ AN")
    text = f"{line}\ncria tinh Ngh€ An\ncria tinh NghC An\n"
    both = min(c.price for c in proposed(propose, text) if c.after == "TỈNH NGHỆ AN")
    assert both < alone


def test_keeps_marks_between_words() -> None:
    found = readings(propose, "co ch6, chinh s6ch")
    assert all("cơ chế chính sách" not in after for _, after in found)


def test_never_crosses_a_line_end() -> None:
    text = "c6ng nghe\nthdng tin"
    assert all("\n" not in before for before, _ in readings(propose, text))


def test_can_be_switched_off() -> None:
    config = dataclasses.replace(Config(), use_phrases=False)
    assert proposed(propose, "TO CHUC THTIC HTEN", config) == []
