"""What codes of drawn type mean by the corrections, and what they cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pdf.write.pdf_samples import read, repair
from tests.pdfs import make_drawn_pdf, make_pdf
from vnfix.formats.placing import place
from vnfix.pdf.write.tounicode import read_drawn, trace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vnfix.pdf.write.tounicode import DrawnReading


def reading(data: bytes, words: Mapping[str, str]) -> DrawnReading:
    document = read(data)
    result = repair(document, words)
    return read_drawn(document, result, place(document, result), trace(data).origins)


def letters(data: bytes, words: Mapping[str, str]) -> dict[str, str]:
    (font,) = reading(data, words).letters.values() or [{}]
    return {chr(code): text for code, text in font.items()}


def unsaid(data: bytes, words: Mapping[str, str]) -> list[tuple[str, str]]:
    found = reading(data, words).unsaid
    return [("".join(o.glyph.text for o in u.origins), u.text) for u in found]


def test_codes_that_always_mean_another_letter() -> None:
    data = make_pdf([["c¸c c¸n bé", "b¸o"]])
    words = {"c¸c": "các", "c¸n": "cán", "bé": "bộ", "b¸o": "báo"}
    assert letters(data, words) == {"¸": "á", "é": "ộ"}
    assert unsaid(data, words) == []


def test_codes_that_seldom_mean_another_letter_keep_their_own() -> None:
    data = make_pdf([["an an an lan"]])
    assert reading(data, {"lan": "lân"}).letters == {}
    assert unsaid(data, {"lan": "lân"}) == [("lan", "lân")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"hai": "h ai"}, [("hai", "h ai")]),
        ({"mot hai": "mothai"}, [("mothai", "mothai")]),
        ({"hai": ""}, [("hai", "")]),
        ({"hai": "hai ba"}, [("hai", "hai ba")]),
        ({"mot hai": "mot xin hai"}, [("mot", "mot xin")]),
    ],
)
def test_words_split_joined_dropped_and_added(
    words: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    assert unsaid(make_pdf([["mot hai bon"]]), words) == expected


def test_invisible_text_is_left_to_the_other_way() -> None:
    data = make_drawn_pdf([b"BT 3 Tr /F1 9 Tf 72 700 Td (mot) Tj 0 Tr 0 -20 Td (hai) Tj ET"])
    assert unsaid(data, {"mot": "một xa"}) == []
    assert reading(data, {"mot": "một"}).letters == {}
