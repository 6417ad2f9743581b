"""Pairs of words at a distance: counted, kept in a table, and heard in the ranking."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest

from bench.plain import plain
from vnfix.alternatives import views
from vnfix.alternatives.views import pulled
from vnfix.data.tables import write_table
from vnfix.decode.far import FAR_FORMAT, FarPairs, load_far
from vnfix.errors import DataError
from vnfix.resources import MODELS, Resources
from vnfix.train import far
from vnfix.train.far import build_far

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["<unk>", "<s>", ",", "lúa", "gạo", "tàu", "ga", "và", "của"]
NUMBER = {w: k for k, w in enumerate(WORDS)}
TEXTS = [
    (["lúa và của gạo"] * 900, 1),
    (["tàu , , và ga"] * 900, 1),
    (["và của"] * 50, 1),
]


@pytest.fixture
def pairs(tmp_path: Path) -> FarPairs:
    build_far(TEXTS, WORDS, tmp_path / "far.tab", {})
    return load_far(tmp_path / "far.tab", NUMBER)


def said(pairs: FarPairs, word: str, left: list[str], right: list[str]) -> int:
    """Return what words say for a word."""
    around = [pairs.words_of([NUMBER[w] for w in side]) for side in (left, right)]
    own = pairs.word_of([NUMBER[word]])
    first, nothing, again = pulled(pairs, [own, 0, own], *around)
    assert (again, nothing) == (first, 0)
    return int(first)


def test_words_far_off_speak_for_what_stands_with_them(pairs: FarPairs) -> None:
    assert said(pairs, "gạo", ["lúa"], []) > 0 > said(pairs, "ga", ["lúa"], [])
    assert said(pairs, "tàu", [], ["ga"]) > 0 > said(pairs, "tàu", [], ["gạo"])
    both = said(pairs, "gạo", ["lúa", "tàu"], [])
    assert both == said(pairs, "gạo", ["lúa"], []) + said(pairs, "gạo", ["tàu"], [])


def test_the_side_counts_and_neighbours_do_not(pairs: FarPairs) -> None:
    assert said(pairs, "lúa", ["gạo"], []) <= 0
    assert said(pairs, "của", ["và"], []) <= 0


def test_what_has_no_pairs_says_nothing(pairs: FarPairs) -> None:
    assert said(pairs, ",", ["tàu"], ["ga"]) == said(pairs, "gạo", [","], []) == 0
    assert pairs.word_of([NUMBER[","], NUMBER["ga"]]) == pairs.word_of([NUMBER["ga"]])
    assert not len(pulled(pairs, [], array("H"), array("H")))


def test_a_search_finds_each_pair_and_no_other(pairs: FarPairs) -> None:
    size = len(pairs.first) - 1
    stored = {
        (left, pairs.word[k]): pairs.score[k]
        for left in range(size)
        for k in range(pairs.first[left], pairs.first[left + 1])
    }
    assert stored
    for left in range(size):
        every = list(range(size))
        found = pulled(pairs, every, array("H", [left]), array("H"))
        assert list(found) == [stored.get((left, w), 0) for w in every]


def test_numbers_are_those_of_whatever_language_model(tmp_path: Path, pairs: FarPairs) -> None:
    turned = {w: k for k, w in enumerate(reversed(WORDS))}
    other = load_far(tmp_path / "far.tab", turned)
    assert other.word_of([turned["ga"]]) == pairs.word_of([NUMBER["ga"]]) != 0
    few = load_far(tmp_path / "far.tab", {"<unk>": 0, "ga": 1})
    assert few.word_of([0, 1]) == pairs.word_of([NUMBER["ga"]])


def test_only_the_pairs_that_tell_most_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = (["gieo mạ rồi cấy"] * 90, 1)
    often = (["gieo mạ rồi gặt"] * 900, 1)
    words = ["<unk>", "gieo", "mạ", "rồi", "cấy", "gặt"]
    number = {w: k for k, w in enumerate(words)}
    for kept, least in ((4, 1), (100, 5)):
        monkeypatch.setattr(far, "PAIRS", kept)
        facts = build_far([rare, often, TEXTS[2]], words, tmp_path / "few.tab", {})
        few = load_far(tmp_path / "few.tab", number)
        assert least <= facts["pairs"] == len(few.word) <= kept
        sown = few.words_of([number["gieo"]])
        (most, little) = (
            pulled(few, list(few.words_of([number[w]])), sown, array("H"))[0]
            for w in ("rồi", "cấy")
        )
        assert most > 0
        assert (little == 0) == (kept == 4)


def test_building_again_gives_the_same_bytes(tmp_path: Path, pairs: FarPairs) -> None:
    build_far(TEXTS, WORDS, tmp_path / "again.tab", {})
    assert (tmp_path / "again.tab").read_bytes() == (tmp_path / "far.tab").read_bytes()


def test_plain_python_says_the_same() -> None:
    """Of the shipped pairs, whether `views` is compiled or not."""
    pairs = Resources(MODELS).far
    own = list(range(0, 6000, 301))
    left, right = (array("H", range(k, 6000, 301 + k)) for k in (1, 2))
    found = views.pulled(pairs, own, left, right)
    assert found == plain(views.__name__).pulled(pairs, own, left, right)
    assert any(found)


@pytest.mark.parametrize(
    "change",
    [
        {"first": array("I", [0, 1])},
        {"word": array("H", [9])},
        {"score": array("b", [1, 2])},
        {"first": array("I", [0, 1, 0, 1])},
    ],
)
def test_a_table_that_leads_outside_is_refused(
    tmp_path: Path, change: dict[str, array[int]]
) -> None:
    arrays: dict[str, array[int] | bytes] = {
        "first": array("I", [0, 0, 1, 1]),
        "word": array("H", [2]),
        "score": array("b", [5]),
        "words": "lúa\ngạo".encode(),
    }
    path = tmp_path / "far.tab"
    write_table(path, FAR_FORMAT, arrays, {})
    assert load_far(path, NUMBER).word_of([NUMBER["gạo"]]) == 2
    write_table(path, FAR_FORMAT, arrays | change, {})
    with pytest.raises(DataError, match=r"far\.tab"):
        load_far(path, NUMBER)


def test_the_shipped_pairs_know_what_an_office_writes_of() -> None:
    resources = Resources(MODELS)
    pairs, number = resources.far, resources.lm.number
    rice = pairs.word_of([number["lúa"]])
    for word, other in (("trồng", "lái"), ("diện", "tàu")):
        left = pairs.words_of([number[word]])
        against = pairs.words_of([number[other]])
        own = [rice]
        with_, without = (pulled(pairs, own, side, array("H"))[0] for side in (left, against))
        assert with_ > without
