"""The types of a text: what is added up in flat arrays is what the tokens of each line say."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain import plain
from vnfix.text import inventory

MODULES = [inventory, plain(inventory.__name__)]
LINES = st.lists(st.text("ab ô\u00a0\t", max_size=12), max_size=8)


@pytest.mark.parametrize("module", MODULES, ids=["as installed", "plain"])
@given(lines=LINES)
def test_it_adds_up_what_tokens_say(module: Any, lines: list[str]) -> None:
    tokens = [line.split() for line in lines]
    found = module.Inventory(tokens)
    count = Counter(t for row in tokens for t in row)
    assert dict(zip(found.types, found.counts(), strict=True)) == count
    assert found.types == list(count)
    value = {t: 0.1 * k - 0.7 for k, t in enumerate(count)}
    sums = list(found.sums(array("d", value.values())))
    assert sums == [sum((value[t] for t in row), 0.0) for row in tokens]
