"""ALTO of all versions, and XML that means harm."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ocr import alto
from vnfix.config import Config
from vnfix.errors import UnreadableError
from vnfix.formats.alto import read_alto, scan_alto
from vnfix.model import Box

if TYPE_CHECKING:
    from vnfix.model import Document

BOX = 'HPOS="0" VPOS="10" WIDTH="90" HEIGHT="10"'


def read(markup: str) -> Document:
    return read_alto(markup.encode(), "page.xml", Config())


def page(*lines: str, unit: str = "pixel") -> str:
    body = "".join(f"<TextLine {BOX}>{line}</TextLine>" for line in lines)
    head = f"<Description><MeasurementUnit>\n {unit}\n</MeasurementUnit></Description>"
    sides = 'WIDTH="2540" HEIGHT="1200"'
    return f"<alto>{head}<Layout><Page {sides}><TextBlock>{body}</TextBlock></Page></Layout></alto>"


def word(text: str, rest: str = "", inside: str = "") -> str:
    return f'<String CONTENT="{text}" {BOX} {rest}>{inside}</String>'


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((word("c6ch") + "<SP/>" + word("a&amp;&#x1ea3;"), word("b")), "c6ch a&ả\nb\n"),
        # a whole line in one element, and an empty word
        ((word("a  b c"), word("")), "a b c\n"),
        # divided words stay divided
        (
            (word("ki", 'SUBS_CONTENT="kinh"') + '<HYP CONTENT="-"/>', word("nh")),
            "ki-\nnh\n",
        ),
        (('<HYP CONTENT="-"/>',), ""),
        # glyphs and readings of no interest
        ((word("ab", "", '<ALTERNATIVE>x</ALTERNATIVE><Glyph CONTENT="a"/>'),), "ab\n"),
        ((), ""),
    ],
)
def test_text(lines: tuple[str, ...], text: str) -> None:
    document = read(page(*lines))
    assert document.text == text + "\f"
    assert [document.text[w.start : w.end] for w in document.words] == text.split()


@pytest.mark.parametrize("version", ["v2#", "v3#", "v4#"])
@pytest.mark.parametrize("prefix", ["", "alto:"])
def test_any_version_and_namespace(version: str, prefix: str) -> None:
    markup = alto("Cii c6ch").replace("v3#", version)
    if prefix:
        markup = markup.replace("xmlns=", "xmlns:alto=").replace("</", "</alto:")
        for name in ("alto ", "Desc", "Meas", "Lay", "Page", "Print", "Text", "String", "SP"):
            markup = markup.replace(f"<{name}", f"<alto:{name}")
    document = read(markup)
    assert document.text == "Cii c6ch\n\f"
    assert document.words[1].box == Box(40, 0, 80, 15)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("mm10", (720, 25.5118)), ("inch1200", (152.4, 5.4)), ("pixel", (2540, 90))],
)
def test_units_that_are_no_pixels_become_points(unit: str, expected: tuple[float, float]) -> None:
    document = read(page(word("a"), unit=unit))
    assert document.pages[0].unit == ("px" if unit == "pixel" else "pt")
    assert (document.pages[0].width, document.words[0].box.x1) == pytest.approx(expected, rel=1e-4)


def test_words_without_a_box_take_that_of_their_line() -> None:
    lines = ('<String CONTENT="a" HPOS="x"/>', f'<String CONTENT="b" {BOX} HEIGHT2="1"/>')
    assert [w.box for w in read(page(*lines)).words] == [Box(0, 10, 90, 20)] * 2


def test_glyphs_are_found_whole() -> None:
    """With letters of more than one byte before them, as offsets are told in bytes."""
    glyphs = '<Glyph CONTENT="ă"><Variant CONTENT="a"/></Glyph><Glyph CONTENT="b"/>'
    scan = scan_alto(page(word("đđ"), word("ăb", "", f"<Shape/>{glyphs}")), "a.xml")
    string = scan.lines[1].elements[0]
    assert "".join(scan.markup[a:b] for a, b in string.drop) == glyphs
    assert scan.markup[string.start : string.end].endswith("</String>")


BOMB = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 12))


@pytest.mark.parametrize(
    "markup",
    [
        f'<!DOCTYPE alto [<!ENTITY a0 "ha">{BOMB}]>{page(word("&a11;"))}',
        f'<!DOCTYPE alto [<!ENTITY x SYSTEM "file:///etc/passwd">]>{page(word("a"))}',
        f'<!DOCTYPE alto [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]>{page(word("a"))}',
        f'<!DOCTYPE alto SYSTEM "x.dtd">{page(word("a", "", "&x;"))}',
        f"<alto>{'<a>' * 100_000}",
        page("<TextLine/>"),
        page(f"<String>{word('a')}</String>"),
        f"<x>{page(word('a'))}</x>",
    ],
    ids=["bomb", "file", "network", "undefined", "deep", "line in line", "word in word", "root"],
)
def test_hostile_files_are_refused_at_once(markup: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableError) as e:
        read(markup)
    assert "is refused" in str(e.value)
    assert e.value.remedy
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("cut", [0, 20, 200, -20])
def test_broken_files_are_told(cut: int) -> None:
    with pytest.raises(UnreadableError) as e:
        read(alto("a b c")[:cut])
    assert "page.xml is broken XML" in str(e.value)
    assert e.value.remedy


def test_damaged_bytes_make_it_broken_even_if_they_are_to_be_kept() -> None:
    data = page(word("aXb")).encode().replace(b"X", b"\xff")
    for encoding in (None, "utf-8:surrogateescape"):
        with pytest.raises(UnreadableError) as e:
            read_alto(data, "x.xml", Config(encoding=encoding))
        assert e.value.remedy


def test_a_file_without_pages_is_none() -> None:
    with pytest.raises(UnreadableError):
        read("<alto/>")


PIECES = ("<Page>", "<TextLine>", "<String CONTENT='a'>", "<SP/>", "<HYP CONTENT='-'/>", "<Glyph>")
ENDS = ("</Glyph>", "</String>", "</TextLine>", "</Page>", "đ", "&amp;", "<String CONTENT='b c'/>")


@given(st.lists(st.sampled_from(PIECES + ENDS)))
def test_any_markup_gives_a_document_or_an_error(pieces: list[str]) -> None:
    with suppress(UnreadableError):
        document = read(f"<alto><Page><TextLine>{''.join(pieces)}</TextLine></Page></alto>")
        assert [document.text[w.start : w.end] for w in document.words] == document.text.split()


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_an_error(data: bytes) -> None:
    with suppress(UnreadableError):
        read_alto(b"<alto><Page><TextLine>" + data, "x.xml", Config())
