"""The state in which text is shown: places, fonts, modes, marked content."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pdfs import make_drawn_pdf
from vnfix.pdf.write.content import read_page

if TYPE_CHECKING:
    from vnfix.pdf.write.content import Show


def shows(content: bytes) -> list[Show]:
    with pikepdf.open(io.BytesIO(make_drawn_pdf([content]))) as pdf:
        return [show for _, show in read_page(pdf.pages[0]).all_shows()]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"BT /F1 10 Tf 5 7 Td (a) Tj 1 2 Td (b) Tj ET", [(5, 7), (6, 9)]),
        (b"BT /F1 10 Tf 12 TL 5 7 Td (a) Tj T* (b) Tj (c) ' ET", [(5, 7), (5, -5), (5, -17)]),
        (b"BT /F1 10 Tf 5 7 Td (a) Tj 0 -3 TD (b) Tj T* (c) Tj ET", [(5, 7), (5, 4), (5, 1)]),
        (b"q 2 0 0 2 1 1 cm BT /F1 9 Tf 5 7 Td (a) Tj ET Q BT (b) Tj ET", [(11, 15), (0, 0)]),
        (b"BT /F1 10 Tf 3 Ts 1 0 0 1 4 4 Tm (a) Tj ET", [(4, 7)]),
        (b"BT /F1 10 Tf 5 Td (a) Tj (x) Tm ET", [(0, 0)]),  # wrong operands count for nothing
    ],
)
def test_places(content: bytes, places: list[tuple[float, float]]) -> None:
    assert [(show.matrix.e, show.matrix.f) for show in shows(content)] == places


def test_the_text_state_is_saved_and_restored() -> None:
    first, second = shows(b"BT /F1 9 Tf q 3 Tr 50 Tz (a) Tj Q (b) Tj ET")
    assert (first.hidden, first.state.scale, first.state.size) == (True, 0.5, 9)
    assert (second.hidden, second.state.scale, second.state.size) == (False, 1, 9)


def test_text_goes_on_where_the_last_one_ended() -> None:
    first, second = shows(b'BT /F1 10 Tf 2 Tc (ab) Tj (c) Tj 1 2 1 (d) " ET')[:2]
    assert second.matrix.e == pytest.approx(first.advance)
    assert (first.moved, second.moved) == (True, False)


def test_marked_content() -> None:
    content = b"/P <</MCID 4>> BDC /Span BMC BT /F1 9 Tf (a) Tj EMC (b) Tj ET EMC BT (c) Tj ET"
    assert [show.mcid for show in shows(content)] == [4, 4, None]


def test_forms_in_a_circle_end() -> None:
    with pikepdf.open(io.BytesIO(make_drawn_pdf([b"/Fm Do"]))) as pdf:
        form = pdf.make_stream(
            b"BT /F1 9 Tf (a) Tj ET /Fm Do", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Fm=form)
        assert len(list(read_page(pdf.pages[0]).all_shows())) == 1
