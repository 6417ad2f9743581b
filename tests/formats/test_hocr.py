"""hOCR of several engines, and HTML that is hardly any."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ocr import hocr
from vnfix.config import Config
from vnfix.errors import UnreadableError
from vnfix.formats.hocr import read_hocr
from vnfix.model import Box

if TYPE_CHECKING:
    from vnfix.model import Document


def read(markup: str) -> Document:
    return read_hocr(markup.encode(), "page.hocr", Config())


def page(body: str) -> str:
    return f"<div class='ocr_page' title='bbox 0 0 900 800'>{body}</div>"


def line(body: str, kind: str = "ocr_line") -> str:
    return f"<span class='{kind}' title='bbox 0 10 90 20'>{body}</span>"


def word(text: str, box: str = "bbox 0 10 90 20") -> str:
    return f"<span class='ocrx_word' title='{box}; x_wconf 9'>{text}</span>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # formatting and entities inside of words
        (line(word("<strong>c<em>6</em></strong>ch") + word("a&amp;b&#x1ea3;")), "c6ch a&bả\n"),
        # one element, several words; and none
        (line(word(" a  b ") + word("  ") + word("c")), "a b c\n"),
        # all kinds of lines, each its own
        (line(word("a"), "ocr_header") + line(word("b"), "ocrx_line"), "a\nb\n"),
        (line(word("a"), "ocr_caption") + line(word("b"), "ocr_textfloat"), "a\nb\n"),
        # areas and paragraphs part lines
        (f"<p class='ocr_par'>{line(word('a'))}</p>{line(word('b'))}", "a\n\nb\n"),
        # lines without words of their own, words without lines
        (line("a <b>b</b>\nc"), "a b c\n"),
        (word("a") + word("b"), "a b\n"),
        # a line inside of a float, more classes than one, capital letters, no quotes
        (f"<div class='ocr_header'> {line(word('a'))} </div>", "a\n"),
        ("<SPAN CLASS='x ocr_line'><SPAN CLASS=ocrx_word>a</SPAN></SPAN>", "a\n"),
        # end tags that are missing or too many
        (line("<span class='ocrx_word'>a<span class='ocrx_word'>b"), "a b\n"),
        (line(word("a</b>")) + "</span></p>" + line(word("b")), "a\nb\n"),
        ("<p class='ocr_par'><br><span class='ocr_line'>" + word("a"), "a\n"),
        # letters with boxes of their own
        (line(word("\n <i class='ocrx_cinfo'>a</i>\n <i class='ocrx_cinfo'>b</i>\n")), "ab\n"),
        # what is no text
        (line(word("a<!-- > <b> -->b<?x?>")), "ab\n"),
        (line(word("a")) + "<script>'<i class=\"ocr_line\">x</i>'</script>", "a\n"),
        (line(word("a < b")), "a < b\n"),
        # nothing at all
        ("", ""),
        (line(""), ""),
    ],
)
def test_text(body: str, text: str) -> None:
    document = read(page(body))
    assert document.text == text + "\f"
    assert [document.text[w.start : w.end] for w in document.words] == text.split()


def test_text_up_to_the_very_end_is_read() -> None:
    assert read("<p class='ocr_page'><b class='ocr_line'>a b").text == "a b\n\f"
    assert read("<p class='ocr_page'><b class='ocr_line'><b class='ocrx_word'>a").text == "a\n\f"
    assert read("<p class='ocr_page'><b class='ocr_line'>a<b title='b").text == "a\n\f"


@pytest.mark.parametrize("cut", [9, 20, 100, 300])
def test_a_file_without_its_end_is_told(cut: int) -> None:
    """Half a document that looks whole does more harm than an error."""
    with pytest.raises(UnreadableError) as e:
        read(hocr("a b", "c d")[:-cut])
    assert "is not whole" in str(e.value)
    assert e.value.remedy


def test_each_page_ends_with_a_form_feed() -> None:
    document = read(page(line(word("a"))) + page("") + page(line(word("b"))))
    assert document.text == "a\n\f\fb\n\f"
    assert [w.page for w in document.words] == [1, 3]
    assert [line.page for line in document.lines if line.text] == [1, 3]
    assert [p.number for p in document.pages] == [1, 2, 3]


def test_words_share_a_box_and_take_that_of_their_line() -> None:
    document = read(page(line(word("ab c") + word("d", "x_wconf 4") + word("e", "bbox 1 2 3"))))
    assert [w.box for w in document.words] == [
        Box(0, 10, 60, 20),
        Box(60, 10, 90, 20),
        Box(0, 10, 90, 20),
        Box(0, 10, 90, 20),
    ]


def test_a_page_without_a_box_is_as_large_as_what_is_on_it() -> None:
    document = read(f"<div class='ocr_page'>{line(word('a', 'bbox 0 0 500 30.5'))}</div>")
    assert (document.pages[0].width, document.pages[0].height) == (500, 30.5)


@pytest.mark.parametrize(
    "markup", ["", "text", "<html></html>", "<span class='ocrx_word'>a</span>"]
)
def test_what_has_no_page_is_no_hocr(markup: str) -> None:
    with pytest.raises(UnreadableError) as e:
        read(markup)
    assert "page.hocr" in str(e.value)
    assert e.value.remedy


PIECES = ("<!--", "<a ", "<", "</", "<a x='", '<a x="', "<!", "<?", "<![CDATA[", "<script>", "</a>")
OPENING = ("<span class='ocr_line'>", "<p class='ocr_par'>", "<span class='ocrx_word'>a", "<div>")


@pytest.mark.parametrize("piece", PIECES + OPENING)
def test_no_file_takes_more_than_its_share_of_time(piece: str) -> None:
    begun = time.process_time()
    read("<div class='ocr_page'>" + piece * 20_000)
    assert time.process_time() - begun < 5  # what takes quadratic time takes minutes


@pytest.mark.parametrize("piece", ["a", "a ", " ", "a=", 'a="', "a='b\"", "bbox "])
def test_no_tag_takes_more_than_its_share_of_time(piece: str) -> None:
    begun = time.process_time()
    read(f"<div class='ocr_page'><p title='ocr' {piece * 100_000} class='ocr_line'>")
    assert time.process_time() - begun < 5


@given(st.lists(st.sampled_from([*PIECES, *OPENING, ">", "'", "</span>", " a ", hocr("a b")])))
def test_any_markup_gives_a_document_or_an_error(pieces: list[str]) -> None:
    with suppress(UnreadableError):
        document = read(page("".join(pieces)))
        assert [document.text[w.start : w.end] for w in document.words] == document.text.split()


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_an_error(data: bytes) -> None:
    with suppress(UnreadableError):
        read_hocr(b"<p class='ocr_page'><p class='ocr_line'>" + data, "x.hocr", Config())
