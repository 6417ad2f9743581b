"""The heading above every document: found however garbled, and nothing else taken for it."""

from __future__ import annotations

import pytest

import vnfix
from tests.fixers.sick_text import healthy, readings
from vnfix.fixers.motto import propose

STATE, BELOW = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    "text",
    [
        "theo Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
        "C6ng hda xd hQi chu nghia Viet Nam",  # small letters are printed small
        "ban hdnh Quy ch6 ho4t dQng cria co quan",
        "QUY CHE HOAT DONG CUA HOI DONG NHAN DAN",
        "Doi tuong ap dung",
        "- Co quan, don vi - to chuc chinh tri",
    ],
)
def test_motto_noop(text: str) -> None:
    assert readings(propose, text) == set()


def test_leaves_healthy_lines_alone() -> None:
    assert healthy(propose, "ceNc HoA xA HOr cuu NcuiA vrET NAM") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ceNc HoA xA HOr cuu NcuiA vrET NAM", STATE),
        ("CÔNGHÒAXÂHÔI CHÚNGHiAvIÊTNAM", STATE),
        ("EQc lflp - Tg do - Hanh phtic", BELOW),
        ("D_cl_p-T?do-H_nh ph_c", BELOW),
    ],
)
def test_finds_both_lines(before: str, after: str) -> None:
    assert readings(propose, before) == {(before, after)}


def test_finds_them_beside_the_name_of_the_office() -> None:
    above = "Uf BAN NHAN DAN CQNG HOA XA HQl CHU NGHIA VIPT NAM"
    below = "XA CAY DUA Doc lnp - Tu do - Hanh phuc ."
    assert readings(propose, f"{above}\n{below}") == {
        ("CQNG HOA XA HQl CHU NGHIA VIPT NAM", STATE),
        ("Doc lnp - Tu do - Hanh phuc", BELOW),
    }


def test_either_line_speaks_for_the_other() -> None:
    worse = "Dec 1ip - Tg ds - Hsnh phirc"
    assert readings(propose, worse) == set()
    assert (worse, BELOW) in readings(propose, f"ceNc HoA xA HOr cuu NcuiA vrET NAM\n{worse}")


def test_the_heading_is_written_in_capitals() -> None:
    garbled = "ceNc noA xa HOr cuu Ncuia vrEt NAM\nEQc lflp - Tg do - Hanh phtic"
    assert vnfix.fix_text(garbled, gate=False) == f"{STATE}\n{BELOW}"
