"""The first word of a list item has the case of the other items."""

from __future__ import annotations

import pytest

import vnfix
from vnfix.decode.openers import MARKER, kind_of

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
