"""A store for tests, made with the toy engine from a little text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import toy
from vnfix.review import Store, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TWICE = f"{toy.GARBLED}\nCii c6ch, tinh.\n"


@pytest.fixture
def shelf(tmp_path: Path, toy_engine: Callable[..., object]) -> Iterator[Store]:
    """Return a store with one document: `toy.GARBLED`, then a line with three of its words."""
    del toy_engine
    path = tmp_path / "plan.txt"
    path.write_text(TWICE, "utf-8")
    with Store(tmp_path / "store.sqlite3") as store:
        load(store, [path])
        yield store
