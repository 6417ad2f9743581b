"""The curve of the least confidence, on invented changes."""

from __future__ import annotations

from bench.report import threshold_table
from bench.threshold import THRESHOLDS, Curve, Unit, pages_with_gold
from vnfix.document import make_document
from vnfix.model import Correction, Safety


def change(start: int, before: str, after: str, confidence: float) -> Correction:
    end = start + len(before)
    return Correction(start, end, before, after, "decode", confidence, Safety.REVIEW)


HEALTHY = Unit("thứ ba", "thứ ba", (), 7)
# Of three unsure changes one is right, one turns garble into another word, one breaks a word.
GARBLED = Unit(
    "thu bx nam",
    "thứ ba nam",
    (change(20, "thu", "thứ", 0.22), change(24, "bx", "bè", 0.12), change(27, "nam", "năm", 0.12)),
    20,
)


def test_healthy_units_have_no_changes_to_leave() -> None:
    rows = Curve([HEALTHY]).figures()
    assert [(r["WER"], r["changes"], r["left"]) for r in rows] == [(0.0, 0, 0)] * len(THRESHOLDS)


def test_what_is_lost_and_what_is_avoided() -> None:
    rows = {r["threshold"]: r for r in Curve([GARBLED]).figures()}
    figures = {t: (r["left"], r["lost"], r["avoided"]) for t, r in rows.items()}
    assert figures[0.1] == (0, 0, 0)
    assert figures[0.15] == (2, 0, 2)
    assert figures[0.25] == (3, 1, 2)
    wer = [round(3 * rows[t]["WER"]) for t in (0.0, 0.15, 0.25)]
    assert wer == [2, 1, 2]


def test_pages_are_units_with_their_gold() -> None:
    document = make_document("một\fhai ba\f")
    assert list(pages_with_gold(document, ["một", "hai bà"])) == [(0, 3, "một"), (4, 10, "hai bà")]


def test_the_table_has_a_row_for_each_set() -> None:
    sets = {"invented": Curve([GARBLED]).figures()}
    rows = threshold_table({"threshold": {"sets": sets}}).splitlines()
    assert rows[1].startswith("invented")
    assert "33.33% -0+2" in rows[1]
    assert threshold_table({}) == ""
