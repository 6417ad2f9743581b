"""How many mistakes are expected where nothing is asked."""

from __future__ import annotations

import pytest

from vnfix.document import make_document
from vnfix.model import Correction, Safety
from vnfix.review.outlook import KEPT_WRONG, MOST_WRONG, unasked_mistakes

LINE = "mot hai ba bon nam sau bay tam chin muoi"
LINES = make_document(f"{LINE}\n{LINE}\n").lines


def asked(start: int, confidence: float, safety: Safety = Safety.REVIEW) -> Correction:
    return Correction(start, start + 3, "mot", "một", "decode", confidence, safety)


def test_words_of_healthy_lines_are_right() -> None:
    assert unasked_mistakes(LINES, []) == 0.0


def test_kept_words_are_wrong_the_oftener_the_more_is_in_doubt() -> None:
    few = unasked_mistakes(LINES, [asked(0, 0.95)])
    assert few == pytest.approx(9 * KEPT_WRONG * 0.05 / 10)
    assert unasked_mistakes(LINES, [asked(0, 0.9)]) == pytest.approx(2 * few)
    both = [asked(0, 0.95), asked(len(LINE) + 1, 0.95)]
    assert unasked_mistakes(LINES, both) == pytest.approx(2 * few)


def test_what_is_made_without_asking_says_nothing_of_its_neighbours() -> None:
    assert unasked_mistakes(LINES, [asked(0, 0.9, Safety.AUTO)]) == 0.0


def test_no_line_is_all_wrong() -> None:
    assert unasked_mistakes(LINES, [asked(0, 0.31)] * 1) <= 9 * MOST_WRONG
    worst = [asked(start, 0.0) for start in (0, 4, 8)]
    assert unasked_mistakes(LINES, worst) == pytest.approx(7 * MOST_WRONG)
