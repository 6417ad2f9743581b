"""The words that can be meant: a tree that holds all of them, and users' own words."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.config import Config
from vnfix.decode.prices import LOWER, TITLE, UPPER
from vnfix.decode.vocabulary import CODE, LETTERS, Vocabulary, build_trie, load_vocabulary
from vnfix.errors import DataError
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WORDS = st.lists(st.text("aáđnơ", min_size=1, max_size=5), unique=True).map(sorted)


def small(words: Sequence[str]) -> Vocabulary:
    """Return a vocabulary whose words have the numbers 10, 11, ... in a language model."""
    numbers = array("H", range(10, 10 + len(words)))
    return Vocabulary(words, numbers, array("B", [1, 20, 40] * len(words)), build_trie(words))


def spelt(tree: Mapping[str, Any]) -> dict[str, int]:
    """Return every word that the tree spells, with its number."""
    found, waiting = {}, [(0, "")]
    while waiting:
        node, letters = waiting.pop()
        if tree["word"][node] >= 0:
            found[letters] = tree["word"][node]
        children = range(tree["first"][node], tree["first"][node + 1])
        waiting.extend((child, letters + LETTERS[tree["label"][child]]) for child in children)
    return found


@given(WORDS)
def test_tree_spells_every_word_and_nothing_else(words: list[str]) -> None:
    tree = build_trie(words)
    assert spelt(tree) == {w: k for k, w in enumerate(words)}
    assert len(tree["label"]) == len(tree["word"]) == len(tree["first"]) - 1
    prefixes = {w[:n] for w in words for n in range(len(w) + 1)} | {""}
    assert len(tree["label"]) == len(prefixes)


def test_shipped_tree_spells_the_shipped_words() -> None:
    vocabulary = load_resources(Config()).vocabulary
    assert spelt(vocabulary.tree) == vocabulary.number
    assert all(set(w) <= CODE.keys() for w in vocabulary.words)
    assert len(vocabulary.lm) * 3 == len(vocabulary.case) == len(vocabulary.words) * 3


@given(WORDS, WORDS)
def test_users_words_are_added(words: list[str], own: list[str]) -> None:
    old = small(words)
    lm = {own[0]: 99} if own else {}
    new = old.extended(own, lm)
    assert spelt(new.tree) == new.number
    assert set(new.words) == {*words, *own}
    for word, k in old.number.items():
        at = new.number[word]
        assert new.lm[at] == old.lm[k]
        assert list(new.case[3 * at : 3 * at + 3]) == list(old.case[3 * k : 3 * k + 3])
    for word in set(own) - set(words):
        assert new.lm[new.number[word]] == lm.get(word, 0)


def test_nothing_new_changes_nothing() -> None:
    old = small(["an", "đá"])
    assert old.extended(["An", "ĐÁ"], {}) is old
    assert old.extended(["x1", "a-n", "ß"], {}) is old


@pytest.mark.parametrize(
    ("word", "case"), [("HTQLCL", UPPER), ("Đăknoong", TITLE), ("kơtu", LOWER)]
)
def test_users_words_keep_their_case(word: str, case: int) -> None:
    new = small(["an"]).extended([word], {})
    at = new.number[word.lower()]
    costs = new.case[3 * at : 3 * at + 3]
    assert min(range(3), key=costs.__getitem__) == case


def test_prior_is_the_word_alone_in_its_best_case() -> None:
    costs = array("i", range(0, 20_000, 1000))
    trie = small(["an", "đá"]).trie(costs)
    assert list(trie.prior) == [10_050, 11_050]
    assert trie.low[0] == 10_050


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_vocabulary(tmp_path / "vocabulary.tab")
