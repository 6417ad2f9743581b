"""What the fonts themselves say."""

from __future__ import annotations

import pytest

from tests.glyphs.making import ACUTE, GRAVE, FontPlan, make_font
from vnfix.glyphs.embedded import ACCENTED, EmbeddedFont, ShapeBook

# Letters a, e, and the same with an acute and a grave; `parts` tells how they are built.
LETTERS = ["a", "e", ACUTE, GRAVE, "x1", "x2", "x3"]
PARTS = {"x1": ["a", ACUTE], "x2": ["e", ACUTE], "x3": ["a", GRAVE]}
GID = {name: k for k, name in enumerate([".notdef", *LETTERS])}


def font(**changes: object) -> EmbeddedFont:
    plan = FontPlan(LETTERS, PARTS, {"a": "a", "e": "e"})
    return EmbeddedFont("1", make_font(plan), **changes)  # type: ignore[arg-type]


def test_font_without_tables_says_nothing() -> None:
    assert font().letter(GID["x1"]) == ""


def test_cmap_names_the_glyph() -> None:
    program = make_font(FontPlan(["g1", "g2"], characters={"ậ": "g1", "Đ": "g2", "Ð": "g2"}))
    embedded = EmbeddedFont("1", program)
    assert [embedded.letter(k) for k in (1, 2, 3)] == ["ậ", "Đ", ""]


def test_post_names_the_glyph() -> None:
    program = make_font(FontPlan(["eacute", "uni1EA1", "g7"], named=True))
    embedded = EmbeddedFont("1", program)
    assert [embedded.letter(k) for k in (1, 2, 3)] == ["é", "ạ", ""]


def test_code_that_is_no_character_is_no_letter() -> None:
    program = make_font(FontPlan(["g1", "g2"], characters={"\U0003ffff": "g1", "\ue001": "g2"}))
    assert [EmbeddedFont("1", program).letter(k) for k in (1, 2)] == ["", ""]


def test_cmap_that_contradicts_the_known_letters_is_not_believed() -> None:
    program = make_font(FontPlan(["g1", "g2"], characters={"µ": "g1", "¸": "g2"}))
    assert EmbeddedFont("1", program, known={1: "à"}).letter(2) == ""
    assert EmbeddedFont("1", program, known={1: "µ"}).letter(2) == "¸"


def test_map_from_codes_to_glyphs_is_followed() -> None:
    program = make_font(FontPlan(["g1", "g2"], characters={"ậ": "g1", "ể": "g2"}))
    embedded = EmbeddedFont("1", program, gids=b"\0\0\0\2\0\1")
    assert [embedded.letter(k) for k in (1, 2, 99)] == ["ể", "ậ", ""]


def test_simple_font_is_named_by_its_differences() -> None:
    embedded = EmbeddedFont("1", by_cid=False, names={200: "ocircumflex", 201: "g12"})
    assert [embedded.letter(k) for k in (200, 201, 202)] == ["ô", "", ""]


@pytest.mark.parametrize("cut", [0, 4, 60, 300, 900])
def test_damaged_font_gives_no_traceback(cut: int) -> None:
    whole = make_font(FontPlan(LETTERS, PARTS, {"a": "a", "é": "x2"}))
    embedded = EmbeddedFont("1", whole[:cut], known={GID["a"]: "a"})
    book = ShapeBook()
    book.learn([embedded])
    assert {embedded.letter(GID["x2"]), book.read(embedded, GID["x2"])} <= {"", "é"}


def test_parts_of_known_letters_name_the_lost_ones() -> None:
    """`é` known gives the acute, so `á` is proved; nothing gives the grave."""
    embedded = font(known={GID["x2"]: "é"})
    book = ShapeBook()
    book.learn([embedded])
    assert [book.read(embedded, GID[x]) for x in ("x1", "x2", "x3")] == ["á", "é", ""]


def test_parts_are_known_from_another_font_of_the_document() -> None:
    """The other font numbers its glyphs otherwise; only the outlines are the same."""
    order = ["n9", GRAVE, "o", "n1"]
    parts = {"n9": ["o", GRAVE], "n1": ["o", GRAVE]}
    other = EmbeddedFont("2", make_font(FontPlan(order, parts, {"o": "o", "ò": "n9"})))
    embedded = font()
    book = ShapeBook()
    book.learn([embedded, other])
    assert book.read(embedded, GID["x3"]) == "à"
    assert book.read(other, 4) == "ò"


def test_part_with_two_meanings_proves_nothing() -> None:
    embedded = font(known={GID["x2"]: "é", GID["a"]: "a"})
    liar = EmbeddedFont("2", make_font(FontPlan(["a", ACUTE], {}, {"o": "a"})))
    book = ShapeBook()
    book.learn([embedded, liar])
    assert book.read(embedded, GID["x1"]) == ""


def test_the_alphabet_has_all_accented_letters() -> None:
    assert len(ACCENTED) == 67
