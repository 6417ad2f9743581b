"""The solver by itself."""

from __future__ import annotations

import pytest

from vnfix.glyphs.cipher import SolvedGlyph, solve
from vnfix.glyphs.runs import Case, cipher_text, find_markers
from vnfix.glyphs.statistics import STATISTICS_FILE, Statistics, load_statistics
from vnfix.model import Document, LostGlyph
from vnfix.resources import PACKAGE


@pytest.fixture(scope="module")
def statistics() -> Statistics:
    return load_statistics(PACKAGE / "models" / STATISTICS_FILE)


def readings(text: str, statistics: Statistics) -> list[SolvedGlyph]:
    return solve(cipher_text(text, find_markers(Document(text, ())), statistics), statistics)


def test_nothing_lost_nothing_read(statistics: Statistics) -> None:
    assert readings("nhiệm vụ", statistics) == []


def test_one_symbol_is_one_letter_everywhere(statistics: Statistics) -> None:
    """`th(cid:1)` alone would be `thì`, `thế` or others; `nhi(cid:1)m` decides for it."""
    text = "nhi(cid:1)m vụ, vi(cid:1)c làm, hi(cid:1)n nay, xu(cid:1) nghi(cid:1)p"
    assert [r.letter for r in readings(text, statistics)] == ["ệ"] * 5


def test_context_decides_between_words(statistics: Statistics) -> None:
    assert [r.letter for r in readings("ủy ban nhân d(cid:1)n", statistics)] == ["â"]
    assert [r.letter for r in readings("tổ ch(cid:1)c thực hiện", statistics)] == ["ứ"]


def test_doubtful_is_less_sure(statistics: Statistics) -> None:
    (sure, *_), (doubtful,) = (
        readings("nhi(cid:1)m vụ, vi(cid:1)c làm, hi(cid:1)n nay", statistics),
        readings("t(cid:1)", statistics),
    )
    assert doubtful.confidence < 0.6 < sure.confidence


def test_headline_gives_capitals(statistics: Statistics) -> None:
    text = "QUY(cid:1)T Đ(cid:2)NH PHÊ DUY(cid:3)T"
    assert "".join(r.letter for r in readings(text, statistics)) == "ẾỊỆ"


def test_lone_sign_is_no_letter(statistics: Statistics) -> None:
    text = "".join(f"(cid:9) Mục {k} của kế hoạch\n" for k in range(6))
    assert {r.letter for r in readings(text, statistics)} == {""}


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("nhi(cid:1)m", Case.LOWER),
        ("NHI(cid:1)M", Case.UPPER),
        ("số 5/QĐ-(cid:1)B", Case.UPPER),
        ("Nội dung. (cid:1)iều kiện", Case.OPENING),
        ("gửi đến (cid:1)oàn thanh tra", Case.TITLE),
        ("a) một\n(cid:1)) hai", Case.LOWER),
        ("Luật (cid:1)ầu tư", Case.NAME),
    ],
)
def test_place_tells_the_case(text: str, case: Case, statistics: Statistics) -> None:
    cipher = cipher_text(text, find_markers(Document(text, ())), statistics)
    assert cipher.segments[-1].runs[-1].cases[-1] is case


def test_two_glyphs_of_a_font_are_never_one_letter_of_one_case(statistics: Statistics) -> None:
    """Glyph 2 stands at the start of sentences only, as đ hardly does."""
    text = "Ơiều 3. Ơối với hộ ơã ơược hỗ trợ. ƠƠ. Ơơn vị ơo ơạc ơất ơai ơến. Ơịa phương. "
    glyphs, out = [], ""
    for c in text:
        if c in "Ơơ":
            glyphs.append(LostGlyph(len(out), len(out) + 1, "a", 2 if c == "Ơ" else 1))
        out += "\ue000" if c in "Ơơ" else c
    found = solve(cipher_text(out, glyphs, statistics), statistics)
    letters = {(g.glyph, r.letter) for g, r in zip(glyphs, found, strict=True)}
    assert letters == {(1, "đ"), (2, "Đ")}


def test_glyphs_with_the_same_surroundings_get_different_letters(statistics: Statistics) -> None:
    text = "nhi\ue001m vụ, vi\ue002c làm, hi\ue001n nay, th\ue002 hi\ue002n"
    glyphs = [LostGlyph(k, k + 1, "a", ord(c)) for k, c in enumerate(text) if c in "\ue001\ue002"]
    found = solve(cipher_text(text, glyphs, statistics), statistics)
    letters = {g.glyph: r.letter for g, r in zip(glyphs, found, strict=True) if r.letter}
    assert len(set(letters.values())) == len(letters)


@pytest.mark.parametrize("sign", ["\U00100000", "\U0010fffd", "\U000f0000"])
def test_private_characters_of_the_text_shift_no_letter(sign: str, statistics: Statistics) -> None:
    text = f"{sign} nhi(cid:1)m vụ {sign}, vi(cid:1)c làm, hi(cid:1)n nay"
    markers = [m for m in find_markers(Document(text, ())) if m.glyph == 1]
    found = solve(cipher_text(text, markers, statistics), statistics)
    assert [r.letter for r in found] == ["ệ"] * 3


def test_known_letters_are_context_not_symbols(statistics: Statistics) -> None:
    text = "nhi(cid:1)m v(cid:2)"
    glyphs = [LostGlyph(3, 10, "a", 1, "ệ"), LostGlyph(13, 20, "a", 2)]
    cipher = cipher_text(text, glyphs, statistics)
    assert list(cipher.keys.values()) == [("a", 2)]
    assert [r.letter for r in solve(cipher, statistics)] == ["ụ"]
