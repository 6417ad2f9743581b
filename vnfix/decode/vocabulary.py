"""The words that can be meant: a trie of letters, each word's number and its usual case."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add
from typing import TYPE_CHECKING, Any

from vnfix import memory
from vnfix.data.tables import Table, ascending, below, damage_told, lengths, open_table
from vnfix.decode.kernel import Trie
from vnfix.decode.prices import UNITS
from vnfix.text.unicode import Case, strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

VOCABULARY_FORMAT = ("vnfix-vocabulary", 1)
VOCABULARY_LAYOUT = {"words": "B", "lm": "H", "case": "B", "first": "I", "label": "B", "word": "i"}
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
CODE = {c: k for k, c in enumerate(LETTERS)}
CASES = (Case.LOWER, Case.TITLE, Case.UPPER)
UNIT_NUMBERS = 1 << 16  # of the language model, at most
CASE_STEP = 0.05
"""Step of stored case costs, nats."""


def build_trie(words: Sequence[str]) -> dict[str, Any]:
    """Return the trie's arrays, breadth first, so that a node's children are neighbours."""
    code = {c: k for k, c in enumerate(LETTERS)}
    first, label, ends = array("I"), array("B", [0]), array("i", [-1])
    level: list[list[tuple[str, int]]] = [[(w, k) for k, w in enumerate(words)]]
    depth = 0
    while level:
        below: list[list[tuple[str, int]]] = []
        for group in level:
            first.append(len(label))
            children: dict[str, list[tuple[str, int]]] = defaultdict(list)
            for word, k in group:
                if len(word) > depth:
                    children[word[depth]].append((word, k))
            for letter, members in sorted(children.items(), key=lambda x: code[x[0]]):
                label.append(code[letter])
                ends.append(next((k for w, k in members if len(w) == depth + 1), -1))
                below.append(members)
        level = below
        depth += 1
    first.append(len(label))
    return {"first": first, "label": label, "word": ends}


@dataclass(frozen=True)
class Vocabulary:
    """The words by number.

    Attributes:
        words: the words, lower case, sorted.
        lm: number of each word in the language model, 0 where that does not know it.
        case: costs of lower, title and upper case of each word, three in a row, in steps.
        tree: the arrays of the words' trie.
        sha256: hash of the file.
        numbers: hash of the language model whose numbers `lm` holds.

    """

    words: Sequence[str]
    lm: Any
    case: Any
    tree: Mapping[str, Any]
    sha256: str = ""
    numbers: str = ""

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Number of each word."""
        return {w: k for k, w in enumerate(self.words)}

    @cached_property
    def by_unit(self) -> Mapping[int, int]:
        """Number of each word by its number in the language model."""
        return {unit: k for k, unit in enumerate(self.lm) if unit}

    @cached_property
    def letters(self) -> Any:
        """The letters of each word as bits, by its number in the language model; -1 for none."""
        found = array("i", [-1]) * UNIT_NUMBERS
        for unit, word in self.by_unit.items():
            found[unit] = letter_bits(self.words[word])
        return found

    @cached_property
    def case_units(self) -> Any:
        """The case costs in units."""
        step = round(CASE_STEP * UNITS)
        return array("i", map(step.__mul__, self.case))

    def trie(self, costs: Any) -> Trie:
        """Return the kernel's trie; `costs` are those of the language model's words alone."""
        case = self.case_units
        own = map(min, case[::3], case[1::3], case[2::3])
        prior = array("i", map(add, map(costs.__getitem__, self.lm), own))
        return Trie(self.tree["first"], self.tree["label"], self.tree["word"], prior)

    def extended(self, words: Iterable[str], lm: Mapping[str, int]) -> Vocabulary:
        """Return the vocabulary with a user's words added; those in capitals keep them.

        Args:
            words: words of letters, any case.
            lm: numbers of the language model's words.

        """
        form = {w.lower(): w for w in words}
        extra = {w for w in form if w not in self.number and set(w) <= CODE.keys()}
        if not extra:
            return self
        old = self.number
        merged = sorted({*self.words, *extra})
        numbers, case = array("H"), array("B")
        for word in merged:
            k = old.get(word)
            numbers.append(lm.get(word, 0) if k is None else self.lm[k])
            case.extend(_case_of(form[word]) if k is None else self.case[3 * k : 3 * k + 3])
        return Vocabulary(merged, numbers, case, build_trie(merged), self.sha256, self.numbers)


def letter_bits(text: str) -> int:
    """Return which of the letters a to z a text has, accents and case aside.

    >>> letter_bits("ả Bả") == 0b11
    True
    """
    bits = 0
    for c in text:
        bits |= _bit_of(c)
    return bits


@lru_cache(maxsize=memory.TOKENS)
def _bit_of(letter: str) -> int:
    base = strip_accents(letter).lower()[:1]
    return 1 << (ord(base) - ord("a")) if "a" <= base <= "z" else 0


def _case_of(word: str) -> tuple[int, int, int]:
    """Return case costs for a word whose case we were told."""
    if word.isupper():
        return 80, 60, 1
    return (60, 1, 80) if word[0].isupper() else (1, 60, 80)


def load_vocabulary(path: Path) -> Vocabulary:
    """Open a vocabulary.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, VOCABULARY_FORMAT, VOCABULARY_LAYOUT, _check)
    a = table.arrays
    with damage_told(path):
        numbers = table.meta.get("language_model", "")
        return Vocabulary(table.text("words"), a["lm"], a["case"], a, table.sha256, numbers)


def _check(table: Table) -> None:
    """Check that the trie is one, breadth first, and that its words are there."""
    a, size, nodes = table.arrays, len(table.text("words")), len(table.arrays["label"])
    lengths(table, lm=size, case=3 * size, first=nodes + 1, word=nodes)
    ascending(a["first"], nodes)
    if not nodes or any(child <= node for node, child in enumerate(a["first"][:-1])):
        raise ValueError("its words are no tree")
    below(a["label"], len(CODE))
    if not -1 <= min(a["word"]) <= max(a["word"]) < size:
        raise ValueError("a number of a word is none")
