"""ToUnicode maps: the same as pdfminer.six's, faster, and bounded."""

from __future__ import annotations

import io
import time

import pytest
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

from vnfix.pdf.read.fonts import parse_tounicode

HEAD = b"/CIDInit /ProcSet findresource begin begincmap\n"
IDENTITY = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange"


@pytest.mark.parametrize(
    "body",
    [
        IDENTITY,
        b"2 beginbfrange <0000> <01FF> <0100> <0300> <0302> [<0061> <1EA1> <D83DDE00>] endbfrange",
        b"1 beginbfrange <00> <FF> <0041> endbfrange 1 beginbfchar <01> <00660069> endbfchar",
        b"1 begincidrange <0000> <0FFF> 7 endcidrange",
        b"1 beginbfrange <0005> <0001> <0041> endbfrange",
        b"1 beginbfrange <0000> <0001> endbfrange",
        b"",
    ],
)
def test_map_is_that_of_pdfminer(body: bytes) -> None:
    data = HEAD + body + b"\nendcmap"
    theirs = FileUnicodeMap()
    CMapParser(theirs, io.BytesIO(data)).run()
    ours = parse_tounicode(data, named=False)
    assert ours.cid2unichr == theirs.cid2unichr


def test_entries_that_say_nothing_are_told_apart() -> None:
    data = HEAD + b"3 beginbfchar <01> <0041> <02> <FFFD> <03> <E001> endbfchar endcmap"
    table = parse_tounicode(data, named=True)
    assert table.told() == {1: "A"}
    assert [table.nameless(code) for code in range(5)] == ["", "", "\ufffd", "\ue001", ""]
    with pytest.raises(KeyError):
        table.get_unichr(2)
    assert len(parse_tounicode(data, named=False).told()) == 3


def test_a_long_range_says_the_same_before_it_is_written_out() -> None:
    table = parse_tounicode(HEAD + IDENTITY + b"\nendcmap", named=True)
    codes = (0, 65, 0x1EC7, 0xD800, 0xE001, 0xFFFD, 0x10000)
    texts = ["", "A", "ệ", "", "", "", ""]

    def said(code: int) -> str:
        try:
            return table.get_unichr(code)
        except KeyError:
            return ""

    assert [said(code) for code in codes] == texts
    assert [table.nameless(code) for code in codes] == ["\0", "", "", "", "\ue001", "\ufffd", ""]
    assert {code: table.told().get(code, "") for code in codes} == dict(
        zip(codes, texts, strict=True)
    )


@pytest.mark.parametrize(
    "body",
    [
        b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange",
        b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange",
        IDENTITY * 5_000,
    ],
)
def test_ranges_without_end_are_left_out(body: bytes) -> None:
    begin = time.perf_counter()
    table = parse_tounicode(HEAD + body, named=False)
    assert time.perf_counter() - begin < 5
    assert len(table.cid2unichr) <= 1 << 16
