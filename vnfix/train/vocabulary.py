"""Builds the vocabulary: a trie of the words that can be meant, with their case in sentences."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vnfix.data.entries import read_entries
from vnfix.data.tables import open_table, write_table
from vnfix.decode.lm import LM_FORMAT
from vnfix.decode.vocabulary import CASE_STEP, CASES, LETTERS, VOCABULARY_FORMAT, build_trie
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import UNIT
from vnfix.text.unicode import Case, case_of, strip_accents
from vnfix.train.case import build_case
from vnfix.train.lm import LmSize, build_lm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from vnfix.train.sources import Text

# How often a word must have been read to be one that can be meant, if no dictionary has it.
LEAST_FOREIGN = 15
LEAST_SYLLABLE = 3
# A word so many times rarer than what it would be a slip of is taken for that slip.
SLIP = 200
OPENERS = frozenset('.:;!?-–"“(')

Forms = dict[str, Counter[Case]]


def count_forms(texts: Sequence[tuple[Iterable[str], int]]) -> tuple[Forms, Counter[str]]:
    """Count the case of every word inside sentences of running text (headings aside).

    Returns:
        Per lower-case word the counts of its cases where the case is the word's own choice, and
        the number of all its occurrences as read.

    """
    forms: Forms = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for paragraphs, weight in texts:
        written: Counter[str] = Counter()
        free: Counter[str] = Counter()
        for paragraph in paragraphs:
            units = UNIT.findall(paragraph)
            written.update(units)
            if sum(map(str.isupper, units)) * 2 > len(units):
                continue
            free.update(b for a, b in pairwise(units) if a not in OPENERS)
        for unit, n in written.items():
            if unit[0].isalpha():
                seen[unit.lower()] += n
        for unit, n in free.items():
            if unit[0].isalpha():
                forms[unit.lower()][case_of(unit)] += n * weight
    return forms, seen


def choose_words(seen: Mapping[str, int], wanted: Iterable[str]) -> list[str]:
    """Return the words that can be meant, sorted: syllables, and other words that are frequent.

    Args:
        seen: how often each word was read.
        wanted: words that are in whatever their count.

    """
    letters = set(LETTERS)
    chosen = {w for w in wanted if set(w) <= letters}
    others: set[str] = set()
    for word, n in seen.items():
        least = LEAST_SYLLABLE if is_syllable(word) else LEAST_FOREIGN
        if n >= least and set(word) <= letters:
            (chosen if is_syllable(word) else others).add(word)
    slips = find_slips(others - chosen, seen)
    return sorted(chosen | others - slips)


def find_slips(words: Iterable[str], seen: Mapping[str, int]) -> set[str]:
    """Return the words that are frequent syllables with a slip of the typist.

    Two that lost the blank between them (`xãhội`), one without its last letter (`hiệ`), one with a
    wrong accent (`quyét`). Words of plain letters are left: they may be English or a name.
    """
    syllables = {w: n for w, n in seen.items() if is_syllable(w)}
    most: Counter[str] = Counter()
    for syllable, n in syllables.items():
        for key in (strip_accents(syllable), syllable[:-1]):
            most[key] = max(most[key], n)

    def is_slip(word: str) -> bool:
        halves = ((word[:i], word[i:]) for i in range(1, len(word)))
        joined = max(min(syllables.get(a, 0), syllables.get(b, 0)) for a, b in halves)
        return max(joined, most[word], most[strip_accents(word)]) > SLIP * seen[word]

    return {w for w in words if not w.isascii() and len(w) > 1 and is_slip(w)}


def case_costs(forms: Counter[Case]) -> list[int]:
    """Return the costs of the three cases in steps, with one observation of each added."""
    counts = [forms[case] + share for case, share in zip(CASES, (0.9, 0.09, 0.01), strict=True)]
    whole = sum(counts)
    return [min(255, round(-math.log(n / whole) / CASE_STEP)) for n in counts]


def build_vocabulary(
    counts: tuple[Forms, Counter[str]],
    lm_words: Sequence[str],
    wanted: Iterable[str],
    path: Path,
    meta: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the vocabulary and return facts for the model card.

    Args:
        counts: from `count_forms`.
        lm_words: the language model's words, by their number.
        wanted: words that are in whatever their count.
        path: the table file.
        meta: more facts for the header.

    """
    forms, seen = counts
    words = choose_words(seen, wanted)
    number = {w: k for k, w in enumerate(lm_words)}
    cases = array("B")
    for word in words:
        cases.extend(case_costs(forms.get(word, Counter())))
    arrays = {
        "words": "\n".join(words).encode(),
        "lm": array("H", [number.get(w, 0) for w in words]),
        "case": cases,
        **build_trie(words),
    }
    facts = {**(meta or {}), "words": len(words), "letters": LETTERS, "case_step": CASE_STEP}
    write_table(path, VOCABULARY_FORMAT, arrays, facts)
    return facts


# Builds language model, vocabulary and case model of the same texts: all number its words.

# Words that can be meant whatever their count in the texts.
WANTED = ("syllables.txt", "loanwords.txt")


def wanted_words(dictionaries: Path) -> list[str]:
    """Return the words of the dictionaries that every vocabulary holds, in lower case."""
    entries = (e for name in WANTED for e in read_entries(dictionaries / name))
    return [e.text.lower() for e in entries]


def build_language(
    texts: Sequence[Text], wanted: Iterable[str], out: Path, size: LmSize | None = None
) -> dict[str, dict[str, Any]]:
    """Write `lm.tab`, `vocabulary.tab` and `case.tab` to `out`.

    Args:
        texts: what to learn from.
        wanted: words that can be meant whatever their count.
        out: the folder.
        size: limits of the language model.

    Returns:
        Facts for the model card, by file.

    """
    meta: dict[str, Any] = {"texts": [text.facts() for text in texts]}
    weighted, wanted = [(text.paragraphs(), text.weight) for text in texts], list(wanted)
    lm = build_lm(weighted, out / "lm.tab", size or LmSize(), meta, wanted)
    facts = {"lm.tab": lm}
    table = open_table(out / "lm.tab", LM_FORMAT)
    words = table.text("words")
    meta["language_model"] = table.sha256  # whose numbers of words the others use
    forms = count_forms([(text.paragraphs(), text.weight) for text in texts])
    path = out / "vocabulary.tab"
    facts["vocabulary.tab"] = build_vocabulary(forms, words, wanted, path, meta)
    cased = [(text.paragraphs(), text.weight) for text in texts]
    facts["case.tab"] = build_case(cased, words, out / "case.tab", meta)
    return facts
