"""The cells of a scanned line: prose stays together, the row of a table does not."""

from __future__ import annotations

import pytest

from vnfix.pdf.read.glyphs import Glyph, Style, cut_cells

HIDDEN = Style("1", "", hidden=True)
REACH = 2.0


def line(*parts: str | float) -> list[Glyph]:
    """Return the glyphs of words ten points high and the blanks between them, in points."""
    glyphs, x = [], 0.0
    for part in parts:
        if isinstance(part, str):
            for char in part:
                glyphs.append(Glyph((x, 0, x + 4, 10), char, HIDDEN, ord(char), lost=False))
                x += 4
        else:
            glyphs.append(Glyph((x, 0, x + 1, 10), " ", HIDDEN, 32, lost=False))
            x += part
    return glyphs


def words(*parts: str | float) -> list[str]:
    return ["".join(g.text for g in cell) for cell in cut_cells(line(*parts), REACH)]


def test_justified_prose_is_one_cell() -> None:
    assert words("bao", 9.5, "hiem", 10.0, "y", 12.0, "te", 9.0, "xa") == ["bao hiem y te xa"]


def test_blank_wider_than_the_others_and_than_the_reach_parts_cells() -> None:
    assert words("so", 4.0, "y", 4.0, "te", 12.0, "thang", 4.0, "ba") == ["so y te ", "thang ba"]


@pytest.mark.parametrize(("blank", "cells"), [(7.0, 2), (5.0, 1)])
def test_rule_parts_cells_at_a_narrower_blank(blank: float, cells: int) -> None:
    assert len(words("so", 4.0, "y", 4.0, "te", blank, "|", 4.0, "quy")) == cells


@pytest.mark.parametrize("parts", [("mot",), ("mot", 30.0, "hai"), (" ", " ")])
def test_line_of_few_words_has_nothing_to_measure_by(parts: tuple[str | float, ...]) -> None:
    assert len(words(*parts)) == 1


def test_no_glyph_is_lost() -> None:
    glyphs = line("a", 2.0, "b", 30.0, "|", 3.0, "c", 25.0, "d")
    assert [g for cell in cut_cells(glyphs, REACH) for g in cell] == glyphs
