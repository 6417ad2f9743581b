"""The first word of a list item has the case of the other items."""

from __future__ import annotations

import pytest

import vnfix
from vnfix.decode.lattice import ObservedToken
from vnfix.decode.openers import MARKER, is_heading, kind_of

SMALL = "- c6ng t6c chi d4o, di6u hdnh;"


@pytest.mark.parametrize(
    ("marker", "kind"), [("-", "-"), ("+", "+"), ("3.", "1"), ("2.1.", "1"), ("b)", "a")]
)
def test_markers_have_kinds(marker: str, kind: str) -> None:
    assert MARKER.fullmatch(marker)
    assert kind_of(marker) == kind


def test_a_letter_without_a_case_follows_the_others() -> None:
    others = ("- N6ng cao nang luc quan ly;", "- Ki6m tra viQc thuc hiQn;", "- Ban hdnh k6 ho4ch;")
    together = vnfix.fix_text("\n".join((*others, "- T6ng hop k6t qu6;", SMALL)), gate=False)
    assert together.splitlines()[-1].startswith("- Công tác")


def test_small_letters_stay_where_the_others_are_small() -> None:
    others = ("- n6ng cao nang luc quan ly;", "- ki6m tra viQc thuc hiQn;", "- ban hdnh k6 ho4ch;")
    together = vnfix.fix_text("\n".join((*others, "- t6ng hop k6t qu6;", SMALL)), gate=False)
    assert together.splitlines()[-1].startswith("- công tác")


def test_items_begin_with_a_capital_where_no_letter_tells() -> None:
    assert vnfix.fix_text(f"- T6ng hop k6t qu6;\n{SMALL}", gate=False).endswith(
        "- Công tác chỉ đạo, điều hành;"
    )


def test_a_short_first_word_in_capitals_is_one_with_a_capital() -> None:
    fixed = vnfix.fix_text("a) SÓ hóa hó so, tái liéu;\nb) Xú lý các vuóng mác;", gate=False)
    assert fixed == "a) Số hóa hồ sơ, tài liệu;\nb) Xử lý các vướng mắc;"


def test_a_line_below_a_heading_begins_with_a_capital() -> None:
    small, whole = "vd viQc thdnh l4p t6 c6ng t6c", "Về việc thành lập tổ công tác"
    assert vnfix.fix_text(f"QUYET DINH\n{small}", gate=False).endswith(whole)
    assert vnfix.fix_text(f"BAO CAO 12\n{small}", gate=False).splitlines()[-1].startswith("v")


@pytest.mark.parametrize(
    ("words", "heading"),
    [("QUYET DINH", True), ("KE HOACH 12", False), ("UBND", False), ("UBND cdc", False)],
)
def test_headings(words: str, heading: bool) -> None:
    line = [ObservedToken(0, 0, 0, w, 0, sick=True, caps=True) for w in words.split()]
    assert is_heading(line) is heading
