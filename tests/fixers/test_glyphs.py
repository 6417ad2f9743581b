"""Lost letters come back: by the fonts, else as a cipher."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.glyphs import detect
from vnfix.document import split_lines
from vnfix.fixers.glyphs import LEAST, SURE, propose
from vnfix.model import Candidate, Document, LostGlyph, Safety

if TYPE_CHECKING:
    from pathlib import Path

# Written for this test.
TEXT = """\
KẾ HOẠCH KIỂM TRA
Đơn vị được kiểm tra gửi báo cáo đến Phòng Nội vụ trước ngày 15 hằng tháng.
1. Đoàn kiểm tra làm việc với lãnh đạo đơn vị, xem xét hồ sơ và kết quả thực hiện nhiệm vụ.
2. Đơn vị có trách nhiệm chuẩn bị đầy đủ tài liệu, bố trí người làm việc với đoàn.
3. Đoàn lập biên bản, đề nghị đơn vị sửa đổi, bổ sung những nội dung còn thiếu.
Điều kiện làm việc do đơn vị bảo đảm. Kinh phí được chi từ nguồn ngân sách địa phương.
Các phòng, ban, đơn vị và Ủy ban nhân dân các xã, phường chịu trách nhiệm thi hành kế hoạch này.
"""


def lose(text: str, letters: str, form: str, seed: int = 0) -> str:
    numbers = random.Random(seed).sample(range(1, 900), len(letters))
    table = {c: form.format(n) for c, n in zip(letters, numbers, strict=True)}
    return "".join(table.get(c, c) for c in text)


def candidates(text: str, glyphs: tuple[LostGlyph, ...] = ()) -> list[Candidate]:
    document = Document(text, split_lines(text), glyphs=glyphs)
    found = detect(Analysis.of(document, Config()))
    return propose(Analysis.of(document, Config(), found))


def repaired(text: str, glyphs: tuple[LostGlyph, ...] = ()) -> str:
    for c in reversed(candidates(text, glyphs)):
        text = text[: c.start] + c.after + text[c.end :]
    return text


@pytest.mark.parametrize("text", [TEXT, "", "The marker (cid:33) in English.", "\uf0b7 Mục một"])
def test_noop(text: str) -> None:
    assert candidates(text) == []


@pytest.mark.parametrize("seed", range(4))
def test_numbers_tell_nothing(seed: int) -> None:
    assert repaired(lose(TEXT, "đĐệạơ", "(cid:{})", seed)) == TEXT


def test_many_letters_lost_at_once() -> None:
    letters = sorted({c for c in TEXT if ord(c) > 0x7F})
    damaged = lose(TEXT, "".join(letters), "(cid:{})")
    after = repaired(damaged)
    kept = sum(a == b for a, b in zip(after.split(), TEXT.split(), strict=True))
    assert kept >= 0.9 * len(TEXT.split())
    assert "(cid:" in damaged


def test_case_is_that_of_the_glyph() -> None:
    """Small and capital letter are two glyphs; each place gets the case of its own."""
    after = repaired(lose(TEXT, "đĐ", "(cid:{})"))
    assert after.count("Đ") == TEXT.count("Đ")
    assert after == TEXT


def test_private_use_characters_are_solved_likewise() -> None:
    table = str.maketrans("ịệả", "\ue101\ue102\uf103")
    assert repaired(TEXT.translate(table)) == TEXT


def test_replacement_character_is_read_place_by_place_and_never_sure() -> None:
    damaged = TEXT.translate(dict.fromkeys(map(ord, "ệạị"), "\ufffd"))
    found = candidates(damaged)
    assert {c.safety for c in found} == {Safety.REVIEW}
    right = sum(damaged[: c.start].count("\n") >= 0 and TEXT[c.start] == c.after for c in found)
    assert right >= 0.9 * damaged.count("\ufffd")


def test_same_number_of_two_fonts_is_two_letters() -> None:
    text = ""
    glyphs = []
    words = [("nhi", "ệ", "m vụ"), ("k", "ế", "t quả"), ("th", "ự", "c hiện"), ("qu", "ả", "n lý")]
    for k, (before, _, after) in enumerate(words * 2):
        start = len(text) + len(before)
        glyphs.append(LostGlyph(start, start + 7, f"font {k % 4}", 5))
        text += f"{before}(cid:5){after}\n"
    expected = "".join(f"{a}{b}{c}\n" for a, b, c in words * 2)
    assert repaired(text, tuple(glyphs)) == expected


def test_letter_proved_by_the_font_wins_over_the_likely_one() -> None:
    """The cipher would read `việc`; the font says otherwise."""
    text = "làm vi(cid:5)c"
    (found,) = candidates(text, (LostGlyph(6, 13, "9", 5, "ế", "the embedded font's own table"),))
    assert (found.after, found.safety, found.confidence) == ("ế", Safety.AUTO, None)
    assert found.exact
    assert "font object 9" in found.reason
    assert "own table" in found.reason


def test_strange_letter_of_a_font_is_asked_about() -> None:
    text = "làm vi(cid:5)c theo k(cid:6) hoạch"
    glyphs = (LostGlyph(6, 13, "9", 5, "Ö", "x"), LostGlyph(21, 28, "9", 6, "ế", "x"))
    assert [c.safety for c in candidates(text, glyphs)] == [Safety.REVIEW, Safety.AUTO]


def test_quotes_and_bullets_are_no_letters() -> None:
    damaged = lose(TEXT, "đệ", "(cid:{})")
    lines = [f"(cid:990) {line}" for line in damaged.splitlines()]
    after = repaired("\n".join(lines))
    assert after == "\n".join(f"(cid:990) {line}" for line in TEXT.splitlines())


def test_confidence_decides_about_safety() -> None:
    for c in candidates(lose(TEXT, "đĐệạơảịủốế", "(cid:{})")):
        assert c.confidence is not None
        assert LEAST <= c.confidence <= 1
        assert (c.safety is Safety.AUTO) == (c.confidence >= SURE)
        assert "cipher" in c.reason


def test_candidates_cover_their_markers_only() -> None:
    damaged = lose(TEXT, "đệạ", "(cid:{})")
    found = candidates(damaged)
    assert found
    assert all(damaged[c.start : c.end].startswith("(cid:") for c in found)
    assert all(damaged[c.start : c.end].endswith(")") and len(c.after) == 1 for c in found)


PIECES = [
    "(cid:5)",
    "(cid:",
    "\ufffd",
    "\ue001",
    "\U00100000",
    "đ",
    "nhi",
    "m",
    "vụ",
    "Ệ",
    "̣",
    "\0",
]


@given(st.lists(st.sampled_from([*PIECES, " ", "\n", "\f", "5", "/", ")"])).map("".join))
def test_any_text_gives_candidates_inside_lines(text: str) -> None:
    end = 0
    for c in candidates(text):
        assert end <= c.start < c.end <= len(text)
        assert len(text[c.start : c.end].splitlines()) == 1
        end = c.end


@pytest.mark.shared
def test_bars(shared: Path) -> None:
    """All evidence 99.5 %, cipher alone 97 % with other glyph numbers, on every document."""
    from bench.glyphs import score, shuffled, true_letters
    from vnfix.formats.reading import read

    pdfs = sorted((shared / "pdf" / "cid").glob("*.pdf"))
    assert len(pdfs) == 4
    for pdf in pdfs:
        document = read(pdf, Config())
        truth = true_letters(document, pdf)
        assert len(truth) > 300
        assert score(pdf.stem, document, truth).share >= 0.995
        assert score(pdf.stem, *shuffled(document, truth, 11)).share >= 0.97
