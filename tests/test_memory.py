"""What a process remembers is bounded, however much it reads; no correction hangs on it."""

from __future__ import annotations

import gc
import inspect
import tracemalloc
from functools import _lru_cache_wrapper
from random import Random
from typing import TYPE_CHECKING

import vnfix
from vnfix import memory, resources
from vnfix.config import Config
from vnfix.decode.candidates import effort
from vnfix.decode.nearly import Reader
from vnfix.resources import load_resources

if TYPE_CHECKING:
    import pytest

LINE = "kiem tra tinh hinh thuc hien nhiem vu duoc giao bao cao ket qua cong tac"
SYLLABLES = LINE.split()
TEXTS, FEW = 30, 40
MOST = 4_500
"""Bytes that a token with its candidates may take; 16 kB where its hash table is kept."""


def texts() -> list[str]:
    """Return short texts of garbled words, each text with others."""
    random = Random(7)

    def garbled(word: str) -> str:
        k = random.randrange(len(word))
        return word[:k] + random.choice("6QOlj") + word[k + 1 :]

    lines = (
        " ".join(garbled(random.choice(SYLLABLES)) for _ in range(8)) for _ in range(2 * TEXTS)
    )
    return ["\n".join(pair) for pair in zip(lines, lines, strict=False)]


def entries() -> dict[str, int]:
    """Return how many entries the memories have that are no `lru_cache`."""
    tables = load_resources(Config())
    found = {"met": len(tables.lm._met), "read": len(tables.lm._read)}
    for hard, both in tables.workbench._remembered.items():
        found |= {f"charts {hard.beam} {k}": len(charts) for k, charts in enumerate(both)}
    return found


def test_memories_are_bounded_and_corrections_do_not_hang_on_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = [vnfix.fix_text(text) for text in texts()]
    assert max(entries().values()) > 3 * FEW
    for name in ("UNITS", "CHARTS", "SHAPES", "PAIRS"):
        monkeypatch.setattr(memory, name, FEW)
    resources._load.cache_clear()  # begin with nothing remembered
    assert [vnfix.fix_text(text) for text in texts()] == expected
    one = 16 + FEW  # tokens of the last text come on top, candidates being let go between texts
    found = entries()
    assert {name: n for name, n in found.items() if n > FEW + one} == {}


def test_a_text_keeps_its_candidates_while_another_thread_begins_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Which tokens are settled must not depend on what others let go."""
    monkeypatch.setattr(memory, "CHARTS", FEW)
    bench = load_resources(Config()).workbench
    mine = bench.charts(effort(0, 2))
    for k in range(2 * FEW):
        mine.token(f"kiem{k}", caps=False)
    held = dict(mine.known)
    other = bench.charts(effort(0, 2))
    assert mine.known == held
    assert 0 < len(other.known) <= FEW
    assert other.known.items() <= held.items()


def test_what_functions_say_of_tokens_is_bounded() -> None:
    gc.unfreeze()  # a worker that was tried in this process has put all out of sight
    vnfix.fix_text(texts()[0])
    found = {
        f"{wrapper.__module__}.{wrapper.__qualname__}": wrapper.cache_info().maxsize
        for wrapper in gc.get_objects()
        if isinstance(wrapper, _lru_cache_wrapper)
        and wrapper.__module__.startswith("vnfix.")
        and inspect.signature(wrapper).parameters  # others keep one thing
    }
    assert "vnfix.text.syllable._split" in found
    of_texts = {k: n for k, n in found.items() if n is None or n > memory.SYLLABLES}
    assert {k for k in of_texts if not k.startswith(("vnfix.train.", "vnfix.files."))} == set()


def test_a_token_is_kept_without_what_the_search_needed() -> None:
    reader = Reader(load_resources(Config()))
    words = sorted({word for text in texts() for word in text.split()})[:100]
    reader._token("tinh", caps=False)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for word in words:
            reader._token(word, caps=False)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < MOST * len(words)
