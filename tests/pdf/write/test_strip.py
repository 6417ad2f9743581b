"""Content streams without invisible text: whatever they draw, the pixels stay."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.write.pdf_samples import contents, pixels, saved, words_by_pdfium
from tests.pdfs import make_drawn_pdf
from vnfix.pdf.write.content import read_page
from vnfix.pdf.write.drawn import code_count
from vnfix.pdf.write.rewrite import Layers, numbers, paints, write_page

MARK = b"BT /F1 5 Tf 9 9 Td (MARK) Tj ET\n"


def stripped(content: bytes, layers: Layers | None = None) -> bytes:
    """Return a one-page PDF of `content` after its invisible text is taken out."""
    with pikepdf.open(io.BytesIO(make_drawn_pdf([content], b"/MediaBox [0 0 120 90]"))) as pdf:
        page = pdf.pages[0]
        write_page(pdf, page, read_page(page), layers or Layers())
        return saved(pdf)


STATES = [
    b"0 Tr", b"3 Tr", b"1 Tr", b"7 Tr", b"60 Tz", b"1 Tc", b"9 Tw", b"4 Ts", b"8 TL",
    b"/F1 14 Tf", b"/F1 20 Tf", b"1 0 0 rg", b"0.5 g",
]  # fmt: skip
MOVES = [b"20 12 Td", b"3 -9 TD", b"T*", b"1 0.2 0 1 10 40 Tm", b"0 1 -1 0 60 20 Tm"]
SHOWS = [b"(An) Tj", b"[(B) -300 (c d)] TJ", b"(e) '", b'2 1 (f g) "']
OUTSIDE = [b"q", b"Q", b"1 0 0 1 5 5 cm", b"5 5 30 20 re f", b"0 0 1 RG 3 3 m 90 70 l S"]
text_objects = st.lists(st.sampled_from(STATES + MOVES + SHOWS * 3), min_size=1, max_size=8).map(
    lambda parts: b"BT " + b" ".join(parts) + b" ET"
)


@settings(max_examples=150)
@given(st.lists(st.one_of(text_objects, st.sampled_from(OUTSIDE + STATES[:5])), max_size=8))
def test_nothing_that_paints_changes(parts: list[bytes]) -> None:
    content = b"/F1 16 Tf 1 0 0 1 9 30 cm " + b"\n".join(parts)
    data = make_drawn_pdf([content], b"/MediaBox [0 0 120 90]")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # Without widths the step after a text is not known for certain, and the text stays.
        pdf.pages[0].Resources.Font.F1.FirstChar = 32
        pdf.pages[0].Resources.Font.F1.Widths = [600] * 95
        before = saved(pdf)
        page = pdf.pages[0]
        write_page(pdf, page, read_page(page), Layers())
        after = saved(pdf)
        shows = read_page(page).all_shows()
        assert not any(show.hidden and code_count(owner, show) for owner, show in shows)
    assert pixels(after) == pixels(before)


def test_an_invisible_text_object_goes_as_a_whole() -> None:
    data = stripped(b"1 g q BT 3 Tr /F1 9 Tf 5 5 Td (a) Tj ET Q 0 g 5 5 9 9 re f")
    assert contents(data) == [b"1 g\n0 g\n5 5 9 9 re\nf"]


def test_the_state_that_it_leaves_is_kept_for_those_who_use_it() -> None:
    data = stripped(b"BT 3 Tr /F1 9 Tf (a) Tj 0 Tr 70 Tz ET BT 5 5 Td (b) Tj ET")
    assert contents(data) == [b"/F1 9 Tf\n0 Tr\n70 Tz\nBT\n5 5 Td\n(b) Tj\nET"]


def test_text_whose_width_is_unknown_stays_where_text_goes_on_from_it() -> None:
    assert words_by_pdfium(stripped(b"BT /F1 9 Tf 5 5 Td 3 Tr (a) Tj 0 Tr (b) Tj ET")) == [["ab"]]


def test_a_layer_comes_in_the_place_of_its_marked_content() -> None:
    content = b"/P <</MCID 1>> BDC BT 3 Tr /F1 9 Tf (a) Tj ET EMC BT 3 Tr (b) Tj ET"
    layers = Layers({1: b"1 g\n", None: b"0 g\n"})
    assert contents(stripped(content, layers)) == [
        b"/P << /MCID 1 >> BDC\nq\n1 g\nQ\nEMC\nq\n0 g\nQ"
    ]


def test_a_layer_is_in_user_space_wherever_it_stands() -> None:
    content = b"2 0 0 2 10 20 cm BT 3 Tr /F1 9 Tf (a) Tj ET"
    (written,) = contents(stripped(content, Layers({None: b"0 g\n"})))
    assert b"0.5 0 0 0.5 -5 -10 cm" in written


@pytest.mark.parametrize("content", [b"BT /F1 9 Tf (a) Tj ET", b"0 0 0 0 0 0 cm BT 3 Tr (a) Tj ET"])
def test_a_layer_without_a_place_comes_last(content: bytes) -> None:
    (written,) = contents(stripped(b"q " + content, Layers({None: MARK})))
    assert written.endswith(b"Q\nQ\nq\nBT\n/F1 5 Tf\n9 9 Td\n(MARK) Tj\nET\nQ")


def test_text_that_stays_is_not_stripped() -> None:
    content = b"BT 3 Tr /F1 9 Tf (a) Tj ET"
    assert words_by_pdfium(stripped(content, Layers(strip=False))) == [["a"]]


def test_what_paints() -> None:
    assert not paints(b"q 1 0 0 1 0 0 cm 3 Tr Q")
    assert paints(b"q 0 0 1 1 re f Q")
    assert paints(b"/P BMC EMC")


def test_numbers_are_short() -> None:
    assert numbers(0.0, -0.001, 1.50, 100) == b"0 0 1.5 100"
