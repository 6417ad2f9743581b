"""Turned text: which way it runs, its lines, and what the writers make of it."""

from __future__ import annotations

import pytest

from tests.pdfs import make_drawn_pdf
from tools.healthy.drawing import Shown, draw, paragraph, turned
from vnfix.config import Config
from vnfix.formats.reading import read_bytes
from vnfix.pdf.read.turns import UPRIGHT, Turn, turn_of
from vnfix.pdf.write.tounicode import trace

ROWS = [
    "Danh mục nghề nặng nhọc, độc hại",
    "Vận hành máy sấy nông sản",
    "Kiểm tra mối hàn bằng tia X",
]


def lines_of(data: bytes) -> list[str]:
    document = read_bytes(data, "x.pdf", Config())
    return [line.text.strip() for line in document.lines if line.text.strip()]


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [
        ((12, 0, 0, 12), UPRIGHT),
        ((12, 0.4, -0.4, 12), UPRIGHT),
        ((0, 9, -9, 0), Turn(90)),
        ((-9, 0.1, -0.1, -9), Turn(180)),
        ((0, -9, 9, 0), Turn(270)),
        ((-9, 0, 0, 9), Turn(180, mirrored=True)),
        ((9, 0, 0, -9), Turn(0, mirrored=True)),
        ((8, 6, -6, 8), Turn(37)),
        ((0, 0, 0, 0), UPRIGHT),
        ((float("nan"), 1, 1, 0), UPRIGHT),
    ],
)
def test_turn_is_told_from_the_matrix(
    matrix: tuple[float, float, float, float], turn: Turn
) -> None:
    assert turn_of((*matrix, 300.0, 80.0)) == turn


def test_font_written_downwards_runs_down() -> None:
    assert turn_of((1, 0, 0, 1, 0, 0), downwards=True) == Turn(270)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_page_laid_on_its_side_reads_as_the_upright_page_does(angle: int) -> None:
    upright = paragraph(ROWS, 60, 520)
    assert lines_of(draw([turned(upright, angle)])) == lines_of(draw([upright])) == ROWS


def test_upright_text_comes_before_what_is_turned() -> None:
    side = turned(paragraph(ROWS, 100, 400), 90)
    assert lines_of(draw([[*side, Shown(72, 800, "CÔNG BÁO/Số 12")]])) == ["CÔNG BÁO/Số 12", *ROWS]


def test_mirrored_text_is_read_in_the_order_of_its_letters() -> None:
    back = [s._replace(x=500, mirrored=True) for s in paragraph(ROWS)]
    assert lines_of(draw([back])) == ROWS


@pytest.mark.parametrize("angle", [17, 45, 133, 200, 301])
def test_label_aslant_is_one_line_with_its_blanks(angle: int) -> None:
    assert lines_of(draw([[Shown(300, 400, "Đèo Ngang Trại", angle)]])) == ["Đèo Ngang Trại"]


def test_a_size_below_zero_turns_the_letters_round() -> None:
    """A matrix that turns by 180 degrees and a negative size give upright text."""
    data = make_drawn_pdf([b"BT /F1 -12 Tf -1 0 0 -1 72 700 Tm (tinh hinh) Tj ET"])
    assert lines_of(data) == ["tinh hinh"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_page_with_text_turned_back_is_upright(rotate: int) -> None:
    matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[rotate]
    content = f"BT /F1 12 Tf {matrix} 300 400 Tm (mot hai) Tj ET".encode()
    document = read_bytes(make_drawn_pdf([content], b"/Rotate %d" % rotate), "x.pdf", Config())
    assert document.text.split() == ["mot", "hai"]
    assert document.words[0].box.x1 <= document.words[1].box.x0


def test_boxes_of_turned_words_stand_where_they_are_on_the_page() -> None:
    document = read_bytes(draw([[Shown(200, 300, "mot hai", 90)]]), "x.pdf", Config())
    first, second = (word.box for word in document.words)
    assert first.y1 - first.y0 == pytest.approx(18)
    assert second.y1 < first.y0  # text that runs upwards begins below
    assert 185 < first.x0 < first.x1 < 205


def test_writers_find_every_glyph_of_turned_text() -> None:
    data = draw([[*turned(paragraph(ROWS, 100, 400), 270), Shown(72, 800, "CÔNG BÁO")]])
    traced = trace(data)
    assert traced.text == read_bytes(data, "x.pdf", Config()).text
    assert all(traced.text[o.start : o.end] == o.glyph.text for o in traced.origins)
