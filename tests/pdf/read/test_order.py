"""Reading order: pdfminer.six's, and the same each time."""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer import layout
from pdfminer.high_level import extract_text

from bench.plain import plain
from tests.pdfs import make_drawn_pdf
from vnfix.config import Config
from vnfix.errors import NothingToDoError
from vnfix.formats.reading import read_bytes
from vnfix.pdf.read import order
from vnfix.pdf.read.layout import in_reading_order

if TYPE_CHECKING:
    from pdfminer.utils import Rect

STRINGS = st.lists(
    st.tuples(
        st.integers(-50, 600),
        st.integers(-50, 850),
        st.integers(1, 40),
        st.text("aB1 .-", min_size=1, max_size=12),
    ),
    min_size=1,
    max_size=25,
)

SIDES = st.integers(-60, 700)
BOXES = st.lists(
    st.tuples(SIDES, SIDES, st.integers(1, 300), st.integers(1, 60)).map(
        lambda b: (float(b[0]), float(b[1]), float(b[0] + b[2]), float(b[1] + b[3]))
    ),
    max_size=12,
)


def pdfminer_lines(data: bytes) -> list[list[str]]:
    """Return its lines, with objects numbered as they come instead of by their address."""
    numbers: dict[int, int] = {}
    fresh = count()
    kept = []  # an address is free for others once its object is gone

    def number(thing: object) -> int:
        kept.append(thing)
        return numbers.setdefault(id(thing), next(fresh))

    with mock.patch.object(layout, "id", number, create=True):
        text = extract_text(io.BytesIO(data))
    return [line.split() for line in text.splitlines()]


@settings(max_examples=60)
@given(STRINGS, st.sampled_from([b"", b"/Rotate 90", b"/CropBox [50 60 500 700]"]))
def test_any_page_has_the_lines_of_pdfminer(
    strings: list[tuple[int, int, int, str]], attributes: bytes
) -> None:
    # On a turned page text is turned back, for pdfminer.six reads turned text letter by letter.
    back = "0 1 -1 0" if b"Rotate" in attributes else "1 0 0 1"
    rows = [f"BT /F1 {z} Tf {back} {x} {y} Tm ({t}) Tj ET" for x, y, z, t in strings]
    data = make_drawn_pdf(["\n".join(rows).encode()], attributes)
    try:
        document = read_bytes(data, "a.pdf", Config())
    except NothingToDoError:
        return
    assert [line.split() for line in document.text.splitlines()] == pdfminer_lines(data)


@pytest.mark.parametrize("columns", [2, 3, 5])
def test_regular_table_has_one_order(columns: int) -> None:
    """All cells are equally far apart."""
    cells = [
        f"BT /F1 10 Tf {40 + 100 * x} {700 - 60 * y} Td (o{y}{x}) Tj ET"
        for y in range(4)
        for x in range(columns)
    ]
    data = make_drawn_pdf(["\n".join(cells).encode()])
    readings = {read_bytes(data, "a.pdf", Config()).text for _ in range(5)}
    assert len(readings) == 1
    assert [line.split() for line in readings.pop().splitlines()] == pdfminer_lines(data)


def test_page_without_blocks() -> None:
    assert in_reading_order([], (0, 0, 595, 842), layout.LAParams()) == []


@given(BOXES)
def test_without_a_compiler_the_same_blocks_are_joined(boxes: list[Rect]) -> None:
    page = (0.0, 0.0, 595.0, 600.0)
    found = order.joins(boxes, page)
    assert found == plain(order.__name__).joins(boxes, page)
    assert len(found) == max(0, len(boxes) - 1)
