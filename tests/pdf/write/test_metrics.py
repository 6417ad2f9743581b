"""Widths and codes of fonts."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from vnfix.pdf.write.content import Metrics, TextState

SIMPLE = pikepdf.Dictionary(Subtype=pikepdf.Name.TrueType, FirstChar=65, Widths=[600, 400])


def composite(**entries: Any) -> pikepdf.Dictionary:
    inner = pikepdf.Dictionary(Subtype=pikepdf.Name.CIDFontType2, **entries)
    name = pikepdf.Name("/Identity-H")
    return pikepdf.Dictionary(
        Subtype=pikepdf.Name.Type0, Encoding=name, DescendantFonts=pikepdf.Array([inner])
    )


def test_widths_of_a_simple_font() -> None:
    metrics = Metrics(SIMPLE)
    assert metrics.known
    assert metrics.codes(b"AB") == [65, 66]
    assert [metrics.width(code) for code in (65, 66)] == [0.6, 0.4]


def test_widths_of_a_composite_font() -> None:
    metrics = Metrics(composite(DW=900, W=[1, [100, 200], 5, 7, 300]))
    assert metrics.known
    assert metrics.codes(b"\0\1\1\0") == [1, 256]
    assert [metrics.width(c) for c in (1, 2, 3, 5, 7)] == [0.1, 0.2, 0.9, 0.3, 0.3]


def test_advance_counts_spacing_steps_and_scale() -> None:
    state = TextState("/F", 10.0, character=1.0, word=2.0, scale=0.5)
    parts = [pikepdf.String(b"A "), 100]
    metrics = Metrics(pikepdf.Dictionary(FirstChar=32, Widths=[250] + [0] * 32 + [600]))
    assert metrics.advance(parts, state) == pytest.approx((6 + 2.5 + 2 * 1 + 2 - 1) * 0.5)


@pytest.mark.parametrize(
    "font",
    [
        None,
        pikepdf.Dictionary(Subtype=pikepdf.Name.Type1),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Type0),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, DescendantFonts=pikepdf.Array()),
        pikepdf.Dictionary(Widths=pikepdf.Name.X),
    ],
)
def test_what_is_not_known_is_guessed(font: pikepdf.Dictionary | None) -> None:
    metrics = Metrics(font)
    assert not metrics.known
    assert metrics.width(65) == 0.5


def test_a_table_without_end_is_cut() -> None:
    assert len(Metrics(composite(W=[0, 2**31 - 1, 500])).widths) == 65536
