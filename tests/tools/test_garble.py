"""The maker of the sample documents: markup, layout, and words brought to their lines."""

from __future__ import annotations

import math

import pytest

from tools.garble.layout import BODY, LEFT, PAGE, RIGHT, Compositor, Page
from tools.garble.markup import Kind, Style, parse
from tools.garble.ocr import Seen, align, straighten


def six_points_a_letter(text: str, style: Style, size: float) -> float:
    return 6.0 * len(text)


def pages_of(source: str) -> list[Page]:
    return Compositor(six_points_a_letter).compose(parse(source))


def lines_of(source: str) -> list[str]:
    return [row.text for page in pages_of(source) for row in page.rows]


def test_columns_of_one_baseline_are_one_line() -> None:
    assert lines_of("Trái || **Phải**\n< - Lưu: VT. || Tên") == ["Trái Phải", "- Lưu: VT. Tên"]


def test_table_cell_of_two_lines_shares_its_first_line() -> None:
    source = "%widths 20 80\n| 1 2 3 4 5 6 7 8 9 | một |"
    assert lines_of(source) == ["1 2 3 4 5 6 7 một", "8 9"]


def test_justified_lines_end_at_the_margin_and_the_last_one_does_not() -> None:
    rows = pages_of("chữ " * 60)[0].rows
    ends = [row.words[-1].x + row.words[-1].width for row in rows]
    assert all(end == pytest.approx(RIGHT) for end in ends[:-1])
    assert ends[-1] < RIGHT
    assert rows[1].words[0].x == LEFT


def test_second_page_begins_with_its_number() -> None:
    first, second = pages_of("\n".join(["dòng"] * 50))
    assert second.rows[0].text == "2"
    assert len(first.rows) + len(second.rows) == 51
    assert max(row.y for row in first.rows) < PAGE[1]


def test_kept_blocks_move_to_the_next_page_together() -> None:
    pages = pages_of("\n".join(["dòng"] * 32) + "\n%keep 5\n" + "\n".join(["cuối"] * 5))
    assert {row.text for row in pages[0].rows} == {"dòng"}
    assert [row.text for row in pages[1].rows] == ["2", *["cuối"] * 5]


def test_unknown_command_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown command '%nope'"):
        parse("%nope")


def test_empty_line_is_a_gap() -> None:
    assert [block.kind for block in parse("a\n\nb")] == [Kind.PARAGRAPH, Kind.GAP, Kind.PARAGRAPH]


def seen(text: str, x: float, y: float, skew: float) -> Seen:
    """Place a word of the printed page on a scan that is turned counter-clockwise."""
    angle = math.radians(skew)
    dx, dy = x - PAGE[0] / 2, y - PAGE[1] / 2
    x = dx * math.cos(angle) + dy * math.sin(angle)
    y = dy * math.cos(angle) - dx * math.sin(angle)
    return Seen(text, 0, x + PAGE[0] / 2, y + PAGE[1] / 2)


@pytest.mark.parametrize("skew", [0.0, 1.5, -1.5])
def test_words_of_a_turned_page_find_their_lines(skew: float) -> None:
    pages = pages_of("một hai ba\nbốn năm sáu\nbảy tám chín")
    words = [
        seen(word.text.upper(), word.x, word.y - 0.3 * BODY, skew)
        for row in reversed(pages[0].rows)
        for word in reversed(row.words)
    ]
    lines, specks = align([*words, seen("~", 300, 700, skew)], pages, skew)
    assert lines == ["MỘT HAI BA", "BỐN NĂM SÁU", "BẢY TÁM CHÍN"]
    assert specks == ["~"]


def test_straighten_undoes_the_turn() -> None:
    word = seen("x", 100.0, 50.0, 2.0)
    assert straighten(word.x, word.y, 2.0) == pytest.approx((100.0, 50.0))
