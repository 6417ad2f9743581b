"""Reading plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.config import Config
from vnfix.document import split_lines
from vnfix.errors import UnreadableError
from vnfix.formats.text import read_plain

ENDS = ["\n", "\r\n", "\r", "\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@given(st.text(st.sampled_from([*"aế6 \ufeff\ud800\0", *"\n\r\f\v\x1c\x85\u2028"]), max_size=40))
def test_lines_are_those_of_splitlines_and_slices_of_the_text(text: str) -> None:
    lines = split_lines(text)
    body = text.removeprefix("\ufeff")
    assert [line.text for line in lines] == body.splitlines()
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("end", ENDS)
def test_every_line_end_of_unicode_ends_a_line(end: str) -> None:
    assert [line.text for line in split_lines(f"a{end}b")] == ["a", "b"]


def test_byte_order_mark_belongs_to_no_line() -> None:
    assert split_lines("\ufeffa")[0].start == 1
    assert split_lines("\ufeff") == ()


def test_form_feed_starts_a_page() -> None:
    assert [line.page for line in split_lines("a\n\fb\n\f")] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "Office"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"{\\rtf1 a}", "RTF"),
    ],
)
def test_files_of_other_kinds_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableError, match=kind):
        read_plain(data, "x", Config())


def test_document_knows_how_it_was_read() -> None:
    document = read_plain(b"a\n", "x.txt", Config())
    assert (document.text, document.name, document.reader) == ("a\n", "x.txt", "plain")
    assert document.encoding == "utf-8"
