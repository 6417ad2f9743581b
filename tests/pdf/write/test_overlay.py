"""Invisible words over glyphs that are read as blanks."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.pdfs import make_drawn_pdf
from vnfix.pdf.write.content import read_page
from vnfix.pdf.write.drawn import Change, Fonts, code_count, show_with
from vnfix.pdf.write.glyphless import Glyphless


def changed(content: bytes, change: Change) -> list[str]:
    """Return the operators that stand for the first text of a page once it is changed."""
    with pikepdf.open(io.BytesIO(make_drawn_pdf([content]))) as pdf:
        owner, show = next(read_page(pdf.pages[0]).all_shows())
        fonts = Fonts(b"/H", b"/B", Glyphless(pdf))
        return show_with(owner, show, change, fonts).decode().splitlines()


def test_glyphs_are_shown_as_before_in_the_other_font() -> None:
    shown = changed(b"BT /F1 9 Tf [(ab) -20 (c)] TJ ET", Change({1}))
    assert shown == ["[<61>] TJ", "/B 9 Tf", "[<62>-20 ] TJ", "/F1 9 Tf", "[<63>] TJ"]


def test_a_word_takes_no_room_and_restores_the_state() -> None:
    change = Change({0}, {0: [("á", 10.0)]})
    shown = changed(b"BT 1 Tc 2 Tw 50 Tz 2 Tr /F1 10 Tf (a) Tj ET", change)
    assert shown == [
        "/H 10 Tf", "3 Tr 0 Tc 0 Tw 189.0625 Tz", "[<00E10020>1000] TJ",
        "2 Tr 1 Tc", "2 Tw", "50 Tz", "/F1 10 Tf",
        "/B 10 Tf", "[<61>] TJ", "/F1 10 Tf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "first"), [(b"(a) '", ["T*"]), (b'3 4 (a) "', ["3 Tw", "4 Tc", "T*"])]
)
def test_what_else_an_operator_does_is_kept(operator: bytes, first: list[str]) -> None:
    shown = changed(b"BT /F1 9 Tf " + operator + b" ET", Change())
    assert shown == [*first, "[<61>] TJ"]


def test_glyphs_are_counted_by_their_codes() -> None:
    with pikepdf.open(io.BytesIO(make_drawn_pdf([b"BT /F1 9 Tf [(ab) 5 (c)] TJ ET"]))) as pdf:
        owner, show = next(read_page(pdf.pages[0]).all_shows())
        assert code_count(owner, show) == 3
