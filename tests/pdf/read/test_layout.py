"""Order of lines on a page, and where it is given up for the sake of time."""

from __future__ import annotations

import time

import pytest

from vnfix.pdf.read import layout as pdf_layout
from vnfix.pdf.read.glyphs import Glyph, Style, needs_blank
from vnfix.pdf.read.layout import arrange

DRAWN, HIDDEN = Style("1", "", hidden=False), Style("1", "", hidden=True)
A4 = (595.0, 842.0)


def word(text: str, x: float, y: float, style: Style = DRAWN) -> list[Glyph]:
    """Return the glyphs of a word, ten points high and five wide each."""
    return [
        Glyph((x + 5 * k, y, x + 5 * k + 5, y + 10), c, style, ord(c), lost=False)
        for k, c in enumerate(text)
    ]


def lines(glyphs: list[Glyph]) -> list[str]:
    blocks, blank = arrange(glyphs, *A4)
    return ["".join(g.text for g in line.glyphs) for block in [*blocks, blank] for line in block]


def test_columns_are_read_one_after_the_other() -> None:
    rows = [
        g
        for k in range(4)
        for x, side in ((60, "trai"), (330, "phai"))
        for g in word(f"{side}{k}", x, 700 - 12 * k)
    ]
    assert lines(rows) == [f"trai{k}" for k in range(4)] + [f"phai{k}" for k in range(4)]


def test_cells_of_a_table_are_lines_of_their_own() -> None:
    cells = [
        g
        for row in range(3)
        for column, x in enumerate((60, 200, 340))
        for g in word(f"o{row}{column}", x, 700 - 14 * row)
    ]
    assert sorted(lines(cells)) == [f"o{r}{c}" for r in range(3) for c in range(3)]


def test_order_of_drawing_does_not_matter_for_blocks() -> None:
    glyphs = word("cuoi", 60, 100) + word("dau", 60, 780) + word("giua", 60, 400)
    assert lines(glyphs) == ["dau", "giua", "cuoi"]


def test_blank_lines_come_last() -> None:
    assert lines(word("   ", 60, 780) + word("chu", 60, 400)) == ["chu", "   "]


def test_scanned_line_goes_on_behind_a_narrow_letter() -> None:
    """Ten points between the words are more than twice the width of the letters."""
    first = [Glyph((60, 700, 62, 710), "y", HIDDEN, 121, lost=False)]
    second = [Glyph((72, 700, 74, 710), "t", HIDDEN, 116, lost=False)]
    assert lines(first + second) == ["yt"]
    for glyph in first + second:
        glyph.style = DRAWN
    assert lines(first + second) == ["y", "t"]


def test_pieces_of_a_climbing_line_are_read_from_the_left() -> None:
    left, right = word("trai", 60, 700, HIDDEN), word("phai", 115, 702, HIDDEN)
    under = word("dong hai cu the", 60, 688, HIDDEN)
    assert lines(left + right + under)[:2] == ["trai", "phai"]


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("a", "b", True), (" ", "b", False), ("a", " ", False)]
)
def test_gap_is_a_blank_unless_one_is_there(first: str, second: str, *, expected: bool) -> None:
    (a,), (b,) = word(first, 0, 0), word(second, 8, 0)
    assert needs_blank(a, b) is expected
    b.x0 = 5.5
    assert not needs_blank(a, b)


@pytest.mark.parametrize("side", [595.0, 1_000_000.0])
def test_thousands_of_pieces_do_not_stop_the_reader(side: float) -> None:
    glyphs = [
        Glyph((x, y, x + side / 9, y + side / 9), "x", DRAWN, 120, lost=False)
        for x in range(0, 500, 9)
        for y in range(0, 800, 12)
    ]
    begin = time.perf_counter()
    blocks, _ = arrange(glyphs, side, side)
    assert sum(map(len, blocks)) > 0
    assert time.perf_counter() - begin < 10


def test_many_blocks_are_read_from_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_layout, "MOST_BLOCKS", 2)
    glyphs = word("ba", 60, 100) + word("mot", 60, 780) + word("hai", 60, 400)
    assert lines(glyphs) == ["mot", "hai", "ba"]
