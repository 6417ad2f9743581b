"""Drawn type in the file: it looks the same and reads right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.write.pdf_samples import (
    contents,
    pixels,
    rewrite,
    words_by_pdfium,
    words_by_pdfminer,
    words_by_poppler,
)
from tests.pdfs import make_drawn_pdf, make_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = make_pdf([["mot hai c¸c bon nam", "sau c¸n bay tam"], ["chin b¸o muoi"]])
LEGACY = {"c¸c": "các", "c¸n": "cán", "b¸o": "báo"}


def test_the_contents_stay_where_a_map_suffices() -> None:
    written = rewrite(PAGE, LEGACY)
    assert contents(written) == contents(PAGE)
    assert words_by_pdfium(written)[1] == ["chin", "báo", "muoi"]


@pytest.mark.parametrize(
    "words",
    [
        LEGACY,
        LEGACY | {"bon": "bốn"},
        {"hai": "h ai", "mot": "một hai"},
        {"hai c¸c": "haicác"},
        {"sau": "", "muoi": ""},
        {"mot hai": "mot xin hai", "chin": "chín chín chín"},
    ],
)
def test_all_readers_see_the_repaired_words(
    words: dict[str, str], program: Callable[[str], str]
) -> None:
    written = rewrite(PAGE, words)
    text = "mot hai c¸c bon nam sau c¸n bay tam\fchin b¸o muoi"
    for old, new in words.items():
        text = text.replace(old, new)
    true = [sorted(page.split()) for page in text.split("\f")]
    assert list(map(sorted, words_by_poppler(written, program))) == true
    assert list(map(sorted, words_by_pdfium(written))) == true
    assert list(map(sorted, words_by_pdfminer(written))) == true
    assert pixels(written) == pixels(PAGE)


STEPS = [b"1 Tc", b"4 Tw", b"80 Tz", b"2 Ts", b"0.5 g", b"/F1 15 Tf", b"1 Tr"]
SHOWS = [b"(mot hai) Tj", b"[(mo) -50 (t) -900 (hai)] TJ", b"(mot) '", b'1 2 (hai mot) "']


@settings(max_examples=30)
@given(st.lists(st.sampled_from(STEPS + SHOWS * 2), min_size=1, max_size=8))
def test_overlays_change_nothing_that_is_seen(parts: list[bytes]) -> None:
    # Between pixels: on their borders the rounding errors of PDFium itself decide.
    content = b"BT /F1 12 Tf 14 TL 20.37 150.41 Td " + b" 5 -16 Td ".join(parts) + b" ET"
    content += b" BT 3.37 3.41 Td (mot) Tj ET"
    data = make_drawn_pdf([content], b"/MediaBox [0 0 200 200]")
    written = rewrite(data, {"mot": "mộ t", "hai": "hải"})
    (before,), (after,) = pixels(data, scale=2), pixels(written, scale=2)
    # Outlines may differ by the last bit of a place, which is one shade of grey.
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 1


def test_words_overlaid_stay_in_their_place_of_the_content() -> None:
    written = rewrite(PAGE, {"bon": "b ốn"})
    assert words_by_pdfium(written)[0][:6] == ["mot", "hai", "c¸c", "b", "ốn", "nam"]
