"""ToUnicode maps read, repaired and written."""

from __future__ import annotations

import pikepdf
import pytest

from vnfix.pdf.write.tounicode import blank_copy, is_mappable, repair_map

MAP = b"""1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfchar <0001> <0041> endbfchar 1 beginbfchar <0003> <00660066> endbfchar"""


def type0(pdf: pikepdf.Pdf, encoding: str = "/Identity-H") -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Subtype=pikepdf.Name.Type0, Encoding=pikepdf.Name(encoding),
            ToUnicode=pdf.make_stream(MAP), BaseFont=pikepdf.Name.X,
        )
    )  # fmt: skip


def test_a_repaired_map_keeps_what_was_right() -> None:
    with pikepdf.new() as pdf:
        font = type0(pdf)
        repair_map(pdf, font, {2: "ế", 3: "ﬀ"})
        rows = font.ToUnicode.read_bytes()
    assert b"3 beginbfchar\n<0001> <0041>\n<0002> <1EBF>\n<0003> <FB00>\nendbfchar" in rows


def test_a_font_without_a_map_gets_one() -> None:
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.TrueType))
        repair_map(pdf, font, {0xB8: "á", 999: "x"})  # a code that a simple font cannot have
        rows = font.ToUnicode.read_bytes()
    assert b"<00> <FF>" in rows
    assert b"1 beginbfchar\n<B8> <00E1>\nendbfchar" in rows


def test_a_blank_copy_leaves_the_font_alone() -> None:
    with pikepdf.new() as pdf:
        font = type0(pdf)
        blank = blank_copy(pdf, font, {7})
        assert b"<0007> <0020>" in blank.ToUnicode.read_bytes()
        assert font.ToUnicode.read_bytes() == MAP
        assert blank.BaseFont == font.BaseFont


@pytest.mark.parametrize(
    ("encoding", "known"), [("/Identity-H", True), ("/Identity-V", True), ("/90ms-RKSJ-H", False)]
)
def test_codes_of_other_encodings_are_not_known(encoding: str, known: bool) -> None:
    with pikepdf.new() as pdf:
        assert is_mappable(type0(pdf, encoding)) is known
        assert is_mappable(pikepdf.Dictionary(Subtype=pikepdf.Name.Type1))
