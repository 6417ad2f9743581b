"""Words on their baselines."""

from __future__ import annotations

import io
import math

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain import plain
from tests.pdf.write.pdf_samples import scan
from tests.pdfs import make_drawn_pdf
from vnfix.model import Box
from vnfix.pdf.write import layer as compiled
from vnfix.pdf.write.content import Show, TextState, read_page
from vnfix.pdf.write.glyphless import Glyphless
from vnfix.pdf.write.layer import Baseline, Laid, Lines, Space, write_layer
from vnfix.pdf.write.rewrite import numbers

LEVEL = Baseline(50, 700, 1, 0, 30, 12, None)


def lines_of(matrix: str, text: str = "mot hai") -> Lines:
    """Return the baselines of a page with one invisible text, a code half an em wide."""
    content = f"BT 3 Tr /F1 10 Tf {matrix} Tm ({text}) Tj ET".encode()
    with pikepdf.open(io.BytesIO(make_drawn_pdf([content]))) as pdf:
        page = pdf.pages[0]
        return Lines(((show, 7) for _, show in read_page(page).all_shows()), Space(page))


def layer(*words: Laid) -> list[str]:
    with pikepdf.new() as pdf:
        return write_layer(words, Glyphless(pdf), "F").decode().splitlines()


def test_a_word_in_a_line_lies_on_its_baseline() -> None:
    place = lines_of("1 0 0 1 100 500").fit(Box(120, 333, 140, 343))
    assert place == pytest.approx(Baseline(120, 500, 1, 0, 20, 10, 7))


def test_a_part_of_a_word_lies_on_its_part_of_the_baseline() -> None:
    place = lines_of("0 1 -1 0 100 500").fit(Box(91, 310, 101, 340), (0.5, 1.0))
    # Written upwards: 30 points, of which the upper half.
    assert (place.x, place.y) == pytest.approx((100, 517))
    assert (place.ux, place.uy, place.length) == pytest.approx((0, 1, 15))


@pytest.mark.parametrize("degrees", [-8, -1, 0.5, 3, 15])
def test_skewed_text(degrees: float) -> None:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    lines = lines_of(f"{c:.6f} {s:.6f} {-s:.6f} {c:.6f} 100 500")
    # The box around a word of 20 points that begins 5 points along the baseline.
    corners = [(100 + t * c - h * s, 500 + t * s + h * c) for t in (5, 25) for h in (0, 10)]
    x, y = zip(*corners, strict=True)
    place = lines.fit(Box(min(x), 842 - max(y), max(x), 842 - min(y)))
    assert (place.x, place.y) == pytest.approx((100 + 5 * c, 500 + 5 * s), abs=0.1)
    assert place.length == pytest.approx(20, abs=0.1)


def test_far_from_all_text_the_box_itself_counts() -> None:
    place = lines_of("1 0 0 1 100 500").fit(Box(100, 700, 130, 712))
    assert place == Baseline(100, 130, 1, 0, 30, 12, None)


def test_text_of_no_size_or_beyond_all_measure_is_none() -> None:
    state = TextState("/F1", 0.0)
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        space = Space(pdf.pages[0])
    nothing = Show(0, state, pikepdf.Matrix(), 5.0, True, None, True)
    endless = Show(0, TextState("/F1", 9.0), pikepdf.Matrix(), math.inf, True, None, True)
    assert not Lines([(nothing, None), (endless, None)], space).cells


def test_words_of_a_line_are_shown_as_one() -> None:
    shown = layer(Laid("ai", 0, LEVEL), Laid("do", 0, LEVEL._replace(x=90, length=20)))
    assert shown[2:-1] == [
        "1 0 0 1 50 700 Tm /F 12 Tf",
        "250 Tz <006100690020> Tj",
        "40 0 Td 166.67 Tz <0064006F0020> Tj",
    ]


@pytest.mark.parametrize(
    "other",
    [
        Laid("do", 1, LEVEL._replace(x=90)),
        Laid("do", 0, LEVEL._replace(x=20)),
        Laid("do", 0, LEVEL._replace(x=90, y=680)),
        Laid("do", 0, LEVEL._replace(x=90, size=20)),
        Laid("do", 0, LEVEL._replace(x=90, ux=0, uy=1)),
    ],
)
def test_another_line_is_shown_for_itself(other: Laid) -> None:
    assert sum(" Tm " in row for row in layer(Laid("ai", 0, LEVEL), other)) == 2


def test_words_that_touch_are_set_apart() -> None:
    shown = layer(Laid("ai", 0, LEVEL), Laid("do", 0, LEVEL._replace(x=80)))
    assert shown[3].startswith("230 Tz")  # 27.6 points: a fifth of the font size less


PLACES = st.floats(-2000.0, 2000.0) | st.integers(-9000, 9000).map(lambda n: n / 8)


@given(
    st.lists(st.tuples(PLACES, st.floats(600.0, 601.0), st.floats(0.1, 90.0)), min_size=1),
    st.floats(0.1, 40.0),
)
def test_without_a_compiler_words_are_written_the_same(
    words: list[tuple[float, float, float]], size: float
) -> None:
    written = []
    for module in (compiled, plain(compiled.__name__)):
        laid = [
            module.Laid("ai", k // 5, module.Baseline(x, y, 1.0, 0.0, length, size, None))
            for k, (x, y, length) in enumerate(sorted(words))
        ]
        with pikepdf.new() as pdf:
            written.append(module.write_layer(laid, Glyphless(pdf), "F"))
    assert written[0] == written[1]


@given(PLACES, st.floats(0.01, 2000.0))
def test_numbers_are_rounded_as_their_decimals_tell(x: float, length: float) -> None:
    first = Laid("ai", 0, LEVEL._replace(x=0.0))
    second = Laid("ai", 0, LEVEL._replace(x=max(x, 0.0), length=length))
    shown = layer(first, second)[-2].split()
    scale = 100 * length / (0.5 * 2 * 12)
    assert shown[:4] == [
        *numbers(round(max(x, 0.0), 2), 0.0).decode().split(),
        "Td",
        numbers(scale).decode(),
    ]
