"""UTF-8 that was read as Latin-1 or Windows-1252."""

from __future__ import annotations

import ftfy.bad_codecs  # noqa: F401 - registers a codec
import pytest
from ftfy import fix_encoding
from hypothesis import given
from hypothesis import strategies as st

from tests.making import document
from vnfix.analysis import Analysis
from vnfix.config import Config
from vnfix.detectors.mojibake import BYTES, HARMLESS, TITLE, detect, is_right, repaired

TRUE = "Hợp đồng thuê trụ sở được gia hạn thêm một năm"


def test_healthy_and_foreign_lines_are_left() -> None:
    lines = [TRUE, "À l'école, Ã", "ÁO DÀI", "Där står det »Å«", "cafÃ© crÃ¨me"]
    assert repaired(Analysis.of(document(lines), Config())) == {}


def test_line_is_read_again_as_utf8() -> None:
    broken = TRUE.encode().decode("latin-1")
    assert repaired(Analysis.of(document([TRUE, broken]), Config())) == {1: TRUE}
    assert repaired(Analysis.of(document([broken]), Config(mojibake=False))) == {}


def test_finding_says_what_it_is() -> None:
    config = Config()
    lines = [TRUE.encode().decode("latin-1")]
    assert [f.evidence for f in detect(Analysis.of(document(lines), config))] == [TITLE]


@given(st.text("ÃÂÁÔÊaàệĐ xX.,-", max_size=9) | st.text(sorted(HARMLESS), max_size=12))
def test_ftfy_leaves_what_it_is_not_asked_about(line: str) -> None:
    assert not is_right(line) or fix_encoding(line) == line


def test_headings_are_not_asked_about() -> None:
    line = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM - Độc lập"
    assert BYTES.search(line)
    assert is_right(line)


@pytest.mark.parametrize(
    "line",
    [
        "CỘNG HÒA XÃ\xa0HỘI CHỦ NGHĨA VIỆT NAM",  # a blank that does not break, as Word sets it
        "Quy định về tổ chức chính quyền “CẤP XÃ” năm 2025",
        "“MÃ”",
        "XÃ–PHƯỜNG",
        "«XÃ»",
        "XÃ\xa0HOA",
        "THÀNH VIÊN VÀ¹ XÃ HỘI",
        "ỦY BAN NHÂN DÂN XÃ\xa0TÂN PHÚ – CÁC XÃ BÌNH AN, XÃ BÌNH MINH",
    ],
)
def test_marks_behind_a_word_in_capitals_are_no_bytes(line: str) -> None:
    assert repaired(Analysis.of(document([line]), Config())) == {}


@pytest.mark.parametrize("line", ["CÔNG TY", "MỨC PHẠT “XÃ”", "XÃ BÌNH AN", "Xà phòng", "ông Hà"])
def test_capitals_and_quotes_are_read_again_once(line: str) -> None:
    broken = line.encode().decode("sloppy-windows-1252")
    assert repaired(Analysis.of(document([broken]), Config())) == {0: line}
