"""ALTO comes back with its words repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ocr import changed
from vnfix.config import Config
from vnfix.formats.alto import encode_alto, read_alto

if TYPE_CHECKING:
    from vnfix.model import Document


def read(markup: str) -> Document:
    return read_alto(markup.encode(), "page.xml", Config())


def fixed(markup: str, *changes: tuple[str, str]) -> str:
    document = read(markup)
    return encode_alto(document, changed(document, *changes), markup.encode(), Config()).decode()


def page(line: str, unit: str = "pixel") -> str:
    head = f"<MeasurementUnit>{unit}</MeasurementUnit>"
    place = 'HPOS="0" VPOS="0" WIDTH="90" HEIGHT="9"'
    text = f"<TextBlock><TextLine {place}>{line}</TextLine></TextBlock>"
    return f"<alto>{head}<Page WIDTH='90' HEIGHT='9'>{text}</Page></alto>"


def word(text: str, number: int | str, left: int, width: int) -> str:
    place = f'HPOS="{left}" VPOS="0" WIDTH="{width}" HEIGHT="9"'
    return f'<String ID="s_{number}" {place} WC="0.{str(number)[0]}" CONTENT="{text}"/>'


def space(left: int, width: int, rest: str = "") -> str:
    return f'<SP WIDTH="{width}" HPOS="{left}"{rest}/>'


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        # one for one: only the letters
        (word("c6ch", 1, 0, 40), ("c6ch", "cách"), word("cách", 1, 0, 40)),
        # split: a copy with the rest of the box; a space between, if the file has spaces
        (
            f"\n {word('c6pxd', 1, 0, 50)}{space(50, 10)}\n {word('x', 2, 60, 10)}",
            ("c6pxd", "cấp xã"),
            f'\n {word("cấp", 1, 0, 30)}<SP WIDTH="0" HPOS="30" VPOS="0"/>\n '
            f"{word('xã', '1_2', 30, 20)}{space(50, 10)}\n {word('x', 2, 60, 10)}",
        ),
        (
            f"\n{word('ab', 1, 0, 20)}",
            ("ab", "a b"),
            f"\n{word('a', 1, 0, 10)}\n{word('b', '1_2', 10, 10)}",
        ),
        # merged: the union; the space inside goes, that behind stays
        (
            f"{word('a', 1, 0, 10)}{space(10, 5)}{word('b', 2, 15, 5)}"
            f"{space(20, 9)}{word('c', 3, 29, 1)}",
            ("a b", "ab"),
            f"{word('ab', 1, 0, 20)}{space(20, 9)}{word('c', 3, 29, 1)}",
        ),
        # debris: one space is left between its neighbours, none at the ends
        (
            f"{word('a', 1, 0, 10)}{space(10, 5)}{word('~', 2, 15, 5)}"
            f"{space(20, 9)}{word('c', 3, 29, 1)}",
            ("~ ", ""),
            f"{word('a', 1, 0, 10)}{space(10, 19)}{word('c', 3, 29, 1)}",
        ),
        (f"{word('~', 1, 0, 5)}{space(5, 5)}{word('c', 2, 9, 9)}", ("~ ", ""), word("c", 2, 9, 9)),
        (f"{word('c', 1, 0, 5)}{space(5, 5)}{word('~', 2, 10, 9)}", (" ~", ""), word("c", 1, 0, 5)),
        # a line must have a word, be it empty
        (word("~~", 1, 0, 20), ("~~", ""), word("", 1, 0, 20)),
        # what was said of single letters no longer holds; what else was said does
        (
            '<String CONTENT="a6" CC="1 2" STYLE="bold"><Shape/><Glyph CONTENT="a"/></String>',
            ("a6", "aá"),
            '<String CONTENT="aá" STYLE="bold"><Shape/></String>',
        ),
        # divided words stay as they are
        (
            '<String CONTENT="ki" SUBS_TYPE="HypPart1" SUBS_CONTENT="kinh"/><HYP CONTENT="-"/>',
            ("ki-", "kỉ-"),
            '<String CONTENT="ki" SUBS_TYPE="HypPart1" SUBS_CONTENT="kinh"/><HYP CONTENT="-"/>',
        ),
        (
            '<String CONTENT="a"/><String CONTENT="ki"/><HYP CONTENT="-"/>',
            ("a ki-", "aki-"),
            '<String CONTENT="a"/><String CONTENT="ki"/><HYP CONTENT="-"/>',
        ),
        # a whole line in one element; single quotes
        ("<String CONTENT='a c6'/>", ("c6", "'c\" ó"), "<String CONTENT='a &#x27;c&quot; ó'/>"),
    ],
)
def test_words(before: str, change: tuple[str, str], after: str) -> None:
    assert fixed(page(before), change) == page(after)


def test_other_units_are_kept() -> None:
    markup = page(word("ab", 1, 100, 40).replace('"40"', '"40.5"'), "mm10")
    out = fixed(markup, ("ab", "a b"))
    assert 'HPOS="100" VPOS="0" WIDTH="20.25"' in out
    assert 'HPOS="120" VPOS="0" WIDTH="20.25"' in out
    assert read(markup).pages[0].unit == "pt"


def test_prefixes_of_a_namespace_are_kept() -> None:
    markup = page(f"{word('ab', 1, 0, 20)}{space(20, 5)}{word('c', 2, 25, 5)}")
    for name in ("String", "SP"):
        markup = markup.replace(f"<{name}", f"<a:{name}")
    assert '<a:SP WIDTH="0" HPOS="10" VPOS="0"/><a:String ID="s_1_2"' in fixed(
        markup, ("ab", "a b")
    )
