"""Where strings draw their glyphs: as pdfminer.six has it, and the same without a compiler."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.utils import apply_matrix_rect

from bench.plain import plain
from vnfix.pdf.read import glyphs as compiled

if TYPE_CHECKING:
    from types import ModuleType

NUMBERS = st.floats(-900.0, 900.0)
MATRICES = st.tuples(*[NUMBERS] * 6) | st.tuples(
    NUMBERS, st.just(0.0), st.just(0.0), NUMBERS, NUMBERS, NUMBERS
)
MODULES = (compiled, plain(compiled.__name__))
STYLE = compiled.Style("1", "", hidden=True)
FONT: Any = SimpleNamespace(
    font=SimpleNamespace(decode=bytearray),
    letters={k: (chr(k), k / 100, False) for k in range(128)},
)
SEQUENCES = st.lists(st.text("a |b", max_size=9).map(str.encode) | NUMBERS, max_size=6)


def drawn(module: ModuleType, matrix: Any, seq: Any, *, between: float = 0.5) -> Any:
    setting = 10.0, 1.0, between, 2.0
    return module.draw(seq, FONT, setting, (0.0, 0.0), (matrix, -2.0, 8.0, STYLE))


@pytest.mark.parametrize("module", MODULES, ids=["as installed", "plain"])
@given(MATRICES, SEQUENCES)
def test_boxes_are_those_of_pdfminer(module: ModuleType, matrix: Any, seq: Any) -> None:
    found, _ = drawn(module, matrix, seq)
    a, b, c, d, e, f = matrix
    x, first = 0.0, True
    boxes: list[float] = []
    for part in seq:
        if isinstance(part, float):
            x -= part * 0.001 * 10.0
            first = False
            continue
        for code in part:
            x += 0.0 if first else 0.5
            first = False
            moved = a, b, c, d, x * a + e, x * b + f
            boxes += apply_matrix_rect(moved, (0, -2.0, code / 10, 8.0))
            x += code / 10 + (2.0 if code == ord(" ") else 0.0)
    assert [side for g in found for side in g.box] == pytest.approx(boxes)


@given(MATRICES, SEQUENCES)
def test_without_a_compiler_glyphs_stand_and_are_cut_the_same(matrix: Any, seq: Any) -> None:
    said = []
    for module in MODULES:
        found, end = drawn(module, matrix, seq)
        rows = module.runs(found)
        try:
            cells = [[len(cell) for cell in module.cut_cells(row, 2.0)] for row in rows]
        except ZeroDivisionError:
            cells = []
        gaps = [module.needs_blank(a, b) for a, b in pairwise(found)]
        boxes = [module.around(row) for row in rows]
        said.append(([(g.box, g.text, g.code) for g in found], end, cells, gaps, boxes))
    assert said[0] == said[1]
