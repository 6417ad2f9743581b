"""Letters that a font's map names otherwise than the font itself."""

from __future__ import annotations

from vnfix.glyphs.contradicted import by_text, own_letters
from vnfix.glyphs.embedded import EmbeddedFont

FIRST = 300  # number of the glyph of ạ in an invented font, whose letters are in order from there
RUN = {FIRST + k: chr(0x1EA0 + k) for k in range(0x5A)}
STANDARD = {ord(c) - 29: c for c in "ABCDEFGHIKLMNOPQRSTUVXYabcdeghiklmnopqrstuvxy"}
KNOWN = {**RUN, **STANDARD}


def swapped(*letters: str, among: dict[int, str] = KNOWN) -> dict[int, str]:
    """Return a map in which each of some letters is named as the next one."""
    code = {letter: c for c, letter in among.items()}
    wrong = {code[a]: b for a, b in zip(letters, (*letters[1:], letters[0]), strict=True)}
    return {**among, **wrong}


def test_a_right_map_is_not_contradicted() -> None:
    assert own_letters(EmbeddedFont("1", known=KNOWN)) == {}
    assert own_letters(EmbeddedFont("1", by_cid=False, known={ord(c): c for c in "abcdexyz"})) == {}


def test_glyphs_in_no_order_say_nothing() -> None:
    mixed = {7 * k % 101: letter for k, letter in enumerate(RUN.values())}
    assert own_letters(EmbeddedFont("1", known=mixed)) == {}


def test_the_order_of_the_glyphs_tells_the_letters() -> None:
    wrong = swapped("ế", "n", "ợ", "h", "ả", "T")
    found = own_letters(EmbeddedFont("1", known=wrong))
    assert found == {c: letter for c, letter in KNOWN.items() if wrong[c] != letter}


def test_codes_of_a_simple_font_are_in_order_too() -> None:
    among = {ord(c): c for c in "abcdeghiklmnopqrstuvxy"}
    wrong = swapped("n", "g", "t", among=among)
    found = own_letters(EmbeddedFont("1", by_cid=False, known=wrong))
    assert found == {ord(c): c for c in "ngt"}


def test_names_of_glyphs_tell_the_letters() -> None:
    font = EmbeddedFont("1", by_cid=False, names={1: "aacute", 2: "b"}, known={1: "ó", 2: "b"})
    assert own_letters(font) == {1: "á"}


def test_the_encoding_of_a_simple_font_tells_the_letters() -> None:
    known = {ord("T"): "B", 0xE0: "O", ord("n"): "n", 0x81: "x"}
    font = EmbeddedFont("1", by_cid=False, known=known, code_page="cp1252")
    assert own_letters(font) == {ord("T"): "T", 0xE0: "à"}


def test_letters_that_two_codes_name_are_left_out() -> None:
    assert by_text({1: "á"}, {1: "ó", 2: "ó", 3: "n"}) == {}
