"""Lost glyphs as the PDF reader finds them."""

from __future__ import annotations

import io

from pdfminer.high_level import extract_text

from tests.glyphs.making import ACUTE, FontPlan, make_cid_pdf, make_font
from vnfix.config import Config
from vnfix.formats.reading import read_bytes

PLAN = ["x", "t", "e", "y"]
KNOWN = {1: "x", 2: "t"}
WORD = b"\0\1\0\3\0\2"


def test_text_is_that_of_pdfminer_and_glyphs_point_to_their_markers() -> None:
    program = make_font(FontPlan(PLAN))
    data = make_cid_pdf([(program, KNOWN)], [WORD])
    document = read_bytes(data, "a.pdf", Config())
    assert document.text == extract_text(io.BytesIO(data))
    assert "x(cid:3)t" in document.text
    (glyph,) = document.glyphs
    assert document.text[glyph.start : glyph.end] == "(cid:3)"
    assert (glyph.glyph, glyph.letter) == (3, "")


def test_fonts_are_told_apart_by_object_not_by_name() -> None:
    """Both fonts have one name and one glyph number, but another letter behind it."""
    first = make_font(FontPlan(PLAN, characters={"é": "e"}))
    second = make_font(FontPlan(PLAN, characters={"ạ": "e"}))
    data = make_cid_pdf([(first, KNOWN), (second, KNOWN)], [WORD, WORD])
    one, two = read_bytes(data, "a.pdf", Config()).glyphs
    assert one.glyph == two.glyph
    assert one.font != two.font
    assert (one.letter, two.letter) == ("é", "ạ")
    assert "own table" in one.source


def test_outlines_prove_a_letter_that_no_table_names() -> None:
    names = ["a", "e", ACUTE, "n1", "n2"]
    parts = {"n1": ["a", ACUTE], "n2": ["e", ACUTE]}
    program = make_font(FontPlan(names, parts, {"a": "a", "e": "e"}))
    data = make_cid_pdf([(program, {4: "á", 1: "a"})], [b"\0\1\0\4\0\5"])
    (glyph,) = read_bytes(data, "a.pdf", Config()).glyphs
    assert (glyph.glyph, glyph.letter) == (5, "é")
    assert "outline" in glyph.source


def test_entry_that_says_nothing_counts_as_lost_and_keeps_its_text() -> None:
    program = make_font(FontPlan(PLAN, characters={"é": "e"}))
    data = make_cid_pdf([(program, {**KNOWN, 3: "\ufffd"})], [WORD])
    document = read_bytes(data, "a.pdf", Config())
    assert "x\ufffdt" in document.text
    assert [g.letter for g in document.glyphs] == ["é"]


def test_broken_font_costs_only_its_evidence() -> None:
    data = make_cid_pdf([(b"\0\1\0\0broken", KNOWN)], [WORD])
    (glyph,) = read_bytes(data, "a.pdf", Config()).glyphs
    assert glyph.letter == ""
