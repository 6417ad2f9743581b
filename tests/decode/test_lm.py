"""The language model as the decoder uses it."""

from __future__ import annotations

import math
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.config import Config
from vnfix.decode.lm import load_lm
from vnfix.errors import DataError
from vnfix.resources import PACKAGE, load_resources
from vnfix.text.tokens import lm_units

if TYPE_CHECKING:
    from pathlib import Path

LM = load_resources(Config()).lm
TEXT = "Ủy ban nhân dân tỉnh trình 12 dự án, gồm: đường 3/2 và cầu Sơn Ca."


def test_costs_of_a_text_are_those_of_its_units() -> None:
    total, state = LM.follow(LM.begin(), TEXT)
    assert total == pytest.approx(sum(LM.costs(lm_units(TEXT))))
    _, direct = LM.follow(LM.begin(), "Sơn Ca.")
    assert (state.one, state.two) == (direct.one, direct.two)


@given(st.integers(1, len(lm_units(TEXT)) - 1))
def test_a_text_may_be_followed_in_parts(cut: int) -> None:
    words = TEXT.split()
    first, state = LM.follow(LM.begin(), " ".join(words[:cut]))
    rest, _ = LM.follow(state, " ".join(words[cut:]))
    assert first + rest == pytest.approx(LM.follow(LM.begin(), TEXT)[0])


def test_following_leaves_the_state_as_it_is() -> None:
    state = LM.begin()
    before = (state.one, state.two, state.three)
    LM.follow(state, TEXT)
    assert (state.one, state.two, state.three) == before


@pytest.mark.parametrize("context", ["", "nhân", "ủy ban nhân", "qua qua qua"])
def test_what_may_follow_is_nearly_a_distribution(context: str) -> None:
    """Costs are stored in steps, so the sum is 1 within a few per cent."""
    _, state = LM.follow(LM.begin(), context)
    total = sum(math.exp(-LM.follow(state, w)[0]) for w in LM.words if not w.startswith("<"))
    assert 0.5 < total < 1.1


def test_context_counts() -> None:
    _, office = LM.follow(LM.begin(), "ủy ban nhân")
    _, nothing = LM.follow(LM.begin(), "quả")
    assert LM.follow(office, "dân")[0] < LM.follow(nothing, "dân")[0] - 2


def test_units_without_a_number_are_unknown() -> None:
    assert LM.unit("Xyzzyk") == 0
    assert LM.unit("Tỉnh") == LM.unit("tỉnh") == LM.number["tỉnh"] > 0
    assert LM.words[LM.unit("2021")] == "<y>"


def test_words_alone_cost_what_they_are_common() -> None:
    assert len(LM.alone) == len(LM.words)
    assert LM.alone[LM.number["và"]] < LM.alone[LM.number["vịt"]]


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_lm(tmp_path / "lm.tab")
    shutil.copy(PACKAGE / "models" / "channel.tab", tmp_path / "lm.tab")
    with pytest.raises(DataError):
        load_lm(tmp_path / "lm.tab")
    head = (PACKAGE / "models" / "lm.tab").read_bytes()[:5000]
    (tmp_path / "lm.tab").write_bytes(head)
    with pytest.raises(DataError):
        load_lm(tmp_path / "lm.tab")
