"""What a review teaches, on a little document."""

from __future__ import annotations

from bench.data import Row, Sample
from bench.learning import halves


def test_a_document_is_cut_where_half_of_its_gold_is_behind() -> None:
    text = "a\nb\nc\nd\ne"
    rows = tuple(Row(k, text[2 * k], text[2 * k].upper()) for k in (0, 1, 3, 4))
    first, second = halves(Sample("s", text, rows))
    assert (first.text, second.text) == ("a\nb\nc\n", "d\ne")
    assert [r.line for r in first.rows] == [0, 1]
    assert [(r.line, second.text.split("\n")[r.line]) for r in second.rows] == [(0, "d"), (1, "e")]
