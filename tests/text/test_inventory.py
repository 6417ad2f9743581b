"""The types of a text: what is added up in flat arrays is what the tokens of each line say."""

from __future__ import annotations

from array import array
from collections import Counter
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.text import inventory

if TYPE_CHECKING:
    from types import ModuleType

LINES = st.lists(st.text("ab ô\u00a0\t", max_size=12), max_size=8)


def plain() -> ModuleType:
    """Return the module as plain Python."""
    path = Path(inventory.__file__).with_name("inventory.py")
    spec = spec_from_loader("plain_inventory", SourceFileLoader("plain_inventory", str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("module", [inventory, plain()], ids=["as installed", "plain"])
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
