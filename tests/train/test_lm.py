"""The language model: the numbers of Kneser-Ney, its pruned form, and what the kernel reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.miniature import COMMITTED, FIXTURES, SMALL, TEXTS, WHOLE, PlainModel, build
from tests.train.same import difference
from vnfix.data.tables import open_table
from vnfix.decode.kernel import State, advance
from vnfix.decode.lm import LM_FORMAT, LanguageModel, load_lm
from vnfix.decode.prices import UNITS
from vnfix.text.tokens import BEGIN
from vnfix.train.lm import LmSize, build_lm

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = list(TEXTS[0].paragraphs())
MIXED = [(PARAGRAPHS[:7], 3), (PARAGRAPHS[7:], 1)]
# A cost is rounded to 0.08 nats, each of at most three back-off weights to 0.04.
ROUNDING = 0.04 + 3 * 0.02 + 0.002


def model_of(path: Path, texts: Any, size: LmSize) -> LanguageModel:
    build_lm(texts, path, size, {})
    return load_lm(path)


@pytest.fixture(scope="module", params=[[(PARAGRAPHS, 1)], MIXED], ids=["even", "weighted"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[LanguageModel, PlainModel]:
    """Return the built model, nothing pruned, and the plain one of the same texts."""
    path = tmp_path_factory.mktemp("lm") / "lm.tab"
    return model_of(path, request.param, WHOLE), PlainModel(request.param, WHOLE.min_count)


def distribution(lm: LanguageModel, context: tuple[str, ...]) -> dict[str, float]:
    """Return the cost of each word, BEGIN aside, after a context."""
    start = State(lm.number[context[0]] if context else 0, -1, -1)
    for word in context[1:]:
        into = State(0, -1, -1)
        advance(lm.arrays, start, lm.number[word], into)
        start = into
    into = State(0, -1, -1)
    costs = {w: advance(lm.arrays, start, k, into) / UNITS for k, w in enumerate(lm.words)}
    return {w: c for w, c in costs.items() if w != BEGIN}


def test_words_are_those_of_the_plain_model(both: tuple[LanguageModel, PlainModel]) -> None:
    lm, plain = both
    assert sorted(lm.words) == plain.words


def test_plain_probabilities_sum_to_one(both: tuple[LanguageModel, PlainModel]) -> None:
    _, plain = both
    for context in plain.contexts():
        assert sum(plain.p(w, context) for w in plain.words) == pytest.approx(1, abs=1e-9)


def test_costs_are_those_of_the_plain_model(both: tuple[LanguageModel, PlainModel]) -> None:
    lm, plain = both
    for context in plain.contexts():
        if not context:
            continue
        for word, cost in distribution(lm, context).items():
            assert cost == pytest.approx(plain.cost(word, context), abs=ROUNDING), (context, word)


def test_a_heavier_source_says_more(tmp_path: Path) -> None:
    texts = [["cây bàng", "cây đa"], ["cây bàng", "cây bưởi"]]
    size = LmSize(min_count=1, words=50)
    lms = [model_of(tmp_path / f"{w}.tab", [(texts[0], w), (texts[1], 1)], size) for w in (1, 5)]
    even, heavy = (distribution(lm, ("cây",)) for lm in lms)
    assert even["đa"] == even["bưởi"]
    assert heavy["đa"] < even["đa"]
    assert heavy["bưởi"] > even["bưởi"]


def test_pruned_probabilities_sum_to_one(tmp_path: Path) -> None:
    lm = model_of(tmp_path / "lm.tab", MIXED, SMALL)
    plain = PlainModel(MIXED, SMALL.min_count)
    for context in filter(None, plain.contexts()):
        total = sum(math.exp(-c) for c in distribution(lm, context).values())
        assert total == pytest.approx(1, abs=0.06), context


def test_pruning_keeps_within_the_limits_and_all_prefixes(tmp_path: Path) -> None:
    lm = model_of(tmp_path / "lm.tab", MIXED, SMALL)
    grams = decoded(open_table(tmp_path / "lm.tab", LM_FORMAT).arrays)
    assert lm.arrays.two == len(lm.words)
    assert all(gram[:-1] in grams for gram in grams if len(gram) > 1)
    assert sum(len(g) == 4 for g in grams) == SMALL.kept[2]
    assert sum(len(g) == 2 for g in grams) < sum(len(g) == 2 for g in whole(tmp_path))


def whole(tmp_path: Path) -> dict[tuple[int, ...], tuple[int, int]]:
    model_of(tmp_path / "whole.tab", MIXED, WHOLE)
    return decoded(open_table(tmp_path / "whole.tab", LM_FORMAT).arrays)


def decoded(arrays: dict[str, Any]) -> dict[tuple[int, ...], tuple[int, int]]:
    """Return n-gram -> stored cost and back-off weight, read without the kernel."""
    level: dict[tuple[int, ...], int] = {(k,): k for k in range(len(arrays["cost1"]))}
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    for n in range(1, 5):
        below: dict[tuple[int, ...], int] = {}
        for gram, at in level.items():
            found[gram] = (arrays[f"cost{n}"][at], arrays[f"back{n}"][at] if n < 4 else 0)
            if n < 4:
                child = arrays[f"child{n}"]
                for k in range(child[at], child[at + 1]):
                    below[(*gram, arrays[f"word{n + 1}"][k])] = k
        level = below
    return found


def plain_cost(lm: LanguageModel, grams: dict[tuple[int, ...], Any], told: list[int]) -> int:
    """Return the cost of the last word by Katz's recursion."""
    gram, total = tuple(told[-4:]), 0
    while gram not in grams:
        if gram[:-1] in grams:
            total += lm.arrays.backs[grams[gram[:-1]][1]]
        gram = gram[1:]
    return total + int(lm.arrays.costs[grams[gram][0]])


MINIATURE = load_lm(FIXTURES / "lm.tab")
GRAMS = decoded(open_table(FIXTURES / "lm.tab", LM_FORMAT).arrays)


@given(st.lists(st.sampled_from([w for w in MINIATURE.words if w != BEGIN]), max_size=9))
def test_kernel_backs_off_as_plain_dictionaries_do(words: list[str]) -> None:
    told = [MINIATURE.number[BEGIN]]
    for word, cost in zip(words, MINIATURE.costs(words), strict=True):
        told.append(MINIATURE.number[word])
        assert round(cost * UNITS) == plain_cost(MINIATURE, GRAMS, told)


@pytest.mark.parametrize("k", range(len(PARAGRAPHS)))
def test_kernel_agrees_on_the_texts_own_lines(k: int) -> None:
    from vnfix.text.tokens import lm_units

    test_kernel_backs_off_as_plain_dictionaries_do.hypothesis.inner_test(  # type: ignore[attr-defined]
        [u for u in lm_units(PARAGRAPHS[k]) if u in MINIATURE.number]
    )


def test_the_last_two_words_of_each_ngram_are_kept() -> None:
    assert all(gram[-2:] in GRAMS for gram in GRAMS if len(gram) > 2)


def test_miniature_is_as_committed(tmp_path: Path) -> None:
    build(tmp_path)
    for name in COMMITTED:
        # If a difference is meant: python -m tests.train.miniature, and `make models`.
        assert difference(tmp_path / name, FIXTURES / name) == ""


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for k in "ab":
        (tmp_path / k).mkdir()
        build(tmp_path / k)
    made = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert made
    for name in made:
        assert difference(tmp_path / "a" / name, tmp_path / "b" / name) == ""
