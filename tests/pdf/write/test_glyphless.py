"""The font of invisible text."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.pdf.write.pdf_samples import saved, words_by_pdfium, words_by_pdfminer
from tools.glyphless import TARGET, glyphless
from vnfix.pdf.write.glyphless import Glyphless, cmap, sections


def page_with(words: list[str]) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        font = Glyphless(pdf)
        shown = b" Tj ".join(font.encode(word) for word in words)
        content = b"BT 3 Tr /F 12 Tf 1 0 0 1 50 700 Tm " + shown + b" Tj ET"
        pdf.pages[0].Contents = pdf.make_stream(content)
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font.font))
        font.finish()
        return saved(pdf)


@pytest.mark.parametrize(
    "words", [["Cải", "cách"], ["Đường", "ẵ"], ["a\u0301", "𝒜b"], ["\ue000", "\U0010fffd"]]
)
def test_every_letter_can_be_said(words: list[str]) -> None:
    data = page_with(words)
    assert words_by_pdfminer(data) == [words]
    assert words_by_pdfium(data) == [words]


def test_the_map_has_no_more_than_is_used() -> None:
    with pikepdf.open(io.BytesIO(page_with(["Cải"]))) as pdf:
        table = pdf.pages[0].Resources.Font.F.ToUnicode.read_bytes()
    assert b"2 beginbfrange\n<0000> <00FF> <0000>\n<1E00> <1EFF> <1E00>\nendbfrange" in table


def test_sections_are_of_a_hundred_rows() -> None:
    body = sections("bfchar", ["<01> <0041>"] * 101)
    assert body.count("100 beginbfchar") == body.count("\n1 beginbfchar") == 1
    assert cmap(body, 2).count(b"<00> <FF>") == 1


def test_the_file_is_what_its_tool_makes() -> None:
    assert TARGET.read_bytes() == glyphless()
