"""The perplexity of the benchmark: what it counts as a name and as unknown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from bench.perplexity import RUN, figures, fresh, is_name
from tests.train.miniature import FIXTURES
from vnfix.decode.lm import load_lm
from vnfix.train.sources import Text

if TYPE_CHECKING:
    from pathlib import Path

LM = load_lm(FIXTURES / "lm.tab")
WORD = next(w for w in LM.words if w.isalpha() and len(w) > 2)


def test_perplexity_is_that_of_the_costs() -> None:
    cost = LM.costs([WORD])[0]
    found = figures(LM, [[WORD], [f"{WORD} qqqqq"]])
    assert found["perplexity"] == pytest.approx(math.exp(cost))
    assert found["unknown"] == pytest.approx(1 / 3)
    assert found["units"] == 3


@pytest.mark.parametrize(
    ("before", "unit", "name"),
    [("xã", "Gạo", True), ("", "Gạo", False), ("XÃ", "Gạo", False), ("xã", "gạo", False)],
)
def test_names_are_capitals_inside_sentences(before: str, unit: str, name: object) -> None:
    assert is_name(before, unit) is name


def test_what_stands_in_a_text_that_was_read_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "read.txt"
    words = [f"từ{chr(97 + k)}" for k in range(2 * RUN)]
    path.write_text("mở đầu " + " ".join(words) + "\n", "utf-8")
    own = " ".join(words[:RUN]) + " khác " + " ".join(words[:2])
    half = " ".join(words[: RUN + 1]) + " khác hẳn " * 8
    documents = {"plans": [[" ".join(words), half, "ngắn"]], "other": [[own]]}
    assert fresh(documents, [Text(path)]) == {"plans": [[half, "ngắn"]], "other": [[own]]}
